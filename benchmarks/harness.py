"""What the measurements on a real broker share: topics, load, processes, their CPU time and memory."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self, cast
from urllib.request import urlopen
from uuid import uuid4

from confluent_kafka import Consumer, KafkaError, Producer, TopicPartition
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic
from prometheus_client.parser import text_string_to_metric_families

from service.demo.broker import free_port
from service.record import InputRecord
from service.settings import TopicSettings

TICKS = os.sysconf("SC_CLK_TCK")


def make_topics(bootstrap: str, partitions: int) -> TopicSettings:
    """Create fresh raw, events and dead-letter topics."""
    name = f"bench-{uuid4().hex[:8]}"
    topics = TopicSettings(raw=f"{name}.raw", events=f"{name}.events", dead=f"{name}.dead")
    limits = {"max.message.bytes": "16777216"}
    wanted = [NewTopic(t, partitions, 1, config=limits) for t in topics.names]
    admin = AdminClient({"bootstrap.servers": bootstrap})
    for future in admin.create_topics(wanted).values():
        future.result(30)
    return topics


def preload(bootstrap: str, topic: str, records: Iterable[InputRecord], partitions: int) -> int:
    """Write records to a topic, spread over its partitions; return how many."""
    producer = Producer(
        {
            "bootstrap.servers": bootstrap,
            "compression.type": "zstd",
            "message.max.bytes": 16 * 1024 * 1024,
            "enable.idempotence": True,
        }
    )
    count = 0
    for count, record in enumerate(records, 1):
        producer.produce(topic, record.value, record.key, count % partitions, headers=list(record.headers))
        producer.poll(0)
        if len(producer) > 1_000:  # bounds what waits in memory
            producer.flush(1)
    if producer.flush(120):
        raise RuntimeError(f"could not write everything to {topic}")
    return count


def read_all(bootstrap: str, topic: str) -> Iterator[tuple[bytes | None, bytes | None, dict[str, bytes]]]:
    """Yield key, value and headers of everything committed to a topic now."""
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": uuid4().hex,
            "enable.auto.commit": False,
            "enable.partition.eof": True,  # the last offset may be a transaction's marker, never a message
            "isolation.level": "read_committed",
        }
    )
    try:
        for partition in consumer.list_topics(topic, 10).topics[topic].partitions:
            consumer.assign([TopicPartition(topic, partition, 0)])
            while True:
                message = consumer.poll(10)
                error = message.error() if message else None
                if message is None or (error and error.code() != KafkaError._PARTITION_EOF):  # noqa: SLF001 - its public name
                    raise RuntimeError(f"cannot read {topic}: {error or 'no answer'}")
                if error:
                    break
                headers = dict(cast("list[tuple[str, bytes]]", message.headers() or []))
                yield message.key(), message.value(), headers
    finally:
        consumer.close()


def all_committed(bootstrap: str, topics: TopicSettings) -> bool:
    """Say whether the service's group has committed the end of every partition of the raw topic."""
    consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": topics.raw, "enable.auto.commit": False})
    try:
        ids = consumer.list_topics(topics.raw, 10).topics[topics.raw].partitions
        committed = consumer.committed([TopicPartition(topics.raw, p) for p in ids], 10)
        return all(consumer.get_watermark_offsets(c, 10)[1] == c.offset for c in committed)
    finally:
        consumer.close()


class MeasuredProcess:
    """A process in a session of its own, with everything it starts: its CPU time, its memory, its end."""

    def __init__(self, command: Sequence[str | Path], log: Path, environment: Mapping[str, str]) -> None:
        """Start it; ``environment`` is added to ours, output goes to the end of ``log``."""
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                command,
                env=os.environ | dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def __enter__(self) -> Self:
        """Enter."""
        return self

    def __exit__(self, *_: object) -> None:
        """Make sure that it is gone."""
        if self.process.poll() is None:
            self.kill()

    def cpu_seconds(self) -> float:
        """CPU time so far, of ended children too."""
        return sum(_cpu_seconds(pid) for pid in self.pids())

    def memory(self) -> int:
        """Memory now in bytes; what processes share counts once."""
        return sum(_memory(pid) for pid in self.pids())

    def pids(self) -> Sequence[int]:
        """Its process ids, its own first."""
        return [self.process.pid, *_children(self.process.pid)]

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to all of it: SIGSTOP and SIGCONT hold it and let it go on."""
        os.killpg(self.process.pid, number)

    def kill(self) -> None:
        """End all of it as a crash would."""
        self.signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, limit_s: float = 60) -> int:
        """Ask it to drain; return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(limit_s)


class ServiceProcess(MeasuredProcess):
    """``dateline run``, with its metrics."""

    def __init__(
        self, bootstrap: str, topics: TopicSettings, workers: int, log: Path, **settings: str
    ) -> None:
        """Start it; ``settings`` are further ``DATELINE_*`` variables, without the prefix."""
        self.port = free_port()
        environment = service_environment(bootstrap, topics, workers, self.port) | {
            f"DATELINE_{name}": value for name, value in settings.items()
        }
        super().__init__([sys.executable, "-m", "service", "run"], log, environment)

    def metrics(self) -> dict[str, float]:
        """Sum every metric over its labels; empty while the service does not answer."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=2) as answer:
                text = answer.read().decode()
        except OSError:
            return {}
        sums: dict[str, float] = {}
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                sums[sample.name] = sums.get(sample.name, 0.0) + sample.value
        return sums

    def ended(self) -> int:
        """Count the records published, dead-lettered or dropped."""
        sums = self.metrics()
        names = ("published", "dead_lettered", "dropped")
        return int(sum(sums.get(f"dateline_records_{name}_total", 0.0) for name in names))

    def wait_for(self, count: int, limit_s: float) -> None:
        """Wait until that many records have ended.

        Raises:
            RuntimeError: the service died, or time ran out.
        """
        deadline = time.monotonic() + limit_s
        while (seen := self.ended()) < count:
            if self.process.poll() is not None:
                raise RuntimeError(f"the service ended with {self.process.returncode} after {seen} records")
            if time.monotonic() > deadline:
                raise RuntimeError(f"only {seen} of {count} records after {limit_s} s")
            time.sleep(0.02)


@contextmanager
def running(*args: object, **settings: str) -> Iterator[ServiceProcess]:
    """Run a ``ServiceProcess`` and make sure that it is gone afterwards."""
    with ServiceProcess(*args, **settings) as service:  # type: ignore[arg-type]
        yield service


def service_environment(bootstrap: str, topics: TopicSettings, workers: int, port: int) -> dict[str, str]:
    """Return the variables of a service on these topics; its group is named after the raw topic."""
    return {
        "DATELINE_KAFKA__BOOTSTRAP_SERVERS": bootstrap,
        "DATELINE_TOPICS__RAW": topics.raw,
        "DATELINE_TOPICS__EVENTS": topics.events,
        "DATELINE_TOPICS__DEAD": topics.dead,
        "DATELINE_CONSUMER__GROUP": topics.raw,
        "DATELINE_WORKERS__COUNT": str(workers),
        "DATELINE_HTTP__HOST": "127.0.0.1",
        "DATELINE_HTTP__PORT": str(port),
    }


def _children(pid: int) -> Sequence[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *_children(child)]
    return found


def _cpu_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(map(int, fields[11:15])) / TICKS  # user and system, its own and its ended children's


def _memory(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
