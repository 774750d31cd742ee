"""Both ends of a service: articles that come steadily, and what a ``read_committed`` reader saw of them."""

import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from threading import Event, Thread
from typing import Self
from uuid import uuid4

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, Message, Producer, TopicPartition

from service.settings import TopicSettings
from tests.flow.articles import page

Origin = tuple[int, int]
"""Partition and offset of a raw record."""

RATE = 20
"""Articles a second, besides bursts."""
WORK = "sleep=0.002"
"""What every article costs besides its cleaning: so the windows a fault may strike in are not too small."""
NO_ARTICLE = 50
"""One article in so many is none, and must become a dead letter."""


class Feed:
    """Writes articles, each exactly once, in turn to every partition."""

    def __init__(self, bootstrap: str, topic: str, partitions: int) -> None:
        """Connect; nothing is written before ``start``."""
        self.written: dict[Origin, float] = {}
        """When each was handed to the client, by ``time.monotonic``."""
        self._topic = topic
        self._partitions = partitions
        self._numbers = count()
        self._producer = Producer(
            {
                "bootstrap.servers": bootstrap,
                "enable.idempotence": True,
                "linger.ms": 2,
                "reconnect.backoff.max.ms": 500,
                "log_level": 0,
            }
        )
        self._stop = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Begin to write steadily."""
        self._stop.clear()
        self._thread = Thread(target=self._flow, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Write no more; all that was begun is written."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        assert 0 == self._producer.flush(60)

    def burst(self, records: int) -> None:
        """Write articles all at once."""
        for _ in range(records):
            self._write()

    def _flow(self) -> None:
        while not self._stop.wait(1 / RATE):
            self._write()
            self._producer.poll(0)

    def _write(self) -> None:
        number, moment = next(self._numbers), time.monotonic()
        value = b"" if number % NO_ARTICLE == 9 else page(number, order=WORK)

        def delivered(error: KafkaError | None, message: Message) -> None:
            assert error is None
            self.written[message.partition() or 0, message.offset() or 0] = moment

        self._producer.produce(self._topic, value, None, number % self._partitions, on_delivery=delivered)


@dataclass
class Ledger:
    """Follows the events and dead letters of a test in a thread of its own; a context manager."""

    bootstrap: str
    topics: TopicSettings
    origins: Counter[Origin] = field(default_factory=Counter)
    seen: dict[Origin, float] = field(default_factory=dict)
    """When the first outcome of each raw record was seen, by ``time.monotonic``."""
    keys: dict[Origin, set[bytes | None]] = field(default_factory=lambda: defaultdict(set))
    codes: Counter[str] = field(default_factory=Counter)
    """Dead letters by error code."""
    disorder: list[tuple[Origin, Origin]] = field(default_factory=list)
    """Records seen for the first time after a later one of their partition, with that one before it."""

    def __enter__(self) -> Self:
        self._stop = Event()
        self._last: dict[tuple[str | None, int | None, int], Origin] = {}
        self._thread = Thread(target=self._follow, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def wait_for(self, records: int, limit_s: float = 60) -> None:
        """Wait until so many different raw records have their outcome."""
        deadline = time.monotonic() + limit_s
        while len(self.origins) < records:
            assert time.monotonic() < deadline, f"{len(self.origins)} of {records} after {limit_s} s"
            time.sleep(0.05)

    @property
    def repeated(self) -> int:
        """Outcomes beyond the first of a record."""
        return self.origins.total() - len(self.origins)

    @property
    def ambiguous(self) -> list[Origin]:
        """Records whose outcomes do not all have the same key."""
        return [origin for origin, keys in self.keys.copy().items() if len(keys) > 1]

    def missing(self, written: Iterable[Origin]) -> list[Origin]:
        """Return the raw records that have no outcome."""
        return [origin for origin in written if origin not in self.seen]

    def _follow(self) -> None:
        consumer = Consumer(
            {
                "bootstrap.servers": self.bootstrap,
                "group.id": uuid4().hex,
                "enable.auto.commit": False,
                "isolation.level": "read_committed",
                "reconnect.backoff.max.ms": 500,
                "log_level": 0,
            }
        )
        names = (self.topics.events, self.topics.dead)
        found = consumer.list_topics(timeout=10).topics
        # The broker that is asked may not have heard yet of topics another one has just made.
        while not found.keys() >= set(names) and not self._stop.wait(0.1):
            found = consumer.list_topics(timeout=10).topics
        places = [(name, partition) for name in names for partition in found[name].partitions]
        consumer.assign([TopicPartition(*place, OFFSET_BEGINNING) for place in places])
        while not self._stop.is_set():
            for message in consumer.consume(500, 0.05):
                if message.error() is None:
                    self._note(message)
        consumer.close()

    def _note(self, message: Message) -> None:
        origin = self._origin(message)
        self.keys[origin].add(message.key())
        self.origins[origin] += 1
        place = (message.topic(), message.partition(), origin[0])
        before = self._last.get(place, origin)
        if before > origin and origin not in self.seen:
            self.disorder.append((before, origin))
        self._last[place] = max(before, origin)
        self.seen.setdefault(origin, time.monotonic())

    def _origin(self, message: Message) -> Origin:
        if message.topic() == self.topics.events:
            source = json.loads(message.value() or b"")["lineage"]["input"]
            return source["partition"], source["offset"]
        headers: dict[str, bytes] = dict(message.headers() or [])  # type: ignore[arg-type] # bytes
        self.codes[headers["dateline-error-code"].decode()] += 1
        return int(headers["dateline-origin-partition"]), int(headers["dateline-origin-offset"])
