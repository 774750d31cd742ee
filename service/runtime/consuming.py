"""Consuming: reading in batches, never more than may be in flight; assignments; commits."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener
from aiokafka import TopicPartition as KafkaPartition
from aiokafka.errors import CommitFailedError, IllegalStateError
from aiokafka.structs import ConsumerRecord

from service.record import InputRecord
from service.runtime.health import Health
from service.runtime.inflight import Entry, InFlight, Partition, TopicPartition
from service.runtime.kafka.clients import KafkaError, client_arguments, fatal
from service.runtime.lanes import Lane
from service.runtime.progress import Progress
from service.runtime.telemetry import Telemetry
from service.runtime.workers.pool import WorkerPool
from service.settings import Settings, WorkerSettings

POLL_MS = 1_000
"""Longest wait for records, milliseconds."""
COMMIT_INTERVAL_S = 0.05
"""Least time between commits, seconds; what a killed service did since is done again."""
COMMIT_LIMIT_S = 10.0
"""Longest wait for one commit, seconds; the next one carries its offsets too."""
FETCH_BYTES = 16 << 20
"""Most bytes of one fetch, as compressed; the client holds one fetch beyond the records in flight."""
FETCH_WAIT_MS = 100
"""Longest a broker holds a fetch of partitions that have nothing; the client asks for no others meanwhile."""

OpenLane = Callable[[Partition], Lane]


class Consuming(ConsumerRebalanceListener):  # type: ignore[misc] # aiokafka ships no types
    """Reads the raw topic as a member of the group; one life between ``start`` and ``stop``."""

    def __init__(
        self,
        settings: Settings,
        inflight: InFlight,
        *,
        pool: WorkerPool,
        open_lane: OpenLane,
        telemetry: Telemetry,
        health: Health,
        progress: Progress,
    ) -> None:
        """Connect nothing yet."""
        self._settings = settings
        self._inflight = inflight
        self._pool = pool
        self._open_lane = open_lane
        self._telemetry = telemetry
        self._health = health
        self._progress = progress
        self._lanes: dict[TopicPartition, Lane] = {}
        self._held: set[TopicPartition] = set()
        """Partitions whose lane has not yet said where to read on; what is read meanwhile is not for us."""
        self._closing: set[asyncio.Task[None]] = set()
        self._committing = asyncio.Lock()
        consumer = settings.consumer
        self._consumer = AIOKafkaConsumer(
            **client_arguments(settings.kafka),
            group_id=consumer.group,
            auto_offset_reset="earliest",
            enable_auto_commit=False,
            session_timeout_ms=consumer.session_timeout_ms,
            heartbeat_interval_ms=max(consumer.session_timeout_ms // 10, 1),
            max_poll_interval_ms=consumer.max_poll_interval_ms,
            fetch_max_wait_ms=FETCH_WAIT_MS,
            fetch_max_bytes=min(FETCH_BYTES, consumer.max_in_flight_bytes),
            isolation_level="read_committed" if settings.exactly_once else "read_uncommitted",
        )

    async def start(self) -> None:
        """Connect, and ask to join the group; partitions come later, by the listener."""
        self._health.obstruct("assignment", "waiting for the consumer group")
        await self._consumer.start()
        self._consumer.subscribe([self._settings.topics.raw], listener=self)

    async def stop(self) -> None:
        """Give up what is unfinished, leave the group, disconnect."""
        self._forget(list(self._inflight.partitions))
        # At once: lanes take their time to close while a broker is gone, and when it comes back a consumer
        # that is not yet stopping would join its group again.
        await asyncio.gather(self._consumer.stop(), *self._closing, return_exceptions=True)

    async def read(self) -> None:
        """Read and hand out records until cancelled.

        Raises:
            KafkaError: the client can go on no longer.
        """
        most = self._settings.consumer.max_batch_records
        while True:
            if self._inflight.full:
                await self._wait_for_room()
            await self._poll(POLL_MS, min(most, self._inflight.room))

    async def _poll(self, timeout_ms: int, max_records: int) -> None:
        batches = await self._consumer.getmany(timeout_ms=timeout_ms, max_records=max_records)
        # No await between reading and admitting: a rebalance must find all that was read.
        for source, records in batches.items():
            self._admit(TopicPartition(*source), records)

    async def _wait_for_room(self) -> None:
        """Wait until half of what may be in flight is free.

        Not reading is enough to stop the client's fetching, and keeps what it has already fetched. Only
        when it lasts are the partitions paused, so that polling can show the group we are alive.
        """
        self._telemetry.fetching(paused=True)
        patience = self._settings.consumer.max_poll_interval_ms / 3_000
        while not self._inflight.low:
            with suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    await self._progress.until(lambda: self._inflight.low)
                break
            self._consumer.pause(*self._consumer.assignment())
            await self._poll(0, 1)  # what a rebalance slips in is taken like the rest
        self._consumer.resume(*self._consumer.paused())
        self._telemetry.fetching(paused=False)

    def _admit(self, source: TopicPartition, records: Iterable[ConsumerRecord]) -> None:
        partition = self._assign(source)
        if source in self._held:
            return
        lane = self._lanes[source]
        with self._telemetry.metrics.consistent:
            entries = [
                self._inflight.admit(
                    partition,
                    InputRecord(r.value, r.key, r.headers, r.topic, r.partition, r.offset, r.timestamp),
                    r.offset,
                )
                for r in records
            ]
            self._telemetry.received(len(entries))
        for chunk in chunks(entries, self._settings.workers):
            lane.take(chunk, self._pool.submit([entry.record for entry in chunk if entry.record]))

    # Assignments

    def on_partitions_assigned(self, assigned: Iterable[KafkaPartition]) -> None:
        """Begin with what the group gave us; nothing is a share too."""
        for source in assigned:
            self._assign(TopicPartition(*source))
        self._telemetry.assigned(len(self._inflight.partitions))
        self._health.obstruct("assignment", "starting a transactional producer for each partition")
        self._begun()

    async def on_partitions_revoked(self, revoked: Iterable[KafkaPartition]) -> None:
        """Finish what is in flight within half a session, commit it, forget the rest.

        aiokafka goes on sending heartbeats meanwhile, and returns no records of these partitions.
        """
        sources = [TopicPartition(*source) for source in revoked]
        if not sources:
            return
        self._health.obstruct("assignment", "the consumer group is rebalancing")
        with suppress(TimeoutError, KafkaError):
            async with asyncio.timeout(self._settings.consumer.session_timeout_ms / 2_000):
                await self._progress.until(lambda: not self._unfinished(sources))
        with suppress(KafkaError):
            await self.commit(self._settings.consumer.session_timeout_ms / 4_000)
        self._forget(sources)

    def _assign(self, source: TopicPartition) -> Partition:
        partition = self._inflight.assign(source)
        if source not in self._lanes:
            if self._settings.exactly_once:
                self._held.add(source)
            self._lanes[source] = self._open_lane(partition)
        return partition

    def _begun(self) -> None:
        if not self._held:
            self._health.clear("assignment")
            self._progress.moved()

    async def rewind(self, source: TopicPartition) -> int | None:
        """Read a partition on from its committed offset as it is now; return it, null where there is none.

        Raises:
            KafkaError: the brokers refuse to say.
        """
        where = KafkaPartition(*source)
        committed = await self.committed(source)
        begin = committed
        if begin is None:
            begin = (await self._consumer.beginning_offsets([where]))[where]
        # No await from here on: what is read next is read from there, and is ours to admit.
        self._consumer.seek(where, begin)
        self._held.discard(source)
        self._begun()
        return committed

    async def committed(self, source: TopicPartition) -> int | None:
        """Ask for a partition's committed offset; null where there is none.

        Raises:
            KafkaError: the brokers refuse to say.
        """
        offset: int | None = await self._consumer.committed(KafkaPartition(*source))
        return offset

    def _unfinished(self, sources: Iterable[TopicPartition]) -> int:
        partitions = (self._inflight.partitions.get(source) for source in sources)
        return sum(partition.unfinished for partition in partitions if partition)

    def _forget(self, sources: Sequence[TopicPartition]) -> None:
        for source in sources:
            self._held.discard(source)
            if lane := self._lanes.pop(source, None):
                closing = lane.close()
                self._closing.add(closing)
                closing.add_done_callback(self._closing.discard)
        with self._telemetry.metrics.consistent:
            self._telemetry.abandoned(self._inflight.lose(sources))
        self._telemetry.revoked(sources)
        self._progress.moved()

    # Commits

    async def commit_regularly(self) -> None:
        """Commit whenever there is something to commit, until cancelled."""
        while True:
            await self._progress.until(lambda: bool(self._inflight.frontier()))
            await self.commit()
            await asyncio.sleep(COMMIT_INTERVAL_S)

    async def commit(self, limit_s: float = COMMIT_LIMIT_S) -> None:
        """Commit every acknowledged prefix; exactly once, wait until the transactions have.

        A commit that a rebalance overtakes is ordinary: whoever has the partition reads on from the last one.

        Raises:
            KafkaError: the broker refuses us for good.
        """
        if self._settings.exactly_once:
            with suppress(TimeoutError):
                async with asyncio.timeout(limit_s):
                    await self._progress.until(lambda: not self._inflight.frontier())
            return
        async with self._committing:
            offsets = self._inflight.frontier()
            if not offsets:
                return
            try:
                async with asyncio.timeout(limit_s):
                    await self._consumer.commit({KafkaPartition(*s): offset for s, offset in offsets.items()})
            except (CommitFailedError, IllegalStateError):
                self._telemetry.committed("rebalanced")
            except (KafkaError, TimeoutError) as error:
                self._telemetry.committed("failed")
                if fatal(error):
                    raise
            else:
                self._inflight.commit(offsets)
                self._telemetry.committed("ok")

    def note_commit(self, source: TopicPartition, offset: int) -> None:
        """Take note of an offset that a transaction has committed."""
        self._inflight.commit({source: offset})
        self._progress.moved()

    # Lag

    async def measure(self) -> None:
        """Ask the brokers how far each partition reaches, and tell the lag.

        Raises:
            KafkaError: they do not answer.
        """
        sources = [KafkaPartition(*source) for source in self._inflight.partitions]
        if not sources:
            await self._consumer.topics()
            return
        ends = await self._consumer.end_offsets(sources)
        for source, end in ends.items():
            partition = self._inflight.partitions.get(TopicPartition(*source))
            if partition is None:
                continue
            next_offset = partition.oldest
            if next_offset is None:
                next_offset = await self._consumer.position(source)
            if not partition.lost:
                self._telemetry.lag(partition.source, max(end - next_offset, 0), next_offset)


def chunks(entries: Sequence[Entry], settings: WorkerSettings) -> Iterator[list[Entry]]:
    """Cut entries, in order, into chunks of at most so many records and bytes; a larger record goes alone."""
    chunk: list[Entry] = []
    size = 0
    for entry in entries:
        if chunk and (len(chunk) == settings.chunk_records or size + entry.size > settings.chunk_bytes):
            yield chunk
            chunk, size = [], 0
        chunk.append(entry)
        size += entry.size
    if chunk:
        yield chunk
