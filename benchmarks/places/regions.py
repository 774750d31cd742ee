"""Areas that countries divide into: named by ISO 3166-2 and airports' addresses, located by their cities."""

import gettext
import importlib.resources
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pycountry

from benchmarks.places.sources import Airport, Entry
from service.enrich.places.gazetteer import Kind, Naming
from service.enrich.places.names import fold, without_generic

LANGUAGES = ("de", "es", "fr", "it", "nl", "pt", "ru")
"""Languages whose names of subdivisions are taken."""
EXTENT = (0.01, 0.99)
"""Quantiles of latitude and longitude in whose middle an area lies; one misplaced airport moves none."""
_ASIDE = re.compile(r"\s*\[.*?\]|\s*\(.*?\)|\*")

Key = tuple[str, str]
"""Country, and GeoNames' code of the first-level area or a folded name."""


@dataclass(frozen=True, slots=True)
class Area:
    """A first-level area as its cities and airports outline it."""

    lat: float
    lon: float
    population: int
    largest: Entry


def outline(cities: Sequence[Entry], airports: Sequence[Airport]) -> dict[Key, Area]:
    """Return the first-level areas by country and code."""
    points: defaultdict[Key, list[tuple[float, float]]] = defaultdict(list)
    members: defaultdict[Key, list[Entry]] = defaultdict(list)
    for city in cities:
        points[city.country, city.admin1].append((city.lat, city.lon))
        members[city.country, city.admin1].append(city)
    for airport in airports:
        points[airport.country, airport.admin1].append((airport.lat, airport.lon))
    areas: dict[Key, Area] = {}
    for key, inside in members.items():
        low, high = np.quantile(np.array(points[key]), EXTENT, axis=0)
        lat, lon = ((low + high) / 2).tolist()
        population = sum(city.population for city in inside)
        areas[key] = Area(
            round(lat, 3), round(lon, 3), population, max(inside, key=lambda city: city.population)
        )
    return areas


class Subdivisions:
    """The subdivisions of all countries that the table of regions does not have."""

    def __init__(
        self,
        cities: Sequence[Entry],
        airports: Sequence[Airport],
        areas: Mapping[Key, Area],
        tabled: Sequence[Entry],
    ) -> None:
        """Index what is known of cities, airports and areas, and name areas by their airports."""
        self.areas = areas
        self.written = {(entry.country, fold(name)) for entry in tabled for name in entry.names}
        self.placed = {(entry.country, entry.admin1) for entry in tabled if entry.admin1}
        self.largest: dict[Key, Entry] = {}
        for city in sorted(cities, key=lambda city: city.population):
            for name in city.names:
                self.largest[city.country, fold(name)] = city
        self.codes, names = _named_by_airports(airports)
        self.made: dict[Key, Entry] = {}
        for key, spellings in sorted(names.items()):
            if key in areas and key not in self.placed:
                self.made[key] = self._area(key, spellings[0])
                for spelling in spellings:
                    _call(self.made[key], spelling)
        self.others: list[Entry] = []

    def entries(self) -> list[Entry]:
        """Return them all: first those GeoNames has codes for, then those placed at their namesake city."""
        translations = [_translation(language) for language in LANGUAGES]
        for subdivision in sorted(pycountry.subdivisions, key=lambda subdivision: subdivision.code):
            name = _plain(subdivision.name)
            top = not subdivision.parent_code
            if entry := self._entry(subdivision.country_code, name, is_top=top):
                _call(entry, name)
                for translate in translations:
                    if (translated := translate(subdivision.name)) != subdivision.name:
                        _call(entry, _ASIDE.sub("", translated))
        return [*self.made.values(), *self.others]

    def _entry(self, country: str, name: str, *, is_top: bool) -> Entry | None:
        stem = without_generic(fold(name))
        if not stem or (country, fold(name)) in self.written or (country, stem) in self.written:
            return None
        city = self.largest.get((country, stem))
        code = self.codes.get((country, stem)) or (city.admin1 if city and is_top else None)
        key = (country, code or "")
        made = self.made.get(key) if code is not None else None
        if made and stem in {without_generic(fold(known)) for known in made.names}:
            return made
        if city is None:
            return None
        area = self.areas.get(key) if code is not None and made is None else None
        if area and area.largest is city and key not in self.placed:
            self.made[key] = self._area(key, name)
            return self.made[key]
        at_city = Entry(
            Kind.REGION, name, city.lat, city.lon, country, city.admin1, population=city.population
        )
        self.others.append(at_city)
        return at_city

    def _area(self, key: Key, name: str) -> Entry:
        area = self.areas[key]
        return Entry(Kind.REGION, name, area.lat, area.lon, *key, population=area.population)


def _plain(name: str) -> str:
    last, comma, first = _ASIDE.sub("", name).partition(", ")
    return f"{first} {last}" if comma else last


def _call(entry: Entry, name: str) -> None:
    entry.call(name, Naming.NAME)
    if (stem := without_generic(fold(name))) and stem != fold(name):
        entry.call(stem, Naming.ALTERNATE)


def _named_by_airports(airports: Sequence[Airport]) -> tuple[dict[Key, str], dict[Key, list[str]]]:
    """Return codes of areas by stem of their name, and the names of each, the commonest first."""
    votes: defaultdict[Key, Counter[str]] = defaultdict(Counter)
    spellings: defaultdict[Key, Counter[str]] = defaultdict(Counter)
    for airport in airports:
        if stem := without_generic(fold(airport.subdivision)):
            votes[airport.country, stem][airport.admin1] += 1
            spellings[airport.country, stem][airport.subdivision] += 1
    codes: dict[Key, str] = {}
    names: defaultdict[Key, list[tuple[int, str]]] = defaultdict(list)
    for (country, stem), counts in sorted(votes.items()):
        code, count = min(counts.items(), key=lambda vote: (-vote[1], vote[0]))
        if count * 2 > counts.total():
            codes[country, stem] = code
            spelling = min(spellings[country, stem].items(), key=lambda vote: (-vote[1], vote[0]))[0]
            names[country, code].append((-count, spelling))
    return codes, {key: [name for _, name in sorted(found)] for key, found in names.items()}


def _translation(language: str) -> Callable[[str], str]:
    folder = importlib.resources.files("pycountry").joinpath("locales")
    return gettext.translation("iso3166-2", str(folder), [language], fallback=True).gettext
