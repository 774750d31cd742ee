"""Feeds every page to every extractor in turn, and keeps what each answered and what it cost."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from benchmarks.environment import ROOT
from benchmarks.peers.extractors import OURS_TABLE

Request = Mapping[str, Any]
"""``file`` or ``text``, and ``url``."""
WARM_UP = 5
"""Requests answered before any is measured: tables are loaded and expressions compiled on first use."""
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"), "1"
)


@dataclass
class Run:
    """What one extractor made of all pages."""

    name: str
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Page id to answer, as the scorer reads it."""
    seconds: dict[str, float] = field(default_factory=dict)
    """Page id to CPU time."""
    failed: int = 0
    """Pages on which it raised; they count as empty."""


class Worker:
    """A worker process: ask, wait for the answer."""

    def __init__(self, extractor: str, python: Path) -> None:
        """Start it."""
        self.extractor = extractor
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the worker
        self.process = subprocess.Popen(
            [python, "-W", "ignore", "-m", "benchmarks.peers.worker", extractor],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            cwd=ROOT,
            env=os.environ | ONE_THREAD,
        )

    def __enter__(self) -> Self:
        """Enter."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self.process.kill()
        self.process.communicate()
        self.errors.close()

    def ask(self, request: Request) -> dict[str, Any]:
        """Have one content extracted.

        Raises:
            RuntimeError: the worker has died.
        """
        assert self.process.stdin is not None  # noqa: S101 - opened above
        assert self.process.stdout is not None  # noqa: S101 - as above
        line = b""
        try:
            self.process.stdin.write(json.dumps(request).encode() + b"\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            pass
        if not line:
            self.errors.seek(0)
            said = self.errors.read().decode(errors="replace").strip().splitlines() or ["no message"]
            raise RuntimeError(f"{self.extractor} ended on {request.get('url')}: {said[-1]}")
        answer: dict[str, Any] = json.loads(line)
        return answer


@dataclass(frozen=True)
class Entry:
    """One row of the comparison: an extractor on the pages, or on their texts in one scope."""

    name: str
    extractor: str
    requests: Mapping[str, Request]
    """Page id to what is asked; a page may be absent."""


def compare(entries: Sequence[Entry], pages: Iterable[str], python: Path) -> list[Run]:
    """Ask all workers about one page after another, first in turn another one, one at a time.

    Args:
        entries: the rows.
        pages: ids, in the order they are run; may draw a progress bar as it is read.
        python: Python of the peers' environment.

    Raises:
        RuntimeError: a worker has died.
    """
    runs = [Run(entry.name) for entry in entries]
    with ExitStack() as stack:
        workers = []
        for entry in entries:
            chosen = Path(sys.executable) if entry.extractor in OURS_TABLE else python
            worker = stack.enter_context(Worker(entry.extractor, chosen))
            for request in list(entry.requests.values())[:WARM_UP]:
                worker.ask(request)
            workers.append(worker)
        for turn, page in enumerate(pages):
            for number in range(len(entries)):
                place = (turn + number) % len(entries)
                entry, run = entries[place], runs[place]
                if page not in entry.requests:
                    continue
                answer = workers[place].ask(entry.requests[page])
                run.seconds[page] = answer.pop("seconds")
                run.failed += answer.pop("error") is not None
                run.answers[page] = answer | {"id": page}
    return runs
