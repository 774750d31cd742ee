"""Transactions: the outputs of one partition together with its offset, all or none; exactly once.

Each input partition has a transactional producer of its own, whose id names group, topic and partition.
Starting it ends whatever a former owner of the partition left open and shuts that owner out, and only
then is the committed offset read: so it can no longer change behind our back. A transaction that fails
is never gone on with; the session ends, and the next one begins at the committed offset.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from time import monotonic

from aiokafka import AIOKafkaProducer
from aiokafka import TopicPartition as KafkaPartition
from aiokafka.errors import IllegalOperation, ProducerFenced

from service.record import OutputRecord
from service.runtime.batches import Batches
from service.runtime.consuming import Consuming
from service.runtime.inflight import TopicPartition
from service.runtime.kafka.clients import TOO_LARGE, KafkaError
from service.runtime.kafka.stopping import disconnect
from service.runtime.outlet import Delivery, Outcomes, Outlet, TooLargeError
from service.runtime.producing import producer_arguments, write
from service.runtime.telemetry import Telemetry
from service.settings import Settings

LONGEST_S = 0.5
"""Longest a transaction is kept open for more outputs, seconds; few large ones cost less than many small."""
MARKERS_S = 0.003
"""Least time from one transaction's end to the next one's beginning, seconds.

The broker answers a commit before the partitions have its markers, and refuses the next transaction until
they have; aiokafka then waits 20 ms.
"""
IDLE_S = 0.05
"""Least time since the last transaction's end to begin one before its outputs are there, seconds.

