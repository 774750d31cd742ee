"""Ways a command is run as a program, and how it ended."""

import os
import pty
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import NamedTuple

UNWANTED = ("DATELINE_", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "GITHUB_ACTIONS", "PY_COLORS")
"""Beginnings of variables that change the command's settings or colours."""


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


Dateline = Callable[..., Ended]
"""Runs a command with the given arguments."""


def clean_environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Take the environment without what would change the command's settings or colours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(UNWANTED)}
    return kept | dict(more or {})


def program(*arguments: object) -> list[str]:
    """Write the command line that runs the command as a program."""
    return [sys.executable, "-m", "service", *map(str, arguments)]


def on_terminal(*arguments: object, environ: Mapping[str, str]) -> str:
    """Run the command with a terminal as its stdout; return what the terminal got."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(program(*arguments), stdout=theirs, env=clean_environment(environ)) as process:
        os.close(theirs)
        shown = b""
        with suppress(OSError):  # how a terminal says that nobody writes any more
            while block := os.read(ours, 1 << 16):
                shown += block
        os.close(ours)
    assert process.returncode == 0
    return shown.decode().replace("\r\n", "\n")
