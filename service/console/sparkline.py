"""A small line over the last minutes: what its SVG path is, and what it says in words."""

from collections.abc import Callable
from itertools import groupby

from service.console.history import WINDOW_S, Series

WIDTH, HEIGHT = 300.0, 48.0
"""Units of the drawing; it is stretched to its place."""
MARGIN = 2.0
"""Room for half of the line's width, at top and bottom."""


def peak(series: Series) -> float | None:
    """Return the largest value; null where there is none."""
    return max((value for _, value in series if value is not None), default=None)


def path(series: Series, top: float) -> str:
    """Draw a series as an SVG path, broken where there is no value.

    Args:
        series: ages and values.
        top: value at the upper edge.
    """
    strokes = []
    for known, run in groupby(series, lambda one: one[1] is not None):
        if known:
            points = [f"{_x(age):.1f},{_y(value or 0.0, top):.1f}" for age, value in run]
            strokes.append(f"M{points[0]}h0" if len(points) == 1 else "M" + "L".join(points))
    return "".join(strokes)


def _x(age: float) -> float:
    return WIDTH * (1 - min(max(age / WINDOW_S, 0.0), 1.0))


def _y(value: float, top: float) -> float:
    return HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (value / top if top else 0.0)


def in_words(series: Series, write: Callable[[float], str]) -> str:
    """Say what a reader would see: the last value, the least and the most."""
    values = [value for _, value in series if value is not None]
    if not values:
        return "no figures"
    last = series[-1][1]
    now = "unknown" if last is None else write(last)
    return f"last {now}, lowest {write(min(values))}, highest {write(max(values))}"
