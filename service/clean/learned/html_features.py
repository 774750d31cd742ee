"""What the learned judge sees of a page's blocks: one column of numbers a block.

Four things say most: how much running text blocks that look alike hold, the names of the elements
around a block, how far it stands from the island, and how much of its company is links.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from schemas import BlockKind
from service.clean.blocks import Element
from service.clean.context import Context, group
from service.clean.island import TEXT_TAGS
from service.clean.learned.places import NOWHERE, distances, shifted
from service.clean.learned.tokens import FURNITURE_LINKS, WORD, Floats, TokenScores, first_words
from service.clean.phrases import phrase_kind

Sums = NDArray[np.float64]

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
CLOSERS = "\"'”’»“‘›」』）)] "
STOPS = frozenset(".!?…。！？।؟։۔")
CONTAINERS = ("container", "outer", "outermost")
"""The elements around a block's text, from the inside."""
TITLES = 3
LONG_WORD = 4
LEAST_WORDS = 4
"""A block of fewer words shares none with the title that say anything."""

HTML_FEATURES: tuple[str, ...] = (
    *("ends_sentence", "item", "heading", "zone", "phrase", "summary_words"),
    *("words", "characters", "links", "copies", "markup_score", "text_score", "score"),
    *("group_blocks", "group_words", "group_prose", "group_rank", "group_score", "group_title_words"),
    *(
        f"{name}_{what}"
        for name in CONTAINERS
        for what in ("prose", "density", "links", "blocks", "place", "score")
    ),
    *("from_island", "from_headline", "words_from_headline", "depth", "depth_from_prose"),
    *("place", "prose_before", "page_prose", "page_density"),
    *("links_before", "words_after", "prose_near", "density_near", "density_around", "links_near"),
    *("markup_score_near", "markup_score_around", "text_score_near"),
)
"""Names of the features; the first six are of blocks near the text only."""


def html_features(context: Context, rows: NDArray[np.int64], scores: TokenScores) -> Floats:
    """Describe blocks of a page.

    Args:
        context: the page, its headline, island and zones.
        rows: indexes of the blocks; the words of the others say nothing.
        scores: the token scores.

    Returns:
        Array of ``HTML_FEATURES`` x rows.
    """
    blocks = context.blocks
    words = np.array([block.words for block in blocks], np.float64)
    lengths = np.array([len(block.text) for block in blocks], np.float64)
    links = np.array([block.link_share for block in blocks])
    prose = words * np.array([block.is_prose for block in blocks])
    near = [blocks[index] for index in rows.tolist()]
    first = [first_words(block) for block in near]
    shared, summarised = _shared_words(context, first)
    markup = scores.of_markup(blocks)
    text, titled = np.zeros(len(blocks), np.float32), np.zeros(len(blocks))
    text[rows], titled[rows] = scores.of_text(near, first), shared
    page_prose = max(1.0, prose.sum())
    own = [
        [block.text.rstrip(CLOSERS)[-1:] in STOPS for block in near],
        [block.tag == "li" for block in near],
        [HEADINGS.get(block.tag, 0) for block in near],
        _kinds([context.zones.get(block.element) if block.element is not None else None for block in near]),
        _kinds(
            [
                phrase_kind(block.text, block.words) if block.link_share <= FURNITURE_LINKS else None
                for block in near
            ]
        ),
        summarised,
    ]
    columns: list[Floats | Sums | NDArray[np.int64]] = [
        words,
        lengths,
        links,
        _copies([block.text for block in blocks]),
        markup,
        text,
        markup + text,
        *_group_columns(context, words, prose, markup + text, titled),
        *_container_columns(context, (words, prose, lengths, links * lengths, markup * words)),
        *_place_columns(context, words, prose),
        np.arange(len(blocks)) / len(blocks),
        prose.cumsum() / page_prose,
        np.full(len(blocks), page_prose),
        np.full(len(blocks), page_prose / max(1.0, words.sum())),
        shifted(links, -1),
        shifted(words, 1),
        _around(prose, 1),
        _around(prose, 1) / np.maximum(1.0, _around(words, 1)),
        _around(prose, 4) / np.maximum(1.0, _around(words, 4)),
        _around(links * lengths, 2) / np.maximum(1.0, _around(lengths, 2)),
        _mean_around(markup, 1),
        _mean_around(markup, 3),
        _mean_around(text, 1),
    ]
    table = np.concatenate(columns, dtype=np.float32).reshape(len(columns), len(blocks))
    return np.concatenate((np.array(own, np.float32), table[:, rows]))


def _copies(texts: Sequence[str]) -> Sums:
    counts: dict[str, int] = {}
    for text in texts:
        counts[text] = counts.get(text, 0) + 1
    return np.array([counts[text] for text in texts], np.float64)


