"""Throw mutated articles at the pipeline: how they end, what the slowest costs, what raises.

    python -m benchmarks.fuzz [--inputs 20000] [--seed 1] [--pages PAGES.jsonl.gz]

Mutates the demo's samples, and real pages where a file of them is given (``html`` paths relative to the
file). Every input must end published or dead-lettered with a code other than ``internal_error``, and none
may take more than 50 times the CPU of the median. A number names an input: ``build(pages, number)``
makes it again.
"""

import argparse
import gzip
import random
import resource
import statistics
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.progress import track

from benchmarks.extraction import read_lines
from benchmarks.mutations import change
from schemas import ErrorCode
from service.demo.samples import load_samples
from service.errors import RecordError
from service.pipeline import Pipeline
from service.record import InputRecord
from service.settings import PipelineSettings

BATCH = 50
MOST_MEDIANS = 50
INCOMPLETE = "published without"
SHOWN = 10
"""Slowest inputs that are timed again and named."""
CONTENT_TYPES = (
    *(b"text/html", b"text/plain", b"text/plain; charset=utf-16", b"application/json"),
    *(b"text/html; charset=gbk", b"x"),
)
ENCODINGS = (b"gzip", b"br", b"zstd", b"deflate, gzip")


class Ending(NamedTuple):
    """How one input ended."""

    code: str
    """Error code, or disposition; the first fact whose finder failed."""
    seconds: float
    number: int
    size: int
    changes: list[str]
    trace: str | None
    """Of what was raised and should not have been."""


@cache
def _seeds(pages: Path | None) -> list[InputRecord]:
    """Collect what is mutated."""
    records = [
        sample.record for sample in load_samples() if len(sample.record.value or b"") in range(1, 1 << 20)
    ]
    if pages is not None:
        for page in read_lines(pages):
            body = gzip.decompress((pages.parent / page["html"]).read_bytes())
            records.append(InputRecord(body[: 1 << 20], None, (("url", page["url"].encode()),)))
    return records


def build(pages: Path | None, number: int) -> tuple[InputRecord, list[str]]:
    """Make one broken article of one or two good ones; return it and how it was broken."""
    rng = random.Random(number)  # noqa: S311 - reproducible, not secret
    record, other = rng.choices(_seeds(pages), k=2)
    value = bytearray(record.value or b"")
    if rng.random() < 0.1:
        half = bytes(other.value or b"")
        value[rng.randrange(len(value)) :] = half[rng.randrange(len(half)) :]
    changes = change(value, rng)
    headers = record.headers
    if rng.random() < 0.2:
        headers += (("content-type", rng.choice(CONTENT_TYPES)),)
    if rng.random() < 0.02:
        headers += (("content-encoding", rng.choice(ENCODINGS)),)
    return InputRecord(bytes(value), record.key, headers), changes


@cache
def _pipeline() -> Pipeline:
    return Pipeline(PipelineSettings())


def run(pages: Path | None, number: int) -> Ending:
    """Make one input and run it."""
    record, changes = build(pages, number)
    trace = None
    begin = time.process_time()
    try:
        failed = _pipeline().publish(record).event.enrichment.failed
        code = f"{INCOMPLETE} {failed[0]}" if failed else "published"
    except RecordError as error:
        code = error.code
    except Exception:  # noqa: BLE001 - what is looked for
        code, trace = ErrorCode.INTERNAL_ERROR, traceback.format_exc(limit=-4)
    return Ending(code, time.process_time() - begin, number, len(record.value or b""), changes, trace)


def run_batch(pages: Path | None, batch: int) -> list[Ending]:
    """Run the inputs of one batch."""
    return [run(pages, number) for number in range(batch * BATCH, (batch + 1) * BATCH)]


def endings(arguments: argparse.Namespace) -> Iterator[Ending]:
    """Run every batch on both processors."""
    first = arguments.seed * 1_000_000
    console = Console(stderr=True)
    with ProcessPoolExecutor(2, initializer=run, initargs=(arguments.pages, 0)) as pool:  # loads the models
        batches = range(first, first + -(-arguments.inputs // BATCH))
        runs = [pool.submit(run_batch, arguments.pages, batch) for batch in batches]
        for one in track(runs, "fuzzing", console=console, transient=True):
            yield from one.result()


def main() -> None:
    """Run, print the figures, and fail where an input raised or took too long."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--inputs", type=int, default=20_000, help="how many inputs (default 20000)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other inputs (default 1)")
    parser.add_argument("--pages", type=Path, help="real pages to mutate too: JSON lines with html paths")
    arguments = parser.parse_args()
    found = list(endings(arguments))
    for code, count in Counter(ending.code for ending in found).most_common():
        print(f"{count:>8}  {code}")
    median = statistics.median(ending.seconds for ending in found)
    slowest = sorted(found, key=lambda ending: -ending.seconds)[:SHOWN]
    # Other processes disturb: the slowest are timed once more, alone.
    again = [
        min(ending, run(arguments.pages, ending.number), key=lambda one: one.seconds) for ending in slowest
    ]
    again.sort(key=lambda ending: -ending.seconds)
    most = again[0].seconds / median
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(
        f"{len(found):>8}  inputs; CPU median {median * 1000:.1f} ms, most {most:.0f} x the median; "
        f"memory of a process at most {memory} MB"
    )
    for ending in again:
        print(
            f"input {ending.number}: {ending.seconds / median:.0f} x the median, {ending.code}, "
            f"{ending.size:,} bytes, {', '.join(ending.changes)}"
        )
    raised = [ending for ending in found if ending.trace]
    incomplete = [ending for ending in found if ending.code.startswith(INCOMPLETE)]
    for ending in incomplete:
        print(f"input {ending.number}: {ending.code} ({', '.join(ending.changes)})")
    for ending in raised:
        print(f"input {ending.number} raised ({', '.join(ending.changes)}):\n{ending.trace}")
    raise SystemExit(1 if raised or incomplete or most > MOST_MEDIANS else 0)


if __name__ == "__main__":
    main()
