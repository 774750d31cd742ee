"""The gazetteer put together and packed into the file the service reads."""

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from zstandard import ZstdCompressor

from benchmarks.places import sources
from benchmarks.places.regions import Subdivisions, outline
from benchmarks.places.small import counties, named_airports, villages
from benchmarks.places.sources import Entry
from service.enrich.places.gazetteer import Kind, Naming
from service.enrich.places.names import MAX_CHARS, fold, number, without_article

Arrays = dict[str, NDArray[Any]]
LEVEL = 19


def entries() -> list[Entry]:
    """Collect all places, in an order that is always the same."""
    cities = list(sources.cities())
    airports = sources.airports(cities)
    tabled = list(sources.tabled_regions())
    areas = outline(cities, airports)
    for key, area in areas.items():
        whole = next((region for region in tabled if (region.country, region.admin1) == key), None)
        if whole and whole.kind is Kind.REGION:
            whole.population = area.population
    subdivisions = Subdivisions(cities, airports, areas, tabled).entries()
    return [
        *cities,
        *sources.countries(),
        *tabled,
        *subdivisions,
        *counties([*tabled, *subdivisions], cities, airports),
        *named_airports(airports),
        *villages(cities, airports),
    ]


def pack(places: Sequence[Entry]) -> bytes:
    """Return the gazetteer's file: columns of arrays, by zstandard, whose pinned version fixes the bytes."""
    return ZstdCompressor(level=LEVEL, threads=0).compress(as_bytes(columns(places)))


def columns(places: Sequence[Entry]) -> Arrays:
    """Lay out entries as columns and an index of names sorted by number."""
    areas = sorted({(place.country, place.admin1) for place in places})
    index = {area: position for position, area in enumerate(areas)}
    countries = sorted({country for country, _ in areas} | {""})
    called = sorted(
        {
            (number(key), row, naming)
            for row, place in enumerate(places)
            for key, naming in _keys(place).items()
        }
    )
    names = [place.name.encode() for place in places]
    return {
        "geonames_id_steps": np.diff(np.array([p.geonames_id for p in places], np.int32), prepend=0).astype(
            np.int32
        ),
        "lat": np.array([round(p.lat * 1000) for p in places], np.int32),
        "lon": np.array([round(p.lon * 1000) for p in places], np.int32),
        "population": np.array([min(p.population, 2**31 - 1) for p in places], np.int32),
        "kinds": np.array([p.kind for p in places], np.uint8),
        "areas": np.array([index[p.country, p.admin1] for p in places], np.uint16),
        "area_countries": np.array([countries.index(country) for country, _ in areas], np.uint8),
        "countries": np.array(";".join(countries)),
        "number_steps": np.diff(np.array([n for n, _, _ in called], np.int64), prepend=0).astype(np.uint32),
        "rows": np.array([row for _, row, _ in called], np.int32),
        "namings": np.array([naming for _, _, naming in called], np.uint8),
        "names": np.frombuffer(b"".join(names), np.uint8),
        "name_lengths": np.array([len(name) for name in names], np.uint16),
    }


def _keys(place: Entry) -> dict[str, Naming]:
    """Return the keys of a place's names, each with the best way it is called so."""
    keys: dict[str, Naming] = {}
    for name, naming in place.names.items():
        key = fold(name)
        for form in (key, without_article(key)):
            if form and len(name) <= MAX_CHARS:
                keys[form] = min(naming, keys.get(form, naming))
    return keys


def as_bytes(arrays: Arrays) -> bytes:
    """Write arrays as an uncompressed .npz."""
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()
