"""The HTTP server of the pages registered with it: read-only, from threads of its own, bounded.

It answers even while the event loop is stuck. It is meant for probes, scrapers and a few people inside a
network, one request a connection; GET and HEAD are all it knows.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from socket import AF_INET6, SHUT_RDWR, socket
from socketserver import ThreadingMixIn
from threading import Lock, Thread
from typing import Any, Self, TypeAlias
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import orjson

from service.errors import ConfigurationError
from service.settings import HttpSettings

MOST_CONNECTIONS = 64
"""Connections held at once; where one more comes the oldest is closed: slow clients harm only each other."""
END_S = 0.1
"""Longest the end waits for the server to take note of it, seconds."""
SILENCE_S = 10
"""Longest wait for a client to send or to take what it is sent, seconds."""

Environ: TypeAlias = dict[str, Any]
Start = Callable[..., Any]
Page = Callable[[Environ, Start], Iterable[bytes]]
"""A WSGI application that answers GET at one path; the server makes HEAD of it, and tells the length."""


class PageServer:
    """Serves pages, each at its exact path; a context manager."""

    def __init__(self, settings: HttpSettings, pages: Mapping[str, Page]) -> None:
        """Bind the port.

        Raises:
            ConfigurationError: the port is taken or not allowed.
        """
        self._pages = pages
        try:
            self._server = _Server(settings.host, settings.port)
        except OSError as error:
            raise ConfigurationError(
                f"cannot listen on {settings.host}:{settings.port} ({error.strerror or error}); "
                "choose another DATELINE_HTTP__PORT, 0 for any"
            ) from None
        self._server.set_app(self._answer)
        self.port: int = self._server.server_port
        self._thread = Thread(target=self._server.serve_forever, args=(END_S,), name="http", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _answer(self, environ: Environ, start: Start) -> Iterable[bytes]:
        method, page = environ["REQUEST_METHOD"], self._pages.get(environ["PATH_INFO"], self._unknown)
        if method not in ("GET", "HEAD"):
            page = _wrong_method
        head: list[Any] = []
        body = b"".join(
            page({**environ, "REQUEST_METHOD": "GET"}, lambda status, headers: head.extend((status, headers)))
        )
        status, headers = head
        start(
            status, [*headers, ("Content-Length", str(len(body))), ("X-Content-Type-Options", "nosniff")]
        )  # fmt: skip
        return [] if method == "HEAD" else [body]

    def _unknown(self, _: Environ, start: Start) -> Iterable[bytes]:
        return answer_json(start, "404 Not Found", {"paths": list(self._pages)})


def _wrong_method(_: Environ, start: Start) -> Iterable[bytes]:
    body = {"reason": "these pages can only be read"}
    return answer_json(start, "405 Method Not Allowed", body, ("Allow", "GET, HEAD"))


def answer_json(start: Start, status: str, body: object, *headers: tuple[str, str]) -> list[bytes]:
    """Answer with a JSON value that nobody may keep."""
    start(status, [("Content-Type", "application/json"), ("Cache-Control", "no-store"), *headers])
    return [orjson.dumps(body) + b"\n"]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = MOST_CONNECTIONS

    def __init__(self, host: str, port: int) -> None:
        if ":" in host:
            self.address_family = AF_INET6
        self._open: dict[socket, None] = {}
        self._opening = Lock()
        super().__init__((host, port), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as inherited
        with self._opening:
            if len(self._open) >= MOST_CONNECTIONS:
                self._end(next(iter(self._open)))
            self._open[request] = None
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 - as inherited
        with self._opening:
            self._open.pop(request, None)
        super().shutdown_request(request)

    def server_close(self) -> None:
        super().server_close()
        with self._opening:
            for request in list(self._open):
                self._end(request)

    def _end(self, request: socket) -> None:
        """Let the thread that serves a connection find it closed."""
        del self._open[request]
        with suppress(OSError):  # its client has gone
            request.shutdown(SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as inherited
        if not isinstance(sys.exception(), OSError):  # a client that goes away or says nothing is no news
            super().handle_error(request, client_address)


class _Handler(WSGIRequestHandler):
    timeout = SILENCE_S

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Probes are no news."""
