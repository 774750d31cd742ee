"""What the learned judge sees of a page's blocks: one column of numbers a block.

Four things say most: how much running text blocks that look alike hold, the zone a block stands in,
how far it stands from the island, and how much of its company is links.
"""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from schemas import BlockKind
from service.clean.blocks import STOPS, Block, Element
from service.clean.context import Context
from service.clean.island import TEXT_TAGS
from service.clean.learned.forest import Floats
from service.clean.learned.places import NOWHERE, Indexes, Values, distances, shifted
from service.clean.lines import read_line

KINDS = (
    BlockKind.COMMENT,
    BlockKind.RELATED,
    BlockKind.OTHER_ARTICLE,
    BlockKind.NAVIGATION,
    BlockKind.BREADCRUMB,
    BlockKind.SHARE,
    BlockKind.APPEAL,
    BlockKind.PAYWALL,
    BlockKind.ADVERTISEMENT,
    BlockKind.COOKIE_NOTICE,
    BlockKind.LOGIN,
    BlockKind.FOOTER,
    BlockKind.TOOL,
    BlockKind.BYLINE,
    BlockKind.CAPTION,
    BlockKind.CREDIT,
)
"""Kinds that a zone or a phrase may name, in the order the model knows them by."""
KIND_NUMBERS: dict[BlockKind | None, int] = {kind: number for number, kind in enumerate(KINDS)}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
TAGS = {
    tag: number
    for number, tag in enumerate(("div", "td", "tr", "th", "dd", "dt", "li", "blockquote", "p"), 1)
}
"""Tags by how often what stands in them is text of an article; any other is 0."""
CLOSERS = "\"'”’»“‘›」』）)] "
DIGIT = re.compile(r"\d")
DATE_WORDS = 12
"""A block of fewer words may be a date or a number."""
FURNITURE_LINKS = 0.8
"""A block with more of its characters in links is judged by its place, not its words."""
NEAR_REACHES = np.array([[1], [2], [4]])
"""Blocks on either side of one that are summed up with it."""

HTML_FEATURES: tuple[str, ...] = (
    *("ends_sentence", "tag", "heading", "zone", "phrase", "copies", "digits"),
    *("words", "characters", "links", "links_before", "words_after"),
    *("group_blocks", "group_words", "group_prose", "group_rank"),
    *("container_prose", "container_density", "container_links", "container_blocks", "container_place"),
    *("from_island", "from_headline", "words_from_headline"),
    *("place", "prose_before", "page_prose", "page_density"),
    *("prose_near", "density_near", "links_near", "density_around"),
)
"""Names of the features."""


def html_features(context: Context, rows: Indexes) -> Floats:
    """Describe blocks of a page.

    Args:
        context: the page, its headline, island and zones.
        rows: indexes of the blocks.

    Returns:
        Array of ``HTML_FEATURES`` x rows.
    """
    blocks = context.blocks
    near = [blocks[index] for index in rows.tolist()]
    words, prose, lengths, links = np.array(
        [
            [block.words for block in blocks],
            [block.words if block.is_prose else 0 for block in blocks],
            [len(block.text) for block in blocks],
            [block.link_share for block in blocks],
        ],
        np.float64,
    )
    sums = np.zeros((4, len(blocks) + 1))
    np.cumsum((words, prose, lengths, links * lengths), axis=1, out=sums[:, 1:])
    page_words, page_prose = np.maximum(1.0, sums[:2, -1])
    headline = context.headline
    columns: list[Values | Indexes | Sequence[float]] = [
        *_signs(context, near),
        words[rows],
        lengths[rows],
        links[rows],
        shifted(links, -1)[rows],
        shifted(words, 1)[rows],
        *_group_columns(context.groups, words, prose, page_prose, rows),
        *_container_columns(near, sums, page_prose, rows),
        *distances(context, rows.astype(np.float64)),
        np.full(len(rows), NOWHERE) if headline is None else sums[0, rows + 1] - sums[0, headline + 1],
        rows / len(blocks),
        sums[1, rows + 1] / page_prose,
        np.full(len(rows), page_prose),
        np.full(len(rows), page_prose / page_words),
        *_near_columns(sums, rows),
    ]
    return np.concatenate(columns, dtype=np.float32).reshape(len(columns), len(rows))


def _signs(context: Context, blocks: Sequence[Block]) -> list[Sequence[float]]:
    """Say what each block shows of itself, and how often the page says it."""
    seen = Counter([block.text for block in context.blocks])
    phrases = [
        line.phrase if block.link_share <= FURNITURE_LINKS and (line := read_line(block)) else None
        for block in blocks
    ]
    zones = [context.zones.get(block.element) for block in blocks]
    return [
        [block.text.rstrip(CLOSERS)[-1:] in STOPS for block in blocks],
        [TAGS.get(block.tag, 0) for block in blocks],
        [HEADINGS.get(block.tag, 0) for block in blocks],
        [KIND_NUMBERS.get(zone, -1) for zone in zones],
        [KIND_NUMBERS.get(phrase, -1) for phrase in phrases],
        [seen[block.text] for block in blocks],
        [
            len(DIGIT.findall(block.text)) / len(block.text) if block.words < DATE_WORDS else 0
            for block in blocks
        ],
    ]


def _group_columns(
    groups: Sequence[int], words: Values, prose: Values, page_prose: float, rows: Indexes
) -> list[Values | Indexes]:
    """Sum up the blocks of each group."""
    of = np.array(groups)
    counts, all_words, all_prose = (np.bincount(of, values) for values in (None, words, prose))
    rank = np.argsort(np.argsort(-all_prose, kind="stable"), kind="stable")
    own = of[rows]
    return [counts[own], (all_words / counts)[own], all_prose[own] / page_prose, rank[own]]


def _container_columns(
    blocks: Sequence[Block], sums: Values, page_prose: float, rows: Indexes
) -> list[Values]:
    """Describe the element around each block, by all the blocks inside it."""
    elements = [_container(block.element) for block in blocks]
    first = np.array([0 if element is None else element.first for element in elements])
    end = np.array([sums.shape[1] - 1 if element is None else element.end for element in elements])
    words, prose, lengths, linked = sums[:, end] - sums[:, first]
    return [
        prose / page_prose,
        prose / np.maximum(1.0, words),
        linked / np.maximum(1.0, lengths),
        end - first,
        (rows - first) / np.maximum(1, end - first),
    ]


def _container(element: Element | None) -> Element | None:
    while element is not None and element.tag in TEXT_TAGS:
        element = element.parent
    return element


def _near_columns(sums: Values, rows: Indexes) -> list[Values]:
    """Say how much of what stands around each block is running text, and how much is links."""
    ends = np.minimum(rows + NEAR_REACHES + 1, sums.shape[1] - 1)
    words, prose, lengths, linked = sums[:, ends] - sums[:, np.maximum(rows - NEAR_REACHES, 0)]
    density = prose / np.maximum(1.0, words)
    return [prose[0], density[0], linked[1] / np.maximum(1.0, lengths[1]), density[2]]
