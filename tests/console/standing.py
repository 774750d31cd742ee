"""A console over a service that does nothing: its health and telemetry are moved by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry

from service.console import Console
from service.runtime.health import Health
from service.runtime.http_server import PageServer
from service.runtime.metrics import Metrics
from service.runtime.telemetry import Telemetry
from service.settings import HttpSettings, Settings, WorkerSettings

SETTINGS = Settings(http=HttpSettings(host="127.0.0.1", port=0), workers=WorkerSettings(count=2))


@dataclass
class Standing:
    """The parts of a service the console looks at, its loop always awake, and a clock."""

    health: Health = field(default_factory=lambda: Health(30, lambda: 0.0))
    telemetry: Telemetry = field(default_factory=lambda: Telemetry(Metrics(CollectorRegistry())))
    now: float = 0.0

    def console(self) -> Console:
        """Make a console that looks at them."""
        return Console(
            SETTINGS,
            self.health,
            self.telemetry,
            fingerprint="0123456789abcdef",
            workers=lambda: 2,
            clock=lambda: self.now,
        )

    @contextmanager
    def serve(self) -> Iterator[int]:
        """Serve the console; give its port."""
        with self.console() as console, PageServer(SETTINGS.http, console.pages) as server:
            yield server.port
