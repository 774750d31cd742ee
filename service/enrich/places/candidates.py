"""Which places a mention may mean: the gazetteer asked in all the ways a text writes a name."""

from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from service.enrich.places.gazetteer import Gazetteer, Kind
from service.enrich.places.names import LINKS, MAX_CHARS, fold, without_article, without_generic


class Found(IntEnum):
    """How much of a mention was looked up."""

    WHOLE = 0
    WITHOUT_KIND = 1
    """Without the word for the kind of area: "Kursk" of "Kursk Oblast"."""
    WITHOUT_SIDE = 2
    """Without a side of heaven or the like: "Ohio" of "northern Ohio"."""
    STEM = 3
    """As what a demonym is made of: "Boston" of "Bostonians"."""
    PART = 4
    """A part of the mention: "Iowa" of "University of Iowa"."""


class Candidate(NamedTuple):
    """A place a mention may mean."""

    row: int
    """Row of the gazetteer."""
    naming: int
    """How the name stands to the place, a ``Naming``."""
    found: int
    """How the name was found in the mention, a ``Found``."""


_SIDES = frozenset(
    """
    north south east west northern southern eastern western northeast northwest southeast southwest
    northeastern northwestern southeastern southwestern central upper lower greater downtown mid midtown
    inner outer metro metropolitan city town village township rural occupied mainland suburban old new
    port nord sud ost ouest est norte sur este oeste nordlich sudlich ostlich westlich zentral mittel
    oriental occidental
    """.split()  # noqa: SIM905 - reads better than a list
)
_ENDINGS = ("ians", "ian", "ans", "an", "ns", "n", "ers", "er", "ites", "ite", "ese", "ish", "is", "i", "s")
"""What makes an English demonym of a place, longest first."""
_ADDED = ("", "a", "ia", "e", "y", "as")
"""What a place loses when it becomes a demonym."""
_AREAS = frozenset({int(Kind.COUNTY), int(Kind.UNLOCATED), int(Kind.REGION), int(Kind.COUNTRY)})
_SHORTEST_STEM = 4
_LONGEST_PART = 4
REMEMBERED = 4_096
"""Mentions whose candidates are kept at hand: news repeats itself."""
_MOST_WORDS = 12


@lru_cache(REMEMBERED)
def candidates(gazetteer: Gazetteer, mention: str) -> tuple[Candidate, ...]:
    """Return the places a mention may mean, empty where the gazetteer knows none."""
    key = fold(mention) if len(mention) <= MAX_CHARS else ""
    return tuple(_search(gazetteer, key)) if key else ()


def _search(gazetteer: Gazetteer, key: str) -> list[Candidate]:
    return (
        _ask(gazetteer, key, Found.WHOLE)
        or _ask(gazetteer, without_article(key), Found.WHOLE)
        or _without_kind(gazetteer, key)
        or _without_side(gazetteer, key)
        or _stems(gazetteer, key)
        or _parts(gazetteer, key)
    )


def _ask(gazetteer: Gazetteer, key: str, how: Found) -> list[Candidate]:
    return [Candidate(row, naming, how) for row, naming in gazetteer.find(key)]


def _without_kind(gazetteer: Gazetteer, key: str) -> list[Candidate]:
    """The areas called so, else what else is: an area is often known by its city's name only."""
    stem = without_generic(key)
    found = _ask(gazetteer, stem, Found.WITHOUT_KIND) if stem and stem != key else []
    return [candidate for candidate in found if gazetteer.kinds[candidate.row] in _AREAS] or found


def _without_side(gazetteer: Gazetteer, key: str) -> list[Candidate]:
    words = key.split()
    while len(words) > 1 and (words[0] in _SIDES or words[0] in LINKS):
        del words[0]
    while len(words) > 1 and words[-1] in _SIDES:
        words.pop()
    shorter = " ".join(words)
    return _ask(gazetteer, shorter, Found.WITHOUT_SIDE) if shorter != key else []


def _stems(gazetteer: Gazetteer, key: str) -> list[Candidate]:
    for ending in _ENDINGS:
        stem = key.removesuffix(ending)
        if stem != key and len(stem) >= _SHORTEST_STEM:
            for added in _ADDED:
                if found := _ask(gazetteer, stem + added, Found.STEM):
                    return found
    return []


def _parts(gazetteer: Gazetteer, key: str) -> list[Candidate]:
    """The longest part of a name that names a place, the last of equals: "Iowa" of "University of Iowa"."""
    words = key.split()[:_MOST_WORDS]
    for length in range(min(len(words) - 1, _LONGEST_PART), 0, -1):
        for start in range(len(words) - length, -1, -1):
            part = " ".join(words[start : start + length])
            if len(part) >= _SHORTEST_STEM and (found := _ask(gazetteer, part, Found.PART)):
                return found
    return []
