"""What a short line says of itself, whatever stands around it: a label, a button, a date, a counter."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from schemas import BlockKind
from service.clean.blocks import UNSPACED_SCRIPTS, Block, Verdict, count_words, is_legal_notice
from service.clean.metadata.agencies import OPENINGS, SPELLED
from service.clean.phrases import (
    HANGUL_SYLLABLES,
    ICON_NAMES,
    SHORT_LENGTH,
    SHORT_WORDS,
    SPACED,
    folded_words,
    is_icon_name,
    spaced_kind,
    unglued,
    unspaced_kind,
)

REMEMBERED = 1 << 15
"""Lines that are remembered: the pages of a site repeat their menus and labels."""
LINE_WORDS = SHORT_WORDS + 1
LINE_LENGTH = 300
"""A byline, date or agency line has fewer words, and fewer characters."""
NO_LETTERS = Verdict(BlockKind.ICON, "no_letters", 0.9)
SINGLE_LETTER = Verdict(BlockKind.ICON, "single_letter", 0.8)
ICON_NAME = Verdict(BlockKind.ICON, "icon_name", 0.8)
COUNTED = Verdict(BlockKind.TOOL, "counter", 0.8)
LEGAL_NOTICE = Verdict(BlockKind.FOOTER, "legal_notice", 0.85)
LEAD_IN = Verdict(BlockKind.BYLINE, "byline_lead_in", 0.7)
DATE_LINE = Verdict(BlockKind.PUBLISHED, "date_line", 0.6)
PHRASES = {kind: Verdict(kind, f"{kind.value}_phrase", 0.8) for kind in BlockKind}
LEAD_INS = (
    *("by", "von", "par", "por", "di", "door", "av", "af", "text", "autor", "autorin", "автор"),
    *("text und foto", "story by", "written by"),
)
BYLINE = re.compile(rf"^(?:{'|'.join(LEAD_INS)})[:\s]\s*\S", re.IGNORECASE)
NOTICE_WORDS = frozenset(
    [
        *("rights", "rechte", "rechten", "voorbehouden", "reservados", "riservati", "material"),
        *("réservés", "prawa", "права", "الحقوق"),
    ]
)
"""Words of which one is in every notice of copyright without one of ``MARKS``."""
LEADING = frozenset(lead_in.split()[0] for lead_in in LEAD_INS)
_SPACED = [phrase for phrases in SPACED.values() for phrase in phrases]
OPENING = OPENINGS.union(phrase.words[0] for phrase in _SPACED if phrase.at_start)
OPENING_TELLING = SPELLED.keys() | {max(phrase.words, key=len) for phrase in _SPACED if phrase.at_start}
TELLING = NOTICE_WORDS.union(
    (max(phrase.words, key=len) for phrase in _SPACED if not phrase.at_start),
    (f"{name}{plural}" for name in ICON_NAMES for plural in ("", "s")),
)
"""No line names a kind or an agency without one of these, or one of ``OPENING`` at its beginning and one of
``OPENING_TELLING``, or one of ``LEADING`` at its beginning, or one of ``MARKS``."""
MARKS = re.compile(
    rf"[\d_@©Ⓒⓒ{UNSPACED_SCRIPTS}{HANGUL_SYLLABLES}\U00010000-\U0010ffffA-ZÀ-Þ]"
    r"(?:(?<![A-ZÀ-Þ])|(?<=[a-zß-ÿ].))"
)
"""Digits, names in an icon font, addresses, what phrases without spaces and notices hold, what is rare, and a
capital at which two words stand together without a space."""
DAY = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d[./-]\d{1,2}[./-]\d")
"""What a date has and a time has not."""
OTHER_WORD = re.compile(r"[^\W\d_]{2,}")
BESIDE_DATE = 9
BESIDE_TIME = 3
"""A date line has at most so many other words: a name, a place, a lead-in; beside a time alone fewer."""
DATE = re.compile(
    r"\b(?:19|20)\d\d\s*[-/.年년]\s*\d{1,2}\s*[-/.月월]\s*\d{1,2}|"
    r"\b\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:19|20)?\d\d\b|\b\d{1,2}:\d\d\b|"
    r"\b\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:de\s+)?[^\W\d_]{3,10}\.?,?\s+(?:de\s+)?(?:19|20)\d\d\b|"
    r"\b[^\W\d_]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b"
)
DATE_HINT = re.compile(r"\d(?:(?<=19\d\d)|(?<=20\d\d)|(?=[./:-]\s?\d))")
"""A year, or two numbers with a mark between them; no date is without."""
ALPHANUMERIC = re.compile(r"[^\W_]")
COUNTER = re.compile(r"[(\[]\s*\d+\s*/\s*\d+\s*\S{0,12}\s*[)\]]|^\W*\d+\W*$")


class Line(NamedTuple):
    """What a short line says."""

    phrase: BlockKind | None
    """The kind its words name."""
    sign: Verdict | None
    """What it is that is no text: an icon, a counter, a notice of copyright."""
    spoken: Verdict | None
    """What it says that it is: by a phrase, a byline's lead-in, a date."""


