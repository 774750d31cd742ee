"""Names known beforehand, by hash: given names, surnames, places, countries, organisations, languages.

Only hashes are kept: the table answers what a name may be, and cannot be listed. Which packages the names
come from is told in ``docs/model-card.md``.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import Any
from zlib import crc32

from numpy.typing import NDArray


class Kind(IntEnum):
    """What a name may be, a bit each; more than one as a rule."""

    GIVEN_COMMON = 1
    GIVEN_RARE = 1 << 1
    SURNAME_COMMON = 1 << 2
    SURNAME_KNOWN = 1 << 3
    SURNAME_RARE = 1 << 4
    GIVEN_WORLD = 1 << 5
    SURNAME_WORLD = 1 << 6
    TOWN = 1 << 7
    CITY = 1 << 8
    METROPOLIS = 1 << 9
    CITY_ELSEWHERE = 1 << 10
    """A large city's name in other languages."""
    STATE = 1 << 11
    REGION = 1 << 12
    COUNTRY = 1 << 13
    CONTINENT = 1 << 14
    LANGUAGE = 1 << 15
    """Name of a language; most are those of a people too."""
    ORGANISATION = 1 << 16
    COMPANY = 1 << 17
    BEGINS = 1 << 30
    """The first word of a name of several."""


GIVEN = Kind.GIVEN_COMMON | Kind.GIVEN_RARE | Kind.GIVEN_WORLD
SURNAME = Kind.SURNAME_COMMON | Kind.SURNAME_KNOWN | Kind.SURNAME_RARE | Kind.SURNAME_WORLD
LARGE_CITY = Kind.CITY | Kind.METROPOLIS | Kind.CITY_ELSEWHERE
AREA = Kind.STATE | Kind.COUNTRY | Kind.CONTINENT
PLACE = LARGE_CITY | AREA | Kind.TOWN | Kind.REGION
ORGANISATIONS = Kind.ORGANISATION | Kind.COMPANY
LONGEST = 7
"""Words of the longest name looked for."""
MOST_NAMES = 1 << 14
"""Answers remembered: the same words come again and again."""
_WORD = re.compile(r"'s|(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['\-][^\W_]+)*|\w+|[^\w\s]")


def folded(word: str) -> str:
    """Return a word as names are compared: case folded, composed, straight apostrophes."""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFC", word).casefold().replace("’", "'")


def name_words(name: str) -> list[str]:
    """Split a name into folded words, the genitive's ``'s`` apart."""
    return _WORD.findall(re.sub(r"'s\b", " 's", folded(name)))


def name_hash(words: Sequence[str]) -> int:
    """Hash folded words."""
    return crc32(" ".join(words).encode("utf-8", "surrogatepass"))


class Gazetteer:
    """Answers what a name may be."""

    def __init__(self, hashes: Sequence[int], kinds: Sequence[int]) -> None:
        """Keep a table.

        Args:
            hashes: ``name_hash`` of the names, sorted.
            kinds: for each, what it may be.
        """
        self._hashes, self._kinds = array("I", hashes), array("I", kinds)
        self._remembered = lru_cache(MOST_NAMES)(lambda words: self.kinds(name_hash(words)))

    @staticmethod
    def of(arrays: Mapping[str, NDArray[Any]]) -> "Gazetteer":
        """Make the table of the arrays it is kept as."""
        return Gazetteer(arrays["names"].tolist(), arrays["name_kinds"].tolist())

    def __call__(self, *words: str) -> int:
        """Return what a name of folded words may be, joined ``Kind``s; 0 where it is unknown."""
        return self._remembered(words)

    def kinds(self, number: int) -> int:
        """Return what the name with a hash may be, as a number."""
        place = bisect_left(self._hashes, number)
        return self._kinds[place] if place < len(self._hashes) and self._hashes[place] == number else 0
