"""Repairs to what the model tags: what is known of names in general, and hard to learn from few sentences."""

from collections.abc import Iterator, Sequence

from service.enrich.entities.gazetteer import (
    GIVEN,
    ORGANISATIONS,
    PLACE,
    Gazetteer,
    Kind,
    folded,
)
from service.enrich.entities.mentions import LONGEST_PERSON, Span, spans
from service.enrich.entities.vocabulary import Vocabulary

SIDES = frozenset({"north", "south", "east", "west", "northern", "southern", "eastern", "western", "central"})
AREAS = frozenset(
    "oblast krai province prefecture governorate peninsula county islands island strait".split()  # noqa: SIM905
)
"""Last words of the names of areas."""
_AREA_NOUNS = AREAS | {"region", "district", "area"}
_OPENERS = frozenset("and or of in for with to from by at on including".split())  # noqa: SIM905
"""Words no name begins with."""
_JOINTS = frozenset({"and", "or"})


def repaired(
    words: Sequence[str], tags: Sequence[str], gazetteer: Gazetteer, vocabulary: Vocabulary
) -> list[str]:
    """Return the tags of a sentence, mended.

    Args:
        words: its tokens.
        tags: their tags.
        gazetteer: names known beforehand.
        vocabulary: words around names in its language.
    """
    mended = ["O"] * len(words)
    lower = list(words)
    for span in spans(tags):
        lower[span.start : span.end] = map(folded, words[span.start : span.end])
        for start, end, kind in _mend(words, lower, span, gazetteer, vocabulary):
            mended[start:end] = [f"B-{kind}", *[f"I-{kind}"] * (end - start - 1)]
    for place, following in enumerate(words[2:], start=1):
        stands = following in _AREA_NOUNS and mended[place] == "O" and words[place][0].isupper()
        if stands and gazetteer(folded(words[place])) & PLACE:
            mended[place] = "B-LOC"  # "the Kazan region"
    return mended


def _mend(
    words: Sequence[str], lower: Sequence[str], span: Span, gazetteer: Gazetteer, vocabulary: Vocabulary
) -> Iterator[Span]:
    start, end, kind = span
    while end - start > 1 and (lower[start] in _OPENERS or not words[start][0].isalnum()):
        start += 1
    span = Span(start, end, kind)
    known = gazetteer(*lower[start:end])
    if known & (PLACE | ORGANISATIONS):
        yield span
        return
    if _is_demonym(lower[start:end], kind, gazetteer) or _abbreviates_common_words(words, lower, span):
        return
    if lower[end - 1] in {"'s", "’s"} and kind != "ORG" and end - start > 1:
        end -= 1
    if person := _after_title(words, lower, Span(start, end, kind), gazetteer, vocabulary):
        yield person
        return
    for joint in range(start + 1, end - 1):
        if lower[joint] in _JOINTS:
            left, right = gazetteer(*lower[start:joint]), gazetteer(*lower[joint + 1 : end])
            if left & (PLACE | ORGANISATIONS) and right & (PLACE | ORGANISATIONS):
                yield Span(start, joint, _type(left, kind))
                yield Span(joint + 1, end, _type(right, kind))
                return
    yield Span(start, end, "LOC" if kind == "ORG" and lower[end - 1] in AREAS else kind)


def _type(known: int, otherwise: str) -> str:
    place, organisation = bool(known & PLACE), bool(known & ORGANISATIONS)
    return otherwise if place == organisation else "LOC" if place else "ORG"


def _is_demonym(lower: Sequence[str], kind: str, gazetteer: Gazetteer) -> bool:
    """Whether the words name a people or a language: Korean, North Korean."""
    last = gazetteer(lower[-1])
    people = bool(last & Kind.LANGUAGE) and not last & PLACE
    return kind != "PER" and people and all(word in SIDES for word in lower[:-1])


def _abbreviates_common_words(words: Sequence[str], lower: Sequence[str], span: Span) -> bool:
    """Whether initials in brackets stand for words that make no name: unmanned aerial vehicle (UAV)."""
    start, end, _ = span
    letters = lower[start]
    if end - start > 1 or not words[start].isupper() or not 0 < start < len(words) - 1:
        return False
    before = words[max(0, start - 1 - len(letters)) : start - 1]
    inside = words[start - 1] == "(" and words[start + 1] == ")"
    return inside and letters == "".join(word[0] for word in before)


def _after_title(
    words: Sequence[str], lower: Sequence[str], span: Span, gazetteer: Gazetteer, vocabulary: Vocabulary
) -> Span | None:
    """Return the person a title stands before, where the title was taken as part of the name."""
    start, end, kind = span
    if end - start < 2 or lower[start].rstrip(".") not in vocabulary.titles:  # noqa: PLR2004 - title and name
        return None
    if kind == "PER":
        return Span(start + 1, end, kind)
    for place in range(max(start + 1, end - LONGEST_PERSON), end - 1):
        if gazetteer(lower[place]) & GIVEN and all(word[:1].isupper() for word in words[place:end]):
            return Span(place, end, "PER")
    return None
