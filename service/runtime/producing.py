"""Producing: outputs to the brokers, in order, acknowledged by all replicas.

Two producers. Everything that fits a batch goes through an idempotent one. What is larger than a batch
goes alone, through a plain one: a batch the broker refuses for its size leaves a gap in an idempotent
producer's sequence numbers that aiokafka cannot close, so nothing that may be refused is given to it.
"""

import asyncio
import random
from asyncio import Future
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaTimeoutError
from aiokafka.record.default_records import DefaultRecordBatchBuilder
from aiokafka.structs import RecordMetadata

from service.errors import DatelineError
from service.record import OutputRecord
from service.runtime.kafka import TOO_LARGE, KafkaError, client_arguments
from service.runtime.retry import delays
from service.settings import KafkaSettings, ProducerSettings, RetrySettings


class TooLargeError(DatelineError):
    """The client or the broker does not take a record of this size."""


class Producing:
    """Writes outputs; one life between ``start`` and ``stop``."""

    def __init__(
        self,
        kafka: KafkaSettings,
        settings: ProducerSettings,
        retry: RetrySettings,
        batch_bytes: int,
    ) -> None:
        """Connect nothing yet; ``batch_bytes`` is what every topic surely takes."""
        self._retry = retry
        self._batch_bytes = batch_bytes
        arguments: dict[str, Any] = {
            **client_arguments(kafka),
            "acks": "all",
            "compression_type": None if settings.compression == "none" else settings.compression,
            "max_batch_size": max(batch_bytes, 1),
            "max_request_size": settings.max_request_bytes,
            "linger_ms": settings.linger_ms,
        }
        self._batched = AIOKafkaProducer(**arguments, enable_idempotence=True)
        self._alone = AIOKafkaProducer(**arguments)

    async def start(self) -> None:
        """Connect."""
        await self._batched.start()
        await self._alone.start()

    async def stop(self) -> None:
        """Disconnect; what is not yet acknowledged may or may not arrive."""
        await asyncio.gather(self._batched.stop(), self._alone.stop())

    def goes_alone(self, output: OutputRecord) -> bool:
        """Say whether an output cannot share a batch."""
        # aiokafka's send asks for a key or a value; the dead letter of a tombstone may have neither.
        if output.key is None and output.value is None:
            return True
        size = DefaultRecordBatchBuilder.estimate_size_in_bytes(
            output.key, output.value, list(output.headers)
        )
        return bool(size > self._batch_bytes)

    async def send(self, topic: str, output: OutputRecord) -> Future[RecordMetadata]:
        """Queue an output behind the earlier ones; the future resolves when it is acknowledged.

        Waits while the client's buffer is full. What is queued the client retries by itself, for as
        long as the fault lasts and without duplicates.

        Raises:
            KafkaError: a fault that trying again does not cure.
        """
        waits = None
        while True:
            try:
                return await self._batched.send(topic, output.value, output.key, headers=list(output.headers))  # type: ignore[no-any-return]
            except KafkaError as error:
                if not _retriable(error):
                    raise
            waits = waits or delays(self._retry)
            await asyncio.sleep(next(waits))

    async def send_alone(self, topic: str, output: OutputRecord) -> None:
        """Write an output in a batch of its own and wait until it is acknowledged.

        Raises:
            TooLargeError: the client or the broker does not take it.
            KafkaError: a fault that trying again does not cure.
        """
        for wait in delays(self._retry):
            try:
                await self._write(topic, output)
            except TOO_LARGE as error:
                raise TooLargeError(str(error)) from None
            except KafkaError as error:
                if not _retriable(error):
                    raise
            else:
                return
            await asyncio.sleep(wait)

    async def _write(self, topic: str, output: OutputRecord) -> None:
        if output.key is not None or output.value is not None:
            await self._alone.send_and_wait(topic, output.value, output.key, headers=list(output.headers))
            return
        batch = self._alone.create_batch()
        batch.append(key=None, value=None, timestamp=None, headers=list(output.headers))
        partition = random.choice(sorted(await self._alone.partitions_for(topic)))  # noqa: S311 - no key, no order to keep
        await (await self._alone.send_batch(batch, topic, partition=partition))


def _retriable(error: KafkaError) -> bool:
    # A buffer that stays full for the request timeout is a slow broker, whatever the client calls it.
    return bool(error.retriable) or isinstance(error, KafkaTimeoutError)
