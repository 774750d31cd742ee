"""A headless Chromium, driven over the pipe it opens for debuggers: no port, no driver, no download."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
OPTIONS = (
    *("--headless=new", "--remote-debugging-pipe", "--disable-gpu", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"),
    *("--disable-sync", "--disable-extensions", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
)


def find_chromium() -> str | None:
    """Return the program; null where none is installed."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Tab:
    """One page, as its reader uses it: pointer, keys, colour scheme."""

    def __init__(self, commands: IO[bytes], answers: IO[bytes]) -> None:
        """Open a blank page over the browser's two pipes."""
        self._commands = commands
        self._answers = answers
        self._number = 0
        self._session: str | None = None
        self.requests: list[str] = []
        """Addresses the page asked for."""
        self.complaints: list[str] = []
        """Faults of scripts and breaches of the page's security policy."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log", "DOM", "Accessibility"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """Run a command of the DevTools protocol and return its result."""
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._commands.write(json.dumps(message).encode() + b"\0")
        while (answer := self._receive()).get("id") != self._number:
            self._note(answer)
        assert "error" not in answer, answer["error"]
        return dict(answer["result"])

    def open(self, page: Path | str, *, scheme: str = "light", width: int = 1400, height: int = 900) -> None:
        """Load a file or an address as a reader with that colour scheme and window sees it."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.requests.clear()
        self.complaints.clear()
        self.call("Page.navigate", url=page.as_uri() if isinstance(page, Path) else page)
        while (answer := self._receive()).get("method") != "Page.loadEventFired":
            self._note(answer)

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 - whatever the expression is
        """Return what a JavaScript expression gives."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def press(self, key: str) -> None:
        """Press and release a key by its name."""
        text = {"Enter": "\r"}.get(key, "")
        code = {"Enter": 13, "Tab": 9, "Escape": 27, "ArrowLeft": 37, "ArrowRight": 39}[key]
        for kind in ("keyDown" if text else "rawKeyDown", "keyUp"):
            self.call(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                code=key,
                text=text if kind == "keyDown" else "",
                windowsVirtualKeyCode=code,
            )

    def point_at(self, selector: str) -> None:
        """Move the pointer onto the first element a selector finds."""
        place = self.evaluate(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)});"
            "e.scrollIntoView({block: 'center'}); const r = e.getClientRects()[0];"
            "return [r.left + Math.min(r.width / 2, 5), r.top + r.height / 2]; })()"
        )
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=place[0], y=place[1])

    def _receive(self) -> dict[str, Any]:
        message = bytearray()
        while (byte := self._answers.read(1)) != b"\0":
            assert byte, "the browser has gone"
            message += byte
        return dict(json.loads(message))

    def _note(self, event: dict[str, Any]) -> None:
        parameters = event.get("params", {})
        if event.get("method") == "Network.requestWillBeSent":
            self.requests.append(parameters["request"]["url"])
        elif event.get("method") == "Runtime.exceptionThrown":
            self.complaints.append(str(parameters["exceptionDetails"]))
        elif event.get("method") == "Log.entryAdded":
            self.complaints.append(parameters["entry"]["text"])


AT_3_AND_4 = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); "
    "os.execv(sys.argv[3], sys.argv[3:])"
)
"""Starts a program with two open files where the browser looks for its pipes."""


@contextmanager
def open_tab(program: str) -> Iterator[Tab]:
    """Start the browser with a profile of its own, and end it."""
    reads_commands, commands = _pipe()
    answers, writes_answers = _pipe()
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile,
        os.fdopen(commands, "wb", buffering=0) as write,
        os.fdopen(answers, "rb") as read,
    ):
        process = subprocess.Popen(
            [
                *(sys.executable, "-c", AT_3_AND_4, str(reads_commands), str(writes_answers)),
                *(program, *OPTIONS, *sandbox, f"--user-data-dir={profile}"),
            ],
            pass_fds=(reads_commands, writes_answers),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(reads_commands)
        os.close(writes_answers)
        try:
            yield Tab(write, read)
        finally:
            process.terminate()
            process.wait(20)


def _pipe() -> tuple[int, int]:
    """Open a pipe whose ends are numbered out of the way of 3 and 4."""
    ends = os.pipe()
    high = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends]
    for end in ends:
        os.close(end)
    return high[0], high[1]
