"""Text folded: once for reading (white space, entities, invisible characters), once for comparing."""

import html
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffc\ufffd]+")
"""Soft hyphens, zero-width characters, direction marks and replacement characters."""

TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
PUNCTUATION = dict.fromkeys(code for code in range(128) if not chr(code).isalnum())
"""The same in ASCII, as ``str.translate`` drops it: far faster than an expression."""
MAX_CHARS = 5_000
"""Longest value read from a single tag, code points."""


def fold(text: str) -> str:
    """Return a value as a reader sees it: entities resolved, tags dropped, white space single."""
    text = text[:MAX_CHARS]
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = TAG.sub("", text)
    if not text.isprintable() or "  " in text or text != text.strip():
        text = " ".join(text.split())
        if not text.isprintable():
            return " ".join(INVISIBLE.sub("", text).split())
    # All white space is single spaces now, and only two of INVISIBLE are printable: far cheaper to ask.
    return " ".join(INVISIBLE.sub("", text).split()) if "\ufffc" in text or "\ufffd" in text else text


def matching_key(text: str) -> str:
    """Return the letters and digits alone, without case, accents or punctuation: equal keys, same wording."""
    return _remembered_key(text) if len(text) <= MAX_CHARS else _key(text)


def _key(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)  # accents become marks, which are no word characters
    bare = "".join(text.casefold().split())
    if bare.isalnum():
        return bare
    return bare.translate(PUNCTUATION) if bare.isascii() else NOT_ALPHANUMERIC.sub("", bare)


_remembered_key = lru_cache(maxsize=256)(_key)
"""The few titles, names and sections of a page are compared again and again."""


def words(text: str) -> tuple[str, ...]:
    """Return the words of a list written as text."""
    return tuple(text.split())


def phrases(text: str) -> tuple[str, ...]:
    """Return the phrases of a list written as text, with bars and line ends between them."""
    return tuple(phrase for part in text.replace("\n", "|").split("|") if (phrase := part.strip()))


def alternatives(spellings: Iterable[str]) -> str:
    """Return an expression for any of the spellings, the longest first.

    Those with the same first letter stand together: far fewer are tried where none matches.
    """
    rests: dict[str, list[str]] = {}
    for spelling in sorted(spellings, key=len, reverse=True):
        rests.setdefault(spelling[0], []).append(re.escape(spelling[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(group)})" for first, group in rests.items())