PLAIN = Line(None, None, None)
"""What a quick look finds most lines to be: they say nothing, name no agency and give no address."""


def read_lines(blocks: Sequence[Block]) -> list[Line | None]:
    """Read what each block says; null for one that is empty, or too long to be judged by all its words."""
    return [
        _read(block.text) if block.words < LINE_WORDS and 0 < len(block.text) < LINE_LENGTH else None
        for block in blocks
    ]


def read_line(block: Block) -> Line | None:
    """Read what one block says, as ``read_lines`` does."""
    return read_lines((block,))[0]


@lru_cache(maxsize=REMEMBERED)
def _read(text: str) -> Line:
    is_plain = MARKS.search(text) is None
    parted = text if is_plain else unglued(text)
    tokens = folded_words(parted)
    first = tokens[0] if tokens else ""
    is_led = first in LEADING
    is_telling = not TELLING.isdisjoint(tokens) or (
        first in OPENING and not OPENING_TELLING.isdisjoint(tokens)
    )
    if is_plain and first and len(text) > 1 and not (is_telling or is_led):
        return PLAIN
    sign = _sign(text, tokens, may_be_icon=is_telling or "_" in text)
    phrase = None
    if len(text) <= SHORT_LENGTH:
        phrase = (spaced_kind(tokens) if is_telling else None) or unspaced_kind(parted)
    spoken = None
    if phrase is not None:
        spoken = PHRASES[phrase]
    elif is_led and BYLINE.match(text) and text[-1] != ".":
        spoken = LEAD_IN
    elif not is_plain and _is_date(text, BESIDE_DATE):
        spoken = DATE_LINE
    return Line(phrase, sign, spoken)


def _sign(text: str, tokens: Sequence[str], *, may_be_icon: bool) -> Verdict | None:
    if not tokens or (not text[0].isalnum() and not ALPHANUMERIC.search(text)):
        return NO_LETTERS
    if len(text) == 1 and text.isascii() and not text.isdigit():
        return SINGLE_LETTER
    if may_be_icon and is_icon_name(text, count_words(text)):
        return ICON_NAME
    if ("/" in text or tokens[0].isdecimal()) and COUNTER.search(text):
        return COUNTED
    return LEGAL_NOTICE if is_legal_notice(text) else None


def spoken_kind(line: Line, *, is_prose: bool) -> Verdict | None:
    """Return what a line says that it is; running text is no date, whatever days it tells of."""
    return None if is_prose and line.spoken is DATE_LINE else line.spoken


def is_date_line(block: Block) -> bool:
    """Tell a line that is mostly a date, or a time alone, from one that speaks of a time."""
    return _is_date(block.text, BESIDE_TIME if block.is_prose else BESIDE_DATE)


def _is_date(text: str, beside_day: int) -> bool:
    if not DATE_HINT.search(text):
        return False
    rest, dates = DATE.subn(" ", text)
    if not dates:
        return False
    others = len(OTHER_WORD.findall(rest))
    return others <= (beside_day if DAY.search(text) else BESIDE_TIME)
