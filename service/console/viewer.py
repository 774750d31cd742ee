"""From a reading to what the page says."""

import platform
import socket
from collections.abc import Callable, Sequence
from importlib.metadata import version

from schemas import ErrorCode
from service import __version__
from service.console import sparkline
from service.console.history import (
    RECENT_POINTS,
    Series,
    lags,
    latencies,
    latency_between,
    rate_between,
    rates,
)
from service.console.reading import LAG_CURRENT_S, Reading, Sums
from service.console.view import (
    Card,
    DeadLetter,
    Dispositions,
    Lag,
    Line,
    PartitionLag,
    Row,
    State,
    View,
)
from service.console.writing import (
    write_clock,
    write_count,
    write_mebibytes,
    write_moment,
    write_rate,
    write_seconds,
    write_share,
    write_span,
)
from service.runtime.telemetry import DeadLettered
from service.runtime.workers.pool import worker_count
from service.settings import Settings

LATE_S = 3.0
"""Silence of the loop past which figures are said to be old; it gives a sign twice a second."""
MOST_PARTITIONS = 10
MOST_CODES = 5
EXPECTED = {
    "start": "the workers load their models, and the brokers are looked for",
    "drain": "what is in flight is finished; nothing new is read",
}
"""What two reasons not to be ready mean; they pass by themselves."""


class Viewer:
    """Makes views of one service's readings."""

    def __init__(self, settings: Settings, fingerprint: str) -> None:
        """Take what never changes."""
        self._settings = settings
        self._replica = socket.gethostname()
        topics = settings.topics
        self._fixed = [
            ("Delivery", settings.delivery.replace("_", " ")),
            ("Consumer group", settings.consumer.group),
            ("Topics", f"{topics.raw} → {topics.events}, {topics.dead}"),
            ("Version", f"Dateline {__version__}"),
            ("Pipeline fingerprint", fingerprint),
            ("Runs on", f"Python {platform.python_version()}, aiokafka {version('aiokafka')}"),
        ]

    def view(self, reading: Reading) -> View:
        """Say it."""
        return View(
            replica=self._replica,
            state=_state(reading),
            clock=write_clock(reading.at),
            moment=write_moment(reading.at),
            cards=_cards(reading),
            dispositions=_dispositions(reading.sums) if reading.sums else None,
            lag=_lag(reading),
            dead_letters=[_dead_letter(one) for one in reading.sums.dead_letters] if reading.sums else [],
            facts=[*self._moving(reading), *self._fixed],
        )

    def _moving(self, reading: Reading) -> list[tuple[str, str]]:
        consumer = self._settings.consumer
        wanted = worker_count(self._settings.workers)
        losses = sorted((reason, count) for reason, count in reading.worker_failures.items() if count)
        lost = ", ".join(f"{count} {reason.replace('_', ' ')}" for reason, count in losses) or "none"
        records = f"{write_count(reading.sums.in_flight if reading.sums else None)} of "
        records += f"{write_count(consumer.max_in_flight_records)} records"
        size = f"{write_mebibytes(reading.bytes_in_flight)} of "
        size += f"{write_mebibytes(consumer.max_in_flight_bytes)} MiB"
        return [
            ("Up for", write_span(reading.uptime_s)),
            ("Workers", f"{reading.workers} of {wanted} up; lost: {lost}"),
            ("In flight", f"{records}, {size}"),
            ("Reading", "paused: enough is in flight" if reading.fetch_paused else "not paused"),
            ("Rebalances", write_count(reading.rebalances)),
        ]


def _state(reading: Reading) -> State:
    reasons = [EXPECTED.get(name, reason) for name, reason in reading.obstacles.items()]
    if reading.silence_s > LATE_S:
        silence = f"the event loop has not turned for {write_span(reading.silence_s)}"
        return State(
            "not responding", "bad", [silence, *reasons], write_clock(reading.at - reading.silence_s)
        )
    if reading.sums is None or reading.at - reading.sums.at > LATE_S:
        since = write_clock(reading.sums.at if reading.sums else reading.at)
        return State("not responding", "bad", ["the event loop does not let go of the figures"], since)
    if "drain" in reading.obstacles:
        return State("draining", "wait", reasons, None)
    if "start" in reading.obstacles:
        return State("starting", "wait", reasons, None)
    return State("not ready", "bad", reasons, None) if reasons else State("ready", "good", [], None)


