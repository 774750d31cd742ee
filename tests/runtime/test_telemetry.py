"""Telemetry: the log line and the metrics of an occurrence come from one place."""

import io
import logging

import orjson
import pytest
import structlog
from prometheus_client import CollectorRegistry

from schemas import BlockKind, ErrorCode, StageName
from service.outcome import Disposition, Outcome
from service.record import InputRecord, OutputRecord
from service.runtime.log import configure_logging
from service.runtime.metrics import Metrics
from service.runtime.telemetry import Telemetry
from service.settings import LogSettings

NOW = 1_731_500_000.0
RECORD = InputRecord(b"x", topic="raw", partition=2, offset=7, timestamp=int(NOW - 4) * 1000)


@pytest.fixture
def log() -> io.StringIO:
    """Log as JSON into a string."""
    stream = io.StringIO()
    configure_logging(LogSettings(level="info", format="json"), stream)
    return stream


def lines(log: io.StringIO) -> list[dict[str, object]]:
    """Parse what was logged, without the time."""
    parsed = [orjson.loads(line) for line in log.getvalue().splitlines()]
    return [{name: value for name, value in line.items() if name != "timestamp"} for line in parsed]


def settle(outcome: Outcome) -> CollectorRegistry:
    """Settle one record; return where it was counted."""
    registry = CollectorRegistry()
    Telemetry(Metrics(registry), lambda: NOW).settled(RECORD, outcome)
    return registry


def published(published_at: str | None = None) -> Outcome:
    """Make the outcome of a record that became an event."""
    return Outcome(
        Disposition.PUBLISHED,
        OutputRecord(b"id", b"{}", ()),
        article_id="id",
        published_at=published_at,
        durations={StageName.ADMIT: 0.25},
        removed={BlockKind.SHARE: 3},
    )


def test_an_event_is_counted_and_not_logged(log: io.StringIO) -> None:
    """The normal case moves every metric of the record and writes nothing."""
    registry = settle(published("2024-11-13T12:00:00+00:00"))
    names = {
        "dateline_records_published_total": {},
        "dateline_record_latency_seconds_sum": {},
        "dateline_article_age_seconds_sum": {},
        "dateline_stage_duration_seconds_sum": {"stage": "admit"},
        "dateline_blocks_removed_total": {"kind": "share"},
    }
    values = [registry.get_sample_value(name, labels) for name, labels in names.items()]
    assert [1.0, 4.0, NOW - 1_731_499_200, 0.25, 3.0] == values
    assert [] == lines(log)


@pytest.mark.parametrize("value", [None, "2024", "2024-11", "yesterday"])
def test_an_age_that_is_not_known_is_not_counted(value: str | None) -> None:
    """A date without a day gives no age."""
    registry = settle(published(value))
    assert 0.0 == registry.get_sample_value("dateline_article_age_seconds_count")


@pytest.mark.parametrize("value", ["2024-11-13", "2030-01-01T00:00:00"])
def test_an_age_is_never_negative(value: str) -> None:
    """A day counts from its beginning; a date in the future is no age at all."""
    registry = settle(published(value))
    assert 1.0 == registry.get_sample_value("dateline_article_age_seconds_count")
    age = registry.get_sample_value("dateline_article_age_seconds_sum")
    assert age is not None
    assert 0.0 <= age < 86_400


def test_a_dead_letter_is_counted_and_logged_once(log: io.StringIO) -> None:
    """One line says where the record was, at which stage it failed and why."""
    registry = settle(
        Outcome(
            Disposition.DEAD_LETTERED,
            OutputRecord(None, b"x", ()),
            stage=StageName.CLEAN,
            code=ErrorCode.NO_ARTICLE,
            message="no article in 3 blocks",
        )
    )
    labels = {"stage": "clean", "code": "no_article"}
    assert 1.0 == registry.get_sample_value("dateline_records_dead_lettered_total", labels)
    assert [
        {
            "event": "dead letter",
            "level": "warning",
            "topic": "raw",
            "partition": 2,
            "offset": 7,
            "code": "no_article",
            "stage": "clean",
            "message": "no article in 3 blocks",
        }
    ] == lines(log)


def test_facts_that_failed_are_counted_and_logged(log: io.StringIO) -> None:
    """An event without some facts is one line that says which and why, and moves their counters."""
    failed = {"quotes": "KeyError at attribution.py:12", "extensions.readability": "ValueError at lix.py:3"}
    registry = settle(published()._replace(failed=failed))
    assert [
        {
            "event": "facts missing",
            "level": "warning",
            "topic": "raw",
            "partition": 2,
            "offset": 7,
            "failed": failed,
        }
    ] == lines(log)
    name = "dateline_enrichment_failures_total"
    assert [1.0, 1.0, None] == [
        registry.get_sample_value(name, {"fact": fact}) for fact in (*failed, "entities")
    ]


def test_the_time_of_each_fact_is_measured(log: io.StringIO) -> None:
    """Durations of finders are kept apart by fact."""
    registry = settle(published()._replace(enriching={"times": 0.5, "extensions.readability": 0.25}))
    name = "dateline_enrichment_duration_seconds_sum"
    assert [0.5, 0.25] == [
        registry.get_sample_value(name, {"fact": fact}) for fact in ("times", "extensions.readability")
    ]
    assert [] == lines(log)


def test_kafkas_client_is_quiet_and_other_libraries_are_not(log: io.StringIO) -> None:
    """Repeated connection errors stay out of the log; a warning of the event loop does not."""
    logging.getLogger("aiokafka.conn").error("Unable connect to node")
    logging.getLogger("asyncio").warning("slow callback")
    assert [("slow callback", "warning")] == [(line["event"], line["level"]) for line in lines(log)]


def test_a_terminal_gets_readable_text() -> None:
    """Without a terminal the log is JSON, on one it is not."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    configure_logging(LogSettings(), stream)
    structlog.get_logger().info("started", port=1)
    assert "started" in stream.getvalue()
    assert not stream.getvalue().startswith("{")
