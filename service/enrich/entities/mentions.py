"""Names where they stand: spans of words with a type, and names told again taken up everywhere."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

LONGEST_PERSON = 4
SHORTEST_SURNAME = 3
TOLD = 2
"""Times a word must be a name to be one elsewhere."""

Tags = Sequence[Sequence[str]]


class Span(NamedTuple):
    """Words of one sentence that make a name."""

    start: int
    """Place of the first word."""
    end: int
    """Place after the last word."""
    type: str
    """PER, LOC or ORG."""


def spans(tags: Sequence[str]) -> Iterator[Span]:
    """Yield the names of a sentence that its tags say."""
    after = 0
    for begin in [place for place, tag in enumerate(tags) if tag != "O"]:
        if begin < after:
            continue
        after, name = begin + 1, tags[begin][2:]
        while after < len(tags) and tags[after] == f"I-{name}":
            after += 1
        yield Span(begin, after, name)


def agreed(sentences: Sequence[Sequence[str]], tags: Tags) -> list[list[str]]:
    """Let the names of a document agree: each has the type it is told with most often.

    A word that is a name by itself twice or more, and as often as not, is one wherever it stands alone.

    Args:
        sentences: tokens of one document.
        tags: their tags.
    """
    made = [list(row) for row in tags]
    found = [
        (tuple(words[span.start : span.end]), row, span)
        for words, row in zip(sentences, made, strict=True)
        for span in spans(row)
    ]
    told: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for name, _, span in found:
        told[name][span.type] += 1
    types = {name: max(counted, key=counted.__getitem__) for name, counted in told.items()}
    for name, row, (start, end, kind) in found:
        best = types[name]
        if told[name][best] > told[name][kind]:
            row[start:end] = [f"B-{best}", *[f"I-{best}"] * (end - start - 1)]
    often = {
        name[0]: count
        for name, counted in told.items()
        if len(name) == 1 and name[0][0].isupper() and (count := counted.total()) >= TOLD
    }
    counts = Counter(word for words in sentences for word in words if word in often) if often else {}
    names = {word for word, count in often.items() if counts[word] > count >= counts[word] / 2}
    for words, row in zip(sentences, made, strict=True):
        for place in _alone(words, names):
            if row[place] == "O":
                row[place] = f"B-{types[words[place],]}"
    return made


def _alone(words: Sequence[str], names: AbstractSet[str]) -> Iterator[int]:
    """Yield where words of a set stand without another capitalised word beside them."""
    if not names or names.isdisjoint(words):
        return
    for place, word in enumerate(words):
        if word in names:
            beside = [*words[max(0, place - 1) : place], *words[place + 1 : place + 2]]
            if not any(other[:1].isupper() for other in beside):
                yield place


def with_surnames(sentences: Sequence[Sequence[str]], tags: Tags) -> list[list[str]]:
    """Take up the surnames of persons named in full wherever they stand alone.

    Args:
        sentences: tokens of one document.
        tags: their tags.

    Returns:
        The tags, with surnames untagged or tagged otherwise made persons.
    """
    surnames = {
        name
        for words, row in zip(sentences, tags, strict=True)
        for span in spans(row)
        if span.type == "PER" and span.end - span.start <= LONGEST_PERSON
        for name in words[span.start + 1 : span.end]
        if len(name) >= SHORTEST_SURNAME and name[0].isupper()
    }
    if not surnames:
        return [list(row) for row in tags]
    every = set[str]().union(*sentences)
    named = {name for name in surnames if not (name.isupper() or _is_small(name.casefold(), every))}
    taken = []
    for words, row in zip(sentences, tags, strict=True):
        changed = list(row)
        taken.append(changed)
        if surnames.isdisjoint(words):
            continue
        alone = {span.start for span in spans(row) if span.end - span.start == 1}
        for place, word in enumerate(words):
            if word not in surnames or (place + 1 < len(words) and words[place + 1][:1].isupper()):
                continue
            if place in alone or (row[place] == "O" and word in named):
                changed[place] = "B-PER"
    return taken


def _is_small(word: str, every: AbstractSet[str]) -> bool:
    """Whether a word stands somewhere in small letters."""
    return word[:1].islower() and word in every
