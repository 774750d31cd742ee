"""Health over HTTP from a thread of its own, so that it answers even while the loop is stuck, and says so."""

import time
from collections.abc import Callable, Iterable
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any, Self, cast
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import orjson
from prometheus_client import make_wsgi_app

from service.errors import ConfigurationError
from service.runtime.metrics import Metrics
from service.settings import HttpSettings

Start = Callable[..., Any]


class Health:
    """What is known of the service's state; written by the loop, read by the server's threads."""

    def __init__(self, stall_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin alive, and not ready."""
        self._stall_s = stall_s
        self._clock = clock
        self._last = clock()
        self._obstacles: dict[str, str] = {"start": "starting"}

    def beat(self) -> None:
        """Note that the loop turns."""
        self._last = self._clock()

    def obstruct(self, name: str, reason: str) -> None:
        """Name a reason not to be ready."""
        self._obstacles[name] = reason

    def clear(self, name: str) -> None:
        """Take a reason away."""
        self._obstacles.pop(name, None)

    def alive(self) -> str | None:
        """Return why the service is not alive; null where it is."""
        silence = self._clock() - self._last
        if silence > self._stall_s:
            return f"the event loop has not turned for {silence:.0f} s"
        return None

    def ready(self) -> str | None:
        """Return why the service is not ready, the newest reason first; null where it is."""
        return self.alive() or next(reversed(self._obstacles.copy().values()), None)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Handler(WSGIRequestHandler):
    timeout = 10  # a client that connects and says nothing holds its thread no longer

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Probes are no news."""


class HealthServer:
    """``/metrics``, ``/healthz`` and ``/readyz``; a context manager."""

    def __init__(self, settings: HttpSettings, health: Health, metrics: Metrics) -> None:
        """Bind the port.

        Raises:
            ConfigurationError: the port is taken or not allowed.
        """
        self._health = health
        self._metrics = metrics
        self._metrics_app = make_wsgi_app(metrics.registry)
        try:
            self._server = make_server(settings.host, settings.port, self._answer, _Server, _Handler)
        except OSError as error:
            raise ConfigurationError(
                f"cannot listen on {settings.host}:{settings.port} ({error.strerror or error}); "
                "choose another DATELINE_HTTP__PORT, 0 for any"
            ) from None
        self.port: int = self._server.server_port
        self._thread = Thread(target=self._server.serve_forever, name="health", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _answer(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "/")
        if path == "/metrics":
            with self._metrics.consistent:
                return cast("Iterable[bytes]", self._metrics_app(environ, start))
        checks = {"/healthz": self._health.alive, "/readyz": self._health.ready}
        if path not in checks:
            return _json(start, "404 Not Found", {"paths": ["/metrics", *checks]})
        reason = checks[path]()
        if reason is None:
            return _json(start, "200 OK", {"status": "ok"})
        return _json(start, "503 Service Unavailable", {"status": "unavailable", "reason": reason})


def _json(start: Start, status: str, body: dict[str, object]) -> list[bytes]:
    start(status, [("Content-Type", "application/json"), ("Cache-Control", "no-store")])
    return [orjson.dumps(body) + b"\n"]
