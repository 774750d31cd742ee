"""The terminal: results on stdout, all else on stderr, colour only where a person reads it."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, direction overrides, halves of pairs: what moves a terminal's cursor or deceives its reader."""


def printable(text: str) -> str:
    """Fold a text from outside to one safe line: articles, headers and file names are not to be trusted."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))


def shorten(text: str, width: int) -> str:
    """Fold a text to one safe line of at most ``width`` characters."""
    line = printable(text[: width * 8])
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def stdout_console() -> Console:
    """Open stdout for a person."""
    return Console(file=sys.stdout, highlight=False, markup=False, emoji=False, soft_wrap=False)


def stderr_console() -> Console:
    """Open stderr for a person."""
    return Console(file=sys.stderr, highlight=False, markup=False, emoji=False, soft_wrap=True)


def say(line: str) -> None:
    """Write one line to stderr, above the progress bar where there is one."""
    print(printable(line), file=sys.stderr, flush=True)  # noqa: T201 - the command line speaks here


def write_line(line: bytes) -> None:
    """Write one line of output to stdout."""
    sys.stdout.buffer.write(line + b"\n")


class Meter(Protocol):
    """What a command tells the progress bar."""

    def __call__(self, position: int, note: str) -> None:
        """Show how far it is, and a few words."""


@contextmanager
def progress_bar(
    title: str, total: int | None, *, shown: bool = True, in_bytes: bool = True
) -> Iterator[Meter]:
    """Draw a progress bar on stderr while the block runs; nothing where it is not shown.

    Lines printed meanwhile go above the bar.

    Args:
        title: what is being done.
        total: position at the end, null where nobody knows.
        shown: whether to draw it where stderr is a terminal.
        in_bytes: whether positions are bytes; records otherwise.
    """
    if not (shown and sys.stderr.isatty()):
        yield lambda position, note: None  # noqa: ARG005 - nobody looks
        return
    progress = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        DownloadColumn() if in_bytes else MofNCompleteColumn(),
        TimeElapsedColumn() if total is None else TimeRemainingColumn(),
        TextColumn("{task.fields[note]}", style="dim"),
        console=stderr_console(),
        transient=True,
        expand=True,
        redirect_stdout=False,
        refresh_per_second=8,
    )
    with progress:
        task = progress.add_task(title, total=total, note="")
        yield lambda position, note: progress.update(task, completed=position, note=note)
