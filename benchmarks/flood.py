"""What a flood of invalid records costs, beside as many valid ones.

    python -m benchmarks.flood [--records 2000] [--rounds 3] [--delivery at_least_once]

One service with one worker takes floods in turn, in rounds: the demo's valid samples, then the same number of
records of each invalid kind, made from those samples and about as long. Each flood is written while the
service is held, and measured from there to its last record's event or dead letter. The table gives CPU time
a record and records a second of each kind, divided by the valid ones' of the same round: median (least to
greatest). A kind that costs more than valid records is one a scraper gone wrong could slow the service with.
"""

import argparse
import gzip
import itertools
import random
import signal
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.harness import ServiceProcess, make_topics, preload, running
from schemas import ErrorCode
from service.demo.broker import LASTING_JVM, LocalKafka
from service.demo.samples import load_samples
from service.record import InputRecord
from service.settings import TopicSettings

PARTITIONS = 4
LIMIT_S = 300.0
WARM_UP = 400
VALID = "valid"
GZIP = ("content-encoding", b"gzip")
BOMB = gzip.compress(b"<p>" + b" " * (32 << 20), mtime=0)
LINK = b'<li><a href="/%d">Section %d of the paper</a></li>'


def noise(length: int) -> bytes:
    """Make bytes that are no text, always the same."""
    return random.Random(length).randbytes(length)  # noqa: S311 - no secret


def links(length: int) -> bytes:
    """Write a page that is a menu."""
    menu = b"".join(LINK % (n, n) for n in range(length // len(LINK)))
    return b"<!doctype html><html><body><nav><ul>" + menu + b"</ul></nav></body></html>"


KINDS: dict[ErrorCode, Callable[[bytes], InputRecord]] = {
    ErrorCode.EMPTY_VALUE: lambda value: InputRecord(b" " * len(value)),
    ErrorCode.BINARY_CONTENT: lambda value: InputRecord(b"\x89PNG\r\n\x1a\n" + noise(len(value))),
    ErrorCode.INVALID_JSON: lambda value: InputRecord(
        b'{"content": "' + value, headers=(("content-type", b"application/json"),)
    ),
    ErrorCode.CORRUPT_ENCODING: lambda value: InputRecord(
        gzip.compress(value, mtime=0)[:-9], headers=(GZIP,)
    ),
    ErrorCode.EXPANSION_LIMIT: lambda _: InputRecord(BOMB, headers=(GZIP,)),
    ErrorCode.NESTED_TOO_DEEP: lambda value: InputRecord(
        b"<!doctype html><html><body>" + b"<div>" * max(len(value) // 5, 600) + b"deep down"
    ),
    ErrorCode.NO_ARTICLE: lambda value: InputRecord(links(len(value))),
}
"""By the code each must end with, how to make one from a valid record's value."""


def floods(records: int) -> dict[str, list[InputRecord]]:
    """Make a flood of each kind."""
    valid = [sample.record for sample in load_samples() if sample.code is None]
    taken = list(itertools.islice(itertools.cycle(valid), records))
    made = {VALID: taken}
    for code, make in KINDS.items():
        one_each = [make(record.value or b"") for record in valid]
        made[code.value] = list(itertools.islice(itertools.cycle(one_each), records))
    return made


def take(
    service: ServiceProcess, bootstrap: str, topics: TopicSettings, flood: list[InputRecord]
) -> tuple[float, float]:
    """Let the service take a flood; return CPU seconds a record and records a second."""
    ended = service.ended()
    service.signal(signal.SIGSTOP)
    preload(bootstrap, topics.raw, flood, PARTITIONS)
    cpu, begun = service.cpu_seconds(), time.perf_counter()
    service.signal(signal.SIGCONT)
    service.wait_for(ended + len(flood), LIMIT_S)
    seconds = time.perf_counter() - begun
    return (service.cpu_seconds() - cpu) / len(flood), len(flood) / seconds


def measure(
    service: ServiceProcess, bootstrap: str, topics: TopicSettings, records: int, rounds: int
) -> Iterator[tuple[str, float, float]]:
    """Yield, for each flood of each round, its kind, CPU seconds a record and records a second."""
    made = floods(records)
    take(service, bootstrap, topics, made[VALID][:WARM_UP])
    for _ in range(rounds):
        for kind, flood in made.items():
            published = service.metrics()["dateline_records_published_total"]
            cost, rate = take(service, bootstrap, topics, flood)
            now = service.metrics()["dateline_records_published_total"]
            if now - published != (len(flood) if kind == VALID else 0):
                raise RuntimeError(f"{kind}: {now - published:.0f} of {len(flood)} were published")
            yield kind, cost, rate


def ratio(of: list[float], by: list[float]) -> str:
    """Write the ratios of each round: median (least to greatest)."""
    ratios = [one / other for one, other in zip(of, by, strict=True)]
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=2_000, help="records a flood (default 2000)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of all (default 3)")
    parser.add_argument("--delivery", default="at_least_once", help="or exactly_once")
    arguments = parser.parse_args()
    costs: dict[str, list[float]] = {}
    rates: dict[str, list[float]] = {}
    console = Console()
    with tempfile.TemporaryDirectory() as folder, LocalKafka(jvm=LASTING_JVM) as broker:
        topics = make_topics(broker.bootstrap, PARTITIONS)
        log = Path(folder) / "service.log"
        with running(broker.bootstrap, topics, 1, log, DELIVERY=arguments.delivery) as service:
            floods_taken = measure(service, broker.bootstrap, topics, arguments.records, arguments.rounds)
            for kind, cost, rate in floods_taken:
                costs.setdefault(kind, []).append(cost)
                rates.setdefault(kind, []).append(rate)
                console.print(f"[dim]{kind}: {1000 * cost:.2f} ms CPU, {rate:.0f} records/s[/dim]")
    table = Table("kind", "CPU ms", "CPU ÷ valid", "rate ÷ valid")
    for kind, spent in costs.items():
        mean = f"{1000 * statistics.median(spent):.2f}"
        table.add_row(kind, mean, ratio(spent, costs[VALID]), ratio(rates[kind], rates[VALID]))
    console.print(table)


if __name__ == "__main__":
    main()
