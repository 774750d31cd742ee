"""Measure what an article costs the whole service, and reckon what a day's articles need.

    python -m benchmarks.sizing [--records 3000] [--price 0.04] [--articles 1e5 1e6 ...]
    python -m benchmarks.sizing --cpu-ms 20 --bytes-in 80000 --bytes-out 20000    # reckon

The service runs with one worker on a topic of the demo's samples; CPU is that of all its processes, Kafka's
client, (de)compression and commits included. Your articles differ: measure with some of them (``--jsonl
FILE``, as ``dateline feed`` takes them).

    peak       = articles a day / 86,400 * PEAK          the busiest minutes against the day's mean
    cores      = peak * CPU of an article / BUSY         a core is kept so busy at the peak
    replicas   = cores / 2, rounded up, + 1              two cores a replica; one may be down
    partitions = replicas * 2, rounded up to sixes       they bound the replicas: room to grow
    disk       = articles a day * (bytes in + out) * KEPT_DAYS * COPIES
    cost       = replicas * 2 * 730 hours * the price of a core-hour; brokers not included
"""

import argparse
import itertools
import math
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.harness import make_topics, preload, read_all, running
from service.cli.reading.sources import Skipped, Sources
from service.demo.broker import LASTING_JVM, LocalKafka
from service.demo.samples import load_samples
from service.outcome import Disposition
from service.pipeline import Pipeline
from service.record import InputRecord
from service.settings import Settings

PARTITIONS = 4
LIMIT_S = 600.0
PEAK = 3.0
BUSY = 0.6
CORES_A_REPLICA = 2
KEPT_DAYS = 3
COPIES = 3
HOURS_A_MONTH = 730
A_DAY = (1e5, 1e6, 5e6, 2e7)


@dataclass(frozen=True)
class Cost:
    """What an article costs."""

    cpu_ms: float
    bytes_in: float
    bytes_out: float


@dataclass(frozen=True)
class Size:
    """What a day's articles need."""

    articles: float
    peak: float
    """Articles a second."""
    cores: float
    replicas: int
    partitions: int
    disk_gb: float
    price: float
    """A month's, in the currency of a core-hour's."""


def size(articles: float, cost: Cost, price: float) -> Size:
    """Reckon what so many articles a day need; see the module for the arithmetic."""
    peak = articles / 86_400 * PEAK
    cores = peak * cost.cpu_ms / 1_000 / BUSY
    replicas = math.ceil(cores / CORES_A_REPLICA) + 1
    return Size(
        articles=articles,
        peak=peak,
        cores=cores,
        replicas=replicas,
        partitions=math.ceil(replicas * 2 / 6) * 6,
        disk_gb=articles * (cost.bytes_in + cost.bytes_out) * KEPT_DAYS * COPIES / 1e9,
        price=replicas * CORES_A_REPLICA * HOURS_A_MONTH * price,
    )


def measure(load: Sequence[InputRecord]) -> Cost:
    """Run the service over records, and return what one cost."""
    with tempfile.TemporaryDirectory() as folder, LocalKafka(jvm=LASTING_JVM) as broker:
        topics = make_topics(broker.bootstrap, PARTITIONS)
        preload(broker.bootstrap, topics.raw, load, PARTITIONS)
        with running(broker.bootstrap, topics, 1, Path(folder, "service.log")) as service:
            service.wait_for(len(load) // 10, LIMIT_S)  # beyond the start
            cpu, first = service.cpu_seconds(), service.ended()
            service.wait_for(len(load), LIMIT_S)
            cpu, ended = service.cpu_seconds() - cpu, service.ended() - first
            service.stop()
        sizes = [len(value or b"") for _, value, _ in read_all(broker.bootstrap, topics.events)]
    return Cost(
        cpu_ms=1_000 * cpu / ended,
        bytes_in=sum(len(record.value or b"") for record in load) / len(load),
        bytes_out=sum(sizes) / len(sizes),
    )


def articles(path: Path | None, count: int) -> list[InputRecord]:
    """Return so many records that become events: of a file, else the demo's samples, over and over."""
    pipeline = Pipeline(Settings().pipeline)
    records = _read(path) if path else (sample.record for sample in load_samples())
    good = [record for record in records if pipeline.run(record).disposition is Disposition.PUBLISHED]
    return list(itertools.islice(itertools.cycle(good), count))


def _read(path: Path) -> Iterator[InputRecord]:
    for source in Sources([str(path)], {}, Settings().pipeline.admit.max_value_bytes):
        if not isinstance(source, Skipped):
            yield source.record


def main() -> None:
    """Measure, reckon, print."""
    parser = argparse.ArgumentParser(description="CPU an article, and what a day's articles need.")
    parser.add_argument("--records", type=int, default=3_000, help="records of the run (default 3000)")
    parser.add_argument("--jsonl", type=Path, help="raw articles to measure with, instead of the samples")
    parser.add_argument("--price", type=float, default=0.04, help="a core-hour's price (default 0.04)")
    parser.add_argument("--articles", type=float, nargs="+", default=A_DAY, help="articles a day")
    parser.add_argument("--cpu-ms", type=float, help="reckon with this instead of measuring")
    parser.add_argument("--bytes-in", type=float, default=0.0, help="with --cpu-ms")
    parser.add_argument("--bytes-out", type=float, default=0.0, help="with --cpu-ms")
    given = parser.parse_args()
    cost = (
        Cost(given.cpu_ms, given.bytes_in, given.bytes_out)
        if given.cpu_ms
        else measure(articles(given.jsonl, given.records))
    )
    title = f"{cost.cpu_ms:.1f} CPU ms, {cost.bytes_in:,.0f} bytes in, {cost.bytes_out:,.0f} out an article"
    table = Table(title=title)
    headings = (
        "articles a day",
        "peak /s",
        "cores",
        "replicas",
        "partitions",
        "Kafka disk GB",
        "cost a month",
    )
    for heading in headings:
        table.add_column(heading, justify="right")
    for number in given.articles:
        needed = size(number, cost, given.price)
        table.add_row(
            f"{needed.articles:,.0f}",
            f"{needed.peak:,.0f}",
            f"{needed.cores:,.1f}",
            f"{needed.replicas}",
            f"{needed.partitions}",
            f"{needed.disk_gb:,.0f}",
            f"{needed.price:,.0f}",
        )
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
