"""Throw mutated articles at the pipeline and count how they end.

    python -m benchmarks.fuzz [--inputs 20000] [--seed 1] [--pages PAGES.jsonl.gz]

Mutates the demo's samples, and real pages where a file of them is given (``html`` paths relative to the
file): bytes flipped, cut, doubled and spliced, tags nested and unclosed, charsets and content types that
lie. Every input must end published or dead-lettered with a code other than ``internal_error``.
"""

import argparse
import gzip
import json
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

from rich.console import Console
from rich.progress import track

from schemas import ErrorCode
from service.demo.samples import load_samples
from service.pipeline import Pipeline
from service.record import Headers, InputRecord
from service.settings import PipelineSettings

BATCH = 50
SLOW_S = 2.0
"""An input that takes longer is named in the output."""

SNIPPETS = (
    *(b"<div>", b"</div>", b"<p>", b"</p></p>", b"<table><tr>", b"<!--", b"-->", b"<![CDATA[", b"<script>"),
    *(
        b"</script>",
        b"<style>",
        b'"',
        b"'",
        b"\x00",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"&#xD800;",
        b"&#x110000;",
    ),
    *(b'<script type="application/ld+json">{"@type":"NewsArticle","headline":[', b"<base href='//:'>"),
    *(b"<meta charset=utf-7>", b"<svg><p>", b"<template>", b"<frameset>", b"<plaintext>", b"\r", b"\xc2\xa0"),
    *(
        "\u202e".encode(),
        "🙂".encode(),
        "。".encode(),
        b"[](",
        b"> > > ",
        b"| | |",
        b"(0/",
        b"2024-02-30T25:61",
    ),
)
CONTENT_TYPES = (
    b"text/html",
    b"text/plain; charset=utf-16",
    b"application/json",
    b"text/html; charset=gbk",
    b"x",
)
ENCODINGS = (b"gzip", b"br", b"zstd", b"deflate, gzip")


def seeds(pages: Path | None) -> list[InputRecord]:
    """Collect what is mutated."""
    records = [
        sample.record for sample in load_samples() if len(sample.record.value or b"") in range(1, 1 << 20)
    ]
    if pages is not None:
        with gzip.open(pages, "rt", encoding="utf-8") as lines:
            for line in lines:
                page = json.loads(line)
                body = gzip.decompress((pages.parent / page["html"]).read_bytes())
                records.append(InputRecord(body[: 1 << 20], None, (("url", page["url"].encode()),)))
    return records


def flip(value: bytearray, rng: random.Random) -> None:
    """Change single bytes."""
    for _ in range(rng.randrange(1, 40)):
        value[rng.randrange(len(value))] = rng.randrange(256)


def cut(value: bytearray, rng: random.Random) -> None:
    """Take a stretch away."""
    begin = rng.randrange(len(value))
    del value[begin : begin + rng.randrange(1, 1 + len(value) // 2)]


def double(value: bytearray, rng: random.Random) -> None:
    """Repeat a stretch many times."""
    begin = rng.randrange(len(value))
    stretch = value[begin : begin + rng.randrange(1, 400)]
    value[begin:begin] = stretch * rng.randrange(1, 200)


def insert(value: bytearray, rng: random.Random) -> None:
    """Put markup and odd characters where they do not belong."""
    for _ in range(rng.randrange(1, 10)):
        at = rng.randrange(len(value) + 1)
        value[at:at] = rng.choice(SNIPPETS) * rng.choice((1, 1, 1, 3, 700))


def move(value: bytearray, rng: random.Random) -> None:
    """Put a stretch somewhere else."""
    begin = rng.randrange(len(value))
    end = begin + rng.randrange(1, 2_000)
    stretch = value[begin:end]
    del value[begin:end]
    at = rng.randrange(len(value) + 1)
    value[at:at] = stretch


MUTATIONS: tuple[Callable[[bytearray, random.Random], None], ...] = (flip, cut, double, insert, move)


def mutate(record: InputRecord, other: InputRecord, rng: random.Random) -> InputRecord:
    """Make one broken article of one or two good ones."""
    value = bytearray(record.value or b"")
    if rng.random() < 0.1:
        half = bytes(other.value or b"")
        value[rng.randrange(len(value)) :] = half[rng.randrange(len(half)) :]
    for _ in range(rng.randrange(1, 4)):
        if value:
            rng.choice(MUTATIONS)(value, rng)
    headers: Headers = record.headers
    if rng.random() < 0.1:
        headers += (("content-type", rng.choice(CONTENT_TYPES)),)
    if rng.random() < 0.02:
        headers += (("content-encoding", rng.choice(ENCODINGS)),)
    return InputRecord(bytes(value), record.key, headers)


@cache
def _pipeline() -> Pipeline:
    return Pipeline(PipelineSettings())


@cache
def _seeds(pages: Path | None) -> list[InputRecord]:
    return seeds(pages)


def run_batch(pages: Path | None, seed: int) -> list[tuple[str, float, int]]:
    """Run one batch; return ending, seconds and number for each of its inputs."""
    found = []
    for number in range(seed * BATCH, (seed + 1) * BATCH):
        rng = random.Random(number)  # noqa: S311 - reproducible, not secret
        record = mutate(rng.choice(_seeds(pages)), rng.choice(_seeds(pages)), rng)
        begin = time.process_time()
        outcome = _pipeline().run(record)
        found.append((outcome.code or outcome.disposition.value, time.process_time() - begin, number))
    return found


def batches(arguments: argparse.Namespace) -> Iterator[list[tuple[str, float, int]]]:
    """Run every batch on both processors."""
    first = arguments.seed * 1_000_000
    with ProcessPoolExecutor(2) as pool:
        runs = [
            pool.submit(run_batch, arguments.pages, first + n) for n in range(-(-arguments.inputs // BATCH))
        ]
        for run in track(runs, "fuzzing", console=Console(stderr=True)):
            yield run.result()


def main() -> None:
    """Run, print the count of each ending, and fail where one is a fault of ours."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--inputs", type=int, default=20_000, help="how many inputs (default 20000)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other inputs (default 1)")
    parser.add_argument("--pages", type=Path, help="real pages to mutate too: JSON lines with html paths")
    results = [result for batch in batches(parser.parse_args()) for result in batch]
    endings = Counter(ending for ending, _, _ in results)
    times = sorted(seconds for _, seconds, _ in results)
    for ending, count in endings.most_common():
        print(f"{count:>8}  {ending}")
    median = statistics.median(times)
    print(
        f"{len(results):>8}  inputs; CPU median {median * 1000:.1f} ms, "
        f"most {times[-1] / median:.0f} x the median"
    )
    for ending, seconds, number in results:
        if seconds > SLOW_S or ending == ErrorCode.INTERNAL_ERROR:
            print(f"input {number}: {ending} after {seconds:.1f} s")
    raise SystemExit(1 if endings[ErrorCode.INTERNAL_ERROR] else 0)


if __name__ == "__main__":
    main()
