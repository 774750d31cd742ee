"""The other side of the topics: what scrapers write and readers read, by another client library."""

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from uuid import uuid4

from confluent_kafka import OFFSET_BEGINNING, Consumer, Message, Producer, TopicPartition
from confluent_kafka.admin import (  # type: ignore[attr-defined] # its stub re-exports none of them
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    ResourceType,
)


class Written(NamedTuple):
    """One record of a topic."""

    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: dict[str, bytes | None]

    def header(self, name: str) -> str:
        """Return a header as text."""
        value = self.headers[name]
        assert value is not None
        return value.decode()

    @property
    def origin(self) -> tuple[str, int]:
        """Return partition and offset a dead letter names as its origin."""
        return self.header("dateline-origin-partition"), int(self.header("dateline-origin-offset"))


def write(
    bootstrap: str,
    topic: str,
    values: Iterable[bytes | None],
    *,
    partitions: int = 1,
    headers: Sequence[tuple[str, bytes | None]] = (),
    key: bytes | None = None,
) -> None:
    """Write values, in turn to each partition."""
    producer = Producer({"bootstrap.servers": bootstrap, "linger.ms": 20, "message.max.bytes": 100 << 20})
    failures: list[object] = []
    for number, value in enumerate(values):
        producer.produce(
            topic,
            value,
            key,
            number % partitions,
            headers=list(headers),
            on_delivery=lambda error, _: failures.append(error) if error else None,
        )
        producer.poll(0)
    producer.flush(30)
    assert [] == failures


def _follow(bootstrap: str, topics: Sequence[str]) -> Iterator[tuple[Message | None, int]]:
    """Yield what is committed of topics, from their beginning on, and how many partitions are at their end.

    Null every tenth of a second in which nothing comes.
    """
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": uuid4().hex,
            "enable.auto.commit": False,
            "enable.partition.eof": True,
            "isolation.level": "read_committed",
            "fetch.message.max.bytes": 32 << 20,
        }
    )
    ended: set[tuple[str | None, int | None]] = set()
    try:
        consumer.assign(
            [
                TopicPartition(topic, partition, OFFSET_BEGINNING)
                for topic in topics
                for partition in consumer.list_topics(topic, 10).topics[topic].partitions
            ]
        )
        while True:
            for message in consumer.consume(1000, 0.1) or [None]:
                if message is None or message.error() is None:
                    yield message, len(ended)
                else:
                    ended.add((message.topic(), message.partition()))
                    yield None, len(ended)
    finally:
        consumer.close()


def read(bootstrap: str, topic: str) -> list[Written]:
    """Read what is committed of a topic, from its beginning to its present end, by partition and offset."""
    admin = AdminClient({"bootstrap.servers": bootstrap})
    partitions = len(admin.list_topics(topic, 10).topics[topic].partitions)
    found: list[Message] = []
    deadline = time.monotonic() + 20
    for message, ended in _follow(bootstrap, [topic]):
        if message is not None:
            found.append(message)
        elif ended == partitions:
            break
        assert time.monotonic() < deadline, f"{topic} has no end after {len(found)} records"
    records = [
        Written(m.partition() or 0, m.offset() or 0, m.key(), m.value(), dict(m.headers() or []))  # type: ignore[arg-type] # bytes
        for m in found
    ]
    return sorted(records, key=lambda r: (r.partition, r.offset))


def count(bootstrap: str, topic: str) -> int:
    """Return how many records a topic holds."""
    return len(read(bootstrap, topic))


def wait_for(bootstrap: str, topics: Sequence[str], records: int, limit_s: float = 60) -> None:
    """Wait until topics hold at least so many records together."""
    deadline = time.monotonic() + limit_s
    found = 0
    for message, _ in _follow(bootstrap, topics):
        found += message is not None
        if found >= records:
            break
        assert time.monotonic() < deadline, f"{found} of {records} records after {limit_s} s"


def committed(bootstrap: str, group: str, topic: str, partitions: int) -> dict[int, int]:
    """Return the offsets a group has committed, by partition; 0 where it has not."""
    consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": group})
    try:
        asked = [TopicPartition(topic, p) for p in range(partitions)]
        return {p.partition: max(p.offset, 0) for p in consumer.committed(asked, 10)}
    finally:
        consumer.close()


def set_topic(bootstrap: str, topic: str, **configuration: str) -> None:
    """Change a topic's configuration."""
    entries = [
        ConfigEntry(name.replace("_", "."), value, incremental_operation=AlterConfigOpType.SET)
        for name, value in configuration.items()
    ]
    admin = AdminClient({"bootstrap.servers": bootstrap})
    resource = ConfigResource(ResourceType.TOPIC, topic, incremental_configs=entries)
    for future in admin.incremental_alter_configs([resource]).values():
        future.result(10)
