"""Rules for every kind of document: what a block is by the article, by its words alone."""

import re

from schemas import BlockKind
from service.clean.blocks import Block, Verdict, is_legal_notice
from service.clean.context import Context
from service.clean.headline import key
from service.clean.lines import LEGAL_NOTICE, PLAIN, Line, is_date_line
from service.clean.metadata.agencies import read_agency
from service.clean.phrases import phrase_kind

BLANK = Verdict(BlockKind.BLANK, "blank", 1.0)
MARKS = 12
"""Copies of a headline differ by fewer marks."""
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
BESIDE_ADDRESS = 5


def headline(context: Context, index: int, block: Block) -> Verdict | None:
    """The headline, and its copies; asked of blocks whose length is the headline's by less than ``MARKS``."""
    if context.headline is None:
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


def sign(block: Block, line: Line | None) -> Verdict | None:
    """What a block is that is no text: an icon, a counter, a notice; a longer one may be a notice alone."""
    if block.is_prose:
        return None
    if line:
        return line.sign
    return LEGAL_NOTICE if is_legal_notice(block.text, block.words) else None


def beside_article(context: Context, index: int, block: Block, line: Line | None) -> Verdict | None:
    """A short line by the article that names agencies, gives an address, or is running text made of dates."""
    if not line or line is PLAIN:
        return None
    found = agency(block) or address(context, index, block)
    return found or (dates(block) if block.is_prose else None)


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


def dates(block: Block) -> Verdict | None:
    """A line by the article of dates with stops that look like the ends of sentences."""
    return Verdict(BlockKind.PUBLISHED, "date_line", 0.7) if is_date_line(block) else None
