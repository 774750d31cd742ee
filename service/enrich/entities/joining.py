"""From names to entities: one record for all names of a person, an organisation or a place.

A surname joins the full name it ends, initials the name they abbreviate, and every name of a country the
country. Where two persons share a surname, the one named last before it is meant.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from schemas import Entity
from schemas import Span as TextSpan
from service.enrich.entities.countries import Countries
from service.enrich.entities.gazetteer import folded
from service.enrich.entities.words import Word
from service.enrich.reading import Reading

TYPES = {"PER": "person", "LOC": "location", "ORG": "organisation"}
ARTICLES = frozenset(
    {"the", "der", "die", "das", "dem", "den", "des", "le", "la", "les", "l'", "el", "los", "las"}
)
LEGAL_FORMS = frozenset(
    "inc inc. corp corp. co co. ltd ltd. plc llc ag se gmbh kg sa s.a. nv n.v. ab spa".split()  # noqa: SIM905
)
SIDES = frozenset({"North", "South", "East", "West"})
_SMALL = frozenset("of the and for in on de la du des der die das und von für del y para et".split())  # noqa: SIM905
_INITIALS = re.compile(r"[A-ZÄÖÜ](?:\.?[A-Z&]){1,7}\.?")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands."""

    start: int
    end: int
    words: Sequence[Word]
    type: str
    """PER, LOC or ORG."""


@dataclass(slots=True)
class _Group:
    """The mentions of one entity."""

    key: tuple[str, ...]
    """Folded words of the fullest name."""
    mentions: list[Mention] = field(default_factory=list)
    country: str | None = None

    @property
    def type(self) -> str:
        first, *others = [mention.type for mention in self.mentions]
        if not others:
            return first
        counted = Counter([first, *others])
        return max(counted, key=lambda name: (counted[name], name == first))


def join(
    reading: Reading, sentences: Sequence[Sequence[Word]], mentions: Sequence[Mention], countries: Countries
) -> list[Entity]:
    """Join the mentions of a text.

    Args:
        reading: the text.
        sentences: its words.
        mentions: names found, in order, none over another.
        countries: names of countries.

    Returns:
        The entities, numbered in the order they are first named.
    """
    groups = _states(mentions, countries)
    sides = _sides(groups, countries)
    joined = {mention.start for group in groups for mention in group.mentions}
    rest = [mention for mention in mentions if mention.start not in joined and not _is_side(mention, sides)]
    groups += _persons([mention for mention in rest if mention.type == "PER"])
    groups += _others([mention for mention in rest if mention.type != "PER"])
    taken = {word.start for group in groups for mention in group.mentions for word in mention.words}
    _add_introduced(groups, sentences, taken)
    groups = _joined_initials(groups)
    _add_sides(sides, sentences, taken)
    groups.sort(key=lambda group: min(mention.start for mention in group.mentions))
    return [_entity(reading, f"e{number}", group, countries) for number, group in enumerate(groups, start=1)]


def _states(mentions: Iterable[Mention], countries: Countries) -> list[_Group]:
    found: dict[str, _Group] = {}
    for mention in mentions:
        code = countries.code([word.text for word in mention.words]) if mention.type != "PER" else None
        if code is not None:
            group = found.setdefault(code, _Group(_key(mention), country=code))
            group.mentions.append(mention)
    return list(found.values())


def _key(mention: Mention) -> tuple[str, ...]:
    words = [folded(word.text) for word in mention.words]
    while len(words) > 1 and words[0] in ARTICLES:
        del words[0]
    while len(words) > 1 and words[-1] in LEGAL_FORMS | {"."}:
        words.pop()
    if len(words) == 2 and words[1] == "department":  # noqa: PLR2004
        words = ["department", "of", words[0]]
    return tuple(words)


def _persons(mentions: Sequence[Mention]) -> list[_Group]:
    """Join persons: full names first, then the single names that are part of one."""
    full: dict[tuple[str, str], _Group] = {}
    for mention in mentions:
        key = _key(mention)
        if len(key) > 1:
            group = full.setdefault((key[0], key[-1]), _Group(key))
            group.mentions.append(mention)
            group.key = max(group.key, key, key=len)
    parts = _Parts(full.values())
    single: dict[str, _Group] = {}
    for mention in mentions:
        key = _key(mention)
        if len(key) > 1:
            continue
        group = parts.meant(key[0], mention.start) or single.setdefault(key[0], _Group(key))
        group.mentions.append(mention)
    return [*full.values(), *single.values()]


class _Parts:
    """The single names of the persons named in full, with where they are."""

    def __init__(self, groups: Iterable[_Group]) -> None:
        places: dict[tuple[bool, str], list[tuple[int, _Group]]] = {}
        for group in groups:
            for mention in group.mentions:
                places.setdefault((True, group.key[-1]), []).append((mention.start, group))
                for name in group.key[:-1]:
                    places.setdefault((False, name), []).append((mention.start, group))
        self._places = {part: sorted(found, key=_start) for part, found in places.items()}

    def meant(self, name: str, start: int) -> _Group | None:
        """Return whose name this is part of: a last name before another, and whoever was named last."""
        for last in (True, False):
            if found := self._places.get((last, name)):
                return found[max(bisect_left(found, start, key=_start) - 1, 0)][1]
        return None


