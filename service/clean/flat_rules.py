"""Rules for lines of flat text: their words, their neighbours and their place decide.

The rules are asked in order, each only where a line stands and is as long as the rule wants it.
"""

import re

from schemas import BlockKind
from service.clean.blocks import CELL_GAP, Block, Verdict
from service.clean.captions import split_credit
from service.clean.context import Context
from service.clean.headline import BREADCRUMB, SEPARATORS
from service.clean.lines import DATE_LINE, PLAIN, Line, is_date_line, spoken_kind
from service.clean.phrases import phrase_kind
from service.clean.rules import BLANK, MARKS, beside_article, headline, sign

ABOVE_ARTICLE = Verdict(BlockKind.NAVIGATION, "outside_article", 0.6)
BELOW_ARTICLE = Verdict(BlockKind.FOOTER, "outside_article", 0.6)
RUNNING_TEXT = Verdict(BlockKind.BODY, "running_text", 0.9)
MOSTLY_LINKS = Verdict(BlockKind.RELATED, "mostly_links", 0.7)
LIST_ITEM = Verdict(BlockKind.LIST, "list_item", 0.6)
BLOCK_QUOTE = Verdict(BlockKind.QUOTE, "block_quote", 0.7)
BULLETED = Verdict(BlockKind.LIST, "bulleted_line", 0.5)
SHORT_LINE = Verdict(BlockKind.SUBHEADING, "short_line_in_body", 0.5)
BESIDE_TEXT = Verdict(BlockKind.BODY, "beside_running_text", 0.6)
CRUMB = Verdict(BlockKind.BREADCRUMB, "breadcrumb_lines", 0.7)

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


def flat_verdicts(context: Context) -> list[Verdict]:
    """Say what the rules make of each line of a flat text."""
    crumbs, first, begin, end = context.trail, context.first, context.near.start, context.near.stop
    shortest, longest = context.headline_length - MARKS, context.headline_length + MARKS
    verdicts: list[Verdict] = []
    for index, (block, line) in enumerate(zip(context.blocks, context.lines, strict=True)):
        text = block.text
        if not text:
            verdicts.append(BLANK)
            continue
        # A line of another length is neither the headline nor a copy of it.
        found = headline(context, index, block) if shortest < len(text) < longest else None
        if not found:
            if index in crumbs:
                found = CRUMB
            elif begin <= index < end:
                found = _judge(context, index, block, line)
            elif index < first:
                found = _far(block, line, above=True)
            else:
                found = BELOW_ARTICLE if line is PLAIN else _far(block, line, above=False)
        verdicts.append(found)
    return verdicts


def _far(block: Block, line: Line | None, *, above: bool) -> Verdict:
    """Far from the article: what it says, else where it stands."""
    found = sign(block, line)
    if not found and above:
        found = breadcrumb(block)
    if not found and line:
        found = spoken_kind(line, is_prose=block.is_prose)
    return found or (ABOVE_ARTICLE if above else BELOW_ARTICLE)


def _judge(context: Context, index: int, block: Block, line: Line | None) -> Verdict:
    """In the article or close to it: what the line is anywhere, then what it is where it stands."""
    is_prose = block.is_prose
    found = sign(block, line) or beside_article(context, index, block, line)
    if not found and index < context.last_prose and index not in context.uncredited:
        found = caption(block)
    if found:
        return found
    if index < context.first:
        return _before(context, index, block, line)
    inside = context.island is not None and index < context.island.end
    if line and not (inside and is_prose) and (found := spoken_kind(line, is_prose=is_prose)):
        return found
    if not inside:
        return BELOW_ARTICLE
    return table_row(context, index, block) or inside_article(block, short=line is not None)


def _before(context: Context, index: int, block: Block, line: Line | None) -> Verdict:
    """Above the article: bread crumbs, the author's name, the deck, and whatever says what it is."""
    headline_at = context.headline
    after_headline = 0 if headline_at is None else index - headline_at
    found = breadcrumb(block)
    if not found and 0 < after_headline <= NAME_REACH:
        found = name(context, index, block)
    if not found and line:
        found = spoken_kind(line, is_prose=block.is_prose)
    if found:
        return found
    if after_headline > 0 and block.words >= DECK_WORDS_LEAST:
        return Verdict(BlockKind.DECK, "between_headline_and_body", 0.5)
    return ABOVE_ARTICLE


def caption(block: Block) -> Verdict | None:
    """A line that ends with a credit; the last paragraph may end with its agency."""
    if block.words > CAPTION_WORDS:
        return None
    text, credit = split_credit(block.text)
    if credit is None or BULLET.match(block.text):
        return None
    return Verdict(BlockKind.CAPTION if text else BlockKind.CREDIT, "credited_line", 0.8)


def breadcrumb(block: Block) -> Verdict | None:
    """Labels with separators between them."""
    if block.is_prose or block.words > BREADCRUMB_WORDS:
        return None
    if not SEPARATORS.search(block.text) or not BREADCRUMB.search(block.text):
        return None
    if is_date_line(block):
        return DATE_LINE
    return Verdict(BlockKind.BREADCRUMB, "breadcrumb_separators", 0.8)


def name(context: Context, index: int, block: Block) -> Verdict | None:
    """A person's name alone on a line, before the date."""
    if not NAME.match(block.text) or phrase_kind(block.text, block.words):
        return None
    below = context.blocks[index + 1 : index + 1 + NAME_REACH]
    if not block.text.endswith(REPORTER) and not any(is_date_line(other) for other in below):
        return None
    return Verdict(BlockKind.BYLINE, "name_line", 0.5)


def table_row(context: Context, index: int, block: Block) -> Verdict | None:
    """Beside a line with as many cells."""
    gaps = block.text.count(CELL_GAP)
    if not gaps:
        return None
    beside = context.blocks[max(0, index - ROW_REACH) : index + ROW_REACH + 1]
    if any(other is not block and other.text.count(CELL_GAP) == gaps for other in beside):
        return Verdict(BlockKind.TABLE, "row_of_cells", 0.7)
    return None


def inside_article(block: Block, *, short: bool) -> Verdict:  # noqa: PLR0911 - one a case
    """In the article, saying nothing else."""
    if block.link_share > MOSTLY:
        return MOSTLY_LINKS
    if block.tag == "li":
        return LIST_ITEM
    if block.tag == "blockquote":
        return BLOCK_QUOTE
    if block.is_prose:
        return RUNNING_TEXT
    if short and BULLET.match(block.text):
        return BULLETED
    if short and block.text[-1] not in ".!?":
        return SHORT_LINE
    return BESIDE_TEXT
