"""Where the lines of a flat text stand among its running text: the densest stretch, what is around."""

import numpy as np

from service.clean.learned.places import Values

PLACE = (
    "prose_share_before",
    "from_first_prose",
    "to_last_prose",
    "inside_dense",
    "from_dense",
    "to_dense",
    "dense_words_share",
    "from_title",
    "kernel",
    "kernel_share",
)
GAP_COST = 8.0
"""What a line without a sentence costs the densest stretch, in words of running text."""
KERNEL_REACH = 12
KERNEL_DECAY = 0.8
KERNEL = KERNEL_DECAY ** np.abs(np.arange(-KERNEL_REACH, KERNEL_REACH + 1))


def place(words: Values, prose: Values, sentence: Values, in_title: Values) -> list[Values]:
    """Say where each line stands among the running text."""
    prose_words = words * prose
    count = len(words)
    index = np.arange(count, dtype=np.float64)
    sums = np.concatenate(([0.0], np.cumsum(prose_words)))
    total = max(sums[-1], 1.0)
    at = np.flatnonzero(prose)
    first, last = (at[0], at[-1]) if at.size else (count, -1)
    dense_first, dense_end = _densest(words, prose, sentence)
    inside = (index >= dense_first) & (index < dense_end)
    kernel = np.convolve(prose_words, KERNEL)[KERNEL_REACH:-KERNEL_REACH]
    return [
        sums[:-1] / total,
        index - first,
        last - index,
        inside.astype(np.float64),
        index - dense_first,
        dense_end - index,
        np.full(count, (sums[dense_end] - sums[dense_first]) / total),
        index - _title_at(in_title, dense_first),
        kernel,
        kernel / max(kernel.max(), 1.0),
    ]


def _title_at(cover: Values, first: int) -> int:
    """Find the line above the dense stretch that says most of the opening line again."""
    return int(np.argmax(cover[: max(first + 1, 1)]))


def _densest(words: Values, prose: Values, sentence: Values) -> tuple[int, int]:
    """Find the stretch with the highest sum of words of sentences less a cost for other lines."""
    gains = np.where((prose > 0) | (sentence > 0), words, -GAP_COST)
    sums = np.concatenate(([0.0], np.cumsum(gains)))
    lows = np.minimum.accumulate(sums)
    end = int(np.argmax(sums - lows))
    first = int(np.argmin(sums[: end + 1]))
    return first, end
