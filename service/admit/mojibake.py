"""Repair text that was UTF-8 once and was read as Latin-1 on its way here."""

import re

from ftfy import TextFixerConfig, fix_encoding

_MISREAD = re.compile(rb"\xc3[\x82-\xb4](?:\xc2[\x80-\xbf]|\xc3\xa2|[\xc5-\xcb][\x80-\xbf]|\xe2[\x80-\x84])")
"""In UTF-8: a lead byte of two and more bytes as Latin-1 reads it, then a continuation byte as it or
windows-1252 does. A literal first byte makes the search as fast as finding that byte."""

_STRETCH = re.compile(r'[^<>"]+')
"""Text between tags and inside attributes: each was written in one piece, and is short."""

_MAX_EXAMINED = 100_000
"""Most characters examined in one text, which bounds the cost of a hostile one."""

_CONFIG = TextFixerConfig(explain=False)


def repair_mojibake(text: str) -> str:
    """Repair the stretches that are bad beyond chance; the same object where there is none.

    Line ends and all other text stay as they are.
    """
    if not _misread(text):
        return text
    budget = _MAX_EXAMINED

    def repair(stretch: re.Match[str]) -> str:
        nonlocal budget
        written = stretch[0]
        if len(written) > budget or not _misread(written):
            return written
        budget -= len(written)
        return fix_encoding(written, _CONFIG)

    lines = text.split("\n")
    repaired = "\n".join(_STRETCH.sub(repair, line) if _misread(line) else line for line in lines)
    return text if repaired == text else repaired


def _misread(text: str) -> bool:
    return not text.isascii() and _MISREAD.search(text.encode()) is not None
