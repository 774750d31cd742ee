"""A document's toponyms: mentions grouped by their name and the area the text says they lie in."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from service.enrich.places.candidates import Candidate, Found, candidates
from service.enrich.places.gazetteer import Gazetteer, Kind, Naming
from service.enrich.places.host import beginnings, names_in
from service.enrich.places.names import MAX_CHARS, fold, without_article

MAX_NAMES = 200
"""Names of a document that are resolved; a list of a thousand places has no context to learn from."""
AHEAD, BEHIND = 120, 30
"""Characters looked at after and before a mention."""
_CONTAINER = re.compile(
    r"(?:\s*,\s*|\s*\(\s*|\s+in\s+(?:the\s+)?(?:northern\s|southern\s|eastern\s|western\s|central\s)?)"
    r"([^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*){0,2})"
)
_COUNTIES = re.compile(
    r"(?:\s*,\s*[A-Z][\w.'’-]*){0,6}(?:,?\s+(?:and|or)\s+[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*)?)?\s+[Cc]ount(?:ies|y)\b"
)
_BEFORE = re.compile(
    r"\b(?:city|town|village|capital|suburb|port|resort"
    r"|(province|region|state|county|district|department|governorate|oblast|prefecture))\s+of\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_AREA_AFTER = re.compile(
    r"\s+(?:province|region|state|district|governorate|oblast|prefecture|county)\b", re.IGNORECASE
)

_FOUND_AS_SAID = frozenset({int(Found.WHOLE), int(Found.WITHOUT_KIND)})
_DEMONYM, _COUNTRY = int(Naming.DEMONYM), int(Kind.COUNTRY)
_CONTAINING = frozenset({int(Kind.REGION), _COUNTRY})


@dataclass(slots=True, eq=False)
class Toponym:
    """A name with all its mentions in one document that mean one place."""

    key: str
    found: Sequence[Candidate]
    mentions: list[tuple[int, int]] = field(default_factory=list)
    areas: frozenset[int] = frozenset()
    """Areas the text says it lies in, right after the name: "Texas" of "Paris, Texas"."""
    countries: frozenset[int] = frozenset()
    """Countries the text says it lies in."""
    said_city: bool = False
    said_area: bool = False
    of_host: bool = False
    """Not in the text: the place the publisher's host is named after."""


@dataclass(frozen=True, slots=True)
class _Container:
    key: str = ""
    areas: frozenset[int] = frozenset()
    countries: frozenset[int] = frozenset()


_NOWHERE = _Container()


def read_toponyms(
    gazetteer: Gazetteer, text: str, spans: Iterable[tuple[int, int]], host: str | None
) -> list[Toponym]:
    """Group the mentions of a text; a name said to lie in two areas is two toponyms.

    Args:
        gazetteer: the places known.
        text: the document.
        spans: where its toponyms stand, code points.
        host: the publisher's host name, null where nobody knows.
    """
    groups: dict[tuple[str, str], Toponym] = {}
    last: dict[str, Toponym] = {}
    for start, end in sorted(set(spans)):
        mention = text[start : min(end, start + MAX_CHARS + 1)]
        key = without_article(fold(mention))
        if "count" not in key and _COUNTIES.match(text, end, end + AHEAD):
            key, mention = f"{key} county", f"{mention} County"
        container = _container(gazetteer, text, end)
        toponym = groups.get((key, container.key)) if container.key else last.get(key)
        if toponym is None and container.key and (toponym := groups.pop((key, ""), None)):
            groups[key, container.key] = toponym
        if toponym is None:
            if len(groups) >= MAX_NAMES:
                continue
            toponym = groups[key, container.key] = Toponym(key, candidates(gazetteer, mention))
        last[key] = toponym
        toponym.mentions.append((start, end))
        toponym.areas |= container.areas
        toponym.countries |= container.countries
        toponym.said_area |= _AREA_AFTER.match(text, end, end + AHEAD) is not None
        if before := _BEFORE.search(text, max(0, start - BEHIND), start):
            toponym.said_city |= before[1] is None
            toponym.said_area |= before[1] is not None
    toponyms = list(groups.values())
    return toponyms + _of_host(gazetteer, host, toponyms) if host else toponyms


def _container(gazetteer: Gazetteer, text: str, end: int) -> _Container:
    match = _CONTAINER.match(text, end, end + AHEAD)
    words = match[1].split() if match and match[1][0].isupper() else []
    for length in range(len(words), 0, -1):
        phrase = " ".join(words[:length])
        areas, countries = set(), set()
        for row, naming, found in candidates(gazetteer, phrase):
            kind = gazetteer.kinds[row]
            if found in _FOUND_AS_SAID and naming != _DEMONYM and kind in _CONTAINING:
                area = int(gazetteer.areas[row])
                if kind == _COUNTRY:
                    countries.add(int(gazetteer.area_countries[area]))
                else:
                    areas.add(area)
        if areas or countries:
            return _Container(fold(phrase), frozenset(areas), frozenset(countries))
    return _NOWHERE


def _of_host(gazetteer: Gazetteer, host: str, toponyms: Sequence[Toponym]) -> list[Toponym]:
    """Return the places the host may be named after: those of the text, else one of the gazetteer."""
    keys = names_in(host, {toponym.key for toponym in toponyms if toponym.found})
    if keys:
        return [Toponym(t.key, t.found, of_host=True) for t in toponyms if t.key in keys]
    for part in beginnings(host):
        if places := gazetteer.find(part):
            return [Toponym(part, [Candidate(*place, Found.WHOLE) for place in places], of_host=True)]
    return []
