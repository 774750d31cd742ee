"""Dead letters back to a topic, each exactly once: records and their marks in one transaction.

One transactional producer at a time, under a name made of the dead topic and the target. Starting it makes
the broker end what an earlier replay left open, and refuse that replay from then on; only then are the marks
read. So what they say can no longer change behind our back, whatever was killed, paused or cut off.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.errors import IllegalOperation, InvalidProducerEpoch, KafkaError, ProducerFenced

from service.cli.broker import SILENCE_S, STOP_S, TopicState
from service.cli.marks import ChunkMarks, Marks, chunk_of
from service.cli.pace import Pace, Rate
from service.cli.sending import as_broker_error, batch_bytes
from service.errors import BrokerError
from service.record import OutputRecord
from service.runtime.kafka.clients import TOO_LARGE
from service.runtime.kafka.stopping import disconnect
from service.runtime.outlet import Outlet
from service.runtime.producing import producer_arguments, write
from service.settings import Settings

BATCH_RECORDS = 1_000
BATCH_BYTES = 4 << 20
"""Records and bytes of a transaction."""
EXPIRY_MS = 20_000
"""Age at which the broker aborts the transaction of a replay that was killed and not run again, milliseconds.

Readers of the target wait that long for what was written after it.
"""


class Returning:
    """Sends letters back in transactions; to be told of them partition by partition, in order."""

    def __init__(
        self,
        settings: Settings,
        target: TopicState,
        marks: Marks,
        name: str,
        *,
        rate: Rate,
        on_sent: Callable[[int], None],
    ) -> None:
        """Connect nothing yet.

        Args:
            settings: how to reach and use the broker.
            target: where letters go.
            marks: what went there before.
            name: transactional id.
            rate: most to send in a second.
            on_sent: hears how many records each transaction brought back.
        """
        self._target = target.name
        self._marks = marks
        limit = batch_bytes(settings, target)
        self._outlet = Outlet(limit)
        self._arguments = producer_arguments(settings.kafka, settings.producer, limit) | {
            "transactional_id": name,
            "transaction_timeout_ms": EXPIRY_MS,
        }
        self._pace = Pace(rate)
        self._on_sent = on_sent
        self._producer: AIOKafkaProducer | None = None
        self._part: TopicPartition | None = None
        self._chunk = -1
        self._marked = ChunkMarks(0)
        self._batch: list[tuple[int, OutputRecord]] = []
        self._bytes = 0

    async def send(self, part: TopicPartition, offset: int, record: OutputRecord) -> bool:
        """Send a letter back unless it is marked; false where the target does not take its size.

        It has gone when ``on_sent`` was told; the last ones go with ``flush``.

        Raises:
            BrokerError: the broker stopped answering, or refuses; ``flush`` must not follow.
        """
        if (part, chunk_of(offset)) != (self._part, self._chunk):
            await self.flush()
            await self._open(part, chunk_of(offset))
        if offset in self._marked:
            return True
        size = _size(record)
        alone = self._outlet.goes_alone(record)
        wait = self._pace.take(size)
        if wait or alone or len(self._batch) >= BATCH_RECORDS or self._bytes + size > BATCH_BYTES:
            await self.flush()
        if wait:
            await asyncio.sleep(wait)  # between transactions: readers of the target wait for an open one
        self._batch.append((offset, record))
        self._bytes += size
        return not alone or await self._flush_alone(part)

    async def flush(self) -> None:
        """Send what waits for company, in one transaction.

        Raises:
            BrokerError: the broker stopped answering, or refuses.
        """
        if not self._batch:
            return
        producer, part = self._producer, self._part
        assert producer is not None  # noqa: S101 - for the type checker
        assert part is not None  # noqa: S101 - as above
        for offset, _ in self._batch:
            self._marked.add(offset)
        async with _talking():
            await producer.begin_transaction()
            written = [await write(producer, self._target, record) for _, record in self._batch]
            # The client commits a transaction even where one of its batches was refused. And the broker
            # refuses one of two checks that arrive together: so outputs first, then marks (decision 6).
            await asyncio.wait(written)
            for error in [future.exception() for future in written]:
                if error is not None:
                    raise error
            await producer.send_offsets_to_transaction(
                {part: self._marked.committed()}, self._marks.group(self._chunk)
            )
            await producer.commit_transaction()
        self._on_sent(len(self._batch))
        self._batch.clear()
        self._bytes = 0

    async def stop(self) -> None:
        """Abort what is open, so that readers of the target need not wait, and disconnect."""
        producer, self._producer = self._producer, None
        if producer is None:
            return
        with suppress(KafkaError, TimeoutError, AssertionError):  # what went wrong before is what matters
            await asyncio.wait_for(producer.abort_transaction(), STOP_S)
        await disconnect(producer.stop(), limit_s=STOP_S)

    async def _flush_alone(self, part: TopicPartition) -> bool:
        try:
            await self.flush()
        except TOO_LARGE:
            # A refusal leaves a gap in the producer's sequence numbers, and a transaction nobody should end.
            self._batch.clear()
            self._bytes = 0
            await self._open(part, self._chunk)
            return False
        return True

    async def _open(self, part: TopicPartition, chunk: int) -> None:
        # A producer a chunk: aiokafka keeps the coordinator of the first group a producer commits for.
        if self._producer is not None:
            await disconnect(self._producer.stop(), limit_s=STOP_S)
        self._producer = AIOKafkaProducer(**self._arguments)
        async with _talking():
            await self._producer.start()
        self._marked = (await self._marks.read([part], chunk))[part]
        self._part, self._chunk = part, chunk


def transactional_id(dead: str, target: str) -> str:
    """Name the producer of the replays from one topic to another; those of ``run`` have one slash less."""
    return f"dateline/replay/{dead}/to/{target}"


def _size(record: OutputRecord) -> int:
    return len(record.key or b"") + len(record.value or b"")


@asynccontextmanager
async def _talking() -> AsyncIterator[None]:
    """Bound a talk with the broker, and say how it failed; a refusal for size passes as it is."""
    with as_broker_error(passing=TOO_LARGE):
        try:
            async with asyncio.timeout(SILENCE_S):
                yield
        except (ProducerFenced, InvalidProducerEpoch):
            raise BrokerError(
                "another replay to the same topic began, or the broker took too long: run the command again"
            ) from None
        except (AssertionError, IllegalOperation) as error:  # the client's words for a dead background task
            raise BrokerError("the connection failed: run the command again") from error
