"""How long a record is under way beyond its own processing, at a low rate; plain loops beside it.

Each record is timed from the scraper's call to write it to a ``read_committed`` reader's sight of its output,
and the output says in a header what the record's own processing took. The difference is everything else:
transport, and waiting for the records before it. ``nothing`` has no processing to wait for; ``pipeline`` has,
and a loop that does one thing after the other waits for it more than the service with a worker a CPU. The
first row is Kafka alone, records read where the scraper writes them: what every service pays twice.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import NamedTuple, cast
from uuid import uuid4

from confluent_kafka import OFFSET_END, Consumer, Producer, TopicPartition
from rich.console import Console
from rich.table import Table

from benchmarks.harness import MeasuredProcess, make_topics
from benchmarks.streaming.contestants import (
    AT_LEAST_ONCE,
    EXACTLY_ONCE,
    TRANSACTIONS,
    peer,
    pythons,
    service,
)
from benchmarks.streaming.measuring import (
    ONE_THREAD,
    PARTITIONS,
    WARM_UP_LIMIT_S,
    Contestant,
    VoidRunError,
    end,
    last_line,
)
from benchmarks.streaming.stages import TIMED, TIMING
from service.record import InputRecord
from service.settings import TopicSettings

STAGES = ("nothing", "pipeline")
ALONE = "Kafka alone"
WARM_UP = 1_000
"""Records that come before those that are measured: a broker just started has a tail ten times as long."""
WARM_UP_HASTE = 4
"""They come at so many times the rate."""
BATCH = 500
GOALS = {AT_LEAST_ONCE: (5.0, 15.0), EXACTLY_ONCE: (8.0, 25.0)}
"""Most that p50 and p99 may be beyond processing, milliseconds."""
LATE_S = 30.0
"""Longest wait for the last outputs, seconds."""


@dataclass(frozen=True)
class Runner:
    """Who is timed, and the goal there is for it."""

    contestant: Contestant
    stage: str
    goal: tuple[float, float] | None = None


class Times(NamedTuple):
    """What one record took, seconds."""

    whole: float
    processing: float

    @property
    def beyond(self) -> float:
        """Everything but its own processing."""
        return self.whole - self.processing


class Scraper:
    """Writes records at random moments and reads what becomes of them."""

    def __init__(self, bootstrap: str, topics: TopicSettings) -> None:
        """Begin to read at the end of the outputs; nothing is written yet."""
        self._raw = topics.raw
        self._written: dict[bytes, float] = {}
        self._seen: dict[bytes, tuple[float, float]] = {}
        self._reading = True
        self._producer = Producer({"bootstrap.servers": bootstrap, "linger.ms": 0})
        self._consumer = Consumer(
            {
                "bootstrap.servers": bootstrap,
                "group.id": uuid4().hex,
                "enable.auto.commit": False,
                "isolation.level": "read_committed",
            }
        )
        self._consumer.assign([TopicPartition(topics.events, p, OFFSET_END) for p in range(PARTITIONS)])
        self._consumer.poll(1)

    def run(
        self, records: Sequence[InputRecord], rate: float, alive: Callable[[], object]
    ) -> Iterator[Times]:
        """Write records, the first of them to warm up; yield what each of the others took.

        Raises:
            VoidRunError: outputs are missing; ``alive`` raises it where the process has died.
        """
        reader = Thread(target=self._read)
        reader.start()
        try:
            self._write(records[:1], rate)
            self._wait(1, WARM_UP_LIMIT_S, alive)
            self._write(records[1:WARM_UP], WARM_UP_HASTE * rate)
            self._wait(WARM_UP, LATE_S, alive)
            self._write(records[WARM_UP:], rate)
            self._wait(len(records), LATE_S, alive)
        finally:
            self._reading = False
            reader.join()
            self._consumer.close()
        for record in records[WARM_UP:]:
            key = record.key or b""
            moment, processing = self._seen[key]
            yield Times(moment - self._written[key], processing)

    def _wait(self, count: int, limit_s: float, alive: Callable[[], object]) -> None:
        deadline = time.monotonic() + limit_s
        while len(self._seen) < count:
            alive()
            if time.monotonic() > deadline:
                raise VoidRunError(f"only {len(self._seen)} of {count} outputs were seen")
            time.sleep(0.05)

    def _write(self, records: Sequence[InputRecord], rate: float) -> None:
        moments = random.Random(1)  # noqa: S311 - the same moments for everybody, not secrets
        due = time.perf_counter()
        for number, record in enumerate(records):
            due += moments.expovariate(rate)
            time.sleep(max(due - time.perf_counter(), 0))
            self._written[record.key or b""] = time.perf_counter()
            self._producer.produce(
                self._raw, record.value, record.key, number % PARTITIONS, headers=list(record.headers)
            )
            self._producer.poll(0)
        if self._producer.flush(LATE_S):
            raise VoidRunError("the records could not be written")

    def _read(self) -> None:
        while self._reading:
            message = self._consumer.poll(0.1)
            if message is None or message.error():
                continue
            moment = time.perf_counter()
            headers = dict(cast("list[tuple[str, bytes]]", message.headers() or []))
            key, _, seconds = headers[TIMING].partition(b" ")
            self._seen.setdefault(key, (moment, float(seconds)))


def latency(
    bootstrap: str, records: Sequence[InputRecord], rate: float, log: Path, only: Sequence[str]
) -> bool:
    """Time everybody, print the table; return whether each of the service's runs was valid."""
    notes = Console(stderr=True, highlight=False)
    table = Table(title=f"{len(records) - WARM_UP} records at {rate:g} a second, milliseconds")
    for head in ("who", "stage", "p50", "p99", "its processing", "beyond: p50", "p90", "p99", "goal"):
        table.add_column(head, justify="left" if head in {"who", "stage"} else "right", no_wrap=True)
    valid = True
    if not only:
        with notes.status(ALONE):
            table.add_row(ALONE, "", *_figures(_time_alone(bootstrap, records, rate), None))
    for one in _runners(notes):
        name = one.contestant.name.removesuffix(f", {TIMED}{one.stage}")
        if only and not any(text.lower() in f"{name} {one.stage}".lower() for text in only):
            continue
        log.unlink(missing_ok=True)
        with notes.status(f"{name}, {one.stage}"):
            try:
                times = _time(one.contestant, bootstrap, records, rate, log)
            except VoidRunError as fault:
                notes.print(f"{name}, {one.stage} is void: {fault}; it said: {last_line(log)}", markup=False)
                valid = valid and one.goal is None
                continue
        table.add_row(name, one.stage, *_figures(times, one.goal))
    Console(width=120, highlight=False).print(table)
    return valid


