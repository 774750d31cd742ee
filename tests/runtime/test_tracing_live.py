"""A trace from a producer, through Dateline and a real Kafka, to the reader of the event; sent by OTLP."""

import asyncio
import io
import json
import os
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial

import pytest
import structlog
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from service.app import Service
from service.runtime.log import configure_logging
from service.settings import HttpSettings, KafkaSettings, LogSettings, Settings, TopicSettings, WorkerSettings
from tests.faults.poison import poisoned
from tests.flow.articles import page
from tests.flow.kafka_io import read, set_topic, wait_for, write
from tests.runtime.otlp import Receiver, attributes, names, receiving

MakeTopics = Callable[..., TopicSettings]
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PRODUCER = "00f067aa0ba902b7"


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """Run a receiver, and have spans sent at once."""
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "50")
    with receiving() as one:
        yield one


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Catch the service's log."""
    stream = io.StringIO()
    configure_logging(LogSettings(level="info", format="json"), stream)
    yield stream
    structlog.reset_defaults()


@asynccontextmanager
async def replica(
    kafka: str, topics: TopicSettings, traces: str, **settings: object
) -> AsyncIterator[Service]:
    """Run a replica that traces, and drain it at the end."""
    given = Settings.model_validate(
        {
            "kafka": KafkaSettings(bootstrap_servers=kafka),
            "topics": topics,
            "http": HttpSettings(host="127.0.0.1", port=0),
            "workers": WorkerSettings(count=1),
            "consumer": {"group": topics.raw},
            **settings,
        }
    )
    service = Service(given, partial(poisoned, given.pipeline), traces=f"{traces}/v1/traces")
    ready = asyncio.Event()
    running = asyncio.create_task(service.run(ready.set))
    async with asyncio.timeout(60):
        await ready.wait()
    try:
        yield service
    finally:
        service.stop()
        assert 0 == await running


def of_trace(spans: list[Span], trace: str) -> dict[str, Span]:
    """Return the spans of one trace by their names, each there once."""
    found = [span for span in spans if span.trace_id.hex() == trace]
    assert len(found) == len(set(names(found))), names(found)
    return {span.name: span for span in found}


@pytest.mark.parametrize("delivery", ["at_least_once", "exactly_once"])
async def test_a_trace_leads_through(
    kafka: str, topics: MakeTopics, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, delivery: str
) -> None:
    """The producer's trace goes on: read, worked on stage by stage, sent, and on in the event's headers."""
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20x")
    monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test")
    named = topics()
    context: list[tuple[str, bytes | None]] = [
        ("traceparent", f"00-{TRACE}-{PRODUCER}-01".encode()),
        ("tracestate", b"vendor=abc"),
    ]
    write(kafka, named.raw, [page(1)], headers=context)
    async with replica(kafka, named, receiver.endpoint, delivery=delivery) as service:
        await asyncio.to_thread(wait_for, kafka, [named.events], 1)
        spans = await asyncio.to_thread(receiver.wait_for, 7)
        assert 0 == service.metrics.spans.labels("lost")._value.get()
    event = read(kafka, named.events)[0]
    ours = of_trace(spans, TRACE)
    process, send = ours[f"process {named.raw}"], ours[f"send {named.events}"]
    assert f"00-{TRACE}-{send.span_id.hex()}-01" == event.header("traceparent")
    assert "vendor=abc" == event.header("tracestate")
    assert (PRODUCER, Span.SPAN_KIND_CONSUMER) == (process.parent_span_id.hex(), process.kind)
    assert (process.span_id, Span.SPAN_KIND_PRODUCER) == (send.parent_span_id, send.kind)
    stages = [ours[stage] for stage in ("admit", "clean", "enrich", "publish")]
    assert {process.span_id} == {stage.parent_span_id for stage in stages}
    moments = [process.start_time_unix_nano]
    for stage in stages:
        moments += [stage.start_time_unix_nano, stage.end_time_unix_nano]
    moments += [send.start_time_unix_nano, send.end_time_unix_nano, process.end_time_unix_nano]
    assert sorted(moments) == moments
    assert json.loads(event.value or b"")["id"] == attributes(process)["dateline.article_id"]
    assert {
        "messaging.system": "kafka",
        "messaging.operation.name": "process",
        "messaging.operation.type": "process",
        "messaging.destination.name": named.raw,
        "messaging.destination.partition.id": "0",
        "messaging.consumer.group.name": named.raw,
        "messaging.kafka.offset": 0,
        "messaging.message.body.size": len(page(1)),
        "dateline.disposition": "published",
        "dateline.article_id": event.header("ce_id"),
    } == attributes(process)
    sent = attributes(send)
    assert (named.events, event.header("ce_id")) == (
        sent["messaging.destination.name"],
        sent["messaging.message.id"],
    )
    if delivery == "at_least_once":
        assert ("0", 0) == (sent["messaging.destination.partition.id"], sent["messaging.kafka.offset"])
    receive = next(span for span in spans if span.name == f"receive {named.raw}")
    assert Span.SPAN_KIND_CLIENT == receive.kind
    assert [PRODUCER] == [link.span_id.hex() for link in receive.links]
    assert [receive.span_id] == [link.span_id for link in process.links]
    resource = receiver.resources[0]
    assert ("dateline", "test") == (resource["service.name"], resource["deployment.environment.name"])
    assert "OTEL_EXPORTER_OTLP_HEADERS" not in os.environ, "workers would inherit it"
    assert ("/v1/traces", "Bearer x") == (receiver.paths[0], receiver.headers[0]["authorization"])


