"""What the tagger sees of a word by itself: hashed properties, worked out once and remembered."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from service.enrich.entities.gazetteer import (
    AREA,
    GIVEN,
    LARGE_CITY,
    ORGANISATIONS,
    SURNAME,
    Gazetteer,
    Kind,
    folded,
    name_hash,
)

MOST_WORDS = 1 << 15
"""Words one lexicon remembers."""
LONGEST_WORD = 60
"""Characters of a word looked at."""
LEVELS = 3
"""Clusterings of words, from coarse to fine."""

(LOWER, EXACT, SHAPE, FORM, PREFIX2, PREFIX3, PREFIX4, SUFFIX1, SUFFIX2, SUFFIX3, SUFFIX4) = range(11)
(KINDS, CLASS, CLUSTER0, CLUSTER1, CLUSTER2) = range(11, 16)
WORD_SLOTS = 16
"""Properties of a word, by place in its row."""

SMALL, LARGE, BEGINS = 1, 2, 4
"""Traits of a word: its first letter is small, is large, and it begins a known name of several words."""
EDGE = 0
"""Number of the word that stands before and after every sentence."""

_STRAIGHT = str.maketrans(dict.fromkeys("’‘‚", "'") | dict.fromkeys("“”„«»", '"') | dict.fromkeys("–—", "-"))
_REPEATED = re.compile(r"(.)\1+")
_DIGIT = re.compile(r"\d")
_BEGUN = [crc32(mark) for mark in (b"l", b"w", b"S", b"s", b"p2", b"p3", b"p4", b"q1", b"q2", b"q3", b"q4")]
"""Hashes of the marks that properties made of a word's letters begin with."""
_NO_GROUPS = (0,) * LEVELS
_CLASSES = (ORGANISATIONS, GIVEN, SURNAME, LARGE_CITY, AREA)

Numbers = NDArray[np.uint32]


def fingerprint(text: str) -> int:
    """Hash a property; never 0, which says there is none."""
    return crc32(text.encode("utf-8", "surrogatepass")) or 1


def _sign(c: str) -> str:
    return "X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else "u" if c.isalnum() else c


_SIGNS = {code: _sign(chr(code)) for code in range(128)}


def shape(word: str) -> str:
    """Return a word's letters as X and x, its digits as d, marks as they are."""
    return word[:20].translate(_SIGNS) if word.isascii() else "".join(map(_sign, word[:20]))


def clustered(word: str) -> str:
    """Return a word as clusters know it: folded, digits as 0."""
    return _without_digits(folded(word))


def _without_digits(word: str) -> str:
    return word if word.isalpha() else _DIGIT.sub("0", word)


@lru_cache(1_000)
def _form(long: str) -> str:
    """Return a shape with runs of one sign as one."""
    return _REPEATED.sub(r"\1", long)


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


class Lexicon:
    """Numbers words as they come, and remembers what is known of each."""

    def __init__(self, gazetteer: Gazetteer, clusters: Clusters) -> None:
        """Begin with the edge of a sentence alone."""
        self._gazetteer, self._clusters = gazetteer, clusters
        self._numbers = _Numbers(self._add)
        self._new: list[tuple[list[int], int]] = []
        """Properties and traits of words that are in no array yet."""
        self.properties = np.zeros((MOST_WORDS, WORD_SLOTS), np.uint32)
        """A row a word, a column a slot."""
        self.properties[EDGE] = _edge()
        self.traits = np.zeros(MOST_WORDS, np.uint8)
        self.uncased = [""]
        """Case folded, only of words with a large first letter."""
        self.names = [b""]
        """A blank and the folded word, as hashes of names are made of."""

    def __len__(self) -> int:
        """Count the words known, the edge too."""
        return len(self.names)

    def numbers(self, words: Iterable[str]) -> list[int]:
        """Return the number of each word; new ones get the next."""
        found = [self._numbers[word] for word in words]
        if self._new:
            new = slice(len(self) - len(self._new), len(self))
            self.properties[new] = [properties for properties, _ in self._new]
            self.traits[new] = [traits for _, traits in self._new]
            self._new = []
        return found

    def _add(self, word: str) -> int:
        number = len(self)
        properties, begins = self._describe(word[:LONGEST_WORD])
        small, large = word[:1].islower(), word[:1].isupper()
        self._new.append((properties, SMALL * small | LARGE * large | BEGINS * (begins and large)))
        self.uncased.append(word.casefold() if large else "")
        self.names.append(f" {folded(word)}".encode("utf-8", "surrogatepass"))
        return number

    def _describe(self, word: str) -> tuple[list[int], bool]:
        exact = word if word.isascii() else word.translate(_STRAIGHT)
        lower = folded(exact)
        long = shape(exact)
        form = _form(long)
        texts = (
            _without_digits(lower),
            exact,
            long if len(long) <= 8 else f"{form}{min(len(long), 12)}",  # noqa: PLR2004
            form,
            *(exact[:2], exact[:3], exact[:4]),
            *(lower[-1:], lower[-2:], lower[-3:], lower[-4:]),
        )
        kinds = self._gazetteer.kinds(name_hash([lower]))
        if not kinds and "." in lower:
            kinds = self._gazetteer.kinds(name_hash([lower.replace(".", "")]))
        groups = self._clusters(clustered(word))
        properties = [
            *[
                crc32(text.encode("utf-8", "surrogatepass"), begun) or 1
                for text, begun in zip(texts, _BEGUN, strict=True)
            ],
            *_of_kinds(kinds, exact[:1].isupper()),
            *(_of_groups(groups) if groups else _NO_GROUPS),
        ]
        return properties, bool(kinds & Kind.BEGINS)


@lru_cache(2_000)
def _of_kinds(kinds: int, large: bool) -> tuple[int, int]:
    single = kinds & ~Kind.BEGINS
    known = "".join(["1" if kinds & kind else "0" for kind in _CLASSES])
    return fingerprint(f"g{single}") if single else 0, fingerprint(f"k{known}{large}")


@lru_cache(10_000)
def _of_groups(groups: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(fingerprint(f"c{level}.{group}") for level, group in enumerate(groups))


class _Numbers(dict[str, int]):
    """The numbers of words; asking for an unknown one adds it."""

    def __init__(self, add: Callable[[str], int]) -> None:
        super().__init__()
        self._add = add

    def __missing__(self, word: str) -> int:
        number = self[word] = self._add(word)
        return number


def _edge() -> Numbers:
    row = np.zeros(WORD_SLOTS, np.uint32)
    row[[LOWER, EXACT]] = fingerprint("<s>")
    row[[SHAPE, FORM]] = fingerprint("S<s>")
    row[CLASS] = fingerprint("k<s>")
    return row
