"""What is known of the service's health, and the pages that tell it to machines."""

import time
from collections.abc import Callable, Iterable
from typing import cast

from prometheus_client import make_wsgi_app

from service.runtime.http_server import Environ, Page, Start, answer_json
from service.runtime.metrics import Metrics


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

    def silence(self) -> float:
        """Return for how long the loop has shown no sign of life, seconds."""
        return self._clock() - self._last

    def obstacles(self) -> dict[str, str]:
        """Return every reason not to be ready by its name, the newest first."""
        return dict(reversed(self._obstacles.copy().items()))

    def alive(self) -> str | None:
        """Return why the service is not alive; null where it is."""
        silence = self.silence()
        if silence > self._stall_s:
            return f"the event loop has not turned for {silence:.0f} s"
        return None

    def ready(self) -> str | None:
        """Return why the service is not ready, the newest reason first; null where it is."""
        return self.alive() or next(iter(self.obstacles().values()), None)


def probes(health: Health, metrics: Metrics) -> dict[str, Page]:
    """Return ``/metrics``, ``/healthz`` and ``/readyz``."""
    metrics_app = make_wsgi_app(metrics.registry)

    def metrics_page(environ: Environ, start: Start) -> Iterable[bytes]:
        with metrics.consistent:
            return cast("Iterable[bytes]", metrics_app(environ, start))

    def check(reason: Callable[[], str | None]) -> Page:
        def page(_: Environ, start: Start) -> Iterable[bytes]:
            if (why := reason()) is None:
                return answer_json(start, "200 OK", {"status": "ok"})
            return answer_json(start, "503 Service Unavailable", {"status": "unavailable", "reason": why})

        return page

    return {"/metrics": metrics_page, "/healthz": check(health.alive), "/readyz": check(health.ready)}
