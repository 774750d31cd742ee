"""The page's ``img`` elements: which picture a caption stands under, and its alternative text."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from service.clean.metadata.elements import Attributes
from service.clean.metadata.folding import words

MAX_LEVELS = 4
"""Most elements between a picture and the one its caption stands in."""
MAX_SIBLINGS = 6
"""Most nodes after a picture in which its caption is looked for."""
MAX_CAPTION_CHARS = 2_000
"""Longest text after a picture that can be its caption, code points."""
MAX_READ = 500_000
"""Most text read after pictures, code points."""
SOURCES = words("data-src data-original data-lazy-src src srcset data-srcset")
"""Attributes that hold the address; where a script loads the picture, ``src`` holds a stand-in."""
UNSEEN = frozenset(words("script style noscript template -comment"))


class ImageCandidate(NamedTuple):
    """An address the metadata gives for a picture, as written, with its alternative text and its origin."""

    url: str
    alt: str | None
    origin: str


class Picture(NamedTuple):
    """A picture as the page shows it, all as written."""

    url: str
    alt: str
    below: str
    """The text that follows the picture."""


def read_pictures(nodes: Iterable[tuple[LexborNode, Attributes]], *, captioned: bool) -> Iterator[Picture]:
    """Yield the pictures that ``img`` elements show.

    Args:
        nodes: the elements with their attributes.
        captioned: read what stands below each, which costs more than all else.
    """
    read = 0
    for node, attributes in nodes:
        for name in SOURCES:
            if (value := attributes.get(name)) and (url := _address(value)):
                break
        else:
            continue
        below = _text_below(node) if captioned and read < MAX_READ else ""
        read += len(below)
        yield Picture(url, attributes.get("alt") or "", below if len(below) <= MAX_CAPTION_CHARS else "")


def _address(value: str) -> str | None:
    """Return the first address of an attribute; null where it holds the picture itself."""
    parts = value.split(maxsplit=1)
    return None if not parts or parts[0].startswith("data:") else parts[0].rstrip(",")


def _text_below(node: LexborNode) -> str:
    """Return the text of the first thing with words after a picture, in its element or one around it."""
    holder: LexborNode | None = node
    for _ in range(MAX_LEVELS):
        if holder is None or holder.tag in {"body", "html"}:
            break
        sibling = holder.next
        for _ in range(MAX_SIBLINGS):
            if sibling is None:
                break
            if sibling.tag not in UNSEEN and (text := sibling.text(separator=" ")) and not text.isspace():
                return text
            sibling = sibling.next
        holder = holder.parent
    return ""
