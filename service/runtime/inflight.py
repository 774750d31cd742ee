"""In-flight bookkeeping: what was read, how far each record has come, and what may be committed.

A record's life is ``admitted -> processed -> acknowledged -> committed``. A partition may commit the
offset after its longest acknowledged prefix: everything before it has its event or dead letter on a
broker's disk. Nothing here knows Kafka's client, a clock or the event loop.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from service.record import InputRecord


class TopicPartition(NamedTuple):
    """Where a record was read."""

    topic: str
    partition: int


class Life(IntEnum):
    """How far a record has come; committed records are forgotten."""

    ADMITTED = 1
    PROCESSED = 2
    ACKNOWLEDGED = 3


class Entry:
    """One record under way."""

    __slots__ = ("life", "offset", "record", "size")

    def __init__(self, record: InputRecord, offset: int, size: int) -> None:
        """Begin its life."""
        self.record: InputRecord | None = record
        self.offset = offset
        self.size = size
        self.life = Life.ADMITTED


class Partition:
    """One assignment of a partition to this replica; being assigned it again makes a new one.

    So whoever still holds a record of a former assignment holds a former object, and what
    arrives for it is discarded.
    """

    def __init__(self, source: TopicPartition) -> None:
        """Begin with nothing read."""
        self.source = source
        self.lost = False
        self.position: int | None = None
        """Offset to commit: the one after the longest acknowledged prefix. Null until there is one."""
        self.committed: int | None = None
        """Offset last committed in this assignment."""
        self.unfinished = 0
        """Records not yet acknowledged."""
        self.entries: deque[Entry] = deque()

    @property
    def oldest(self) -> int | None:
        """Offset of the oldest record not yet acknowledged; null where all are."""
        return self.entries[0].offset if self.entries else None


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may be under way at once."""

    records: int
    bytes: int

    @property
    def unprocessed(self) -> int:
        """Records that may wait for their outcome: a stop or a rebalance waits for these, not for outputs."""
        return max(self.records // 4, 1)


class InFlight:
    """Every record under way, by partition."""

    def __init__(self, limits: Limits) -> None:
        """Begin with no partition."""
        self.limits = limits
        self.partitions: dict[TopicPartition, Partition] = {}
        self.records = 0
        """Records admitted and not yet acknowledged."""
        self.unprocessed = 0
        """Those of them that have no outcome yet."""
        self.bytes = 0
        """Their values, keys and headers, bytes."""

    @property
    def full(self) -> bool:
        """Whether no more should be read; one read may overshoot the limit of bytes."""
        return self.room == 0 or self.bytes >= self.limits.bytes

    @property
    def low(self) -> bool:
        """Whether a stopped reader may begin again: half of every limit is free."""
        limits = self.limits
        return (
            self.records <= limits.records // 2
            and self.unprocessed <= limits.unprocessed // 2
            and self.bytes <= limits.bytes // 2
        )

    @property
    def room(self) -> int:
        """Records that may still be read."""
        limits = self.limits
        return max(min(limits.records - self.records, limits.unprocessed - self.unprocessed), 0)

    def assign(self, source: TopicPartition) -> Partition:
        """Begin an assignment, or return the one under way."""
        return self.partitions.setdefault(source, Partition(source))

    def lose(self, sources: Iterable[TopicPartition]) -> int:
        """End assignments; return how many records were given up unfinished."""
        abandoned = 0
        for source in sources:
            partition = self.partitions.pop(source, None)
            if partition is None:
                continue
            partition.lost = True
            abandoned += partition.unfinished
            self.records -= partition.unfinished
            self.bytes -= sum(e.size for e in partition.entries if e.life < Life.ACKNOWLEDGED)
            self.unprocessed -= sum(e.life is Life.ADMITTED for e in partition.entries)
            partition.entries.clear()
            partition.unfinished = 0
        return abandoned

    def admit(self, partition: Partition, record: InputRecord, offset: int) -> Entry:
        """Take in a record; offsets of a partition only grow."""
        entries = partition.entries
        last = entries[-1].offset if entries else (partition.position or 0) - 1
        if partition.lost or offset <= last:
            raise ValueError(f"offset {offset} after {last} of {partition.source} (lost: {partition.lost})")
        entry = Entry(record, offset, size_of(record))
        entries.append(entry)
        partition.unfinished += 1
        self.records += 1
        self.unprocessed += 1
        self.bytes += entry.size
        return entry

    def process(self, partition: Partition, entry: Entry) -> bool:
        """Note that a record has its outcome; false where its partition was lost meanwhile."""
        if partition.lost:
            return False
        if entry.life is not Life.ADMITTED:
            raise ValueError(f"record {entry.offset} is {entry.life.name.lower()} and was processed again")
        entry.life = Life.PROCESSED
        self.unprocessed -= 1
        return True

    def acknowledge(self, partition: Partition, entry: Entry) -> bool:
        """Note that a record's outcome is written; false where its partition was lost meanwhile."""
        if partition.lost:
            return False
        if entry.life is not Life.PROCESSED:
            raise ValueError(f"record {entry.offset} is {entry.life.name.lower()} and was acknowledged")
        entry.life = Life.ACKNOWLEDGED
        entry.record = None
        partition.unfinished -= 1
        self.records -= 1
        self.bytes -= entry.size
        entries = partition.entries
        while entries and entries[0].life is Life.ACKNOWLEDGED:
            partition.position = entries.popleft().offset + 1
        return True

    def frontier(self) -> dict[TopicPartition, int]:
        """Return the offsets that may be committed and are not yet, by partition."""
        return {
            source: partition.position
            for source, partition in self.partitions.items()
            if partition.position is not None and partition.position != partition.committed
        }

    def commit(self, offsets: Mapping[TopicPartition, int]) -> None:
        """Note that offsets are committed; partitions lost meanwhile are passed over."""
        for source, offset in offsets.items():
            partition = self.partitions.get(source)
            if partition is not None and offset <= (partition.position or 0):
                partition.committed = max(offset, partition.committed or 0)


def size_of(record: InputRecord) -> int:
    """Return the bytes a record holds: value, key and headers."""
    size = len(record.value or b"") + len(record.key or b"")
    for name, value in record.headers:
        size += len(name) + len(value or b"")
    return size
