"""Rules for blocks of a page: the element's name and company decide before its words do.

The rules are asked in order, each only where a block stands and is as long as the rule wants it.
"""

from schemas import BlockKind
from service.clean.blocks import Block, Element, Verdict
from service.clean.captions import split_credit
from service.clean.context import Context, quoting
from service.clean.headline import key
from service.clean.kinds import KEPT_KINDS
from service.clean.lines import Line, is_date_line, read_line, spoken_kind
from service.clean.rules import BLANK, MARKS, beside_article, headline, sign
from service.clean.vocabulary import BYLINE_WORDS, DATE_WORDS, DECK_WORDS, QUOTE_WORDS

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
TEXT_TAGS = frozenset({"p", "blockquote", "pre"})
MOSTLY = 0.6
"""Share of links over which a block is made of links."""
HALF = 0.5
ALL_BOLD = 0.9
DECK_WORDS_LEAST = 6
DECK_REACH = 6
"""Blocks after the headline among which the deck stands."""
DECK_TAGS = HEADINGS | {"p", "div"}
POINT_WORDS = 6
HEADING_REACH = 3
HEADING_DECK_WORDS = 8
ZONE_VERDICTS = {
    kind: Verdict(BlockKind.OTHER if kind in KEPT_KINDS else kind, f"{kind}_zone", 0.85) for kind in BlockKind
}
"""What is said of a block in a zone; of the article's own kinds it is too far to be one."""
PICTURE_KINDS = frozenset({BlockKind.CAPTION, BlockKind.CREDIT})

OUTSIDE_LINKS, OUTSIDE_BEFORE, OUTSIDE_PROSE, OUTSIDE_LINE = (
    Verdict(kind, "outside_article", 0.6)
    for kind in (BlockKind.NAVIGATION, BlockKind.OTHER, BlockKind.OTHER_ARTICLE, BlockKind.FOOTER)
)
SOCIAL_POST = Verdict(BlockKind.EMBED, "social_post", 0.8)
DECK_MARKUP = Verdict(BlockKind.DECK, "deck_markup", 0.7)
BLOCK_QUOTE = Verdict(BlockKind.QUOTE, "block_quote", 0.85)
RUNNING_TEXT = Verdict(BlockKind.BODY, "running_text", 0.95)


def html_verdicts(context: Context) -> list[Verdict]:
    """Say what the rules make of each block of a page."""
    length, embeds, zones, near = context.headline_length, context.embeds, context.zones, context.near
    verdicts: list[Verdict] = []
    for index, block in enumerate(context.blocks):
        text = block.text
        if not text:
            verdicts.append(BLANK)
            continue
        # A block of another length is neither the headline nor a copy of it.
        found = headline(context, index, block) if abs(len(text) - length) < MARKS else None
        if not found and embeds and quoting(block) in embeds:
            found = SOCIAL_POST
        if not found and (kind := zones.get(block.element)):
            found = _in_zone(context, index, block, kind)
        if not found:
            found = _beside_article(context, index, block) if index in near else _far(context, index, block)
        verdicts.append(found)
    return verdicts


def _in_zone(context: Context, index: int, block: Block, kind: BlockKind) -> Verdict:
    """A block inside an element whose name says what it is."""
    if kind in PICTURE_KINDS and _is_about(context, index):
        return Verdict(kind, f"{kind}_markup", 0.85)
    if context.after_headline(index, DECK_REACH) and _is_deck(context, block):
        return DECK_MARKUP
    if kind is BlockKind.BYLINE and read_line(block) and index in context.near:
        return Verdict(kind, "byline_markup", 0.7)
    return ZONE_VERDICTS[kind]


def _far(context: Context, index: int, block: Block) -> Verdict:
    """Far from the article: what it says, else where it stands."""
    if block.link_share > HALF:
        return OUTSIDE_LINKS
    line = read_line(block)
    spoken = spoken_kind(line, is_prose=block.is_prose) if line else None
    if spoken is not None and spoken.kind not in KEPT_KINDS:
        return spoken
    return _by_place(context, index, block)


def _beside_article(context: Context, index: int, block: Block) -> Verdict:
    """In the article or close to it: what it is anywhere, then what it is where it stands."""
    line = read_line(block)
    found = sign(block, line) or beside_article(context, index, block, line)
    if not found and line and _is_about(context, index):
        found = _credit(block)
    if found:
        return found
    island = context.island
    if island is not None and context.first <= index < island.end:
        return _inside_article(context, index, block, line)
    if context.headline is not None and context.headline < index < context.first:
        found = _under_headline(context, index, block, short=line is not None)
    if not found and line:
        found = spoken_kind(line, is_prose=block.is_prose)
    return found or _by_place(context, index, block)


def _is_about(context: Context, index: int) -> bool:
    """Tell whether a block stands in the article, or between its headline and it."""
    if index < context.first:
        return context.headline is not None and index > context.headline and index in context.near
    return context.island is not None and index < context.island.end


def _credit(block: Block) -> Verdict | None:
    """A line that is a credit and nothing else."""
    text, found = split_credit(block.text)
    return Verdict(BlockKind.CREDIT, "credit_line", 0.7) if found and not text else None


def _by_place(context: Context, index: int, block: Block) -> Verdict:
    if block.link_share > HALF:
        return OUTSIDE_LINKS
    if index < context.first:
        return OUTSIDE_BEFORE
    return OUTSIDE_PROSE if block.is_prose else OUTSIDE_LINE


