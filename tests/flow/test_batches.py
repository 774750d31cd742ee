"""Batches on a real broker: where outputs go, in what order, and what their shared future says."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaProducer
from aiokafka.structs import RecordMetadata

from service.record import OutputRecord
from service.runtime.batches import Batches
from service.settings import RetrySettings, TopicSettings
from tests.flow.kafka_io import read

MakeTopics = Callable[..., TopicSettings]
BATCH_BYTES = 4096


@asynccontextmanager
async def producing(kafka: str, linger_s: float = 0) -> AsyncIterator[tuple[AIOKafkaProducer, Batches]]:
    """Run a producer with its batches."""
    producer = AIOKafkaProducer(bootstrap_servers=kafka, enable_idempotence=True, max_batch_size=BATCH_BYTES)
    async with producer:
        batches = Batches(producer, RetrySettings(), linger_s)
        yield producer, batches
        batches.close()


async def test_a_key_goes_where_the_client_itself_would_send_it(kafka: str, topics: MakeTopics) -> None:
    """Or a key's older and newer events would lie in two partitions."""
    topic = topics(partitions=5).events
    keys = [f"key {number}".encode() for number in range(30)]
    async with producing(kafka) as (producer, batches):
        sent = [await producer.send(topic, b"as the client sends", key) for key in keys]
        theirs = [(await future).partition for future in sent]
        appended = [await batches.append(topic, OutputRecord(key, b"ours", ())) for key in keys]
        ours = [(await delivery).partition for delivery, _ in appended]
    assert theirs == ours
    assert len(set(theirs)) > 1


async def test_outputs_of_many_batches_keep_their_order(kafka: str, topics: MakeTopics) -> None:
    """One batch after another; place and future together say where an output is; headers go with it."""
    topic = topics(partitions=2).events
    outputs = [
        OutputRecord(b"one key", b"%d %s" % (n, b"x" * (n * 37 % 900)), (("n", b"%d" % n), ("null", None)))
        for n in range(100)
    ]
    async with producing(kafka) as (_, batches):
        appended = [await batches.append(topic, output) for output in outputs]
        where: list[tuple[RecordMetadata, int]] = [(await delivery, place) for delivery, place in appended]
    records = read(kafka, topic)
    assert [output.value for output in outputs] == [record.value for record in records]
    assert [dict(output.headers) for output in outputs] == [record.headers for record in records]
    told = [(batch.partition, batch.offset + place) for batch, place in where]
    assert [(record.partition, record.offset) for record in records] == told
    assert 10 < len({delivery for delivery, _ in appended}) < len(outputs)


async def test_a_batch_that_lingers_goes_when_it_is_full_or_released(kafka: str, topics: MakeTopics) -> None:
    """It would wait for an hour, but waits for nobody once there is no reason to."""
    topic = topics().events
    async with producing(kafka, linger_s=3600) as (_, batches):
        full, _ = await batches.append(topic, OutputRecord(None, b"x" * 3000, ()))
        other, _ = await batches.append(topic, OutputRecord(None, b"y" * 3000, ()))
        assert 0 == (await full).offset
        assert not other.done()
        batches.release()
        assert 1 == (await other).offset


async def test_what_is_given_up_is_said_to_be(kafka: str, topics: MakeTopics) -> None:
    """Nobody waits for ever for an output that was not sent."""
    topic = topics().events
    async with producing(kafka) as (_, batches):
        deliveries = [(await batches.append(topic, OutputRecord(None, b"x" * 3000, ())))[0] for _ in range(5)]
        batches.close()
        await asyncio.wait(deliveries, timeout=10)
    assert {True} == {delivery.cancelled() for delivery in deliveries}


async def test_what_the_topic_does_not_take_is_raised_for_all_of_its_batch(
    kafka: str, topics: MakeTopics
) -> None:
    """The future of a refused batch fails; it was told too much of what the topic takes."""
    topic = topics(max_message_bytes="2000").events
    async with producing(kafka) as (_, batches):
        first, _ = await batches.append(topic, OutputRecord(b"key", b"x" * 1800, ()))
        second, place = await batches.append(topic, OutputRecord(b"key", b"y" * 1800, ()))
        await asyncio.wait([first], timeout=30)
    assert (first, 1) == (second, place)
    assert "MessageSizeTooLargeError" == type(first.exception()).__name__