def _runners(notes: Console) -> Iterator[Runner]:
    python = pythons(notes)
    for stage in STAGES:
        timed = TIMED + stage
        for delivery, control in ((AT_LEAST_ONCE, "aiokafka"), (EXACTLY_ONCE, TRANSACTIONS)):
            yield Runner(service(delivery, workers=0, stage=timed), stage, GOALS[delivery])
            yield Runner(peer(control, timed, BATCH, python[control]), stage)


def _time_alone(bootstrap: str, records: Sequence[InputRecord], rate: float) -> list[Times]:
    topics = make_topics(bootstrap, PARTITIONS)
    told = [one._replace(headers=(*one.headers, (TIMING, (one.key or b"") + b" 0"))) for one in records]
    here = topics.model_copy(update={"raw": topics.events})
    return list(Scraper(bootstrap, here).run(told, rate, lambda: None))


def _time(
    contestant: Contestant, bootstrap: str, records: Sequence[InputRecord], rate: float, log: Path
) -> list[Times]:
    topics = make_topics(bootstrap, PARTITIONS)
    command, environment = contestant.command(bootstrap, topics)
    with MeasuredProcess(command, log, ONE_THREAD | dict(environment)) as measured:

        def alive() -> None:
            if (code := measured.process.poll()) is not None:
                raise VoidRunError(f"it ended with {code}")

        times = list(Scraper(bootstrap, topics).run(records, rate, alive))
        end(measured, contestant, log)
    return times


def _figures(times: Sequence[Times], goal: tuple[float, float] | None) -> Iterator[str]:
    whole = sorted(one.whole for one in times)
    beyond = sorted(one.beyond for one in times)
    for found in (_quantile(whole, 0.5), _quantile(whole, 0.99)):
        yield f"{found:.1f}"
    yield f"{1000 * sum(one.processing for one in times) / len(times):.1f}"
    p50, p90, p99 = (_quantile(beyond, q) for q in (0.5, 0.9, 0.99))
    for found in (p50, p90, p99):
        yield f"{found:.1f}"
    if goal is not None:
        reached = p50 <= goal[0] and p99 <= goal[1]
        yield f"{goal[0]:g}, {goal[1]:g}: {'yes' if reached else 'no'}"


def _quantile(ordered: Sequence[float], q: float) -> float:
    """Return a quantile, milliseconds."""
    return 1000 * ordered[int(len(ordered) * q)]