def _kinds(kinds: Sequence[BlockKind | None]) -> list[int]:
    return [KIND_NUMBERS.get(kind, -1) for kind in kinds]


def _shared_words(context: Context, first: Sequence[Sequence[str]]) -> tuple[list[int], list[float]]:
    """Count the words of each block that stand in a title; say which share of title and summary it has."""
    hints = context.hints
    titles = _long_words(" ".join(hints.titles[:TITLES]))
    summary = titles | _long_words(hints.description or "")
    titled, summarised = [0] * len(first), [0.0] * len(first)
    for index, words in enumerate(first):
        if len(words) >= LEAST_WORDS and not summary.isdisjoint(words):
            said = summary.intersection(words)
            summarised[index] = len(said) / len(summary)
            titled[index] = len(said & titles)
    return titled, summarised


def _long_words(text: str) -> set[str]:
    return {word for word in WORD.findall(text.casefold()) if len(word) >= LONG_WORD}


def _group_columns(
    context: Context, words: Sums, prose: Sums, scores: Floats, titled: Sums
) -> list[Sums | NDArray[np.int64]]:
    """Sum up the blocks with the same tag and names in alike parents."""
    numbers: dict[tuple[str, ...], int] = {}
    of = np.array([numbers.setdefault(group(block), len(numbers)) for block in context.blocks])

    def total(values: Sums | None) -> Sums:
        return np.bincount(of, values, len(numbers)).astype(np.float64)

    counts, all_words, all_prose = total(None), total(words), total(prose)
    rank = np.argsort(np.argsort(-all_prose, kind="stable"), kind="stable")
    return [
        counts[of],
        (all_words / counts)[of],
        (all_prose / max(1.0, prose.sum()))[of],
        rank[of],
        (total(scores * words) / np.maximum(1.0, all_words))[of],
        (total(titled) / counts)[of],
    ]


def _container_columns(context: Context, values: Sequence[Sums]) -> list[Sums]:
    """Describe the three elements around each block, by all the blocks inside them.

    Args:
        context: the page.
        values: words, words of running text, characters, characters in links, and markup scores by
            words, of each block.
    """
    running = [_running(summed) for summed in values]
    words, prose = values[:2]
    indexes = np.arange(len(words))
    columns: list[Sums] = []
    elements = [_container(block.element) for block in context.blocks]
    for _ in CONTAINERS:
        first = np.array([0 if element is None else element.first for element in elements])
        end = np.array([len(words) if element is None else element.end for element in elements])
        words_in, prose_in, lengths_in, linked_in, scored_in = (sums[end] - sums[first] for sums in running)
        columns += [
            prose_in / max(1.0, prose.sum()),
            prose_in / np.maximum(1.0, words_in),
            linked_in / np.maximum(1.0, lengths_in),
            end - first,
            (indexes - first) / np.maximum(1, end - first),
            scored_in / np.maximum(1.0, words_in),
        ]
        elements = [None if element is None else element.parent for element in elements]
    return columns


def _container(element: Element | None) -> Element | None:
    while element is not None and element.tag in TEXT_TAGS:
        element = element.parent
    return element


def _place_columns(context: Context, words: Sums, prose: Sums) -> list[Sums]:
    """Say how far each block stands from island and headline, and how deep."""
    count = len(words)
    from_island, from_headline = distances(context, np.arange(count, dtype=np.float64))
    words_from_headline = np.full(count, NOWHERE)
    if context.headline is not None:
        running = words.cumsum()
        words_from_headline = running - running[context.headline]
    depths: dict[Element, int] = {}
    depth = np.array([_depth(block.element, depths) for block in context.blocks], np.float64)
    of_prose = depth[prose > 0]
    usual = float(np.median(of_prose)) if len(of_prose) else 0.0
    return [from_island, from_headline, words_from_headline, depth, depth - usual]


def _depth(element: Element | None, known: dict[Element, int]) -> int:
    way: list[Element] = []
    while element is not None and element not in known:
        way.append(element)
        element = element.parent
    depth = known[element] if element is not None else 0
    for step in reversed(way):
        depth += 1
        known[step] = depth
    return depth


def _running(values: Sums) -> Sums:
    """Return the running sum: entry i sums the values before i."""
    return np.concatenate(([0.0], values.cumsum()))


def _around(values: Sums | Floats, reach: int) -> Sums:
    """Sum each value and its neighbours up to ``reach`` away."""
    running, indexes = _running(values.astype(np.float64)), np.arange(len(values))
    return running[np.minimum(len(values), indexes + reach + 1)] - running[np.maximum(0, indexes - reach)]


def _mean_around(values: Sums | Floats, reach: int) -> Sums:
    return _around(values, reach) / _around(np.ones(len(values)), reach)
