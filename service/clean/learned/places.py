"""Where blocks stand to the article's landmarks and to each other, for pages and flat texts alike."""

import numpy as np
from numpy.typing import NDArray

from service.clean.context import Context

Values = NDArray[np.float64]

NOWHERE = -999.0
"""Distance from an island or a headline that was not found."""


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


def shifted(column: Values, offset: int) -> Values:
    """Return the value of the block at an offset; -1 beyond the ends."""
    moved = np.full(len(column), -1.0)
    if abs(offset) < len(column):
        if offset < 0:
            moved[-offset:] = column[:offset]
        else:
            moved[:-offset] = column[offset:]
    return moved
