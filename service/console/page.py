"""The console's pages, and the thread that remembers the last minutes for them."""

import time
from collections.abc import Callable, Iterable
from threading import Event, Lock, Thread
from typing import Self

import orjson
from markupsafe import Markup

from service.console.history import SAMPLE_S, History
from service.console.host import answers_to
from service.console.reading import Reader
from service.console.sparkline import HEIGHT, WIDTH
from service.console.viewer import Viewer
from service.html_pages import asset, environment, policy_hash
from service.runtime.health import Health
from service.runtime.http_server import Environ, Page, Start, answer_json
from service.runtime.telemetry import Telemetry
from service.settings import Settings

PACKAGE = "service.console"
FRESH_S = 1.0
"""Least time between two readings, seconds, however many look."""


class Console:
    """The page at ``/`` and what refreshes it at ``/console.json``; a context manager."""

    def __init__(
        self,
        settings: Settings,
        health: Health,
        telemetry: Telemetry,
        *,
        fingerprint: str,
        workers: Callable[[], int],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Read nothing yet; ``workers`` counts the worker processes that are up."""
        self._reader = Reader(health, telemetry, workers)
        self._viewer = Viewer(settings, fingerprint)
        self._clock = clock
        self._history = History()
        self._rendering = Lock()
        self._rendered: tuple[bytes, bytes] | None = None
        self._rendered_at = 0.0
        self._ended = Event()
        self._thread = Thread(target=self._remember, name="console", daemon=True)
        self._template = environment(PACKAGE)
        style, script = asset(PACKAGE, "console.css"), asset(PACKAGE, "console.js")
        self._assets = {
            "style": Markup(style),  # noqa: S704 - the package's own file
            "script": Markup(script),  # noqa: S704 - the package's own file
        }
        self._headers = _headers(style, script)
        self.pages: dict[str, Page] = {
            "/": self._guarded(0, "text/html; charset=utf-8"),
            "/console.json": self._guarded(1, "application/json"),
        }

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _remember(self) -> None:
        while True:
            self._history.add(self._reader.point())
            if self._ended.wait(SAMPLE_S):
                return

    def _guarded(self, part: int, media_type: str) -> Page:
        headers = [("Content-Type", media_type), *self._headers]

        def page(environ: Environ, start: Start) -> Iterable[bytes]:
            if not answers_to(environ.get("HTTP_HOST", ""), environ["SERVER_NAME"]):
                reason = "the console answers to addresses and private names only, not to this Host"
                return answer_json(start, "421 Misdirected Request", {"reason": reason})
            start("200 OK", headers)
            return [self._render()[part]]

        return page

    def _render(self) -> tuple[bytes, bytes]:
        """Return the whole page, and as JSON what of it moves."""
        with self._rendering:
            now = self._clock()
            if self._rendered is None or now - self._rendered_at >= FRESH_S:
                self._rendered = self._write()
                self._rendered_at = now
            return self._rendered

    def _write(self) -> tuple[bytes, bytes]:
        view = self._viewer.view(self._reader.read(self._history.points))
        main = self._template.get_template("main.html").render(view=view, width=WIDTH, height=HEIGHT)
        page = self._template.get_template("console.html").render(
            view=view,
            main=Markup(main),  # noqa: S704 - rendered with escaping just above
            **self._assets,
        )
        title = f"{view.state.word} · {view.replica}"
        moving = {"title": title, "state": view.state.word, "clock": view.clock, "main": main}
        return page.encode(), orjson.dumps(moving)


def _headers(style: str, script: str) -> list[tuple[str, str]]:
    policy = (
        f"default-src 'none'; style-src '{policy_hash(style)}'; script-src '{policy_hash(script)}'; "
        "img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return [
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", policy),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Frame-Options", "DENY"),
    ]
