"""Which block is the headline."""

import re
from collections.abc import Sequence

from service.clean.blocks import PROSE_LINKS, Block, Document, Hints
from service.clean.captions import split_credit
from service.clean.phrases import phrase_kind

HEADING_SCORES = {"h1": 3.0, "h2": 1.0, "h3": 0.5}
MAX_WORDS = 45
"""A longer block is no headline."""
TITLE_WORDS = range(4, 30)
"""Words of a usual headline."""
TITLE_REACH = 20
"""Blocks after the first running text among which a title may still stand without a heading's tag."""
MIN_SHARED = 12
"""Letters under which a text inside a title says nothing."""
LEAST_BY_MARKUP = 2.0
LEAST_BY_LINES = 1.0
NOT_WORD = re.compile(r"[\W_]+")
BREADCRUMB = re.compile(r"\S\s*(?:[>»›→/|]|::)\s*\S")


def key(text: str) -> str:
    """Fold a text to what two copies of it share: letters and digits, case folded."""
    return NOT_WORD.sub("", text.casefold())


def find_headline(document: Document, hints: Hints, first_prose: int) -> int | None:
    """Return the index of the block that is the headline; null where none can be told.

    Args:
        document: the blocks.
        hints: candidate titles.
        first_prose: index of the first running text of the article; the number of blocks for none.
    """
    titles = [title for title in map(key, hints.titles) if title]
    if document.is_html:
        return _find_by_markup(document.blocks, titles, first_prose)
    return _find_by_lines(document.blocks, titles, first_prose)


def _find_by_markup(blocks: Sequence[Block], titles: Sequence[str], first_prose: int) -> int | None:
    """Judge headings, and blocks that say a title of the page; ones above the text first."""
    best, found = LEAST_BY_MARKUP, None
    for index, block in enumerate(blocks):
        score = HEADING_SCORES.get(block.tag, 0.0)
        if score or index < first_prose + TITLE_REACH:
            score += _likeness(block, titles)
        if not score:
            continue
        score -= 1.5 * (index > first_prose) + 1.5 * (block.link_share > PROSE_LINKS)
        score += 0.5 * (block.words in TITLE_WORDS)
        if score > best or (found is None and score == best):
            best, found = score, index
    return found


def _likeness(block: Block, titles: Sequence[str]) -> float:
    """Score how far a block says a title: 3 for the first title itself, less for a part of one."""
    if not titles or block.words > MAX_WORDS:
        return 0.0
    own = key(block.text)
    if not own:
        return 0.0
    if own in titles:
        return max(1.0, 3.0 - 0.5 * titles.index(own))
    for title in titles:
        longer, shorter = (own, title) if len(own) > len(title) else (title, own)
        if len(shorter) > MIN_SHARED and shorter in longer:
            return 2.0 * len(shorter) / len(longer)
    return 0.0


def _find_by_lines(blocks: Sequence[Block], titles: Sequence[str], first_prose: int) -> int | None:
    """Judge the lines above the first running text: a headline is repeated, no label, no sentence."""
    opening = next((index for index, block in enumerate(blocks) if block.text), 0)
    opening_key = key(blocks[opening].text) if blocks else ""
    seen: dict[str, int] = {}
    best, found = LEAST_BY_LINES, None
    for index, block in enumerate(blocks[:first_prose]):
        if not block.text or block.words > MAX_WORDS:
            continue
        own = key(block.text)
        first = seen.setdefault(own, index)
        score = HEADING_SCORES.get(block.tag, 0.0) + _likeness(block, titles)
        score += 1.0 * (block.words in TITLE_WORDS) + 0.8 * (index == opening)
        score += 0.5 * index / first_prose
        score -= 0.6 * (block.text[-1] in ".:;,。")
        score -= 1.0 * (BREADCRUMB.search(block.text) is not None)
        score -= 2.0 * (phrase_kind(block.text, block.words) is not None)
        score -= 3.0 * (split_credit(block.text)[1] is not None)
        if len(own) > MIN_SHARED and index != opening:
            score += 2.0 * (first < index) or 2.5 * (own in opening_key)
        if score > best:
            best, found = score, first
    return found
