"""Producing: outputs to the brokers, in order, acknowledged by all replicas; at least once.

Two producers. Everything that fits a batch goes through an idempotent one. What is larger than a batch
goes alone, through a plain one: a batch the broker refuses for its size leaves a gap in an idempotent
producer's sequence numbers that aiokafka cannot close, so nothing that may be refused is given to it.
"""

import asyncio
from asyncio import Future
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.structs import RecordMetadata

from service.record import OutputRecord
from service.runtime.batches import Batches, choose_partition, retriable
from service.runtime.kafka.clients import TOO_LARGE, KafkaError, client_arguments
from service.runtime.outlet import Delivery, Outlet, TooLargeError
from service.runtime.retry import delays
from service.settings import KafkaSettings, ProducerSettings, RetrySettings


class Producing(Outlet):
    """Writes the outputs of every lane; one life between ``start`` and ``stop``."""

    def __init__(
        self, kafka: KafkaSettings, settings: ProducerSettings, retry: RetrySettings, batch_bytes: int
    ) -> None:
        """Connect nothing yet; ``batch_bytes`` is what every topic surely takes."""
        super().__init__(batch_bytes)
        self._retry = retry
        arguments = producer_arguments(kafka, settings, batch_bytes)
        self._batched = AIOKafkaProducer(**arguments, enable_idempotence=True)
        self._batches = Batches(self._batched, retry, settings.linger_ms / 1000)
        self._alone = AIOKafkaProducer(**arguments)

    async def start(self) -> None:
        """Connect."""
        await self._batched.start()
        await self._alone.start()

    async def stop(self) -> None:
        """Disconnect; what is not yet acknowledged may or may not arrive."""
        self._batches.close()
        await asyncio.gather(self._batched.stop(), self._alone.stop())

    async def send(self, topic: str, output: OutputRecord) -> tuple[Delivery, int]:
        """Queue an output behind the earlier ones; its batch is delivered when all replicas have it.

        Raises:
            KafkaError: a fault that trying again does not cure.
        """
        return await self._batches.append(topic, output)

    async def send_alone(self, topic: str, output: OutputRecord) -> None:
        """Write an output in a batch of its own and wait until it is acknowledged.

        Raises:
            TooLargeError: the client or the broker does not take it.
            KafkaError: a fault that trying again does not cure.
        """
        for wait in delays(self._retry):
            try:
                await (await write(self._alone, topic, output))
            except TOO_LARGE as error:
                raise TooLargeError(str(error)) from None
            except KafkaError as error:
                if not retriable(error):
                    raise
            else:
                return
            await asyncio.sleep(wait)


def producer_arguments(kafka: KafkaSettings, settings: ProducerSettings, batch_bytes: int) -> dict[str, Any]:
    """Return the arguments every producer takes."""
    return {
        **client_arguments(kafka),
        "acks": "all",
        "compression_type": None if settings.compression == "none" else settings.compression,
        "max_batch_size": max(batch_bytes, 1),
        "max_request_size": settings.max_request_bytes,
    }


async def write(producer: AIOKafkaProducer, topic: str, output: OutputRecord) -> Future[RecordMetadata]:
    """Queue an output; the future resolves when it is acknowledged.

    Raises:
        KafkaError: it cannot be queued.
    """
    headers = list(output.headers)
    if output.key is not None or output.value is not None:
        return await producer.send(topic, output.value, output.key, headers=headers)  # type: ignore[no-any-return]
    batch = producer.create_batch()
    batch.append(key=None, value=None, timestamp=None, headers=headers)
    partitions = sorted(await producer.partitions_for(topic))
    partition = choose_partition(None, partitions, partitions)
    return await producer.send_batch(batch, topic, partition=partition)  # type: ignore[no-any-return]
