"""Rules for lines of flat text: their words, their neighbours and their place decide."""

import re
from collections.abc import Sequence

from schemas import BlockKind
from service.clean.blocks import CELL_GAP, Block
from service.clean.captions import split_credit
from service.clean.context import Context, Place, Verdict
from service.clean.headline import BREADCRUMB, SEPARATORS
from service.clean.phrases import phrase_kind
from service.clean.rules import (
    Rule,
    address,
    agency,
    blank,
    dates,
    headline,
    is_date_line,
    is_line,
    sign,
    spoken_kind,
)

ABOVE_ARTICLE = Verdict(BlockKind.NAVIGATION, "outside_article", 0.6)
BELOW_ARTICLE = Verdict(BlockKind.FOOTER, "outside_article", 0.6)
RUNNING_TEXT = Verdict(BlockKind.BODY, "running_text", 0.9)

BULLET = re.compile(r"(?:[*•·▪■◦‣-]|\d{1,2}\.)\s")
"""The mark of a list's item, kept as text."""
_NAME = r"[^\W\d_a-zß-ÿ](?:[^\W\d_]|['’.-])*"
REPORTER = ("기자", "특파원", "논설위원", "記者", "记者", "特派員")
NAME = re.compile(
    rf"(?:{_NAME} ){{1,2}}(?:(?:de|da|dos|del|van|von|der|la|le|bin|el|y) ){{0,2}}{_NAME}$|"
    rf"[\u4e00-\u9fff\uac00-\ud7af]{{2,4}} ?(?:{'|'.join(REPORTER)})$"
)
"""Two to four capitalised words, or a name with the word for reporter."""
NAME_REACH = 4
"""Blocks after the headline among which the name stands, blank ones included."""
CAPTION_WORDS = 90
"""A longer line is no caption, whatever credit it ends with."""
BREADCRUMB_WORDS = 20
DECK_WORDS_LEAST = 9
MOSTLY = 0.6
ROW_REACH = 2
"""Blocks between two rows of a table, a blank one included."""


def caption(context: Context, index: int, block: Block) -> Verdict | None:
    """A line that ends with a credit; the last paragraph may end with its agency."""
    if not context.is_near(index) or index >= context.last_prose or block.words > CAPTION_WORDS:
        return None
    text, credit = split_credit(block.text)
    if credit is None or BULLET.match(block.text):
        return None
    return Verdict(BlockKind.CAPTION if text else BlockKind.CREDIT, "credited_line", 0.8)


def trail(context: Context, index: int, _block: Block) -> Verdict | None:
    """Bread crumbs of one name a line, the marks between them included."""
    return Verdict(BlockKind.BREADCRUMB, "breadcrumb_lines", 0.7) if index in context.trail else None


def breadcrumb(context: Context, index: int, block: Block) -> Verdict | None:
    """Labels with separators between them, above the article."""
    if index >= context.first or block.is_prose or block.words > BREADCRUMB_WORDS:
        return None
    if not SEPARATORS.search(block.text) or not BREADCRUMB.search(block.text):
        return None
    if is_date_line(block):
        return Verdict(BlockKind.PUBLISHED, "date_line", 0.6)
    return Verdict(BlockKind.BREADCRUMB, "breadcrumb_separators", 0.8)


def name(context: Context, index: int, block: Block) -> Verdict | None:
    """A person's name alone on a line, soon after the headline and before the date."""
    if index >= context.first or not context.after_headline(index, NAME_REACH):
        return None
    if not NAME.match(block.text) or phrase_kind(block.text, block.words):
        return None
    below = context.blocks[index + 1 : index + 1 + NAME_REACH]
    if not block.text.endswith(REPORTER) and not any(is_date_line(other) for other in below):
        return None
    return Verdict(BlockKind.BYLINE, "name_line", 0.5)


def far(context: Context, index: int, block: Block) -> Verdict | None:
    """Far from the article only a few rules can speak."""
    island = context.island
    if island is None or context.is_near(index) or context.first <= index < island.end:
        return None
    return (
        breadcrumb(context, index, block)
        or spoken_kind(block)
        or (ABOVE_ARTICLE if index < context.first else BELOW_ARTICLE)
    )


def spoken(context: Context, index: int, block: Block) -> Verdict | None:
    """Lines that say what they are, unless they are sentences of the article."""
    if block.is_prose and context.place(index) is Place.INSIDE:
        return None
    return spoken_kind(block)


def outside(context: Context, index: int, block: Block) -> Verdict | None:
    """Before or after the article."""
    place = context.place(index)
    if place is Place.INSIDE:
        return None
    under_headline = context.headline is not None and context.headline < index < context.first
    if under_headline and block.words >= DECK_WORDS_LEAST and context.is_near(index):
        return Verdict(BlockKind.DECK, "between_headline_and_body", 0.5)
    return ABOVE_ARTICLE if place is Place.BEFORE else BELOW_ARTICLE


def table_row(context: Context, index: int, block: Block) -> Verdict | None:
    """In the article, beside a line with as many cells."""
    gaps = block.text.count(CELL_GAP)
    if not gaps or context.place(index) is not Place.INSIDE:
        return None
    beside = context.blocks[max(0, index - ROW_REACH) : index + ROW_REACH + 1]
    if any(other is not block and other.text.count(CELL_GAP) == gaps for other in beside):
        return Verdict(BlockKind.TABLE, "row_of_cells", 0.7)
    return None


def inside(_context: Context, _index: int, block: Block) -> Verdict | None:  # noqa: PLR0911 - one a case
    """In the article."""
    if block.link_share > MOSTLY:
        return Verdict(BlockKind.RELATED, "mostly_links", 0.7)
    if block.tag == "li":
        return Verdict(BlockKind.LIST, "list_item", 0.6)
    if block.tag == "blockquote":
        return Verdict(BlockKind.QUOTE, "block_quote", 0.7)
    if block.is_prose:
        return RUNNING_TEXT
    if is_line(block) and BULLET.match(block.text):
        return Verdict(BlockKind.LIST, "bulleted_line", 0.5)
    if is_line(block) and block.text[-1] not in ".!?":
        return Verdict(BlockKind.SUBHEADING, "short_line_in_body", 0.5)
    return Verdict(BlockKind.BODY, "beside_running_text", 0.6)


FLAT_RULES: Sequence[Rule] = (
    blank,
    headline,
    trail,
    sign,
    far,
    agency,
    address,
    dates,
    caption,
    breadcrumb,
    name,
    spoken,
    outside,
    table_row,
    inside,
)
