"""What a ``read_committed`` reader saw, and when; held against what was put in."""

import json
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from threading import Event, Thread
from typing import Self
from uuid import uuid4

from confluent_kafka import OFFSET_BEGINNING, Consumer, Message, TopicPartition

from service.settings import TopicSettings

Origin = tuple[int, int]
"""Partition and offset of a raw record."""


@dataclass
class Ledger:
    """Follows the events and dead letters of a test in a thread of its own; a context manager."""

    bootstrap: str
    topics: TopicSettings
    arrivals: list[float] = field(default_factory=list)
    origins: Counter[Origin] = field(default_factory=Counter)
    disorder: list[tuple[Origin, Origin]] = field(default_factory=list)
    held_s: float = 0.0
    """Longest time a reader had to wait for a record that was written, seconds."""

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

    def silence_after(self, moment: float) -> float:
        """Return the longest time without an arrival from a moment on, seconds; both by ``time.time``."""
        times = [moment, *(arrival for arrival in self.arrivals if arrival > moment)]
        return max(later - earlier for earlier, later in pairwise(times))

    def _follow(self) -> None:
        consumer = Consumer(
            {
                "bootstrap.servers": self.bootstrap,
                "group.id": uuid4().hex,
                "enable.auto.commit": False,
                "isolation.level": "read_committed",
                "log_level": 0,
            }
        )
        names = (self.topics.events, self.topics.dead)
        found = consumer.list_topics(timeout=10).topics
        consumer.assign([TopicPartition(n, p, OFFSET_BEGINNING) for n in names for p in found[n].partitions])
        while not self._stop.is_set():
            for message in consumer.consume(500, 0.05):
                if message.error() is None:
                    self._note(message)
        consumer.close()

    def _note(self, message: Message) -> None:
        now = time.time()
        self.arrivals.append(now)
        self.held_s = max(self.held_s, now - message.timestamp()[1] / 1000)
        origin = self._origin(message)
        self.origins[origin] += 1
        place = (message.topic(), message.partition(), origin[0])
        before = self._last.get(place, origin)
        if before > origin:
            self.disorder.append((before, origin))
        self._last[place] = origin

    def _origin(self, message: Message) -> Origin:
        if message.topic() == self.topics.events:
            source = json.loads(message.value() or b"")["lineage"]["input"]
            return source["partition"], source["offset"]
        headers: dict[str, bytes] = dict(message.headers() or [])  # type: ignore[arg-type] # bytes
        return int(headers["dateline-origin-partition"]), int(headers["dateline-origin-offset"])
