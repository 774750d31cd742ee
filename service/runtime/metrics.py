"""Every metric, in one container that gets its registry injected; names and labels are public API.

The sum that must always hold, for each process:

    received = published + dead_lettered + dropped + abandoned + in_flight

``abandoned`` counts records that were given up unfinished because their partition went to another
replica, or the service stopped or reconnected first: whoever gets the partition receives them again.
"""

from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.metrics import MetricWrapperBase

from schemas import ErrorCode, StageName

Metric = TypeVar("Metric", bound=MetricWrapperBase)

STAGE_BUCKETS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0, 20.0)
TRANSACTION_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0)
LATENCY_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 3600.0)
AGE_BUCKETS = (60.0, 300.0, 900.0, 3600.0, 14400.0, 43200.0, 86400.0, 259200.0, 604800.0, 2592000.0)

WORKER_FAILURES = ("crashed", "timeout", "out_of_memory", "start")
"""Reasons for which a worker is lost."""
STAGES = dict.fromkeys(ErrorCode, StageName.ADMIT) | {
    ErrorCode.NESTED_TOO_DEEP: StageName.CLEAN,
    ErrorCode.TOO_MANY_NODES: StageName.CLEAN,
    ErrorCode.TEXT_TOO_LONG: StageName.CLEAN,
    ErrorCode.NO_ARTICLE: StageName.CLEAN,
    ErrorCode.EVENT_TOO_LARGE: StageName.PUBLISH,
    ErrorCode.WORKER_CRASHED: StageName.RUNTIME,
    ErrorCode.WORKER_TIMEOUT: StageName.RUNTIME,
    ErrorCode.WORKER_OUT_OF_MEMORY: StageName.RUNTIME,
    ErrorCode.INTERNAL_ERROR: StageName.RUNTIME,
}
"""Where a code is raised; an internal error may come from anywhere."""


@dataclass(frozen=True, slots=True)
class MetricDescription:
    """One row of the metric list."""

    name: str
    type: str
    labels: tuple[str, ...]
    help: str


class Metrics:
    """The service's metrics."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Register each metric, once a registry."""
        self.registry = registry
        self.consistent = Lock()
        """Held while a record moves from one term of the sum to another, and while they are read."""
        self.descriptions: list[MetricDescription] = []
        self.received = self._new(
            Counter, "dateline_records_received_total", "Records read from the raw topic."
        )
        self.published = self._new(
            Counter, "dateline_records_published_total", "Events acknowledged by the brokers."
        )
        self.dead_lettered = self._new(
            Counter,
            "dateline_records_dead_lettered_total",
            "Dead letters acknowledged by the brokers.",
            ("stage", "code"),
        )
        self.dropped = self._new(
            Counter,
            "dateline_records_dropped_total",
            "Records dropped because a setting asks for it.",
            ("reason",),
        )
        self.abandoned = self._new(
            Counter,
            "dateline_records_abandoned_total",
            "Records given up unfinished with their partition; its next owner reads them again.",
        )
        self.in_flight = self._new(
            Gauge, "dateline_records_in_flight", "Records read and not yet acknowledged as written."
        )
        self.bytes_in_flight = self._new(
            Gauge, "dateline_bytes_in_flight", "Bytes of the records in flight, as read."
        )
        self.lag = self._new(
            Gauge,
            "dateline_consumer_lag",
            "Records of the partition not yet acknowledged as written.",
            ("topic", "partition"),
        )
        self.position = self._new(
            Gauge,
            "dateline_consumer_position",
            "Offset of the partition's oldest record not yet acknowledged as written.",
            ("topic", "partition"),
        )
        self.stage_duration = self._new(
            Histogram,
            "dateline_stage_duration_seconds",
            "Time a record spent in a stage.",
            ("stage",),
            STAGE_BUCKETS,
        )
        self.enrichment_duration = self._new(
            Histogram,
            "dateline_enrichment_duration_seconds",
            "Time looking for one fact of an article took; a plug-in's is `extensions.<name>`.",
            ("fact",),
            STAGE_BUCKETS,
        )
        self.enrichment_failures = self._new(
            Counter,
            "dateline_enrichment_failures_total",
            "Facts that are null in a published event because looking for them failed.",
            ("fact",),
        )
        self.article_age = self._new(
            Histogram,
            "dateline_article_age_seconds",
            "Time from an article's publication to its event.",
            (),
            AGE_BUCKETS,
        )
        self.latency = self._new(
            Histogram,
            "dateline_record_latency_seconds",
            "Time from a record's Kafka timestamp to the acknowledgement of its event or dead letter.",
            (),
            LATENCY_BUCKETS,
        )
        self.blocks_removed = self._new(
            Counter,
            "dateline_blocks_removed_total",
            "Blocks cleaning removed from published articles.",
            ("kind",),
        )
        self.worker_failures = self._new(
            Counter,
            "dateline_worker_failures_total",
            "Worker processes lost: crashed, timeout, out_of_memory, or failed to start.",
            ("reason",),
        )
        self.commits = self._new(
            Counter,
            "dateline_commits_total",
            "Offset commits outside transactions: ok, rebalanced or failed.",
            ("result",),
        )
        self.transactions = self._new(
            Counter,
            "dateline_transactions_total",
            "Transactions: committed, aborted by us, fenced by the partition's next owner, or failed.",
            ("result",),
        )
        self.transaction_duration = self._new(
            Histogram,
            "dateline_transaction_duration_seconds",
            "Time from a transaction's first output to its end.",
            (),
            TRANSACTION_BUCKETS,
        )
        self.rebalances = self._new(
            Counter, "dateline_rebalances_total", "Times the group gave this replica its partitions."
        )
        self.partitions_assigned = self._new(
            Gauge, "dateline_partitions_assigned", "Partitions of the raw topic this replica has."
        )
        self.fetch_paused = self._new(
            Gauge, "dateline_fetch_paused", "1 while too much is in flight to read more, else 0."
        )
        self.spans = self._new(
            Counter, "dateline_spans_total", "Spans `exported` to the receiver, or `lost` to it.", ("result",)
        )
        self.ready = self._new(Gauge, "dateline_ready", "1 while `/readyz` answers 200, else 0.")
        self.certificate_expiry = self._new(
            Gauge,
            "dateline_certificate_expiry_timestamp_seconds",
            "When the `ca` or `client` certificate in use expires, in seconds since 1970; with TLS only.",
            ("file",),
        )
        self.build_info = self._new(
            Gauge,
            "dateline_build_info",
            "Always 1; the version and the pipeline's fingerprint are its labels.",
            ("version", "pipeline_fingerprint"),
        )
        # What never happened yet is 0: a counter that begins with its first event hides that one from rate().
        for reason in WORKER_FAILURES:
            self.worker_failures.labels(reason)
        for code, stage in STAGES.items():
            self.dead_lettered.labels(stage.value, code.value)

    def _new(
        self,
        kind: type[Metric],
        name: str,
        text: str,
        labels: tuple[str, ...] = (),
        buckets: tuple[float, ...] | None = None,
    ) -> Metric:
        self.descriptions.append(MetricDescription(name, kind.__name__.lower(), labels, text))
        options: dict[str, Any] = {} if buckets is None else {"buckets": buckets}
        return kind(name, text, labels, registry=self.registry, **options)


def describe() -> list[MetricDescription]:
    """List every metric the service exposes, for the README's table and its drift check."""
    return Metrics(CollectorRegistry()).descriptions