def _cards(reading: Reading) -> list[Card]:
    points, now = reading.points, reading.now
    recent = points[-RECENT_POINTS:]
    rate = rate_between(recent[0], recent[-1]) if recent else None
    middle, late = (latency_between(recent[0], recent[-1], q) if recent else None for q in (0.5, 0.99))
    lag = sum(reading.lag.values()) if reading.lag else None
    count = len(reading.lag)
    partitions = f"over {count} {'partition' if count == 1 else 'partitions'}" if reading.lag else ""
    return [
        _card(
            ("throughput", "Throughput", "articles/s", "last 30 s"),
            [("", write_rate(rate), rates(points, now))],
            write_rate,
        ),
        _card(
            ("latency", "Latency", "", "input to output, last 30 s"),
            [
                ("p50", write_seconds(middle), latencies(points, now, 0.5)),
                ("p99", write_seconds(late), latencies(points, now, 0.99)),
            ],
            write_seconds,
        ),
        _card(
            ("lag", "Lag", "records", partitions),
            [("", write_count(lag), [*lags(points, now), (0.0, lag)])],
            write_count,
        ),
    ]


def _card(
    about: tuple[str, str, str, str],
    series: Sequence[tuple[str, str, Series]],
    write: Callable[[float], str],
) -> Card:
    name, title, unit, note = about
    highest = [peak for _, _, one in series if (peak := sparkline.peak(one)) is not None]
    top = max(highest, default=0.0)
    return Card(
        id=name,
        title=title,
        unit=unit,
        lines=[Line(label, now, sparkline.path(one, top)) for label, now, one in series],
        peak=f"highest {write(top)}" if highest else "no figures",
        note=note,
        words="; ".join(f"{label} {sparkline.in_words(one, write)}".strip() for label, _, one in series),
    )


def _dispositions(sums: Sums) -> Dispositions:
    def row(name: str, count: int, *, meaning: str = "", part: bool = False) -> Row:
        return Row(name, write_count(count), write_share(count, sums.received), meaning, part)

    def parts(counts: dict[str, int]) -> list[Row]:
        happened = ((code, count) for code, count in counts.items() if count)
        ranked = sorted(happened, key=lambda pair: (-pair[1], pair[0]))
        rows = [row(code, count, meaning=_meaning(code), part=True) for code, count in ranked[:MOST_CODES]]
        if rest := ranked[MOST_CODES:]:
            rows.append(row(f"{len(rest)} more codes", sum(count for _, count in rest), part=True))
        return rows

    return Dispositions(
        received=write_count(sums.received),
        rows=[
            row("Published", sums.published),
            row("Dead-lettered", sum(sums.dead_lettered.values())),
            *parts(sums.dead_lettered),
            row("Dropped", sum(sums.dropped.values())),
            *parts(sums.dropped),
            row("In flight", sums.in_flight),
            row("Handed on unfinished", sums.abandoned),
        ],
        holds=sums.received == sums.accounted,
    )


def _meaning(code: str) -> str:
    return ErrorCode(code).meaning if code in set(ErrorCode) else ""


def _lag(reading: Reading) -> Lag:
    by_lag = sorted(reading.lag.items(), key=lambda pair: (-pair[1], pair[0]))
    listed, others = by_lag[:MOST_PARTITIONS], by_lag[MOST_PARTITIONS:]
    if not others:
        listed.sort()  # by number: rows that keep their places are easier to read
    most = by_lag[0][1] if by_lag else 0
    measured = reading.lag_measured_at
    rest = ""
    if others:
        total = sum(records for _, records in others)
        each = f"{write_count(total)} in all, at most {write_count(others[0][1])} each"
        rest = f"{len(others)} more: {each if total else 'nothing waits'}."
    elif not listed:
        rest = "Not measured yet." if reading.partitions else "This replica has no partitions."
    old = measured is not None and reading.at - measured > LAG_CURRENT_S
    return Lag(
        rows=[PartitionLag(n, write_count(lag), 100 * lag / most if most else 0.0) for n, lag in listed],
        rest=rest,
        measured=write_clock(measured) if measured is not None and old else None,
    )  # fmt: skip


def _dead_letter(one: DeadLettered) -> DeadLetter:
    position = f"{one.topic}-{one.partition}-{one.offset}"
    return DeadLetter(write_moment(one.at), write_clock(one.at), one.code, one.stage, position)
