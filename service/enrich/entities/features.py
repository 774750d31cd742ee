"""What the tagger sees of a token: hashed properties of it and its neighbours.

A word has a row of properties, hashed once and remembered; sentence and document add a few. A template joins
up to three properties of tokens at given distances into one feature, and a feature is a bucket of weights.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from service.enrich.entities.gazetteer import (
    AREA,
    GIVEN,
    LARGE_CITY,
    LONGEST,
    ORGANISATIONS,
    SURNAME,
    Gazetteer,
    Kind,
    folded,
    name_hash,
)

BITS = 19
PADDING = 3
"""Rows between sentences: no template looks further."""
MOST_WORDS = 1 << 15
"""Words remembered before the memory is emptied."""
LONGEST_WORD = 60
"""Characters of a word looked at."""
SHORT_SENTENCE = 4
LEVELS = 3
"""Clusterings of words, from coarse to fine."""

(LOWER, EXACT, SHAPE, FORM, PREFIX2, PREFIX3, PREFIX4, SUFFIX1, SUFFIX2, SUFFIX3, SUFFIX4) = range(11)
(KINDS, CLASS, CLUSTER0, CLUSTER1, CLUSTER2) = range(11, 16)
(PHRASE, SENTENCE, PLACE, LOWERED, CAPITALISED) = range(16, 21)
WORD_SLOTS, SLOTS = 16, 21

Template = tuple[tuple[int, int], ...]
"""Distances and properties that make one feature."""


def _at(slot: int, *distances: int) -> list[Template]:
    return [((distance, slot),) for distance in distances]


TEMPLATES: Sequence[Template] = (
    *_at(LOWER, -3, -2, -1, 0, 1, 2, 3),
    *_at(EXACT, -1, 0, 1),
    *_at(SHAPE, -1, 0, 1),
    *_at(FORM, -2, -1, 0, 1, 2),
    *_at(PREFIX2, 0),
    *_at(PREFIX3, -1, 0, 1),
    *_at(PREFIX4, 0),
    *_at(SUFFIX1, 0),
    *_at(SUFFIX2, 0, 1),
    *_at(SUFFIX3, -1, 0, 1),
    *_at(SUFFIX4, 0),
    *_at(KINDS, -1, 0, 1),
    *_at(CLASS, -2, -1, 0, 1, 2),
    *_at(CLUSTER0, -2, -1, 0, 1, 2),
    *_at(CLUSTER1, -2, -1, 0, 1, 2),
    *_at(CLUSTER2, -2, -1, 0, 1, 2),
    *_at(PHRASE, -1, 0, 1),
    *_at(LOWERED, 0),
    *_at(CAPITALISED, 0),
    ((0, SENTENCE), (0, FORM)),
    ((0, PLACE), (0, FORM)),
    ((-1, LOWER), (0, LOWER)),
    ((0, LOWER), (1, LOWER)),
    ((-1, LOWER), (0, FORM)),
    ((0, FORM), (1, LOWER)),
    ((-1, CLASS), (0, CLASS)),
    ((0, CLASS), (1, CLASS)),
    ((-1, FORM), (0, FORM)),
    ((0, FORM), (1, FORM)),
    ((-1, LOWER), (1, LOWER)),
    ((-2, LOWER), (-1, LOWER)),
    ((1, LOWER), (2, LOWER)),
    ((0, LOWER), (1, FORM)),
    ((0, LOWER), (-1, FORM)),
    ((0, CLASS), (1, LOWER)),
    ((-1, LOWER), (0, CLASS)),
    ((0, SHAPE), (0, SUFFIX3)),
    ((1, LOWER), (0, SUFFIX3)),
    ((-1, CLUSTER1), (0, CLUSTER1)),
    ((0, CLUSTER1), (1, CLUSTER1)),
    ((-1, FORM), (0, FORM), (1, FORM)),
    ((-1, CLASS), (0, CLASS), (1, CLASS)),
    ((-2, FORM), (-1, FORM), (0, FORM)),
    ((0, FORM), (1, FORM), (2, FORM)),
)

_WIDTH = SLOTS
_SINGLE, _PAIR, _TRIPLE = (sum(len(t) == size for t in TEMPLATES) for size in (1, 2, 3))
_PARTS = np.array(
    [
        template[part][0] * _WIDTH + template[part][1]
        for size in (1, 2, 3)
        for part in range(size)
        for template in TEMPLATES
        if len(template) == size
    ],
    np.int64,
)
"""Where the parts of the templates lie, seen from a token's row: singles; pairs and triples part by part."""
_SALTS = (np.arange(1, len(TEMPLATES) + 1, dtype=np.uint64) * 0x9E3779B1 % (1 << 32)).astype(np.uint32)
_PRIME, _FIRST, _SECOND = np.uint32(1_000_003), np.uint32(2_246_822_519), np.uint32(3_266_489_917)
_STRAIGHT = str.maketrans(dict.fromkeys("’‘‚", "'") | dict.fromkeys("“”„«»", '"') | dict.fromkeys("–—", "-"))
_REPEATED = re.compile(r"(.)\1+")

