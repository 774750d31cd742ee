"""The last minutes in a ring of fixed size: how many records ended, how late, how many wait."""

from collections import deque
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from service.runtime.metrics import LATENCY_BUCKETS

SAMPLE_S = 5.0
"""Time between two points, seconds."""
WINDOW_S = 900.0
"""Time the history reaches back, seconds."""
POINTS = int(WINDOW_S / SAMPLE_S) + 1
"""Most points kept."""
RECENT_POINTS = 7
"""Points that "now" is taken over: the last half minute."""


class Point(NamedTuple):
    """What had happened by one moment."""

    at: float
    """Seconds of a clock that never goes back."""
    finished: int
    """Records that came to their end since the service began."""
    latency: tuple[int, ...]
    """Records by latency bucket since the service began, cumulative as Prometheus has it."""
    lag: int | None
    """Records waiting; null where that was not known."""


class History:
    """The newest points; one thread adds, others look."""

    def __init__(self) -> None:
        """Begin with none."""
        self._points: deque[Point] = deque(maxlen=POINTS)

    def add(self, point: Point) -> None:
        """Remember a point, and forget the oldest where there are too many."""
        self._points.append(point)

    @property
    def points(self) -> tuple[Point, ...]:
        """The points, oldest first."""
        return tuple(self._points)


Series = list[tuple[float, float | None]]
"""Age in seconds and value, null where there is none; oldest first."""


def rate_between(first: Point, last: Point) -> float | None:
    """Return the records ended a second; null where no time has passed."""
    seconds = last.at - first.at
    return (last.finished - first.finished) / seconds if seconds > 0 else None


def latency_between(first: Point, last: Point, quantile: float) -> float | None:
    """Estimate a quantile of latency in seconds, linear within its bucket; null where no record ended.

    As Prometheus' ``histogram_quantile`` does it: what is past the last bound is said to be at it.
    """
    counts = [after - before for before, after in zip(first.latency, last.latency, strict=True)]
    if not counts or not counts[-1]:
        return None
    rank = quantile * counts[-1]
    below, lower = 0, 0.0
    for upper, count in zip(LATENCY_BUCKETS, counts, strict=False):
        if count >= rank and count > below:
            return lower + (upper - lower) * (rank - below) / (count - below)
        below, lower = count, upper
    return LATENCY_BUCKETS[-1]


def rates(points: Sequence[Point], now: float) -> Series:
    """Return the records ended a second between each point and the next."""
    return [(now - b.at, rate_between(a, b)) for a, b in pairwise(points)]


def latencies(points: Sequence[Point], now: float, quantile: float) -> Series:
    """Return a quantile of latency between each point and the next."""
    return [(now - b.at, latency_between(a, b, quantile)) for a, b in pairwise(points)]


def lags(points: Sequence[Point], now: float) -> Series:
    """Return the records waiting at each point."""
    return [(now - point.at, point.lag) for point in points]
