"""What the measurements on a real broker share: topics, load, the service as a process, its CPU time."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast
from urllib.request import urlopen
from uuid import uuid4

from confluent_kafka import Consumer, Producer, TopicPartition
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
    wanted = [NewTopic(t, partitions, 1, config=limits) for t in (topics.raw, topics.events, topics.dead)]
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
    """Yield key, value and headers of everything in a topic now."""
    consumer = Consumer(
        {"bootstrap.servers": bootstrap, "group.id": uuid4().hex, "enable.auto.commit": False}
    )
    try:
        for partition in consumer.list_topics(topic, 10).topics[topic].partitions:
            position, end = consumer.get_watermark_offsets(TopicPartition(topic, partition), 10)
            consumer.assign([TopicPartition(topic, partition, position)])
            while position < end:
                message = consumer.poll(10)
                if message is None or message.error():
                    raise RuntimeError(f"cannot read {topic}: {message and message.error()}")
                position = (message.offset() or 0) + 1
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


class ServiceProcess:
    """``dateline run`` as a process of its own, with its metrics and CPU time."""

    def __init__(
        self, bootstrap: str, topics: TopicSettings, workers: int, log: Path, **settings: str
    ) -> None:
        """Start it; ``settings`` are further ``DATELINE_*`` variables, without the prefix."""
        self.port = free_port()
        environment = {
            "KAFKA__BOOTSTRAP_SERVERS": bootstrap,
            "TOPICS__RAW": topics.raw,
            "TOPICS__EVENTS": topics.events,
            "TOPICS__DEAD": topics.dead,
            "CONSUMER__GROUP": topics.raw,
            "WORKERS__COUNT": str(workers),
            "HTTP__HOST": "127.0.0.1",
            "HTTP__PORT": str(self.port),
            **settings,
        }
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "service", "run"],
                env=os.environ | {f"DATELINE_{name}": value for name, value in environment.items()},
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

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

    def cpu_seconds(self) -> float:
        """CPU time so far of the service and its workers."""
        return sum(_cpu_seconds(pid) for pid in (self.process.pid, *_children(self.process.pid)))

    def kill(self) -> None:
        """End it and its workers as a crash would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self, limit_s: float = 60) -> int:
        """Ask it to drain; return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(limit_s)


@contextmanager
def running(*args: object, **settings: str) -> Iterator[ServiceProcess]:
    """Run a ``ServiceProcess`` and make sure that it is gone afterwards."""
    service = ServiceProcess(*args, **settings)  # type: ignore[arg-type]
    try:
        yield service
    finally:
        if service.process.poll() is None:
            service.kill()


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
    return (int(fields[11]) + int(fields[12])) / TICKS
