"""In-flight bookkeeping: what may be committed, what is under way, what a lost partition leaves behind."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    precondition,
    rule,
)

from service.record import InputRecord
from service.runtime.inflight import Entry, InFlight, Limits, Partition, TopicPartition, size_of

SOURCE = TopicPartition("raw", 0)


def admit(inflight: InFlight, partition: Partition, *offsets: int) -> list[Entry]:
    """Admit records of ten bytes."""
    return [inflight.admit(partition, InputRecord(b"0123456789"), offset) for offset in offsets]


def finish(inflight: InFlight, partition: Partition, *entries: Entry) -> None:
    """Take records to their end."""
    for entry in entries:
        assert inflight.process(partition, entry)
        assert inflight.acknowledge(partition, entry)


def test_only_an_acknowledged_prefix_may_be_committed() -> None:
    """A later record's acknowledgement moves nothing until every earlier one has its own."""
    inflight = InFlight(Limits(100, 1000))
    partition = inflight.assign(SOURCE)
    first, second, third = admit(inflight, partition, 5, 6, 9)
    finish(inflight, partition, third)
    assert {} == inflight.frontier()
    finish(inflight, partition, first)
    assert {SOURCE: 6} == inflight.frontier()
    finish(inflight, partition, second)
    assert {SOURCE: 10} == inflight.frontier()


def test_a_committed_frontier_is_not_offered_again() -> None:
    """What is committed is asked for once; what came after it is still to commit."""
    inflight = InFlight(Limits(100, 1000))
    partition = inflight.assign(SOURCE)
    first, second = admit(inflight, partition, 0, 1)
    finish(inflight, partition, first)
    offsets = inflight.frontier()
    finish(inflight, partition, second)
    inflight.commit(offsets)
    assert {SOURCE: 2} == inflight.frontier()
    inflight.commit(inflight.frontier())
    assert {} == inflight.frontier()


def test_results_of_a_lost_partition_are_discarded() -> None:
    """What arrives for a former assignment moves nothing, even if the partition is ours again."""
    inflight = InFlight(Limits(100, 1000))
    former = inflight.assign(SOURCE)
    first, second = admit(inflight, former, 0, 1)
    inflight.process(former, first)
    assert 2 == inflight.lose([SOURCE])
    again = inflight.assign(SOURCE)
    admit(inflight, again, 0)
    assert not inflight.acknowledge(former, first)
    assert not inflight.process(former, second)
    assert (1, 10, {}) == (inflight.records, inflight.bytes, inflight.frontier())


def test_reading_stops_at_a_limit_and_begins_again_at_half_of_it() -> None:
    """Records and bytes are limited each for itself, with a gap between stopping and going on."""
    inflight = InFlight(Limits(4, 1000))
    partition = inflight.assign(SOURCE)
    entries = admit(inflight, partition, 0, 1, 2, 3)
    for entry in entries:
        inflight.process(partition, entry)
    assert (True, False, 0) == (inflight.full, inflight.low, inflight.room)
    inflight.acknowledge(partition, entries[0])
    assert (False, False, 1) == (inflight.full, inflight.low, inflight.room)
    inflight.acknowledge(partition, entries[1])
    assert (False, True, 1) == (inflight.full, inflight.low, inflight.room)
    assert InFlight(Limits(100, 10)).low
    bytes_limited = InFlight(Limits(100, 10))
    admit(bytes_limited, bytes_limited.assign(SOURCE), 0)
    assert (True, False) == (bytes_limited.full, bytes_limited.low)


def test_a_quarter_may_wait_for_workers() -> None:
    """What a stop or a rebalance would have to wait for is limited more narrowly than what is on its way."""
    inflight = InFlight(Limits(16, 1000))
    partition = inflight.assign(SOURCE)
    first, second, *_ = admit(inflight, partition, 0, 1, 2, 3)
    assert (True, False, 0) == (inflight.full, inflight.low, inflight.room)
    inflight.process(partition, first)
    assert (False, False, 1) == (inflight.full, inflight.low, inflight.room)
    inflight.process(partition, second)
    assert (False, True, 2) == (inflight.full, inflight.low, inflight.room)
    assert 4 == inflight.lose([SOURCE])
    assert (4, True) == (inflight.room, inflight.low)


