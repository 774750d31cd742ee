"""Telemetry: one function an occurrence, which writes the log line and moves the metrics together.

A record that becomes an event with every fact writes nothing above debug; any other one writes one line.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import NamedTuple

import structlog

from schemas import BlockKind, ErrorCode, StageName
from service.outcome import Disposition, Outcome
from service.record import InputRecord
from service.runtime.inflight import InFlight, TopicPartition
from service.runtime.log import Log, client_log
from service.runtime.metrics import Metrics

DEAD_LETTERS_KEPT = 10
"""Newest dead letters that are remembered."""


class DeadLettered(NamedTuple):
    """A record that became a dead letter, and why."""

    at: float
    """Seconds since 1970."""
    stage: StageName
    code: ErrorCode
    topic: str | None
    partition: int | None
    offset: int | None


class Telemetry:
    """What happens to the service and its records, told to operators."""

    def __init__(self, metrics: Metrics, clock: Callable[[], float] = time.time) -> None:
        """Tell through these metrics; ``clock`` gives seconds since 1970."""
        self.metrics = metrics
        self._log: Log = structlog.get_logger().bind()  # resolved once, not at every line
        self._clock = clock
        self._stages = {stage: metrics.stage_duration.labels(stage.value) for stage in StageName}
        self._removed = {kind: metrics.blocks_removed.labels(kind.value) for kind in BlockKind}
        self.totals = dict.fromkeys(("received", *Disposition, "abandoned"), 0)
        self.dead_letters: deque[DeadLettered] = deque(maxlen=DEAD_LETTERS_KEPT)
        """The newest, under the lock of the metrics."""
        self.lag_measured_at: float | None = None
        """When the lag of a partition was last measured, seconds since 1970."""
        self._spans_lost = False

    # Records

    def follow(self, inflight: InFlight) -> None:
        """Expose what is under way in a new session."""
        self.metrics.in_flight.set_function(lambda: inflight.records)
        self.metrics.bytes_in_flight.set_function(lambda: inflight.bytes)

    def received(self, count: int) -> None:
        """Records were read."""
        self.metrics.received.inc(count)
        self.totals["received"] += count

    def settled(self, record: InputRecord, outcome: Outcome) -> None:
        """A record came to its one end: its event or dead letter is acknowledged, or it was dropped."""
        metrics, now = self.metrics, self._clock()
        self.totals[outcome.disposition] += 1
        for stage, seconds in outcome.durations.items():
            self._stages[stage].observe(seconds)
        if record.timestamp is not None:
            metrics.latency.observe(max(now - record.timestamp / 1000, 0.0))
        if outcome.disposition is Disposition.PUBLISHED:
            metrics.published.inc()
            for kind, count in outcome.removed.items():
                self._removed[kind].inc(count)
            for fact, seconds in outcome.enriching.items():
                metrics.enrichment_duration.labels(fact).observe(seconds)
            if outcome.failed:
                self._enrichment_failed(record, outcome.failed)
            age = _age(outcome.published_at, now)
            if age is not None:
                metrics.article_age.observe(age)
            self._log.debug("published", **_where(record), article_id=outcome.article_id)
            return
        code = outcome.code or ErrorCode.INTERNAL_ERROR
        stage = outcome.stage or StageName.RUNTIME
        if outcome.disposition is Disposition.DROPPED:
            metrics.dropped.labels(code.value).inc()
            self._log.debug("dropped", **_where(record), code=code.value, stage=stage.value)
        else:
            metrics.dead_lettered.labels(stage.value, code.value).inc()
            self.dead_letters.append(
                DeadLettered(now, stage, code, record.topic, record.partition, record.offset)
            )
            self._log.warning(
                "dead letter", **_where(record), code=code.value, stage=stage.value, message=outcome.message
            )

    def _enrichment_failed(self, record: InputRecord, failed: Mapping[str, str]) -> None:
        """An event goes out without some facts."""
        for fact in failed:
            self.metrics.enrichment_failures.labels(fact).inc()
        self._log.warning("facts missing", **_where(record), failed=dict(failed))

    def dead_letter_shrunk(self, record: InputRecord) -> None:
        """A dead letter was itself too large for its topic and goes out without the value."""
        self._log.error("dead letter too large, its value is omitted", **_where(record))

    def abandoned(self, count: int) -> None:
        """Records were given up unfinished; whoever gets their partition reads them again."""
        if count:
            self.metrics.abandoned.inc(count)
            self.totals["abandoned"] += count
            self._log.warning("records given up unfinished, they will be read again", records=count)

    # Workers

    def worker_failed(self, reason: str, *, records: int, exit_code: int | None) -> None:
        """A worker died on, or was killed over, a chunk of records."""
        self.metrics.worker_failures.labels(reason).inc()
        self._log.warning("worker failed", reason=reason, records=records, exit_code=exit_code)

    # Kafka

    def committed(self, result: str) -> None:
        """A commit ended ``ok``, ``rebalanced`` or ``failed``."""
        self.metrics.commits.labels(result).inc()

    def transaction(self, result: str, seconds: float) -> None:
        """A transaction ended ``committed``, ``aborted``, ``fenced`` or ``failed``."""
        self.metrics.transactions.labels(result).inc()
        self.metrics.transaction_duration.observe(seconds)

    def assigned(self, partitions: int) -> None:
        """The group gave this replica its partitions."""
        self.metrics.rebalances.inc()
        self.metrics.partitions_assigned.set(partitions)
        self._log.info("partitions assigned", partitions=partitions)

    def revoked(self, sources: Iterable[TopicPartition]) -> None:
        """Partitions are no longer ours."""
        self.metrics.partitions_assigned.set(0)
        for source in sources:
            with suppress(KeyError):  # not measured yet
                self.metrics.lag.remove(source.topic, str(source.partition))
                self.metrics.position.remove(source.topic, str(source.partition))

    def lag(self, source: TopicPartition, records: int, position: int) -> None:
        """A partition's lag was measured, and how far we have come in it."""
        self.lag_measured_at = self._clock()
        self.metrics.lag.labels(source.topic, str(source.partition)).set(records)
        self.metrics.position.labels(source.topic, str(source.partition)).set(position)

    def fetching(self, *, paused: bool) -> None:
        """Reading stopped because too much is in flight, or began again."""
        self.metrics.fetch_paused.set(paused)
        self._log.debug("fetching paused" if paused else "fetching resumed")

    def broker_lost(self, reason: str) -> None:
        """The brokers stopped answering."""
        self._log.error("broker lost, trying again until it is back", reason=client_log.trouble or reason)

    def broker_back(self, seconds: float) -> None:
        """The brokers answer again."""
        self._log.info("broker back", after_s=round(seconds, 1))

    def reconnecting(self, reason: str, seconds: float) -> None:
        """Consumer and producer are made anew after a fault."""
        self._log.warning("reconnecting after a fault", reason=reason, wait_s=round(seconds, 2))

    def topic_note(self, message: str) -> None:
        """A topic's settings deserve a look."""
        self._log.warning("check topics", message=message)

    def topic_created(self, topic: str, partitions: int) -> None:
        """A missing topic was created."""
        self._log.info("topic created", topic=topic, partitions=partitions)

    # Traces

    def spans_exported(self, count: int, endpoint: str) -> None:
        """The receiver took spans."""
        self.metrics.spans.labels("exported").inc(count)
        if self._spans_lost:
            self._spans_lost = False
            self._log.info("spans are taken again", endpoint=endpoint)

    def spans_lost(self, count: int, endpoint: str, reason: str) -> None:
        """The receiver did not take spans; records go on."""
        self.metrics.spans.labels("lost").inc(count)
        if not self._spans_lost:
            self._spans_lost = True
            self._log.warning(
                "spans are lost until the receiver takes them", endpoint=endpoint, reason=reason
            )

    # Life

    def certificates(self, expiries: Mapping[str, float]) -> None:
        """Certificates were loaded that expire then, seconds since 1970."""
        for file, end in expiries.items():
            self.metrics.certificate_expiry.labels(file).set(end)

    def certificates_renewed(self, expiries: Mapping[str, float]) -> None:
        """Files of certificates changed; connections from now on use what they hold."""
        self.certificates(expiries)
        self._log.info("certificates renewed")

    def certificates_refused(self, reason: str) -> None:
        """Files of certificates changed and cannot be used; what was loaded before stays in use."""
        self._log.warning("certificates not renewed", reason=reason)

    def started(self, *, version: str, fingerprint: str, **facts: object) -> None:
        """The service begins."""
        self.metrics.build_info.labels(version, fingerprint).set(1)
        self._log.info("started", version=version, pipeline_fingerprint=fingerprint, **facts)

    def draining(self, limit_s: float) -> None:
        """The service finishes what is in flight."""
        self._log.info("draining", limit_s=limit_s)

    def stopped(self, unfinished: int) -> None:
        """The service ends."""
        log = self._log.warning if unfinished else self._log.info
        log("stopped", **{str(name): count for name, count in self.totals.items()}, unfinished=unfinished)


def _where(record: InputRecord) -> dict[str, object]:
    return {"topic": record.topic, "partition": record.partition, "offset": record.offset}


def _age(published_at: str | None, now: float) -> float | None:
    if published_at is None:
        return None
    try:
        moment = datetime.fromisoformat(published_at)
    except ValueError:  # cut to a month or a year
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(now - moment.timestamp(), 0.0)