Then the offset comes first, and where the markers are late the client waits 100 ms rather than 20.
"""
EXPIRY_MS = 60_000
"""Age at which the broker aborts a transaction whose owner is gone for good, milliseconds."""
CLOSE_LIMIT_S = 1.0
"""Longest wait for an abort, and for a producer to disconnect, seconds."""


@dataclass(slots=True)
class Transaction:
    """What is written and not yet committed."""

    delivered: Delivery
    begun: float = field(default_factory=monotonic)
    written: set[Delivery] = field(default_factory=set)
    """Its batches."""
    offset: int | None = None
    """The offset that is committed with it; null while none was sent."""
    ending: bool = False
    """Whether its end was asked for, so that only the broker knows how it ended."""

    @property
    def seconds(self) -> float:
        """How long it has been open."""
        return monotonic() - self.begun


class Transactions(Outlet):
    """One partition's producer and its transactions, one after another."""

    def __init__(
        self,
        source: TopicPartition,
        settings: Settings,
        batch_bytes: int,
        *,
        consuming: Consuming,
        telemetry: Telemetry,
    ) -> None:
        """Connect nothing yet; ``batch_bytes`` is what every topic surely takes."""
        super().__init__(batch_bytes)
        self._source = source
        self._group = settings.consumer.group
        self._arguments = producer_arguments(settings.kafka, settings.producer, batch_bytes) | {
            "transactional_id": transactional_id(self._group, source),
            "transaction_timeout_ms": EXPIRY_MS,
        }
        self._consuming = consuming
        self._telemetry = telemetry
        self._retry = settings.retry
        self._producer: AIOKafkaProducer | None = None
        self._batches: Batches | None = None
        self._transaction: Transaction | None = None
        self._committed: int | None = None
        self._ended = 0.0

    async def open(self) -> None:
        """Shut a former owner out, then read on from the committed offset."""
        await self._start()
        self._committed = await self._consuming.rewind(self._source)

    async def send(self, topic: str, output: OutputRecord) -> tuple[Delivery, int]:
        """Write an output in the transaction that is open, or a new one; it is delivered with the commit."""
        _, transaction = await self._begin()
        assert self._batches is not None, "the producer has its batches"  # noqa: S101 - for the type checker
        with _failed_before():
            batch, _ = await self._batches.append(topic, output)
        transaction.written.add(batch)
        return transaction.delivered, 0

    async def send_alone(self, topic: str, output: OutputRecord) -> None:
        """Write an output that may be refused as the first of a transaction.

        A refusal leaves a gap in the producer's sequence numbers, so the producer is replaced.

        Raises:
            TooLargeError: the client or the broker does not take it.
            KafkaError: a fault that trying again does not cure.
        """
        producer, _ = await self._begin()
        try:
            with _failed_before():
                await (await write(producer, topic, output))
        except TOO_LARGE as error:
            await self.close()
            await self._start()
            if await self._consuming.committed(self._source) != self._committed:
                raise ProducerFenced from None  # another owner came and went: what we hold may be written
            raise TooLargeError(str(error)) from None

    async def rest(self, outcomes: Outcomes, offset: int | None, upto: int, *, busy: bool) -> None:
        """Keep a transaction open for outcomes that are there or, under load, will be soon; else commit.

        Where there is none and nothing else to do, one is begun while the workers are at its records.
        """
        if self._transaction is not None:
            left = LONGEST_S - self._transaction.seconds
            if busy and left > 0:
                await asyncio.wait([outcomes], timeout=left)
            if left <= 0 or not outcomes.done():
                await self.flush(offset)
        elif not busy and not outcomes.done() and monotonic() - self._ended > IDLE_S:
            await self._begin_early(outcomes, upto)

    async def _begin_early(self, outcomes: Outcomes, offset: int) -> None:
        producer, transaction = await self._begin()
        with self._watched(transaction):
            await self._send_offset(producer, transaction, offset)
            # Nobody waits for it before it has an output; but where records hang it must not expire.
            await asyncio.wait([outcomes], timeout=EXPIRY_MS / 2_000)
            if outcomes.done():
                transaction.begun = monotonic()
                return
            await producer.abort_transaction()
        self._telemetry.transaction("aborted", transaction.seconds)
        self._transaction = None
        self._ended = monotonic()

    async def flush(self, offset: int | None) -> None:
        """Commit what is written together with the offset, if either is new.

        Raises:
            KafkaError: it is not committed, or nobody knows; the producer is of no more use.
        """
        if offset is None or (self._transaction is None and offset == self._committed):
            return
        producer, transaction = await self._begin()
        with self._watched(transaction):
            # One after the other: the broker checks each against the transaction's coordinator, and
            # refuses one of two checks that arrive there together, which costs a back-off of 100 ms.
            await self._all_written(transaction)
            if transaction.offset != offset:
                await self._send_offset(producer, transaction, offset)
            transaction.ending = True
            await producer.commit_transaction()
        self._telemetry.transaction("committed", transaction.seconds)
        self._transaction = None
        self._ended = monotonic()
        self._committed = offset
        # Callbacks run in the order they were added: records are acknowledged before they are committed.
        transaction.delivered.add_done_callback(lambda _: self._consuming.note_commit(self._source, offset))
        transaction.delivered.set_result(None)

    async def close(self) -> None:
        """Abort what is open, so that readers need not wait for its expiry, and disconnect."""
        transaction, self._transaction = self._transaction, None
        producer, self._producer = self._producer, None
        batches, self._batches = self._batches, None
        if producer is None or batches is None:
            return
        batches.close()
        if transaction is not None:
            transaction.delivered.cancel()
            for future in transaction.written:
                future.add_done_callback(_look_at)
            if not transaction.ending:
                self._telemetry.transaction("aborted", transaction.seconds)
                with suppress(KafkaError, TimeoutError), _failed_before():
                    async with asyncio.timeout(CLOSE_LIMIT_S):
                        await producer.abort_transaction()
        await disconnect(producer.stop(), limit_s=CLOSE_LIMIT_S)

    async def _all_written(self, transaction: Transaction) -> None:
        # The client commits a transaction even where one of its batches was refused.
        if self._batches is not None and transaction.written:
            self._batches.release()
            await asyncio.wait(transaction.written)
            for error in [future.exception() for future in transaction.written]:
                if error is not None:
                    raise error

    async def _send_offset(self, producer: AIOKafkaProducer, transaction: Transaction, offset: int) -> None:
        await producer.send_offsets_to_transaction({KafkaPartition(*self._source): offset}, self._group)
        transaction.offset = offset

    @contextmanager
    def _watched(self, transaction: Transaction) -> Iterator[None]:
        """Tell of a transaction that fails; only the broker knows how it ended."""
        try:
            with _failed_before():
                yield
        except KafkaError as error:
            transaction.ending = True
            fenced = isinstance(error, ProducerFenced)
            self._telemetry.transaction("fenced" if fenced else "failed", transaction.seconds)
            raise

    async def _start(self) -> None:
        self._producer = AIOKafkaProducer(**self._arguments)
        # A transaction's outputs are seen together: none has a reason to go before its batch is full.
        self._batches = Batches(self._producer, self._retry, LONGEST_S)
        await self._producer.start()

    async def _begin(self) -> tuple[AIOKafkaProducer, Transaction]:
        producer = self._producer
        assert producer is not None, "nothing is sent before open()"  # noqa: S101 - for the type checker
        if self._transaction is None:
            await asyncio.sleep(max(self._ended + MARKERS_S - monotonic(), 0))
            with _failed_before():
                await producer.begin_transaction()
            self._transaction = Transaction(asyncio.get_running_loop().create_future())
        return producer, self._transaction


def transactional_id(group: str, source: TopicPartition) -> str:
    """Name the producer of a group's partition; a topic's name holds no slash, so no two are the same."""
    return f"dateline/{group}/{source.topic}/{source.partition}"


@contextmanager
def _failed_before() -> Iterator[None]:
    """Turn the client's ways of saying that its background task has died into the fault that it is."""
    try:
        yield
    except (AssertionError, IllegalOperation) as error:
        raise KafkaError("the transactional producer failed before") from error


def _look_at(future: Delivery) -> None:
    if not future.cancelled():
        future.exception()  # given up with its transaction: nobody else will look
