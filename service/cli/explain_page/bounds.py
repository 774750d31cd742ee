"""How much of an article the page shows, and how it shows text from outside."""

import re
from collections.abc import Sequence
from typing import TypeVar

MOST_BLOCKS = 3_000
MOST_BLOCK_CHARACTERS = 5_000
MOST_INPUT_CHARACTERS = 400_000
MOST_TEXT_CHARACTERS = 200_000
MOST_FACTS = 300
"""Of each kind."""
MOST_MARKS = 3_000
MOST_LINKS = 20
"""Links from one fact to its words."""
MOST_LABEL_CHARACTERS = 240
MOST_CODE_CHARACTERS = 400_000
"""Of the event's JSON, and of the page's source."""

DECEIVING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Controls, direction overrides, halves of pairs: what HTML cannot hold or what deceives the reader."""

T = TypeVar("T")


def visible(text: str) -> str:
    """Write what nobody would see, or what would turn the line around, as its code point."""
    text = text.replace("\r\n", "\n")
    return DECEIVING.sub(lambda match: f"‹U+{ord(match[0]):04X}›", text)


def cut(text: str, most: int) -> tuple[str, int]:
    """Return the beginning of a text made visible, and how many characters were left out."""
    return visible(text[:most]), max(0, len(text) - most)


def shorten(text: str, most: int = MOST_LABEL_CHARACTERS) -> str:
    """Fold a text to one visible line of bounded length."""
    line = " ".join(text[: most * 2].split())
    return visible(line if len(line) <= most and len(text) <= most * 2 else line[:most].rstrip() + "…")


def first(values: Sequence[T], most: int) -> tuple[Sequence[T], int]:
    """Return the first values, and how many were left out."""
    return values[:most], max(0, len(values) - most)