def test_a_record_lives_its_life_in_order() -> None:
    """Skipping or repeating a step is a fault of the caller, never silently accepted."""
    inflight = InFlight(Limits(100, 1000))
    partition = inflight.assign(SOURCE)
    (entry,) = admit(inflight, partition, 3)
    with pytest.raises(ValueError, match="was acknowledged"):
        inflight.acknowledge(partition, entry)
    finish(inflight, partition, entry)
    with pytest.raises(ValueError, match="processed again"):
        inflight.process(partition, entry)
    with pytest.raises(ValueError, match="offset 3 after 3"):
        admit(inflight, partition, 3)


def test_the_size_of_a_record_counts_all_it_holds() -> None:
    """Value, key and headers; a tombstone weighs its key."""
    assert 12 == size_of(InputRecord(b"value", b"key", (("ab", b"cd"), ("", None))))
    assert 0 == size_of(InputRecord(None))


class RecordLives(RuleBasedStateMachine):
    """Any order of reading, finishing, losing and committing, against a plain model of it."""

    under_way = Bundle("under_way")

    def __init__(self) -> None:
        """Begin with nothing, and a model of it: by partition, offsets and whether each is finished."""
        super().__init__()
        self.inflight = InFlight(Limits(50, 10_000))
        self.model: dict[TopicPartition, dict[int, bool]] = {}
        self.next_offset: dict[TopicPartition, int] = {}
        self.totals = {"received": 0, "settled": 0, "abandoned": 0}

    @rule(number=st.integers(0, 2))
    def assign(self, number: int) -> None:
        """A partition becomes ours, or already is; reading begins after what was committed."""
        source = TopicPartition("raw", number)
        self.inflight.assign(source)
        self.model.setdefault(source, {})

    @rule(
        target=under_way,
        number=st.integers(0, 2),
        gaps=st.lists(st.integers(1, 5), max_size=6),
    )
    def read(self, number: int, gaps: list[int]) -> object:
        """Records come with growing offsets, not always without gaps."""
        source = TopicPartition("raw", number)
        if source not in self.model:
            return multiple()
        partition = self.inflight.partitions[source]
        entries = []
        for gap in gaps:
            offset = self.next_offset.get(source, -1) + gap
            self.next_offset[source] = offset
            self.model[source][offset] = False
            entries.append((partition, self.inflight.admit(partition, InputRecord(b"x" * gap), offset)))
        self.totals["received"] += len(entries)
        return multiple(*entries)

    @rule(record=consumes(under_way))
    def settle(self, record: tuple[Partition, Entry]) -> None:
        """A record is finished, whether or not its partition is still ours."""
        partition, entry = record
        ours = not partition.lost
        assert ours == self.inflight.process(partition, entry)
        assert ours == self.inflight.acknowledge(partition, entry)
        if ours:
            self.model[partition.source][entry.offset] = True
            self.totals["settled"] += 1

    @rule(number=st.integers(0, 2))
    def lose(self, number: int) -> None:
        """A partition goes to another replica, which reads on from the last commit."""
        source = TopicPartition("raw", number)
        unfinished = [done for done in self.model.pop(source, {}).values() if not done]
        assert len(unfinished) == self.inflight.lose([source])
        self.totals["abandoned"] += len(unfinished)

    @precondition(lambda self: self.inflight.frontier())
    @rule()
    def commit(self) -> None:
        """Everything that may be committed is."""
        self.inflight.commit(self.inflight.frontier())
        assert {} == self.inflight.frontier()

    @invariant()
    def nothing_unfinished_is_before_the_position(self) -> None:
        """Committing never passes a record whose output is not acknowledged, and passes all that are."""
        for source, partition in self.inflight.partitions.items():
            records = self.model[source]
            unfinished = [offset for offset, done in records.items() if not done]
            before = [offset for offset in records if not unfinished or offset < min(unfinished)]
            assert (max(before) + 1 if before else None) == partition.position
            assert (min(unfinished) if unfinished else None) == partition.oldest

    @invariant()
    def every_record_is_accounted_for(self) -> None:
        """Received = settled + abandoned + in flight."""
        totals = self.totals
        assert totals["received"] == totals["settled"] + totals["abandoned"] + self.inflight.records
        sizes = [e.size for p in self.inflight.partitions.values() for e in p.entries if e.record]
        assert sum(sizes) == self.inflight.bytes
        assert self.inflight.records == self.inflight.unprocessed  # here an outcome is written at once


