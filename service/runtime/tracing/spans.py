"""Spans: what happened to each record, as OpenTelemetry tells it, and the trace context in Kafka's headers.

By the messaging conventions, version 1.45 ("Messaging spans", "Kafka"). A record's ``process`` span is a
child of the context its producer wrote into the headers, so one trace leads through Dateline:

    the producer's span                     from the record's traceparent
    └── process articles.raw                read -> acknowledged; links to its receive span
        ├── admit, clean, enrich, publish   the stages, in the worker
        └── send articles.events            written -> acknowledged; its context goes with the event

``receive articles.raw`` covers what a worker gets at once, and links to the context of each record.
Importing this module imports OpenTelemetry.
"""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from time import time_ns
from typing import Any

from aiokafka.structs import RecordMetadata
from opentelemetry.context import Context
from opentelemetry.trace import (
    Link,
    Span,
    SpanKind,
    Status,
    StatusCode,
    Tracer,
    get_current_span,
    set_span_in_context,
)
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from schemas import StageName
from service.outcome import Disposition, Outcome
from service.publish.cloud_events import TRACE_HEADERS
from service.record import Headers, InputRecord
from service.runtime.inflight import Entry, TopicPartition
from service.runtime.lanes import Lane, Written
from service.runtime.outlet import Delivery, Outcomes

PROPAGATOR = TraceContextTextMapPropagator()
NOWHERE = Context()
"""No context: a span that begins there begins a trace."""

Attributes = Mapping[str, str | int | bool]


class TracedLane(Lane):
    """A lane that tells what happens to its records as spans."""

    def __init__(self, *arguments: Any, tracer: Tracer, **named: Any) -> None:  # noqa: ANN401 - as a lane does
        """Begin with no span open; before the lane itself, which may begin to work at once."""
        self._tracer = tracer
        self._open: dict[int, RecordSpans] = {}
        """Spans of the records under way, by offset."""
        super().__init__(*arguments, **named)

    def take(self, entries: Sequence[Entry], outcomes: Outcomes) -> None:
        """Queue a chunk behind the earlier ones."""
        now = time_ns()
        source, group = self.partition.source, self._settings.consumer.group
        told = [(entry, entry.record, _incoming(entry.record)) for entry in entries if entry.record]
        links = self._receive([context for *_, context in told], now)
        for entry, record, context in told:
            process = self._tracer.start_span(
                f"process {source.topic}",
                context,
                SpanKind.CONSUMER,
                _processing(source, group, entry.offset, record),
                links,
                start_time=now,
            )
            self._open[entry.offset] = RecordSpans(self._tracer, process)
        outcomes.add_done_callback(partial(self._worked, [entry.offset for entry in entries]))
        super().take(entries, outcomes)

    def close(self) -> asyncio.Task[None]:
        """Write nothing more; whoever gets the partition begins spans of its own."""
        for spans in self._open.values():
            spans.end(None)
        self._open.clear()
        return super().close()

    def _receive(self, contexts: Sequence[Context], now: int) -> list[Link]:
        """Tell what came at once; return a link to it, none where no producer wants to be traced."""
        sent = [get_current_span(context).get_span_context() for context in contexts]
        if all(one.is_valid and not one.trace_flags.sampled for one in sent):
            return []
        source, group = self.partition.source, self._settings.consumer.group
        receive = self._tracer.start_span(
            f"receive {source.topic}",
            NOWHERE,
            SpanKind.CLIENT,
            _receiving(source, group) | {"messaging.batch.message_count": len(sent)},
            links=[Link(one) for one in sent if one.trace_flags.sampled],
            start_time=now,
        )
        receive.end(now)
        batch = receive.get_span_context()
        return [Link(batch)] if batch.trace_flags.sampled else []

    def _worked(self, offsets: Sequence[int], outcomes: Outcomes) -> None:
        """Note when each record's stages ended: a worker takes a chunk's records one after another."""
        if outcomes.cancelled() or outcomes.exception():
            return
        end = time_ns()
        for offset, outcome in zip(reversed(offsets), reversed(outcomes.result()), strict=True):
            if spans := self._open.get(offset):
                spans.worked = end
            end -= round(sum(outcome.durations.values()) * 1e9)

    async def _write(self, entry: Entry, outcome: Outcome) -> None:
        spans = self._open.get(entry.offset)
        if spans is not None and outcome.output is not None:
            headers = spans.send(self._topic(outcome), outcome)
            outcome = outcome._replace(output=outcome.output._replace(headers=headers))
        await super()._write(entry, outcome)

    def _delivered(self, delivery: Delivery) -> None:
        if not delivery.cancelled() and not delivery.exception():
            for entry, _, place in self._undelivered[delivery]:
                if spans := self._open.get(entry.offset):
                    spans.written(delivery.result(), place)
        super()._delivered(delivery)

    def _settle(self, written: Sequence[Written]) -> None:
        super()._settle(written)
        for entry, outcome, _ in written:
            if spans := self._open.pop(entry.offset, None):
                spans.end(outcome)


