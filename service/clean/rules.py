"""Rules for every kind of document: what a block says of itself, whatever stands around it."""

import re
from functools import lru_cache

from schemas import BlockKind
from service.clean.blocks import Block, is_legal_notice
from service.clean.context import Context, Verdict
from service.clean.headline import key
from service.clean.metadata.agencies import read_agency
from service.clean.phrases import is_icon_name, phrase_kind

REMEMBERED = 1 << 15
"""Lines whose kind is remembered: the pages of a site repeat their menus and labels."""
BLANK = Verdict(BlockKind.BLANK, "blank", 1.0)
LINE_WORDS = 15
LINE_LENGTH = 300
"""A byline, date or agency line has fewer words, and fewer characters."""
MARKS = 12
"""Copies of a headline differ by fewer marks."""
BYLINE = re.compile(
    r"^(?:by|von|par|por|di|door|av|af|text|autor|autorin|автор|text und foto|story by|written by)[:\s]\s*\S",
    re.IGNORECASE,
)
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
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
BESIDE_ADDRESS = 5
DIGIT = re.compile(r"\d")
ALPHANUMERIC = re.compile(r"[^\W_]")
SHORTEST_NOTICE = 17
"""No notice of copyright in ASCII is shorter, but for a year: "diritti riservati"."""
COUNTER = re.compile(r"[(\[]\s*\d+\s*/\s*\d+\s*\S{0,12}\s*[)\]]|^\W*\d+\W*$")


def is_line(block: Block) -> bool:
    """Tell whether a block is short enough to be judged by all its words."""
    return block.words < LINE_WORDS and len(block.text) < LINE_LENGTH


def headline(context: Context, index: int, block: Block) -> Verdict | None:
    """The headline, and its copies."""
    if abs(len(block.text) - context.headline_length) >= MARKS or context.headline is None:
        return None
    if index == context.headline:
        return Verdict(BlockKind.HEADLINE, "headline", 0.9)
    first = block.text[0]
    # Most lines of this length begin with another letter, and need not be folded whole.
    if block.words <= 1 or (first.isalnum() and first.casefold()[0] != context.headline_key[:1]):
        return None
    if key(block.text) == context.headline_key:
        return Verdict(BlockKind.REPEATED, "headline_again", 0.95)
    return None


@lru_cache(maxsize=REMEMBERED)
def sign_of_line(text: str, words: int) -> Verdict | None:
    """What a short line is that is no text."""
    if not text[0].isalnum() and not ALPHANUMERIC.search(text):
        return Verdict(BlockKind.ICON, "no_letters", 0.9)
    if len(text) == 1 and text.isascii() and not text.isdigit():
        return Verdict(BlockKind.ICON, "single_letter", 0.8)
    if is_icon_name(text, words):
        return Verdict(BlockKind.ICON, "icon_name", 0.8)
    if DIGIT.search(text):
        if COUNTER.search(text):
            return Verdict(BlockKind.TOOL, "counter", 0.8)
    elif len(text) < SHORTEST_NOTICE and text.isascii():
        return None
    return legal(text, words)


def legal(text: str, words: int) -> Verdict | None:
    """A notice of copyright."""
    return Verdict(BlockKind.FOOTER, "legal_notice", 0.85) if is_legal_notice(text, words) else None


def agency(block: Block) -> Verdict | None:
    """A line by the article that names news agencies and nothing else."""
    return Verdict(BlockKind.AGENCY, "agency_line", 0.9) if read_agency(block.text) else None


def address(context: Context, index: int, block: Block) -> Verdict | None:
    """The author's name and e-mail address, and nothing else: a line by the article."""
    if "@" not in block.text or context.headline is None or index <= context.headline:
        return None
    rest, addresses = EMAIL.subn(" ", block.text)
    if not addresses or len(rest.split()) > BESIDE_ADDRESS or phrase_kind(rest, len(rest.split())):
        return None
    return Verdict(BlockKind.BYLINE, "address_line", 0.7)


@lru_cache(maxsize=REMEMBERED)
def kind_of_line(text: str, words: int, is_prose: bool) -> Verdict | None:
    """What a short line says that it is."""
    kind = phrase_kind(text, words)
    if kind is not None:
        return Verdict(kind, f"{kind.value}_phrase", 0.8)
    if BYLINE.match(text) and not text.endswith("."):
        return Verdict(BlockKind.BYLINE, "byline_lead_in", 0.7)
    if not is_prose and _is_date(text, BESIDE_DATE):
        return Verdict(BlockKind.PUBLISHED, "date_line", 0.6)
    return None


def is_date_line(block: Block) -> bool:
    """Tell a line that is mostly a date, or a time alone, from one that speaks of a time."""
    return _is_date(block.text, BESIDE_TIME if block.is_prose else BESIDE_DATE)


def _is_date(text: str, beside_day: int) -> bool:
    if not DIGIT.search(text):
        return False
    rest, dates = DATE.subn(" ", text)
    if not dates:
        return False
    others = len(OTHER_WORD.findall(rest))
    return others <= (beside_day if DAY.search(text) else BESIDE_TIME)


def dates(block: Block) -> Verdict | None:
    """A line by the article of dates with stops that look like the ends of sentences."""
    return Verdict(BlockKind.PUBLISHED, "date_line", 0.7) if is_date_line(block) else None
