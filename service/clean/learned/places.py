"""Where blocks stand to running text, to the article's landmarks and to each other, whatever the input."""

import numpy as np
from numpy.typing import NDArray

from service.clean.context import Context

Indexes = NDArray[np.int64]
Values = NDArray[np.float64]

NOWHERE = -999.0
"""Distance from an island or a headline that was not found."""
REACH = 4
"""A block with no running text among as many neighbours on either side is no part of an article."""


def near_text(context: Context) -> Indexes:
    """Return the indexes of the blocks near running text or in the island: the only ones worth judging.

    Blank lines of a flat text are neither judged nor counted.
    """
    blocks, island = context.blocks, context.island
    first, end = (island.first, island.end) if island is not None else (0, 0)
    seen = [index for index, block in enumerate(blocks) if block.text]
    running = [place for place, at in enumerate(seen) if first <= at < end or blocks[at].is_prose]
    near: list[int] = []
    start = past = 0
    for place in running:
        if place - REACH > past:
            near += seen[start:past]
            start = place - REACH
        past = place + REACH + 1
    near += seen[start:past]
    return np.array(near, np.int64)


def distances(context: Context, indexes: Values) -> tuple[Values, Values]:
    """Say how many blocks away the island and the headline are.

    Args:
        context: the document.
        indexes: indexes of blocks.

    Returns:
        Distance from the island, 0 inside it, and from the headline; negative before them.
    """
    island, headline = context.island, context.headline
    from_island = from_headline = np.full(len(indexes), NOWHERE)
    if island is not None:
        from_island = np.minimum(indexes - island.first, 0) + np.maximum(indexes - island.end + 1, 0)
    if headline is not None:
        from_headline = indexes - headline
    return from_island, from_headline