Numbers = NDArray[np.uint32]
Buckets = NDArray[np.int32]


def fingerprint(text: str) -> int:
    """Hash a property; never 0, which says there is none."""
    return crc32(text.encode("utf-8", "surrogatepass")) or 1


_LOWERED = {
    (small, inside): fingerprint(f"o{small}{inside}") for small in range(4) for inside in (False, True)
}
_CAPITALISED = {
    (large, small, inside): fingerprint(f"a{large}{small}{inside}")
    for large in range(4)
    for small in range(3)
    for inside in (False, True)
}
_PLACES = {(place, style): fingerprint(f"i{place}{style}") for place in range(4) for style in "UTn"}


def shape(word: str) -> str:
    """Return a word's letters as X and x, its digits as d, marks as they are."""
    return "".join(
        "X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else "u" if c.isalnum() else c
        for c in word[:20]
    )


def clustered(word: str) -> str:
    """Return a word as clusters know it: folded, digits as 0."""
    return re.sub(r"\d", "0", folded(word))


class Clusters:
    """Groups of words that stand in the same company, by the hash of the word."""

    def __init__(self, words: Sequence[int], groups: Sequence[tuple[int, ...]]) -> None:
        """Keep the groups of each level for each word."""
        self._groups = dict(zip(words, groups, strict=True))

    @staticmethod
    def of(arrays: Mapping[str, NDArray[Any]]) -> "Clusters":
        """Make the groups of the arrays they are kept as."""
        return Clusters(arrays["words"].tolist(), [tuple(row) for row in arrays["word_clusters"].tolist()])

    def __call__(self, word: str) -> tuple[int, ...] | None:
        """Return the groups of a ``clustered`` word."""
        return self._groups.get(fingerprint(word))