def _under_headline(context: Context, index: int, block: Block, *, short: bool) -> Verdict | None:  # noqa: PLR0911 - one a case
    """Between headline and article: byline, date, deck, a list of key points and its heading."""
    if short:
        names = _names(block)
        if not BYLINE_WORDS.isdisjoint(names):
            return Verdict(BlockKind.BYLINE, "byline_markup", 0.7)
        if not DATE_WORDS.isdisjoint(names):
            return Verdict(BlockKind.PUBLISHED, "date_markup", 0.7)
    if _is_deck(context, block):
        return DECK_MARKUP
    if _is_point(context, block):
        return Verdict(BlockKind.LIST, "points_above_text", 0.6)
    blocks = context.blocks
    if block.tag in HEADINGS and index + 1 < len(blocks) and _is_point(context, blocks[index + 1]):
        return Verdict(BlockKind.SUBHEADING, "heading_of_points", 0.6)
    if block.is_prose and context.after_headline(index, DECK_REACH):
        return Verdict(BlockKind.DECK, "between_headline_and_body", 0.6)
    if context.after_headline(index, 1) and block.tag in DECK_TAGS and _is_plain_deck(block):
        return Verdict(BlockKind.DECK, "under_headline", 0.5)
    return None


def _names(block: Block) -> tuple[str, ...]:
    element = block.element
    if element is None:
        return ()
    return element.tokens + element.parent.tokens if element.parent is not None else element.tokens


def _is_deck(context: Context, block: Block) -> bool:
    """Tell a deck by its element's name or by the page's own summary."""
    if block.link_share > HALF or block.words < DECK_WORDS_LEAST:
        return False
    if not DECK_WORDS.isdisjoint(_names(block)):
        return True
    summary = context.description_key
    return bool(summary) and key(block.text)[: len(summary)] == summary


def _is_point(context: Context, block: Block) -> bool:
    """Tell an item of a list of key points: words enough for a statement, in a list without links."""
    parent = block.element.parent if block.element is not None else None
    if block.tag != "li" or parent is None or block.words < POINT_WORDS:
        return False
    return context.list_links.get(parent, 0.0) == 0.0


def _is_plain_deck(block: Block) -> bool:
    long_enough = block.words >= HEADING_DECK_WORDS and block.link_share == 0.0
    return long_enough and not is_date_line(block) and not split_credit(block.text)[1]


def _inside_article(context: Context, index: int, block: Block, line: Line | None) -> Verdict:
    """In the article: running text, headings, short blocks by what they say, lists, tables, links."""
    element, is_prose = block.element, block.is_prose
    if element is not None and block.link_share <= HALF and block.words >= DECK_WORDS_LEAST:
        is_early = context.after_headline(index, DECK_REACH)
        if is_early and not DECK_WORDS.isdisjoint(element.tokens):
            return DECK_MARKUP
    if block.tag in HEADINGS:
        return _heading(context, index, block, line)
    if is_prose and block.tag != "li":
        return RUNNING_TEXT if quoting(block) is None else BLOCK_QUOTE
    found = line.spoken if line and not is_prose else None
    return found or _item(context, block, element) or _unnamed(context, index, block, short=line is not None)


def _heading(context: Context, index: int, block: Block, line: Line | None) -> Verdict:
    """Headings inside the article."""
    spoken = spoken_kind(line, is_prose=block.is_prose) if line else None
    if spoken is not None and spoken.kind not in KEPT_KINDS:
        return spoken
    if block.link_share > MOSTLY:
        return Verdict(BlockKind.RELATED, "linked_heading", 0.7)
    if context.after_headline(index, HEADING_REACH) and block.words >= HEADING_DECK_WORDS:
        return Verdict(BlockKind.DECK, "heading_under_headline", 0.7)
    return Verdict(BlockKind.SUBHEADING, "heading_in_body", 0.8)


def is_set_apart(block: Block) -> bool:
    """Tell whether a block stands in a quotation set apart from the text."""
    return quoting(block) is not None or not QUOTE_WORDS.isdisjoint(_names(block))


def _item(context: Context, block: Block, element: Element | None) -> Verdict | None:
    """An item of a list, by how much of the whole list is links; a row of a table."""
    if block.tag == "li" and element is not None and element.parent is not None:
        if context.list_links.get(element.parent, 0.0) > HALF:
            return Verdict(BlockKind.RELATED, "list_of_links", 0.8)
        return Verdict(BlockKind.LIST, "list_item", 0.75)
    if block.tag != "tr":
        return None
    if block.link_share > HALF:
        return Verdict(BlockKind.RELATED, "linked_row", 0.7)
    return Verdict(BlockKind.TABLE, "table_row", 0.6)


def _unnamed(context: Context, index: int, block: Block, *, short: bool) -> Verdict:
    """A block of links; a short block, by its element's name, by what the blocks that look like it are."""
    if block.link_share > MOSTLY:
        return Verdict(BlockKind.RELATED, "mostly_links", 0.75)
    if short and not BYLINE_WORDS.isdisjoint(_names(block)):
        return Verdict(BlockKind.BYLINE, "byline_markup", 0.6)
    if block.tag not in TEXT_TAGS and context.group_share[context.groups[index]] <= HALF:
        return Verdict(BlockKind.OTHER, "short_line", 0.5)
    if block.bold_share > ALL_BOLD and short and block.text[-1] not in ".!?:":
        return Verdict(BlockKind.SUBHEADING, "bold_line", 0.6)
    return Verdict(BlockKind.BODY, "beside_running_text", 0.7)
