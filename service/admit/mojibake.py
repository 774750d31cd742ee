"""Repair text that was UTF-8 once and was read as Latin-1 on its way here."""

import re

from ftfy import TextFixerConfig, fix_encoding

_MISREAD = re.compile(rb"\xc3[\x82-\xb4](?:\xc2[\x80-\xbf]|\xc3\xa2|[\xc5-\xcb][\x80-\xbf]|\xe2[\x80-\x84])")
"""In UTF-8: a lead byte of two and more bytes as Latin-1 reads it, then a continuation byte as it or
windows-1252 does. A literal first byte makes the search as fast as finding that byte."""

_STRETCH = re.compile(rb'[^<>"\n]*')
"""Text between tags and inside attributes: each was written in one piece, and is short."""

_MAX_EXAMINED = 100_000
"""Most characters examined in one text, which bounds the cost of a hostile one."""

_CONFIG = TextFixerConfig(explain=False)


def repair_mojibake(text: str, encoded: bytes | None = None) -> str:
    """Repair the stretches that are bad beyond chance; the same object where there is none.

    Line ends and all other text stay as they are.

    Args:
        text: what was decoded.
        encoded: the same in UTF-8, where it is at hand.
    """
    if text.isascii():
        return text
    if encoded is None:
        encoded = text.encode()
    if b"\xc3" not in encoded:  # found faster than the expression finds its first byte
        return text
    budget = _MAX_EXAMINED
    pieces: list[bytes] = []
    past = 0
    while misread := _MISREAD.search(encoded, past):
        start = max(past, *(encoded.rfind(mark, past, misread.start()) + 1 for mark in b'<>"\n'))
        end = (_STRETCH.match(encoded, start) or misread).end()
        written = encoded[start:end].decode()
        pieces += (encoded[past:start], encoded[start:end])
        past = end
        if len(written) <= budget:
            budget -= len(written)
            pieces[-1] = fix_encoding(written, _CONFIG).encode()
    repaired = b"".join((*pieces, encoded[past:]))
    return text if repaired == encoded else repaired.decode()