class Features:
    """Turns sentences into buckets of weights."""

    def __init__(self, gazetteer: Gazetteer, clusters: Clusters) -> None:
        """Keep what is known of words."""
        self.gazetteer, self._clusters = gazetteer, clusters
        self._forget()

    def _forget(self) -> None:
        self._known: dict[str, int] = {}
        self._begins: list[bool] = []
        self._capitalised: list[str] = []
        """Folded capitalised words, empty for others."""
        self._rows = np.zeros((MOST_WORDS, WORD_SLOTS), np.uint32)

    def counts(self, sentences: Iterable[Sequence[str]]) -> tuple[Counter[str], Counter[str]]:
        """Count how often words stand in small letters, and with a capital inside a sentence."""
        small: Counter[str] = Counter()
        capital: Counter[str] = Counter()
        for words in sentences:
            flowing = any(word[:1].islower() for word in words)
            for place, word in enumerate(words):
                if word[:1].islower():
                    small[word.casefold()] += 1
                elif place and flowing and word[:1].isupper():
                    capital[word.casefold()] += 1
        return small, capital

    def buckets(
        self, sentences: Sequence[Sequence[str]], counts: tuple[Counter[str], Counter[str]]
    ) -> Buckets:
        """Return the features of all tokens.

        Args:
            sentences: tokens of the sentences, none empty.
            counts: ``counts`` of the document they stand in.

        Returns:
            A row a token, a bucket a template; 0 where a token has no such feature.
        """
        if len(self._known) + sum(map(len, sentences)) > MOST_WORDS:
            self._forget()
        total = PADDING + sum(len(words) + PADDING for words in sentences)
        table = np.zeros((total, SLOTS), np.uint32)
        table[:, :WORD_SLOTS] = _EDGE
        row = PADDING
        rows: list[int] = []
        places: list[int] = []
        extra: list[tuple[int, ...]] = []
        for words in sentences:
            indices = [self._index(word) for word in words]
            rows += indices
            places += range(row, row + len(words))
            extra += self._in_sentence(words, indices, counts)
            row += len(words) + PADDING
        at = np.array(places, np.int64)
        table[at, :WORD_SLOTS] = self._rows[rows]
        table[at, WORD_SLOTS:SLOTS] = extra
        return _join(table, at)

    def _index(self, word: str) -> int:
        index = self._known.get(word)
        if index is None:
            index = self._known[word] = len(self._known)
            properties, begins = self._properties(word[:LONGEST_WORD])
            self._rows[index] = properties
            self._begins.append(begins and word[:1].isupper())
            self._capitalised.append(word.casefold() if word[:1].isupper() else "")
        return index

    def _properties(self, word: str) -> tuple[list[int], bool]:
        exact = word.translate(_STRAIGHT)
        lower = folded(exact)
        long = shape(exact)
        form = _REPEATED.sub(r"\1", long)
        kinds = self.gazetteer.kinds(name_hash([lower]))
        if not kinds and "." in lower:
            kinds = self.gazetteer.kinds(name_hash([lower.replace(".", "")]))
        single = kinds & ~Kind.BEGINS
        groups = self._clusters(clustered(word))
        known = "".join(
            str(int(bool(kinds & kind))) for kind in (ORGANISATIONS, GIVEN, SURNAME, LARGE_CITY, AREA)
        )
        properties = [
            fingerprint("l" + re.sub(r"\d", "0", lower)),
            fingerprint("w" + exact),
            fingerprint("S" + (long if len(long) <= 8 else f"{form}{min(len(long), 12)}")),  # noqa: PLR2004
            fingerprint("s" + form),
            *(fingerprint(f"p{size}{exact[:size]}") for size in (2, 3, 4)),
            *(fingerprint(f"q{size}{lower[-size:]}") for size in (1, 2, 3, 4)),
            fingerprint(f"g{single}") if single else 0,
            fingerprint(f"k{known}{exact[:1].isupper()}"),
            *((fingerprint(f"c{level}.{g}") for level, g in enumerate(groups)) if groups else [0] * LEVELS),
        ]
        return properties, bool(kinds & Kind.BEGINS)

    def _in_sentence(
        self, words: Sequence[str], indices: Sequence[int], counts: tuple[Counter[str], Counter[str]]
    ) -> list[tuple[int, int, int, int, int]]:
        size = len(words)
        large = [place for place, index in enumerate(indices) if self._capitalised[index]]
        small = sum([word[:1].islower() for word in words])
        style = "U" if not small else "T" if len(large) > small else "n"
        sentence = fingerprint(f"t{style}s" if size <= SHORT_SENTENCE else f"t{style}")
        found = [(0, sentence, _PLACES[min(place, 3), style], 0, 0) for place in range(min(size, 4))]
        found += found[3:] * (size - 4)
        phrases = self._phrases(words, indices, large)
        below, above = counts
        for place in large:
            lower, inside = self._capitalised[indices[place]], place > 0
            few = min(below[lower], 3)
            capitalised = _CAPITALISED[min(above[lower], 3), min(few, 2), inside]
            where = found[place][2]
            found[place] = phrases.get(place, 0), sentence, where, _LOWERED[few, inside], capitalised
        return found

    def _phrases(self, words: Sequence[str], indices: Sequence[int], large: Sequence[int]) -> dict[int, int]:
        """Mark the longest names of several words the gazetteer knows."""
        marks: dict[int, int] = {}
        after = 0
        for place in large:
            if place < after or not self._begins[indices[place]]:
                continue
            lower = [folded(word) for word in words[place : place + LONGEST]]
            for size in range(len(lower), 1, -1):
                if not words[place + size - 1][:1].isupper():
                    continue
                if kinds := self.gazetteer.kinds(name_hash(lower[:size])) & ~Kind.BEGINS:
                    parts = "B" + "I" * (size - 2) + "E"
                    marks |= {place + n: fingerprint(f"{part}{kinds}") for n, part in enumerate(parts)}
                    after = place + size
                    break
        return marks


def _join(table: Numbers, at: NDArray[np.int64]) -> Buckets:
    """Hash the parts of every template into one bucket."""
    parts = table.ravel().take(at[:, None] * _WIDTH + _PARTS)
    single, *more = np.split(parts, np.cumsum([_SINGLE, _PAIR, _PAIR, _TRIPLE, _TRIPLE]), axis=1)
    first, second, one, two, three = more
    with np.errstate(over="ignore"):
        value = np.concatenate(
            [single, first * _PRIME + second, (one * _PRIME + two) * _PRIME + three], axis=1
        )
        value += _SALTS
        value ^= value >> np.uint32(15)
        value *= _FIRST
        value ^= value >> np.uint32(13)
        value *= _SECOND
    value >>= np.uint32(32 - BITS)
    value += np.uint32(1)
    value[:, :_SINGLE][single == 0] = 0
    return value.astype(np.int32)


def _edge() -> Numbers:
    row = np.zeros(WORD_SLOTS, np.uint32)
    row[[LOWER, EXACT]] = fingerprint("<s>")
    row[[SHAPE, FORM]] = fingerprint("S<s>")
    row[CLASS] = fingerprint("k<s>")
    return row


_EDGE = _edge()
