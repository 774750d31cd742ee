"""The ``dateline`` command.

What a user types is declared in ``local_commands`` and ``broker_commands``; each command's work is in
the module of its name, loaded only when it runs, so that ``--help`` is quick. Exit codes are in ``faults``.
"""

import sys
from collections.abc import Sequence
from typing import NoReturn

from service.cli.application import app
from service.cli.faults import guarded

__all__ = ["execute", "main"]


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a real stream, not a test's
    sys.exit(execute(sys.argv[1:]))


def execute(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    return guarded(lambda: app(list(arguments), prog_name="dateline", standalone_mode=False))
