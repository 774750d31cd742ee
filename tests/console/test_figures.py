"""The console's figures: rates and latencies of the last minutes, their drawing, and how they are written."""

import pytest

from service.console import sparkline, writing
from service.console.history import (
    POINTS,
    SAMPLE_S,
    WINDOW_S,
    History,
    Point,
    lags,
    latencies,
    latency_between,
    rate_between,
    rates,
)
from service.runtime.metrics import LATENCY_BUCKETS

NOBODY = (0,) * (len(LATENCY_BUCKETS) + 1)


def below(bound: float, count: int) -> tuple[int, ...]:
    """Make a cumulative histogram whose records all came in under a bound."""
    return tuple(count if upper >= bound else 0 for upper in (*LATENCY_BUCKETS, float("inf")))


def test_a_rate_is_what_ended_between_two_points() -> None:
    """Forty records in five seconds are eight a second; two points at one moment have no rate."""
    first, last = Point(100.0, 10, NOBODY, 0), Point(105.0, 50, NOBODY, 0)
    assert 8.0 == rate_between(first, last)
    assert rate_between(first, first) is None


def test_latency_is_estimated_within_its_bucket() -> None:
    """As Prometheus does: linear in the bucket that holds the rank; past the last bound it is that bound."""
    before = Point(0.0, 0, NOBODY, 0)
    assert 0.75 == latency_between(before, Point(5.0, 4, below(1.0, 4), 0), 0.5)
    assert LATENCY_BUCKETS[-1] == latency_between(before, Point(5.0, 4, below(float("inf"), 4), 0), 0.5)
    assert latency_between(before, Point(5.0, 0, NOBODY, 0), 0.5) is None


def test_latency_is_of_the_interval_alone() -> None:
    """Records of long ago say nothing about now."""
    slow = below(10.0, 1_000)
    both = tuple(a + b for a, b in zip(slow, below(0.01, 10), strict=True))
    found = latency_between(Point(0.0, 1_000, slow, 0), Point(5.0, 1_010, both, 0), 0.99)
    assert found is not None
    assert 0.005 < found <= 0.01


def test_an_unknown_lag_breaks_the_line() -> None:
    """Where nothing was known nothing is drawn, and a lone value is a dot."""
    points = [Point(0.0, 0, NOBODY, 4), Point(SAMPLE_S, 0, NOBODY, None), Point(2 * SAMPLE_S, 0, NOBODY, 8)]
    series = lags(points, now=2 * SAMPLE_S)
    assert [(10.0, 4), (5.0, None), (0.0, 8)] == series
    assert 8 == sparkline.peak(series)
    assert ["", ",", ","] == [part[5:6] for part in sparkline.path(series, 8.0).split("M")]
    assert 2 == sparkline.path(series, 8.0).count("h0")
    assert "last 8, lowest 4, highest 8" == sparkline.in_words(series, writing.write_count)


def test_series_begin_with_the_second_point() -> None:
    """One point says nothing about a rate, and no points draw nothing."""
    alone = [Point(0.0, 5, NOBODY, 0)]
    assert ([], []) == (rates(alone, 0.0), latencies(alone, 0.0, 0.5))
    assert ("", None, "no figures") == (
        sparkline.path([], 0.0), sparkline.peak([]), sparkline.in_words([], writing.write_rate)
    )  # fmt: skip


def test_the_history_is_a_ring() -> None:
    """However long the service runs, the last quarter of an hour is kept and no more."""
    history = History()
    for number in range(POINTS * 3):
        history.add(Point(number * SAMPLE_S, number, NOBODY, 0))
    kept = history.points
    assert (POINTS, WINDOW_S) == (len(kept), kept[-1].at - kept[0].at)
    assert POINTS * 3 - 1 == kept[-1].finished


def test_a_drawing_keeps_to_its_frame() -> None:
    """What is older than the window, or above every value, is at the edge."""
    drawn = sparkline.path([(WINDOW_S * 2, 0.0), (-1.0, 10.0)], 10.0)
    assert f"M0.0,{sparkline.HEIGHT - sparkline.MARGIN}L{sparkline.WIDTH},{sparkline.MARGIN}" == drawn


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (writing.write_rate(None), "–"),
        (writing.write_rate(0.0), "0"),
        (writing.write_rate(0.034), "0.034"),
        (writing.write_rate(99.96), "100"),
        (writing.write_rate(1_234.5), "1,234"),
        (writing.write_seconds(0.0123), "12 ms"),
        (writing.write_seconds(4.25), "4.2 s"),
        (writing.write_seconds(3_600.0), "60.0 min"),
        (writing.write_span(0.4), "0 s"),
        (writing.write_span(61), "1 min 1 s"),
        (writing.write_span(90_000), "1 d 1 h"),
        (writing.write_share(0, 0), "–"),
        (writing.write_share(0, 10_000), "0 %"),
        (writing.write_share(1, 10_000), "<0.1 %"),
        (writing.write_share(9_999, 10_000), ">99.9 %"),
        (writing.write_share(5, 5), "100 %"),
        (writing.write_share(1, 8), "12.5 %"),
        (writing.write_mebibytes(64 << 20), "64"),
        (writing.write_mebibytes(1 << 19), "0.5"),
        (writing.write_count(1_234_567), "1,234,567"),
        (writing.write_clock(1_731_500_000.0), "12:13:20"),
        (writing.write_moment(1_731_500_000.0), "2024-11-13T12:13:20+00:00"),
    ],
)
def test_figures_are_written_for_people(written: str, expected: str) -> None:
    """Short, in the unit that suits, and never rounded to nothing or to all."""
    assert expected == written
