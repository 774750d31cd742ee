"""What the learned judge sees of a page's blocks: one column of numbers a block.

Four things say most: how much running text blocks that look alike hold, the zone a block stands in,
how far it stands from the island, and how much of its company is links.
"""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from schemas import BlockKind
from service.clean.blocks import STOPS, Block
from service.clean.context import Context
from service.clean.island import TEXT_TAGS
from service.clean.learned.forest import Floats
from service.clean.learned.places import NOWHERE, Indexes, Values, distances
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
NO_BLOCK = Block("", words=-1, link_share=-1.0)
"""Stands after the last block, which is where index -1 finds what stands before the first."""
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
    blocks, headline = context.blocks, context.headline
    near = [blocks[index] for index in rows.tolist()]
    count = len(near)
    ended = [*blocks, NO_BLOCK]
    whole = np.array(
        [
            [block.words for block in ended],
            [block.words if block.is_prose else 0 for block in ended],
            [len(block.text) for block in ended],
            [block.link_share for block in ended],
        ],
        np.float64,
    )
    words, prose, _, links = whole
    own_words, _, own_lengths, own_links = whole.take(rows, axis=1)
    sums = np.zeros(whole.shape)
    sums[:, 1:] = whole[:, :-1]
    sums[3] *= sums[2]
    np.add.accumulate(sums, axis=1, out=sums)
    page_words, page_prose = np.maximum(1.0, sums[:2, -1])
    until = sums.take(rows + 1, axis=1)
    columns = [
        *_signs(context, near),
        own_words,
        own_lengths,
        own_links,
        links.take(rows - 1),
        words.take(rows + 1),
        *_group_columns(context.groups, words[:-1], prose[:-1], page_prose, rows),
        *_container_columns(near, sums, page_prose, rows),
        *distances(context, rows.astype(np.float64)),
        np.full(count, NOWHERE) if headline is None else until[0] - sums[0, headline + 1],
        rows / len(blocks),
        until[1] / page_prose,
        *np.array([[page_prose], [page_prose / page_words]]).repeat(count, axis=1),
        *_near_columns(sums, rows),
    ]
    return np.concatenate(columns, dtype=np.float32).reshape(len(columns), count)


def _signs(context: Context, blocks: Sequence[Block]) -> Values:
    """Say what each block shows of itself, and how often the page says it."""
    zones = context.zones
    seen = Counter([block.text for block in context.blocks])
    phrases = [
        line.phrase if block.link_share <= FURNITURE_LINKS and (line := read_line(block)) else None
        for block in blocks
    ]
    return np.array(
        [
            [block.text.rstrip(CLOSERS)[-1:] in STOPS for block in blocks],
            [TAGS.get(block.tag, 0) for block in blocks],
            [HEADINGS.get(block.tag, 0) for block in blocks],
            [KIND_NUMBERS.get(zones.get(block.element), -1) for block in blocks],
            [KIND_NUMBERS.get(phrase, -1) for phrase in phrases],
            [seen[block.text] for block in blocks],
            [
                len(DIGIT.findall(block.text)) / len(block.text) if block.words < DATE_WORDS else 0
                for block in blocks
            ],
        ],
        np.float64,
    )


def _group_columns(
    groups: Sequence[int], words: Values, prose: Values, page_prose: float, rows: Indexes
) -> list[Values | Indexes]:
    """Sum up the blocks of each group."""
    of = np.array(groups)
    counts, all_words, all_prose = (np.bincount(of, values) for values in (None, words, prose))
    rank = (-all_prose).argsort(kind="stable").argsort(kind="stable")
    own = of[rows]
    return [counts[own], (all_words / counts)[own], all_prose[own] / page_prose, rank[own]]


def _container_columns(
    blocks: Sequence[Block], sums: Values, page_prose: float, rows: Indexes
) -> list[Values]:
    """Describe the element around each block, by all the blocks inside it."""
    nowhere = (0, sums.shape[1] - 1)
    places = []
    for block in blocks:
        element = block.element
        while element is not None and element.tag in TEXT_TAGS:
            element = element.parent
        places.append(nowhere if element is None else (element.first, element.end))
    first, end = np.array(places).T
    words, prose, lengths, linked = sums.take(end, axis=1) - sums.take(first, axis=1)
    inside = end - first
    return [
        prose / page_prose,
        prose / np.maximum(1.0, words),
        linked / np.maximum(1.0, lengths),
        inside,
        (rows - first) / np.maximum(1, inside),
    ]


def _near_columns(sums: Values, rows: Indexes) -> list[Values]:
    """Say how much of what stands around each block is running text, and how much is links."""
    ends = np.minimum(rows + NEAR_REACHES + 1, sums.shape[1] - 1)
    first = np.maximum(rows - NEAR_REACHES, 0)
    words, prose, lengths, linked = sums.take(ends, axis=1) - sums.take(first, axis=1)
    density = prose / np.maximum(1.0, words)
    return [prose[0], density[0], linked[1] / np.maximum(1.0, lengths[1]), density[2]]