class RecordSpans:
    """The spans of one record."""

    __slots__ = ("_process", "_send", "_tracer", "worked")

    def __init__(self, tracer: Tracer, process: Span) -> None:
        """Take the span that covers all of it."""
        self._tracer = tracer
        self._process = process
        self._send: Span | None = None
        self.worked: int | None = None
        """When its stages ended, nanoseconds since 1970."""

    def send(self, topic: str, outcome: Outcome) -> Headers:
        """Begin a span for writing the output; return the output's headers.

        An event carries our context on. A dead letter is the original untouched, so it keeps the
        producer's: sent back, it is processed in the producer's trace once more.
        """
        assert outcome.output is not None, "there is something to send"  # noqa: S101 - for the type checker
        published = outcome.disposition is Disposition.PUBLISHED
        if self._send is not None:  # it did not fit there, and goes elsewhere
            _fail(self._send, "TooLargeError", "too large for its topic")
            self._send.end()
        attributes: dict[str, str | int | bool] = {
            "messaging.system": "kafka",
            "messaging.operation.name": "send",
            "messaging.operation.type": "send",
            "messaging.destination.name": topic,
        }
        if outcome.article_id is not None:
            attributes["messaging.message.id"] = outcome.article_id
        self._send = self._tracer.start_span(
            f"send {topic}",
            set_span_in_context(self._process, NOWHERE),
            SpanKind.PRODUCER if published else SpanKind.CLIENT,
            attributes,
        )
        headers = outcome.output.headers
        if not published:
            return headers
        ours: dict[str, str] = {}
        PROPAGATOR.inject(ours, set_span_in_context(self._send, NOWHERE))
        kept = tuple(header for header in headers if header[0] not in TRACE_HEADERS)
        return kept + tuple((name, value.encode()) for name, value in ours.items())

    def written(self, where: object, place: int) -> None:
        """Note where the output is, if that is known: a transaction tells only that it is."""
        if self._send is not None and isinstance(where, RecordMetadata):
            self._send.set_attribute("messaging.destination.partition.id", str(where.partition))
            self._send.set_attribute("messaging.kafka.offset", where.offset + place)

    def end(self, outcome: Outcome | None) -> None:
        """End every span; without an outcome the record was given up unfinished."""
        if self._send is not None:
            self._send.end()
        process = self._process
        if not process.is_recording():
            return
        if outcome is None:
            process.set_attribute("dateline.disposition", "abandoned")
        else:
            self._tell(outcome)
        process.end()

    def _tell(self, outcome: Outcome) -> None:
        process = self._process
        process.set_attribute("dateline.disposition", outcome.disposition.value)
        if outcome.article_id is not None:
            process.set_attribute("dateline.article_id", outcome.article_id)
        if outcome.failed:
            process.set_attribute("dateline.enrichment.failed", sorted(outcome.failed))
        if outcome.code is not None:
            process.set_attribute("dateline.code", outcome.code.value)
        if outcome.disposition is Disposition.DEAD_LETTERED:
            _fail(process, str(outcome.code), outcome.message)
        context = set_span_in_context(process, NOWHERE)
        begin = (self.worked or time_ns()) - round(sum(outcome.durations.values()) * 1e9)
        for stage, seconds in outcome.durations.items():
            span = self._tracer.start_span(StageName(stage).value, context, start_time=begin)
            if stage == outcome.stage:  # it refused the record
                _fail(span, str(outcome.code), outcome.message)
            begin += round(seconds * 1e9)
            span.end(begin)


def _incoming(record: InputRecord) -> Context:
    """Return the context a producer wrote into the headers; none where that is absent or malformed."""
    carrier = {name: value for name in TRACE_HEADERS if (value := record.header(name)) is not None}
    return PROPAGATOR.extract(carrier, NOWHERE)


def _receiving(source: TopicPartition, group: str) -> dict[str, str | int | bool]:
    return {
        "messaging.system": "kafka",
        "messaging.operation.name": "receive",
        "messaging.operation.type": "receive",
        "messaging.destination.name": source.topic,
        "messaging.destination.partition.id": str(source.partition),
        "messaging.consumer.group.name": group,
    }


def _processing(source: TopicPartition, group: str, offset: int, record: InputRecord) -> Attributes:
    attributes = _receiving(source, group) | {
        "messaging.operation.name": "process",
        "messaging.operation.type": "process",
        "messaging.kafka.offset": offset,
        "messaging.message.body.size": len(record.value or b""),
    }
    if record.value is None:
        attributes["messaging.kafka.message.tombstone"] = True
    return attributes


def _fail(span: Span, kind: str, message: str | None) -> None:
    span.set_attribute("error.type", kind)
    span.set_status(Status(StatusCode.ERROR, message))
