"""Single lines of a flat text in numbers: their characters, and how the whole text uses their words."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import count

import numpy as np
from numpy.typing import NDArray

from service.clean.blocks import UNSPACED

Values = NDArray[np.float64]

CLASSES = ("letter", "upper", "digit", "space", "stop", "clause", "quote", "unspaced")
STOPS = ".!?…。！？।؟։۔"
_MARKS = {"stop": STOPS, "clause": ",;:、，،؛", "quote": "\"'’‘“”„«»「」『』"}
_TABLE_SIZE = 0x3100


def _class_table() -> tuple[NDArray[np.uint8], Values]:
    """Return which set of classes each character is of, and the classes of each set."""
    numbers: dict[tuple[bool, ...], int] = {}
    table = np.zeros(_TABLE_SIZE + 1, np.uint8)
    for code in range(_TABLE_SIZE):
        character = chr(code)
        flags = {
            "letter": character.isalpha(),
            "upper": character.isupper(),
            "digit": character.isdecimal(),
            "space": character == " ",
            "unspaced": UNSPACED.match(character) is not None,
        }
        classes = tuple(flags.get(name, character in _MARKS.get(name, "")) for name in CLASSES)
        table[code] = numbers.setdefault(classes, len(numbers))
    rest = tuple(name in {"letter", "unspaced"} for name in CLASSES)
    table[_TABLE_SIZE] = numbers.setdefault(rest, len(numbers))
    return table, np.array(list(numbers), np.float64)


_SET_OF, _CLASSES_OF = _class_table()
FREQUENT_LETTERS = 4
"""A word of more letters is no function word, however often a text uses it."""
FREQUENT = 40
"""The most frequent short words of a text that count as its function words."""
WORDS = (
    "capital_words",
    "function",
    "frequency",
    "title_share",
    "seen_words",
    "seen_line",
    "line_count",
)


def character_counts(texts: Sequence[str], lengths: NDArray[np.int64]) -> dict[str, Values]:
    """Count the characters of each class in each line.

    Args:
        texts: the lines, none empty.
        lengths: their characters.
    """
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    sets = len(_CLASSES_OF)
    cells = np.repeat(np.arange(len(texts)) * sets, lengths)
    cells += _SET_OF[np.minimum(codes, _TABLE_SIZE)]
    found = np.bincount(cells, minlength=len(texts) * sets).reshape(-1, sets) @ _CLASSES_OF
    return dict(zip(CLASSES, found.T, strict=True))


def word_columns(texts: Sequence[str], spaces: Values, title: str) -> dict[str, Values]:
    """Describe the words of each line by how the whole text uses them.

    Args:
        texts: the lines, none empty, white space folded.
        spaces: the spaces in each.
        title: the headline, or the line that stands in for one.

    Returns:
        A column for each of ``WORDS``.
    """
    sizes = spaces.astype(np.int64) + 1
    known, of, is_new = _numbered(" ".join(texts).split(" "))
    frequencies = np.bincount(of)
    capital = np.array([word[:1].isupper() for word in known])
    short = np.array([len(word) <= FREQUENT_LETTERS and word.islower() for word in known])
    ranked = np.where(short, frequencies, 0)
    often = np.sort(ranked[ranked > 1])
    least = often[-FREQUENT] if len(often) >= FREQUENT else 2
    in_title = np.zeros(len(known))
    in_title[[known[word] for word in title.split(" ") if word in known]] = 1.0
    table = np.array([capital, ranked >= least, np.log(frequencies), in_title])
    uses = np.concatenate((table[:, of], 1.0 - is_new[None]))
    means = np.add.reduceat(uses, np.cumsum(sizes) - sizes, axis=1) / sizes
    _, line, is_new_line = _numbered(texts)
    return dict(zip(WORDS, [*means, 1.0 - is_new_line, np.bincount(line)[line]], strict=True))


def _numbered(strings: Sequence[str]) -> tuple[dict[str, int], NDArray[np.int64], Values]:
    """Number strings in the order they come: the numbers, the number of each, whether it is its first use."""
    numbers: dict[str, int] = defaultdict(count().__next__)
    of = np.fromiter(map(numbers.__getitem__, strings), np.int64, len(strings))
    highest = np.maximum.accumulate(of)
    return numbers, of, np.concatenate(([1.0], highest[1:] > highest[:-1]))