async def test_what_fails_is_an_error_and_who_was_not_sampled_stays_so(
    kafka: str, topics: MakeTopics, receiver: Receiver, log: io.StringIO
) -> None:
    """A dead letter's span has its code and its headers are untouched; an event too large is sent twice.

    A record that its producer did not sample makes no span, and its trace goes on unsampled; one without
    a context begins a trace, and a malformed one is not worth a line.
    """
    named = topics()
    set_topic(kafka, named.events, max_message_bytes="40000")
    bad, quiet, large = (f"{number:032x}" for number in (1, 2, 3))
    for value, trace, flags in [
        (b"", bad, "01"),
        (page(2), quiet, "00"),
        (page(3, paragraphs=900), large, "01"),
    ]:
        write(kafka, named.raw, [value], headers=[("traceparent", f"00-{trace}-{PRODUCER}-{flags}".encode())])
    write(kafka, named.raw, [page(4)], headers=[("traceparent", b"0" * 9_000)])
    async with replica(kafka, named, receiver.endpoint, producer={"compression": "none"}):
        await asyncio.to_thread(wait_for, kafka, [named.events, named.dead], 4)
    spans = receiver.spans  # all were sent when the replica stopped
    letters = {letter.header("dateline-error-code"): letter for letter in read(kafka, named.dead)}
    events = {event.origin_trace: event for event in map(Traced, read(kafka, named.events))}

    refused = of_trace(spans, bad)
    process, admit, send = (refused[n] for n in (f"process {named.raw}", "admit", f"send {named.dead}"))
    assert [(Status.STATUS_CODE_ERROR, "empty_value")] * 2 == [
        (span.status.code, attributes(span)["error.type"]) for span in (process, admit)
    ]
    assert ("dead_lettered", "empty_value") == (
        attributes(process)["dateline.disposition"],
        attributes(process)["dateline.code"],
    )
    assert (Span.SPAN_KIND_CLIENT, Status.STATUS_CODE_UNSET) == (send.kind, send.status.code)
    assert f"00-{bad}-{PRODUCER}-01" == letters["empty_value"].header("traceparent")

    assert {} == of_trace(spans, quiet)
    assert events[quiet].traceparent.endswith("-00")
    assert PRODUCER not in events[quiet].traceparent

    twice = of_trace(spans, large)
    assert "TooLargeError" == attributes(twice[f"send {named.events}"])["error.type"]
    assert Status.STATUS_CODE_UNSET == twice[f"send {named.dead}"].status.code
    assert "event_too_large" == attributes(twice[f"process {named.raw}"])["error.type"]

    (new,) = events.keys() - {quiet}
    begun = of_trace(spans, new)[f"process {named.raw}"]
    assert b"" == begun.parent_span_id
    assert [] == [line for line in log.getvalue().splitlines() if "opentelemetry" in line]


class Traced:
    """An event's trace."""

    def __init__(self, event: object) -> None:
        """Read its header."""
        self.traceparent: str = event.header("traceparent")  # type: ignore[attr-defined] # of kafka_io.Written
        self.origin_trace = self.traceparent.split("-")[1]


async def test_where_nobody_samples_nothing_is_sent(
    kafka: str, topics: MakeTopics, receiver: Receiver
) -> None:
    """A batch whose producers sampled nothing has no span of its own either."""
    named = topics()
    context: list[tuple[str, bytes | None]] = [("traceparent", f"00-{TRACE}-{PRODUCER}-00".encode())]
    write(kafka, named.raw, [page(1), page(2)], headers=context)
    async with replica(kafka, named, receiver.endpoint):
        await asyncio.to_thread(wait_for, kafka, [named.events], 2)
    assert [] == receiver.spans


@pytest.mark.parametrize("trouble", ["silent", "refusing", "absent"])
async def test_a_receiver_in_trouble_holds_nothing_up(
    *,
    kafka: str,
    topics: MakeTopics,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
    log: io.StringIO,
    trouble: str,
) -> None:
    """Every record is published and the service drains; spans are lost, which is counted and told once."""
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "1")
    monkeypatch.setenv("OTEL_BSP_MAX_QUEUE_SIZE", "40")
    monkeypatch.setenv("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "20")
    endpoint = receiver.endpoint
    if trouble == "silent":
        receiver.answering.clear()
    elif trouble == "refusing":
        receiver.status = 400
    else:
        endpoint = "http://127.0.0.1:1"
    named = topics()
    write(kafka, named.raw, [page(number) for number in range(60)])
    async with replica(kafka, named, endpoint) as service:
        await asyncio.to_thread(wait_for, kafka, [named.events], 60)
        async with asyncio.timeout(20):
            while not service.metrics.spans.labels("lost")._value.get():  # noqa: ASYNC110 - there is no event
                await asyncio.sleep(0.05)
        begun = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - begun < 10
    assert Counter({"published": 60}) == Counter(
        {k: v for k, v in service.telemetry.totals.items() if v and k != "received"}
    )
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    told = [line for line in lines if "spans are lost" in line["event"]]
    assert 1 == len(told)
    assert f"{endpoint}/v1/traces" == told[0]["endpoint"]
    assert [] == [line for line in lines if line.get("logger", "").startswith("opentelemetry.exporter")]
