"""What the console knows of the service: a reading of its metrics and health, taken beside the loop."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from prometheus_client.metrics import MetricWrapperBase
from prometheus_client.samples import Sample

from service.console.history import Point
from service.outcome import Disposition
from service.runtime.health import Health
from service.runtime.metrics import Metrics
from service.runtime.telemetry import DeadLettered, Telemetry

LOCK_LIMIT_S = 0.5
"""Longest wait for the sums: a loop that is stuck while it moves a record may hold them for ever."""

LAG_CURRENT_S = 10.0
"""Age past which a measured lag is history, seconds; it is measured every few."""


@dataclass(frozen=True, slots=True)
class Sums:
    """The terms of the sum that must always hold, read together."""

    at: float
    """Seconds since 1970."""
    received: int
    published: int
    dead_lettered: dict[str, int]
    """By code."""
    dropped: dict[str, int]
    """By reason."""
    abandoned: int
    in_flight: int
    dead_letters: tuple[DeadLettered, ...]
    """The latest, newest first."""

    @property
    def accounted(self) -> int:
        """What ``received`` must be."""
        ended = self.published + sum(self.dead_lettered.values()) + sum(self.dropped.values())
        return ended + self.abandoned + self.in_flight


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known at one moment."""

    at: float
    """Seconds since 1970."""
    now: float
    """Seconds of the clock of the points."""
    uptime_s: float
    silence_s: float
    """For how long the event loop has shown no sign of life."""
    obstacles: dict[str, str]
    """Reasons not to be ready by name, the newest first."""
    sums: Sums | None
    """Null where none could be read yet."""
    lag: dict[int, int]
    """Records by partition."""
    lag_measured_at: float | None
    partitions: int
    """Partitions the group gave this replica."""
    bytes_in_flight: int
    fetch_paused: bool
    workers: int
    """Worker processes that are up."""
    worker_failures: dict[str, int]
    """By reason."""
    rebalances: int
    points: tuple[Point, ...]
    """The last minutes, oldest first."""


class Reader:
    """Takes readings; called from any thread but the loop's."""

    def __init__(self, health: Health, telemetry: Telemetry, workers: Callable[[], int]) -> None:
        """Read from these; ``workers`` counts the worker processes that are up."""
        self._health = health
        self._telemetry = telemetry
        self._workers = workers
        self._begun = time.monotonic()
        self._sums: Sums | None = None

    def point(self) -> Point:
        """Read what the history is made of."""
        metrics, totals = self._telemetry.metrics, self._telemetry.totals
        measured = self._telemetry.lag_measured_at
        lag = _lag(metrics)
        return Point(
            at=time.monotonic(),
            finished=sum(totals[disposition] for disposition in Disposition),
            latency=_latency(metrics),
            lag=sum(lag.values()) if lag and measured and time.time() - measured < LAG_CURRENT_S else None,
        )

    def read(self, points: tuple[Point, ...]) -> Reading:
        """Read everything; sums that cannot be had are the last that could."""
        metrics = self._telemetry.metrics
        self._sums = self._read_sums() or self._sums
        now = time.monotonic()
        return Reading(
            at=time.time(),
            now=now,
            uptime_s=now - self._begun,
            silence_s=self._health.silence(),
            obstacles=self._health.obstacles(),
            sums=self._sums,
            lag=_lag(metrics),
            lag_measured_at=self._telemetry.lag_measured_at,
            partitions=_value(metrics.partitions_assigned),
            bytes_in_flight=_value(metrics.bytes_in_flight),
            fetch_paused=bool(_value(metrics.fetch_paused)),
            workers=self._workers(),
            worker_failures=_by(metrics.worker_failures, "reason"),
            rebalances=_value(metrics.rebalances),
            points=points,
        )

    def _read_sums(self) -> Sums | None:
        metrics = self._telemetry.metrics
        if not metrics.consistent.acquire(timeout=LOCK_LIMIT_S):
            return None
        try:
            return Sums(
                at=time.time(),
                received=_value(metrics.received),
                published=_value(metrics.published),
                dead_lettered=_by(metrics.dead_lettered, "code"),
                dropped=_by(metrics.dropped, "reason"),
                abandoned=_value(metrics.abandoned),
                in_flight=_value(metrics.in_flight),
                dead_letters=tuple(reversed(self._telemetry.dead_letters)),
            )
        finally:
            metrics.consistent.release()


def _lag(metrics: Metrics) -> dict[int, int]:
    return {int(partition): lag for partition, lag in _by(metrics.lag, "partition").items()}


def _latency(metrics: Metrics) -> tuple[int, ...]:
    return tuple(int(s.value) for s in _samples(metrics.latency) if s.name.endswith("_bucket"))


def _value(metric: MetricWrapperBase) -> int:
    return int(next(_samples(metric)).value)


def _by(metric: MetricWrapperBase, label: str) -> dict[str, int]:
    """Sum a metric by one of its labels."""
    counts: dict[str, int] = {}
    for sample in _samples(metric):
        counts[sample.labels[label]] = counts.get(sample.labels[label], 0) + int(sample.value)
    return counts


def _samples(metric: MetricWrapperBase) -> Iterator[Sample]:
    """Yield what a metric exposes, without the times at which its counters began."""
    for family in metric.collect():
        yield from (sample for sample in family.samples if not sample.name.endswith("_created"))
