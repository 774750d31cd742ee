"""The places of the world by name, read from one compact file; ``benchmarks/places`` says how it is made."""

from collections.abc import Mapping
from enum import IntEnum
from functools import cache, cached_property
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from zstandard import ZstdDecompressor

from service.enrich.places.names import number

FILE = "gazetteer.npz.zst"

Floats = NDArray[np.float32]


class Kind(IntEnum):
    """What a place is."""

    CITY = 0
    COUNTY = 1
    UNLOCATED = 2
    """A county of which only the state's position is known."""
    REGION = 3
    COUNTRY = 4
    LAND = 5
    """A continent, a part of the world, an island, a quarter."""
    WATER = 6
    TERRAIN = 7
    AIRPORT = 8


class Naming(IntEnum):
    """How a name stands to its place."""

    NAME = 0
    ALTERNATE = 1
    ABBREVIATION = 2
    DEMONYM = 3


def unit_vectors(lat: NDArray[Any], lon: NDArray[Any]) -> Floats:
    """Return points on the unit sphere, n x 3; the product of two is the cosine of the angle between them."""
    phi, theta = np.radians(lat), np.radians(lon)
    points = np.stack([np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)], axis=-1)
    return points.astype(np.float32)


class Gazetteer:
    """Columns of places, and an index of their names by number."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Unpack the columns."""
        self.lat = (arrays["lat"] / 1000).astype(np.float32)
        """Degrees north."""
        self.lon = (arrays["lon"] / 1000).astype(np.float32)
        """Degrees east."""
        self.population: NDArray[np.int32] = arrays["population"]
        self.kinds: NDArray[np.uint8] = arrays["kinds"]
        self.areas: NDArray[np.uint16] = arrays["areas"]
        """The first-level area each place lies in; a country's own number where it lies in none."""
        self.area_countries: NDArray[np.uint8] = arrays["area_countries"]
        """The country of each area, an index of ``countries``."""
        self.countries = str(arrays["countries"]).split(";")
        """ISO 3166-1 codes; the first is empty and means none."""
        self._geonames_ids = np.cumsum(arrays["geonames_id_steps"], dtype=np.int32)
        self._numbers = np.cumsum(arrays["number_steps"], dtype=np.int64)
        self._rows: NDArray[np.int32] = arrays["rows"]
        self._namings: NDArray[np.uint8] = arrays["namings"]
        self._names = arrays["names"].tobytes()
        self._ends = np.cumsum(arrays["name_lengths"], dtype=np.int32)

    @staticmethod
    @cache
    def load() -> "Gazetteer":
        """Read the package's own, once a process."""
        content = files(__package__).joinpath(FILE).read_bytes()
        with np.load(BytesIO(ZstdDecompressor().decompress(content)), allow_pickle=False) as arrays:
            return Gazetteer(arrays)

    def find(self, key: str) -> list[tuple[int, int]]:
        """Return the rows of places called so by a folded name, each with how the name stands to it."""
        wanted = number(key)
        first = int(self._numbers.searchsorted(wanted))
        if first == len(self._numbers) or self._numbers[first] != wanted:
            return []
        last = int(self._numbers.searchsorted(wanted, side="right"))
        return list(zip(self._rows[first:last].tolist(), self._namings[first:last].tolist(), strict=True))

    def name(self, row: int) -> str:
        """Return the name the gazetteer gives a place."""
        start = self._ends[row - 1] if row else 0
        return self._names[start : self._ends[row]].decode()

    def country(self, row: int) -> str | None:
        """Return the ISO 3166-1 code of a place's country; null where it lies in none or in many."""
        return self.countries[self.area_countries[self.areas[row]]] or None

    def country_row(self, code: str | None) -> int | None:
        """Return the row of a country by its ISO 3166-1 code; null where it has none."""
        return self._country_rows.get(code or "")

    @cached_property
    def _country_rows(self) -> dict[str, int]:
        rows = np.flatnonzero(self.kinds == Kind.COUNTRY).tolist()
        return {code: row for row in rows if (code := self.country(row))}

    def geonames_id(self, row: int) -> int | None:
        """Return the GeoNames identifier of a place, null where it is not known."""
        return int(self._geonames_ids[row]) or None
