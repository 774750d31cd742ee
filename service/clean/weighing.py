"""What the learned judge changes in the rules' verdicts: whether a block belongs to the article."""

from collections.abc import Sequence

import numpy as np

from schemas import BlockKind
from service.clean.blocks import Block, Element, Verdict
from service.clean.context import Context, quoting
from service.clean.kinds import BODY_KINDS, KEPT_KINDS, TEXT_KINDS
from service.clean.learned.forest import Floats
from service.clean.learned.judge import Judge
from service.clean.learned.places import Indexes, Values

SURE, SURE_OF_LINE = 0.7, 0.6
"""How sure the judge must be to overrule the rules; those of a flat text know least, but for its headings."""
SETTLED = frozenset({BlockKind.BLANK, BlockKind.ICON, BlockKind.REPEATED}) | (KEPT_KINDS - BODY_KINDS)
"""Kinds on which the judge has no say."""
SETTLED_REASONS = frozenset({"legal_notice", "row_of_cells", "points_above_text", "heading_of_points"})
RESTORED_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), BlockKind.SUBHEADING),
    **dict.fromkeys(("li", "dd", "dt"), BlockKind.LIST),
    **dict.fromkeys(("tr", "td", "th"), BlockKind.TABLE),
    "blockquote": BlockKind.QUOTE,
}
GROUPED = frozenset({"li", "tr", "td", "th"})
ROW_WORDS = 40
"""A row of more words is a page's layout."""
HALF = 0.5


def weigh_verdicts(context: Context, verdicts: list[Verdict], judge: Judge) -> list[Verdict]:
    """Let the judge decide what is article, where there is one; far from running text the rules decide.

    A document in which the rules find no text, or which the judge would leave without, keeps its verdicts.

    Args:
        context: the document.
        verdicts: what the rules say, one a block.
        judge: the learned judge.
    """
    if not any(verdict.kind in TEXT_KINDS for verdict in verdicts):
        return verdicts
    rows, odds = judge.log_odds(context)
    if context.document.is_html:
        rows, odds = _even_out(context, rows, odds)
    judged = list(verdicts)
    removed = _weigh(context, judged, rows, (1.0 / (1.0 + np.exp(-odds))).astype(np.float64))
    if removed and not any(verdict.kind in TEXT_KINDS for verdict in judged):
        return verdicts
    for index in reversed(removed):
        following = judged[index + 1 : index + 2]
        if verdicts[index].kind is BlockKind.SUBHEADING and following and following[0].kind in BODY_KINDS:
            judged[index] = Verdict(BlockKind.SUBHEADING, "heads_next_text", 0.5)
    return judged


def _weigh(context: Context, verdicts: list[Verdict], rows: Indexes, probabilities: Values) -> list[int]:
    """Change verdicts where the judge disagrees and is sure; the scores say how sure the judge is.

    Args:
        context: the document.
        verdicts: what the rules say.
        rows: indexes of the blocks that were judged.
        probabilities: how probable it is that each is part of the article.

    Returns:
        Indexes of the blocks that the judge removes.
    """
    blocks = context.blocks
    sure = SURE if context.document.is_html else SURE_OF_LINE
    removed: list[int] = []
    scores = probabilities.round(3), (1 - probabilities).round(3)
    columns = [column.tolist() for column in (rows, probabilities, *scores)]
    for index, probability, score, other_score in zip(*columns, strict=True):
        kind, reason, _ = verdicts[index]
        if kind in SETTLED or reason in SETTLED_REASONS:
            continue
        if kind in BODY_KINDS:
            if probability >= 1 - (SURE if kind is BlockKind.SUBHEADING else sure):
                verdicts[index] = Verdict(kind, reason, score)
            else:
                kind = _removed_kind(context, blocks[index])
                verdicts[index] = Verdict(kind, "unlike_article", other_score)
                removed.append(index)
        elif probability < sure:
            verdicts[index] = Verdict(kind, reason, other_score)
        else:
            kind = RESTORED_KINDS.get(blocks[index].tag, BlockKind.BODY)
            verdicts[index] = Verdict(kind, "like_article", score)
    return removed


def _even_out(context: Context, rows: Indexes, odds: Floats) -> tuple[Indexes, Floats]:
    """Judge items of a list, rows of a table, lines of a post as one: by their mean, weighed by words.

    Those that were not judged go with the others.

    Args:
        context: the page.
        rows: indexes of the blocks that were judged.
        odds: their log odds.

    Returns:
        Both again, with what was evened out.
    """
    blocks = context.blocks
    numbers: dict[Element, int] = {}
    members: list[int] = []
    of: list[int] = []
    for index, block in enumerate(blocks):
        if (around := _around(context, block)) is not None:
            members.append(index)
            of.append(numbers.setdefault(around, len(numbers)))
    if not members:
        return rows, odds
    whole = [around.tag != "table" or _holds_facts(blocks, around) for around in numbers]
    every = np.full(len(blocks), np.nan, np.float32)
    every[rows] = odds
    own = every[members]
    judged = ~np.isnan(own)
    weights = np.array([blocks[index].words + 1 for index in members]) * judged
    total = np.bincount(of, weights)
    means = np.bincount(of, np.where(judged, own, 0.0) * weights) / np.where(total, total, np.nan)
    every[members] = np.where(np.array(whole)[of], means[of], own)
    rows = (~np.isnan(every)).nonzero()[0]
    return rows, every[rows]


def _around(context: Context, block: Block) -> Element | None:
    """Return the list, table or post a block is a part of."""
    if context.embeds and (quote := quoting(block)) in context.embeds:
        return quote
    if block.tag not in GROUPED:
        return None
    around = block.element.parent if block.element is not None else None
    while block.tag != "li" and around is not None and around.tag != "table":
        around = around.parent
    return around


def _holds_facts(blocks: Sequence[Block], table: Element) -> bool:
    """Tell a table of facts from one that lays out a page: rows of few words and nothing else."""
    inside = blocks[table.first : table.end]
    return all(block.tag in GROUPED and block.words < ROW_WORDS for block in inside)


def _removed_kind(context: Context, block: Block) -> BlockKind:
    """Name what the judge takes for no part of the article."""
    zone = context.zones.get(block.element)
    if zone is not None and zone not in KEPT_KINDS:
        return zone
    if block.link_share > HALF:
        return BlockKind.RELATED
    return BlockKind.OTHER_ARTICLE if block.is_prose else BlockKind.OTHER
