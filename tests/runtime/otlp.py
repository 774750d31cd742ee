"""A small OTLP receiver: takes spans by HTTP as a collector does, and keeps them."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Event, Thread

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span


class Receiver:
    """What arrived, and how to answer."""

    def __init__(self) -> None:
        """Begin with nothing received, and take everything."""
        self.spans: list[Span] = []
        self.resources: list[dict[str, object]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.asked = 0
        self.status = 200
        self.answering = Event()
        """Cleared, no request is answered."""
        self.answering.set()
        self.came = Condition()
        self.endpoint = ""

    def take(self, request: ExportTraceServiceRequest) -> None:
        """Keep the spans of a request."""
        with self.came:
            for of_resource in request.resource_spans:
                self.resources.append(attributes(of_resource.resource))
                for of_scope in of_resource.scope_spans:
                    self.spans.extend(of_scope.spans)
            self.came.notify_all()

    def wait_for(self, spans: int, limit_s: float = 20) -> list[Span]:
        """Wait for so many spans."""
        with self.came:
            assert self.came.wait_for(lambda: len(self.spans) >= spans, limit_s), names(self.spans)
            return list(self.spans)


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Run a receiver on a free port."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            receiver.asked += 1
            receiver.answering.wait(30)
            if receiver.status == 200:
                if self.headers.get("content-encoding") == "gzip":
                    body = gzip.decompress(body)
                receiver.headers.append({name.lower(): value for name, value in self.headers.items()})
                receiver.paths.append(self.path)
                receiver.take(ExportTraceServiceRequest.FromString(body))
            self.send_response(receiver.status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.endpoint = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.answering.set()
        server.shutdown()
        server.server_close()
        thread.join()


def attributes(holder: object) -> dict[str, object]:
    """Return the attributes of a span, link or resource as plain values."""
    return {pair.key: _plain(pair.value) for pair in holder.attributes}  # type: ignore[attr-defined] # they all have them


def names(spans: list[Span]) -> list[str]:
    """Return the spans' names."""
    return [span.name for span in spans]


def _plain(value: AnyValue) -> object:
    kind = value.WhichOneof("value")
    if kind == "array_value":
        return [_plain(inner) for inner in value.array_value.values]
    return getattr(value, str(kind))
