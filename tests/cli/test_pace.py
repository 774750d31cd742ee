"""``--rate``: how fast records may go."""

from pathlib import Path

import pytest

from service.cli.pace import BURST_S, Pace, Rate
from tests.cli.command import Dateline


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        """Begin somewhere."""
        self.now = 1_000.0

    def __call__(self) -> float:
        """Read the time."""
        return self.now


def sent_at(rate: Rate, sizes: list[int]) -> list[float]:
    """Send records as the pace says; return when each went, in seconds since the first."""
    clock = Clock()
    pace = Pace(rate, clock)
    times = []
    for size in sizes:
        clock.now += pace.take(size)
        times.append(clock.now - 1_000.0)
    return times


def most_within(times: list[float], sizes: list[int], seconds: float) -> int:
    """Return the most that went within any stretch of so many seconds."""
    most = held = begin = 0
    for end, size in enumerate(sizes):
        held += size
        while times[begin] <= times[end] - seconds:
            held -= sizes[begin]
            begin += 1
        most = max(most, held)
    return most


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        (None, Rate()),
        ("200", Rate(records=200)),
        ("0.5/s", Rate(records=0.5)),
        ("5MB", Rate(bytes=5_000_000)),
        ("64kb/s", Rate(bytes=64_000)),
        ("800B", Rate(bytes=800)),
        ("200, 1.5 MB", Rate(200, 1_500_000)),
    ],
)
def test_a_rate_is_records_or_bytes_or_both(text: str | None, rate: Rate) -> None:
    """A number is records, a number with a unit is bytes, a second."""
    assert rate == Rate.parse(text)


@pytest.mark.parametrize("text", ["", "0", "0MB", "-1", "fast", "200,300", "5MB,", "1e3", "2h", "9" * 40])
@pytest.mark.parametrize("command", ["feed", "replay"])
def test_what_is_no_rate_is_refused_in_one_line(
    dateline: Dateline, tmp_path: Path, command: str, text: str
) -> None:
    """Before anything is sent, with how it is written."""
    ended = dateline(command, *([tmp_path] if command == "feed" else []), "--rate", text)
    assert (2, 1) == (ended.code, len(ended.err.splitlines()))
    assert ended.err.startswith(f"dateline: --rate {text}: no rate; write records a second as 200, ")


@pytest.mark.parametrize("records", [0.5, 3, 100, 10_000])
def test_no_second_has_more_records_than_the_rate_and_a_short_burst(records: float) -> None:
    """The limit holds over every stretch of time, and is used up."""
    sizes = [1] * int(records * 10 + 1)
    times = sent_at(Rate(records=records), sizes)
    assert most_within(times, sizes, 4) <= records * (4 + BURST_S) + 2
    assert 10 - BURST_S <= times[-1] <= 10 + 1e-9


def test_bytes_are_limited_whatever_the_sizes() -> None:
    """A large record is paid for by those behind it."""
    sizes = [1_000, 90_000, 10, 500_000, 10] * 20
    times = sent_at(Rate(bytes=1_000_000), sizes)
    assert most_within(times, sizes, 3) <= 1_000_000 * (3 + BURST_S) + 500_000


def test_of_two_limits_the_stricter_holds() -> None:
    """Many small records meet one, few large ones the other."""
    rate = Rate(records=10, bytes=1_000)
    assert sent_at(Rate(records=10), [1] * 40) == sent_at(rate, [1] * 40)
    assert sent_at(Rate(bytes=1_000), [500] * 40) == sent_at(rate, [500] * 40)


def test_time_without_records_is_not_saved_up() -> None:
    """After a pause the rate is what it was."""
    clock = Clock()
    pace = Pace(Rate(records=4), clock)
    clock.now += 3_600
    assert [0.0, BURST_S] == [pace.take(1), pace.take(1)]


def test_without_a_limit_nothing_waits() -> None:
    """The default."""
    assert {0.0} == set(sent_at(Rate.parse(None), [1 << 30] * 1_000))
