"""Rules for blocks of a page: the element's name and company decide before its words do."""

from collections.abc import Sequence

from schemas import BlockKind
from service.clean.blocks import Block
from service.clean.captions import split_credit
from service.clean.context import KEPT_KINDS, Context, Place, Verdict, quoting
from service.clean.headline import key
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
BLOCK_QUOTE = Verdict(BlockKind.QUOTE, "block_quote", 0.85)
RUNNING_TEXT = Verdict(BlockKind.BODY, "running_text", 0.95)


def _names(block: Block) -> frozenset[str]:
    element = block.element
    if element is None:
        return frozenset()
    return frozenset(element.tokens + (element.parent.tokens if element.parent else ()))


def _is_deck(context: Context, block: Block) -> bool:
    """Tell a deck by its element's name or by the page's own summary."""
    if block.link_share > HALF or block.words < DECK_WORDS_LEAST:
        return False
    if not DECK_WORDS.isdisjoint(_names(block)):
        return True
    begins = key(block.text)[: len(context.description_key)]
    return bool(context.description_key) and begins == context.description_key


def _is_point(context: Context, block: Block) -> bool:
    """Tell an item of a list of key points: words enough for a statement, in a list without links."""
    parent = block.element.parent if block.element is not None else None
    if block.tag != "li" or parent is None or block.words < POINT_WORDS:
        return False
    return context.list_links.get(parent, 0.0) == 0.0


def _is_plain_deck(block: Block) -> bool:
    long_enough = block.words >= HEADING_DECK_WORDS and block.link_share == 0.0
    return long_enough and not is_date_line(block) and not split_credit(block.text)[1]


def _is_about(context: Context, index: int) -> bool:
    """Tell whether a block stands in the article, or between its headline and it."""
    place = context.place(index)
    below_headline = context.headline is not None and index > context.headline
    return place is Place.INSIDE or (place is Place.BEFORE and below_headline and context.is_near(index))


def credit(context: Context, index: int, block: Block) -> Verdict | None:
    """A line that is a credit and nothing else."""
    if not is_line(block) or not _is_about(context, index):
        return None
    text, found = split_credit(block.text)
    return Verdict(BlockKind.CREDIT, "credit_line", 0.7) if found and not text else None


def embed(context: Context, _index: int, block: Block) -> Verdict | None:
    """A post of a social network, in the block quote its code makes."""
    if context.embeds and quoting(block) in context.embeds:
        return Verdict(BlockKind.EMBED, "social_post", 0.8)
    return None


def zone(context: Context, index: int, block: Block) -> Verdict | None:
    """A block inside an element whose name says what it is."""
    kind = context.zones.get(block.element)
    if kind is None:
        return None
    if kind in PICTURE_KINDS and _is_about(context, index):
        return Verdict(kind, f"{kind}_markup", 0.85)
    if context.after_headline(index, DECK_REACH) and _is_deck(context, block):
        return Verdict(BlockKind.DECK, "deck_markup", 0.7)
    if kind is BlockKind.BYLINE and is_line(block) and context.is_near(index):
        return Verdict(kind, "byline_markup", 0.7)
    return ZONE_VERDICTS[kind]


def above(context: Context, index: int, block: Block) -> Verdict | None:  # noqa: PLR0911 - one a case
    """Between headline and article: byline, date, deck."""
    if not _is_above(context, index):
        return None
    names = _names(block)
    if is_line(block):
        if not BYLINE_WORDS.isdisjoint(names):
            return Verdict(BlockKind.BYLINE, "byline_markup", 0.7)
        if not DATE_WORDS.isdisjoint(names):
            return Verdict(BlockKind.PUBLISHED, "date_markup", 0.7)
    if _is_deck(context, block):
        return Verdict(BlockKind.DECK, "deck_markup", 0.7)
    if _is_point(context, block):
        return Verdict(BlockKind.LIST, "points_above_text", 0.6)
    if (
        block.tag in HEADINGS
        and index + 1 < len(context.blocks)
        and _is_point(context, context.blocks[index + 1])
    ):
        return Verdict(BlockKind.SUBHEADING, "heading_of_points", 0.6)
    if block.is_prose and context.after_headline(index, DECK_REACH):
        return Verdict(BlockKind.DECK, "between_headline_and_body", 0.6)
    return None


def _is_above(context: Context, index: int) -> bool:
    below_headline = context.headline is not None and index > context.headline
    return below_headline and context.place(index) is Place.BEFORE and context.is_near(index)


