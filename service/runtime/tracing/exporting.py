"""Exporting: spans to an OTLP receiver, by HTTP, without ever holding the service up.

Importing this module imports OpenTelemetry.
"""

import logging
import os
from collections.abc import Sequence
from threading import Thread
from typing import Any

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult

from service import __version__
from service.errors import ConfigurationError
from service.runtime.lanes import Lane
from service.runtime.telemetry import Telemetry
from service.runtime.tracing.spans import TracedLane

STOP_LIMIT_S = 2.0
"""Longest wait for the last spans to be sent, seconds."""
TOKENS = ("OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS")
EXPORTER_LOG = "opentelemetry.exporter"
HEADERS_LOG = "opentelemetry.trace"


class Exporting:
    """Sends spans from a thread of its own, out of a queue that drops the oldest where it is full."""

    def __init__(self, endpoint: str, telemetry: Telemetry) -> None:
        """Begin; headers, limits, sampling and the like are the SDK's to read from ``OTEL_*`` variables.

        Raises:
            ConfigurationError: one of them is wrong.
        """
        resource = Resource.create({SERVICE_VERSION: __version__})
        if str(resource.attributes[SERVICE_NAME]).startswith("unknown_service"):
            resource = resource.merge(Resource({SERVICE_NAME: "dateline"}))
        try:
            self._exporter = TellingExporter(OTLPSpanExporter(endpoint), endpoint, telemetry)
            self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
            self._provider.add_span_processor(BatchSpanProcessor(self._exporter))
        except ValueError as error:
            raise ConfigurationError(f"OTEL_* variables: {error}") from None
        for name in TOKENS:  # workers, which parse what strangers wrote, need not inherit them
            os.environ.pop(name, None)
        self.tracer = self._provider.get_tracer("dateline", __version__)

    def lane(self, *arguments: Any, **named: Any) -> Lane:  # noqa: ANN401 - whatever a lane takes
        """Make a lane that traces."""
        return TracedLane(*arguments, **named, tracer=self.tracer)

    def stop(self) -> None:
        """Send what is queued, or give it up where the receiver does not take it in time."""
        sending = Thread(target=self._provider.shutdown, daemon=True)
        sending.start()
        sending.join(STOP_LIMIT_S)
        self._exporter.shutdown()


class TellingExporter(SpanExporter):
    """An exporter that says when the receiver stops taking spans, and when it takes them again."""

    def __init__(self, exporter: SpanExporter, endpoint: str, telemetry: Telemetry) -> None:
        """Take the exporter that does the work."""
        self._exporter = exporter
        self._endpoint = endpoint
        self._telemetry = telemetry
        self._reason = LastWords()
        log = logging.getLogger(EXPORTER_LOG)
        log.handlers = [self._reason]
        log.propagate = False  # it repeats every failed attempt
        logging.getLogger(HEADERS_LOG).setLevel(
            logging.CRITICAL
        )  # a malformed header is a stranger's, not news

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send spans; called by the queue's thread."""
        result = self._exporter.export(spans)
        if result is SpanExportResult.SUCCESS:
            self._telemetry.spans_exported(len(spans), self._endpoint)
        else:
            self._telemetry.spans_lost(len(spans), self._endpoint, self._reason.said)
        return result

    def shutdown(self) -> None:
        """Try no more."""
        self._exporter.shutdown()


class LastWords(logging.Handler):
    """Keeps the last thing that was logged."""

    said = "no reason given"

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.said = " ".join(record.getMessage().split())[:300]
