"""Batches: a producer's outputs by partition; of each, one batch is on its way while the next ones fill.

So batches grow with the load and nothing waits where there is none. Outputs of a batch share one future:
a future and a callback for each of them is what the client's own way of sending costs most.
"""

import asyncio
from collections import defaultdict
from contextlib import suppress
from typing import Any, NamedTuple

from aiokafka import AIOKafkaProducer
from aiokafka import TopicPartition as KafkaPartition
from aiokafka.errors import KafkaTimeoutError, UnknownTopicOrPartitionError
from aiokafka.partitioner import DefaultPartitioner
from aiokafka.structs import RecordMetadata

from service.record import OutputRecord
from service.runtime.kafka.clients import KafkaError
from service.runtime.outlet import Delivery
from service.runtime.retry import delays
from service.settings import RetrySettings

choose_partition = DefaultPartitioner()
"""By the hash of the key, as every Kafka client does; by chance where there is none."""


class Batch(NamedTuple):
    """Outputs of one partition that go together."""

    builder: Any
    delivered: Delivery
    released: asyncio.Event
    """Set when there is nothing to wait for: it is full, or wanted now."""


class Batches:
    """Queues outputs for one producer, which is started and stopped by whoever owns it."""

    def __init__(self, producer: AIOKafkaProducer, retry: RetrySettings, linger_s: float = 0) -> None:
        """Begin with nothing queued; a batch waits for company as long as that, if nobody releases it."""
        self._producer = producer
        self._retry = retry
        self._linger_s = linger_s
        self._partitions: dict[str, list[int]] = {}
        self._filling: dict[KafkaPartition, Batch] = {}
        self._on_its_way: defaultdict[KafkaPartition, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._tasks: set[asyncio.Task[None]] = set()

    async def append(self, topic: str, output: OutputRecord) -> tuple[Delivery, int]:
        """Queue an output behind the earlier ones of its partition; how many may wait is for others to say.

        Returns:
            The future of its batch, and its place in there. The client retries what is on its way by itself,
            for as long as the fault lasts and without duplicates; the future's value is where the batch is.

        Raises:
            KafkaError: a fault that trying again does not cure.
        """
        partitions = self._partitions.get(topic) or await self._learn(topic)
        where = KafkaPartition(topic, choose_partition(output.key, partitions, partitions))
        batch = self._filling.get(where) or self._begin(where)
        place = _append(batch, output)
        if place is None:  # it is full, and goes as soon as the one before it is there
            batch.released.set()
            batch = self._begin(where)
            place = _append(batch, output)
        return batch.delivered, place.offset

    def release(self) -> None:
        """Let nothing wait for company any longer."""
        for batch in self._filling.values():
            batch.released.set()

    def close(self) -> None:
        """Give up what is not delivered."""
        for task in self._tasks:
            task.cancel()

    def _begin(self, where: KafkaPartition) -> Batch:
        future: Delivery = asyncio.get_running_loop().create_future()
        batch = self._filling[where] = Batch(self._producer.create_batch(), future, asyncio.Event())
        task = asyncio.create_task(self._deliver(where, batch))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: batch.delivered.cancel())  # where nothing else has become of it
        return batch

    async def _deliver(self, where: KafkaPartition, batch: Batch) -> None:
        try:
            async with self._on_its_way[where]:
                if self._linger_s:
                    with suppress(TimeoutError):
                        async with asyncio.timeout(self._linger_s):
                            await batch.released.wait()
                if self._filling.get(where) is batch:
                    del self._filling[where]
                batch.delivered.set_result(await self._send(where, batch))
        except Exception as error:  # noqa: BLE001 - whoever waits for the batch raises it
            batch.delivered.set_exception(error)

    async def _send(self, where: KafkaPartition, batch: Batch) -> RecordMetadata:
        waits = None
        while True:
            try:
                if where.partition not in await self._learn(where.topic):
                    break
                queued = await self._producer.send_batch(
                    batch.builder, where.topic, partition=where.partition
                )
            except KafkaError as error:
                if not retriable(error):
                    raise
            else:
                return await queued
            waits = waits or delays(self._retry)
            await asyncio.sleep(next(waits))
        raise UnknownTopicOrPartitionError(where)  # the topic was made anew, with fewer

    async def _learn(self, topic: str) -> list[int]:
        partitions = self._partitions[topic] = sorted(await self._producer.partitions_for(topic))
        return partitions


def _append(batch: Batch, output: OutputRecord) -> Any:  # noqa: ANN401 - aiokafka ships no types
    headers = list(output.headers)
    return batch.builder.append(timestamp=None, key=output.key, value=output.value, headers=headers)


def retriable(error: KafkaError) -> bool:
    """Say whether what could not be queued may be later."""
    # A buffer that stays full for the request timeout is a slow broker, whatever the client calls it.
    return bool(error.retriable) or isinstance(error, KafkaTimeoutError)
