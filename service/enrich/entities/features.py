"""What the tagger sees of a token: hashed properties of it, its neighbours, its sentence and its document.

A template joins up to three properties of tokens at given distances into one feature, and a feature is a
bucket of weights. Most templates look at one word by itself: their weights can be summed once a word.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from service.enrich.entities.gazetteer import LONGEST, Gazetteer, Kind
from service.enrich.entities.lexicon import (
    BEGINS,
    CLASS,
    CLUSTER0,
    CLUSTER1,
    CLUSTER2,
    EDGE,
    EXACT,
    FORM,
    KINDS,
    LARGE,
    LOWER,
    MOST_WORDS,
    PREFIX2,
    PREFIX3,
    PREFIX4,
    SHAPE,
    SMALL,
    SUFFIX1,
    SUFFIX2,
    SUFFIX3,
    SUFFIX4,
    WORD_SLOTS,
    Clusters,
    Lexicon,
    Numbers,
    fingerprint,
)

BITS = 19
PADDING = 3
"""Rows between sentences: no template looks further."""
SHORT_SENTENCE = 4

(PHRASE, SENTENCE, PLACE, LOWERED, CAPITALISED) = range(WORD_SLOTS, WORD_SLOTS + 5)
SLOTS = WORD_SLOTS + 5

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
"""Those of one part first, those of three last: the order is the order of columns."""

_PRIME, _FIRST, _SECOND = np.uint32(1_000_003), np.uint32(2_246_822_519), np.uint32(3_266_489_917)

Buckets = NDArray[np.int32]
Places = NDArray[np.int64]
Sentences = Sequence[Sequence[str]]


class Counts(NamedTuple):
    """How often the words of a document stand there, by the case folded word."""

    small: Counter[str]
    """In small letters."""
    large: Counter[str]
    """With a large first letter, inside a sentence."""


class Hashing:
    """Some of the templates, made ready."""

    def __init__(self, columns: Sequence[int], templates: Sequence[Template] = TEMPLATES) -> None:
        """Take the templates of these columns."""
        by_size = [[c for c in columns if len(templates[c]) == size] for size in (1, 2, 3)]
        self._ends = np.cumsum([len(chosen) * size for size, chosen in enumerate(by_size, start=1)])
        # Where the parts lie, seen from a token's row: singles, then pairs and triples part by part.
        self._parts = np.array(
            [
                templates[column][part][0] * SLOTS + templates[column][part][1]
                for size, chosen in enumerate(by_size, start=1)
                for part in range(size)
                for column in chosen
            ],
            np.int64,
        )[:, None]
        self._salts = (
            (np.array(columns, np.uint64)[:, None] + np.uint64(1)) * np.uint64(0x9E3779B1) % (1 << 32)
        ).astype(np.uint32)

    def __call__(self, table: Numbers, at: Places) -> Buckets:
        """Return a row a template, a column a token; 0 where a token has no such feature.

        Args:
            table: a row a place of the text, a column a slot.
            at: rows of the tokens.
        """
        singles, pairs, triples = np.split(table.ravel().take(at * SLOTS + self._parts), self._ends[:2])
        first, second = pairs.reshape(2, -1, len(at))
        one, two, three = triples.reshape(3, -1, len(at))
        value = np.concatenate([singles, first * _PRIME + second, (one * _PRIME + two) * _PRIME + three])
        value += self._salts
        value ^= value >> np.uint32(15)
        value *= _FIRST
        value ^= value >> np.uint32(13)
        value *= _SECOND
        value >>= np.uint32(32 - BITS)
        value += np.uint32(1)
        value[: len(singles)][singles == 0] = 0
        return value.view(np.int32)


def _is_of_one_word(template: Template) -> bool:
    return len({distance for distance, _ in template}) == 1 and all(slot < WORD_SLOTS for _, slot in template)


_COLUMNS = range(len(TEMPLATES))
ALL = Hashing(_COLUMNS)
IN_CONTEXT = Hashing([column for column in _COLUMNS if not _is_of_one_word(TEMPLATES[column])])
OF_ONE_WORD = Hashing(
    [column for column in _COLUMNS if _is_of_one_word(TEMPLATES[column])],
    [tuple((0, slot) for _, slot in template) for template in TEMPLATES],
)
"""What a word is to tokens around it; seen from the word itself."""
DISTANCE_OF_ONE_WORD = np.array([template[0][0] for template in TEMPLATES if _is_of_one_word(template)])
"""Where the word stands, seen from those tokens."""
DISTANCES = np.arange(-PADDING, PADDING + 1)

_STYLES = "UTn"
"""Sentences without words in small letters, with fewer of those than of capitalised ones, others."""
_SENTENCES = np.array([[fingerprint(f"t{style}{s}") for s in ("", "s")] for style in _STYLES], np.uint32)
_PLACES = np.array([[fingerprint(f"i{place}{style}") for style in _STYLES] for place in range(4)], np.uint32)
_LOWERED = np.array([[fingerprint(f"o{n}{inside}") for inside in (False, True)] for n in range(4)], np.uint32)
_CAPITALISED = np.array(
    [
        [[fingerprint(f"a{large}{n}{inside}") for inside in (False, True)] for n in (0, 1, 2, 2)]
        for large in range(4)
    ],
    np.uint32,
)


class Seen(NamedTuple):
    """The tokens of some sentences."""

    words: Places
    """Number of the word at each place, the edge around sentences."""
    at: Places
    """Place of each token."""
    table: Numbers
    """A row a place, a column a slot."""


class Features:
    """Turns sentences into buckets of weights."""

    def __init__(self, gazetteer: Gazetteer, clusters: Clusters) -> None:
        """Keep what is known of words."""
        self.gazetteer, self._clusters = gazetteer, clusters
        self.lexicon = Lexicon(gazetteer, clusters)
        """The words remembered; another one as soon as it is full."""

    @staticmethod
    def counts(sentences: Iterable[Sequence[str]]) -> Counts:
        """Count how often words stand in small letters, and with a capital inside a sentence."""
        small: list[str] = []
        large: list[str] = []
        for words in sentences:
            below = [word.casefold() for word in words if word[:1].islower()]
            if below:
                small += below
                large += [word.casefold() for word in words[1:] if word[:1].isupper()]
        return Counts(Counter(small), Counter(large))

    def buckets(self, sentences: Sentences, counts: Counts) -> Buckets:
        """Return the features of all tokens.

        Args:
            sentences: tokens of the sentences, none empty.
            counts: ``counts`` of the document they stand in.

        Returns:
            A row a token, a bucket a template; 0 where a token has no such feature.
        """
        seen = self.see(sentences, counts)
        return ALL(seen.table, seen.at).T

    def see(self, sentences: Sentences, counts: Counts) -> Seen:
        """Return the properties of all tokens; arguments as for ``buckets``."""
        words = list(chain.from_iterable(sentences))
        if len(self.lexicon) + len(words) > MOST_WORDS:
            self.lexicon = Lexicon(self.gazetteer, self._clusters)
        lexicon = self.lexicon
        numbers = np.array(lexicon.numbers(words))
        sizes = np.array([len(sentence) for sentence in sentences])
        starts = np.cumsum(sizes) - sizes
        at = np.arange(len(words)) + np.repeat(PADDING * np.arange(1, len(sizes) + 1), sizes)
        around = np.full(len(words) + PADDING * (len(sizes) + 1), EDGE)
        around[at] = numbers
        table = np.zeros((len(around), SLOTS), np.uint32)
        table[:, :WORD_SLOTS] = lexicon.properties.take(around, axis=0)
        traits = lexicon.traits[numbers]
        large = (traits & LARGE) > 0
        place = np.arange(len(words)) - np.repeat(starts, sizes)
        below = np.add.reduceat((traits & SMALL) > 0, starts, dtype=np.int64)
        above = np.add.reduceat(large, starts, dtype=np.int64)
        style = np.where(below == 0, 0, np.where(above > below, 1, 2))
        table[at, SENTENCE] = np.repeat(_SENTENCES[style, (sizes <= SHORT_SENTENCE).astype(np.int64)], sizes)
        table[at, PLACE] = _PLACES[np.minimum(place, 3), np.repeat(style, sizes)]
        capitals = np.flatnonzero(large)
        uncased = [lexicon.uncased[number] for number in numbers[capitals].tolist()]
        few, many = (
            np.minimum([counted[word] for word in uncased], 3).astype(np.int64) for counted in counts
        )
        inside = (place[capitals] > 0).astype(np.int64)
        table[at[capitals], LOWERED] = _LOWERED[few, inside]
        table[at[capitals], CAPITALISED] = _CAPITALISED[many, few, inside]
        begins = np.flatnonzero(traits & BEGINS)
        ends = np.repeat(starts + sizes, sizes)[begins]
        for token, mark in self._phrases(numbers.tolist(), large.tolist(), begins.tolist(), ends.tolist()):
            table[at[token], PHRASE] = mark
        return Seen(around, at, table)

    def _phrases(
        self, numbers: Sequence[int], large: Sequence[bool], begins: Sequence[int], ends: Sequence[int]
    ) -> Iterator[tuple[int, int]]:
        """Yield the capitalised tokens of the longest names the gazetteer knows, with a mark each."""
        names, after = self.lexicon.names, 0
        for token, end in zip(begins, ends, strict=True):
            if token < after:
                continue
            number = crc32(names[numbers[token]][1:])
            hashes = []
            for size, following in enumerate(range(token + 1, min(token + LONGEST, end)), start=2):
                number = crc32(names[numbers[following]], number)
                if large[following]:
                    hashes.append((size, number))
            for size, number in reversed(hashes):
                if kinds := self.gazetteer.kinds(number) & ~Kind.BEGINS:
                    for n, part in enumerate("B" + "I" * (size - 2) + "E", start=token):
                        if large[n]:
                            yield n, fingerprint(f"{part}{kinds}")
                    after = token + size
                    break
