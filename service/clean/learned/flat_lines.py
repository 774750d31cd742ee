"""Single lines of a flat text in numbers: their characters, and what they say again."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.clean.blocks import UNSPACED
from service.clean.learned.places import Values

SHARES = ("letter", "upper", "digit", "space", "clause", "quote")
CLASSES = (*SHARES, "stop", "unspaced")
STOPS = ".!?…。！？।؟։۔"
_MARKS = {"stop": STOPS, "clause": ",;:、，،؛", "quote": "\"'’‘“”„«»「」『』"}
_TABLE_SIZE = 0x3100


def _class_table() -> tuple[NDArray[np.int64], Values]:
    """Return which set of classes each character is of, and the classes of each set."""
    numbers: dict[tuple[bool, ...], int] = {}
    table = np.zeros(_TABLE_SIZE + 1, np.int64)
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
    return table, np.array(list(numbers), np.float64).T.copy()


_SET_OF, _CLASSES_OF = _class_table()
COPIES = ("title_share", "seen_line", "line_count")
TITLE_WORDS = 30
"""A line of more words says more than a title."""


def character_counts(texts: Sequence[str], lengths: NDArray[np.int64]) -> Values:
    """Count the characters of each class in each line.

    Args:
        texts: the lines, none empty.
        lengths: their characters.

    Returns:
        Array of ``CLASSES`` x lines.
    """
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    sets = _CLASSES_OF.shape[1]
    cells = _SET_OF.take(codes, mode="clip")
    cells += np.arange(0, sets * len(texts), sets).repeat(lengths)
    found: Values = _CLASSES_OF @ np.bincount(cells, minlength=len(texts) * sets).reshape(-1, sets).T
    return found


def copy_columns(
    texts: Sequence[str], spaces: Sequence[float], title: str
) -> tuple[list[float], list[bool], list[int]]:
    """Say how far each line says again what the headline or another line says.

    Args:
        texts: the lines, none empty, white space folded.
        spaces: the spaces in each.
        title: the headline, or the line that stands in for one.

    Returns:
        A column for each of ``COPIES``.
    """
    in_title = frozenset(title.split())
    counts: dict[str, int] = {}
    shares = [
        0.0
        if gaps >= TITLE_WORDS or in_title.isdisjoint(words := text.split())
        else sum(map(in_title.__contains__, words)) / (gaps + 1)
        for text, gaps in zip(texts, spaces, strict=True)
    ]
    seen: list[bool] = []
    for text in texts:
        seen.append(text in counts)
        counts[text] = counts.get(text, 0) + 1
    return shares, seen, [counts[text] for text in texts]