def _start(pair: tuple[int, _Group]) -> int:
    return pair[0]


def _others(mentions: Iterable[Mention]) -> list[_Group]:
    found: dict[tuple[str, ...], _Group] = {}
    for mention in mentions:
        key = _key(mention)
        found.setdefault(key, _Group(key)).mentions.append(mention)
    return list(found.values())


def initials(words: Iterable[str]) -> str:
    """Return the first letters of the words that count."""
    return "".join(word[0] for word in words if word not in _SMALL and word[0].isalpha()).upper()


def _add_introduced(groups: list[_Group], sentences: Sequence[Sequence[Word]], taken: set[int]) -> None:
    """Find initials introduced in brackets after a name: there, and wherever they stand again."""
    at_end = {mention.end: group for group in groups for mention in group.mentions}
    introduced: dict[str, tuple[_Group, str]] = {}
    for words in sentences:
        for place in range(1, len(words) - 2):
            opening, word, closing = words[place : place + 3]
            if opening.text != "(" or closing.text != ")" or not _INITIALS.fullmatch(word.text):
                continue
            letters, group = _letters(word.text), at_end.get(words[place - 1].end)
            if group is None and (
                name := _spelled_out(words[max(0, place - 2 * len(letters)) : place], letters, taken)
            ):
                mention = Mention(name[0].start, name[-1].end, name, "ORG")
                group = at_end[mention.end] = _Group(_key(mention), [mention])
                groups.append(group)
                taken |= {part.start for part in name}
            if group is not None and word.text not in introduced and initials(group.key) == letters:
                introduced[word.text] = group, group.type
    for word in (word for words in sentences for word in words if word.text in introduced):
        if word.start not in taken:
            group, kind = introduced[word.text]
            group.mentions.append(Mention(word.start, word.end, [word], kind))
            taken.add(word.start)


def _spelled_out(words: Sequence[Word], letters: str, taken: set[int]) -> Sequence[Word]:
    """Return the last of the words that begin with the letters; none where they are no untagged name."""
    for begin in range(len(words) - len(letters), max(-1, len(words) - 2 * len(letters) - 1), -1):
        name = words[begin:]
        if begin < 0 or words[begin].start in taken:
            break
        if name[0].text[0].isupper() and initials(folded(word.text) for word in name) == letters:
            large = all(word.text[0].isupper() or folded(word.text) in _SMALL for word in name)
            return name if large else ()
    return ()


def _letters(word: str) -> str:
    return word.replace(".", "")


def _joined_initials(groups: Sequence[_Group]) -> list[_Group]:
    """Join what is called by initials with the name those abbreviate."""
    long: dict[str, _Group] = {}
    for group in groups:
        if group.type != "PER" and len(group.key) > 1:
            long.setdefault(initials(group.key), group)
    kept = []
    for group in groups:
        written = _letters(group.mentions[0].words[0].text)
        fits = len(group.key) == 1 and group.country is None and _INITIALS.fullmatch(written)
        other = long.get(written) if fits else None
        if other is None or other is group:
            kept.append(group)
        else:
            other.mentions += group.mentions
    return kept


def _sides(groups: Iterable[_Group], countries: Countries) -> dict[str, _Group]:
    """Return for each side of the world the one country of the text that is called by it: North Korea."""
    by_side: dict[str, list[_Group]] = {}
    for group in groups:
        name = countries.name(group.country, "en") if group.country else None
        first = (name or "").split(" ")[0]
        if first in SIDES:
            by_side.setdefault(first, []).append(group)
    return {side: found[0] for side, found in by_side.items() if len(found) == 1}


def _is_side(mention: Mention, sides: Mapping[str, _Group]) -> bool:
    return len(mention.words) == 1 and mention.words[0].text in sides


def _add_sides(sides: Mapping[str, _Group], sentences: Sequence[Sequence[Word]], taken: set[int]) -> None:
    """Find "the North" wherever it means a country."""
    for words in sentences if sides else ():
        for article, side, following in zip(words, words[1:], [*words[2:], None], strict=False):
            after = following.text if following else ""
            alone = not after[:1].isupper() and after not in {"-", "of"}
            if side.text in sides and article.text in {"the", "The"} and alone and side.start not in taken:
                found = Mention(article.start, side.end, [article, side], "LOC")
                sides[side.text].mentions.append(found)


def _entity(reading: Reading, identifier: str, group: _Group, countries: Countries) -> Entity:
    group.mentions.sort(key=lambda mention: mention.start)
    forms = Counter(" ".join(reading.text[m.start : m.end].split()) for m in group.mentions)
    common = countries.name(group.country, reading.language) if group.country else None
    name = common or max(forms, key=lambda form: (form.count(" "), forms[form], len(form)))
    return Entity(
        id=identifier,
        type="location" if group.country else TYPES[group.type],
        name=name,
        country=group.country,
        aliases=[form for form in forms if form != name],
        mentions=[TextSpan(start=mention.start, end=mention.end) for mention in group.mentions],
    )