def opening(context: Context, index: int, block: Block) -> Verdict | None:
    """Between headline and article: a deck without a mark, a list of key points and its heading."""
    if not _is_above(context, index):
        return None
    if context.after_headline(index, 1) and block.tag in DECK_TAGS and _is_plain_deck(block):
        return Verdict(BlockKind.DECK, "under_headline", 0.5)
    if _is_point(context, block):
        return Verdict(BlockKind.LIST, "points_above_text", 0.6)
    if block.tag in HEADINGS and index + 1 < context.first and _is_point(context, context.blocks[index + 1]):
        return Verdict(BlockKind.SUBHEADING, "heading_of_points", 0.6)
    return None


def deck(context: Context, index: int, block: Block) -> Verdict | None:
    """Under the headline in the article's element, in an element named a deck."""
    element = block.element
    if element is None or block.link_share > HALF or block.words < DECK_WORDS_LEAST:
        return None
    if not context.after_headline(index, DECK_REACH) or DECK_WORDS.isdisjoint(element.tokens):
        return None
    return Verdict(BlockKind.DECK, "deck_markup", 0.7)


def far(context: Context, index: int, block: Block) -> Verdict | None:
    """Far from the article: what it says, else where it stands."""
    if context.is_near(index):
        return None
    spoken = spoken_kind(block) if block.link_share <= HALF else None
    if spoken is not None and spoken.kind not in KEPT_KINDS:
        return spoken
    return _by_place(context, index, block)


def outside(context: Context, index: int, block: Block) -> Verdict | None:
    """Right before or after the article."""
    if context.place(index) is Place.INSIDE:
        return None
    return spoken_kind(block) or _by_place(context, index, block)


def _by_place(context: Context, index: int, block: Block) -> Verdict:
    if block.link_share > HALF:
        return OUTSIDE_LINKS
    if index < context.first:
        return OUTSIDE_BEFORE
    return OUTSIDE_PROSE if block.is_prose else OUTSIDE_LINE


def heading(context: Context, index: int, block: Block) -> Verdict | None:
    """Headings inside the article."""
    if block.tag not in HEADINGS:
        return None
    spoken = spoken_kind(block)
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


def running_text(_context: Context, _index: int, block: Block) -> Verdict | None:
    """Full sentences."""
    if not block.is_prose or block.tag == "li":
        return None
    if quoting(block) is not None:
        return BLOCK_QUOTE
    return RUNNING_TEXT


def spoken_in_article(_context: Context, _index: int, block: Block) -> Verdict | None:
    """Short blocks inside the article that say what they are; list items of running text do not."""
    return None if block.is_prose else spoken_kind(block)


def list_item(context: Context, _index: int, block: Block) -> Verdict | None:
    """An item of a list: by how much of the whole list is links."""
    if block.tag != "li" or block.element is None or block.element.parent is None:
        return None
    if context.list_links.get(block.element.parent, 0.0) > HALF:
        return Verdict(BlockKind.RELATED, "list_of_links", 0.8)
    return Verdict(BlockKind.LIST, "list_item", 0.75)


def table_row(_context: Context, _index: int, block: Block) -> Verdict | None:
    """A row of a table."""
    if block.tag != "tr":
        return None
    if block.link_share > HALF:
        return Verdict(BlockKind.RELATED, "linked_row", 0.7)
    return Verdict(BlockKind.TABLE, "table_row", 0.6)


def links(_context: Context, _index: int, block: Block) -> Verdict | None:
    """A block of links."""
    return Verdict(BlockKind.RELATED, "mostly_links", 0.75) if block.link_share > MOSTLY else None


def short_byline(_context: Context, _index: int, block: Block) -> Verdict | None:
    """A short block in an element named after the author."""
    if is_line(block) and not BYLINE_WORDS.isdisjoint(_names(block)):
        return Verdict(BlockKind.BYLINE, "byline_markup", 0.6)
    return None


def company(context: Context, index: int, block: Block) -> Verdict | None:
    """A short block: by what the blocks that look like it are."""
    if block.tag not in TEXT_TAGS and context.group_share[context.groups[index]] <= HALF:
        return Verdict(BlockKind.OTHER, "short_line", 0.5)
    if block.bold_share > ALL_BOLD and is_line(block) and block.text[-1] not in ".!?:":
        return Verdict(BlockKind.SUBHEADING, "bold_line", 0.6)
    return Verdict(BlockKind.BODY, "beside_running_text", 0.7)


HTML_RULES: Sequence[Rule] = (
    blank,
    headline,
    embed,
    zone,
    far,
    sign,
    agency,
    address,
    dates,
    credit,
    above,
    opening,
    outside,
    deck,
    heading,
    running_text,
    spoken_in_article,
    list_item,
    table_row,
    links,
    short_byline,
    company,
)
