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


def place(running: Values, sums: Values, gains: Values, prose: Values, in_title: Values) -> list[Values]:
    """Say where each line stands among the running text.

    Args:
        running: words of running text.
        sums: those up to each line, and up to the end.
        gains: the same for words of sentences less ``GAP_COST`` for other lines.
        prose: whether it is running text.
        in_title: share of its words that the headline says.
    """
    count = len(running)
    total = max(sums[-1], 1.0)
    at = prose.nonzero()[0].tolist() or [count, -1]
    first, last = at[0], at[-1]
    dense_first, dense_end = _densest(gains)
    inside = np.zeros(count)
    inside[dense_first:dense_end] = 1.0
    at_title = _title_at(in_title, dense_first)
    kernel = np.convolve(running, KERNEL)[KERNEL_REACH:-KERNEL_REACH]
    return [
        sums[:-1] / total,
        np.arange(-first, count - first),
        np.arange(last, last - count, -1),
        inside,
        np.arange(-dense_first, count - dense_first),
        np.arange(dense_end, dense_end - count, -1),
        np.full(count, (sums[dense_end] - sums[dense_first]) / total),
        np.arange(-at_title, count - at_title),
        kernel,
        kernel / max(kernel.max(), 1.0),
    ]


def _title_at(cover: Values, first: int) -> int:
    """Find the line above the dense stretch that says most of the opening line again."""
    return int(cover[: max(first + 1, 1)].argmax())


def _densest(gains: Values) -> tuple[int, int]:
    """Find the stretch with the highest sum of words of sentences less a cost for other lines."""
    end = int((gains - np.minimum.accumulate(gains)).argmax())
    first = int(gains[: end + 1].argmin())
    return first, end