TestRecordLives = RecordLives.TestCase


class TransactedLives(RuleBasedStateMachine):
    """Records written in transactions, by one owner after another: a cluster's truth against ours.

    The cluster keeps, by partition, what is delivered and the committed offset; both change together or
    not at all, and every new assignment begins at the committed offset.
    """

    def __init__(self) -> None:
        """Begin with a topic of two partitions nobody has read."""
        super().__init__()
        self.inflight = InFlight(Limits(50, 10_000))
        self.delivered: dict[TopicPartition, list[int]] = {TopicPartition("raw", n): [] for n in range(2)}
        self.committed = dict.fromkeys(self.delivered, 0)
        self.read_to: dict[TopicPartition, int] = {}
        self.written: dict[TopicPartition, list[Entry]] = {}
        self.waiting: dict[TopicPartition, list[Entry]] = {}

    @rule(number=st.integers(0, 1))
    def assign(self, number: int) -> None:
        """A partition becomes ours, or already is; reading begins at the committed offset."""
        source = TopicPartition("raw", number)
        if source not in self.inflight.partitions:
            self.inflight.assign(source)
            self.read_to[source] = self.committed[source]
            self.written[source], self.waiting[source] = [], []

    @precondition(lambda self: self.inflight.partitions)
    @rule(choice=st.integers(0, 1), count=st.integers(1, 4))
    def read(self, choice: int, count: int) -> None:
        """The next records of a partition come."""
        source = self._choose(choice)
        begin = self.read_to[source]
        self.read_to[source] = begin + count
        partition = self.inflight.partitions[source]
        self.waiting[source] += admit(self.inflight, partition, *range(begin, begin + count))

    @precondition(lambda self: self.inflight.partitions)
    @rule(choice=st.integers(0, 1), count=st.integers(1, 4))
    def write(self, choice: int, count: int) -> None:
        """Some have their outcomes, which are written in the open transaction, in order."""
        source = self._choose(choice)
        for _ in range(min(count, len(self.waiting[source]))):
            entry = self.waiting[source].pop(0)
            assert self.inflight.process(self.inflight.partitions[source], entry)
            self.written[source].append(entry)

    @precondition(lambda self: any(self.written.get(source) for source in self.inflight.partitions))
    @rule(choice=st.integers(0, 1))
    def commit(self, choice: int) -> None:
        """The transaction is committed: outputs and offset at once, then we are told."""
        source = self._choose(choice)
        if not self.written[source]:
            return
        entries, self.written[source] = self.written[source], []
        self.delivered[source] += [entry.offset for entry in entries]
        self.committed[source] = entries[-1].offset + 1
        for entry in entries:
            assert self.inflight.acknowledge(self.inflight.partitions[source], entry)
        assert {source: self.committed[source]} == self.inflight.frontier()
        self.inflight.commit({source: self.committed[source]})

    @precondition(lambda self: self.inflight.partitions)
    @rule(choice=st.integers(0, 1), known=st.booleans())
    def lose(self, choice: int, known: bool) -> None:
        """A partition is lost, its transaction aborted or, unknown to us, committed after all."""
        source = self._choose(choice)
        if not known and self.written[source]:
            self.delivered[source] += [entry.offset for entry in self.written[source]]
            self.committed[source] = self.written[source][-1].offset + 1
        unfinished = len(self.written[source]) + len(self.waiting[source])
        former = self.inflight.partitions[source]
        assert unfinished == self.inflight.lose([source])
        late = [entry for entry in self.written[source] if self.inflight.acknowledge(former, entry)]
        assert [] == late

    def _choose(self, choice: int) -> TopicPartition:
        sources = sorted(self.inflight.partitions)
        return sources[choice % len(sources)]

    @invariant()
    def everything_before_the_offset_is_delivered_once(self) -> None:
        """And nothing after it; what is committed by our books is committed in truth."""
        for source, offsets in self.delivered.items():
            assert list(range(self.committed[source])) == offsets
        for source, partition in self.inflight.partitions.items():
            assert partition.committed in {None, self.committed[source]}
            ours = sum(len(kept) for kept in (self.written[source], self.waiting[source]))
            assert ours == partition.unfinished
        waiting = sum(len(self.waiting[source]) for source in self.inflight.partitions)
        assert waiting == self.inflight.unprocessed


TestTransactedLives = TransactedLives.TestCase
