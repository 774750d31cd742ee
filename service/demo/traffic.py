"""The demo's side of the broker: its topics, what it sends, what comes back."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import NamedTuple

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.structs import ConsumerRecord

from schemas import DeadLetterHeaders, NewsEvent
from service.demo.samples import Sample
from service.errors import BrokerError
from service.runtime.kafka.clients import client_arguments
from service.settings import KafkaSettings, TopicSettings

PARTITIONS = 4
"""As many as the embedded broker gives every topic."""
POLL_MS = 250

Position = tuple[int, int]
"""Partition and offset in the raw topic."""


class Ending(NamedTuple):
    """What became of one record: an event or a dead letter."""

    position: Position
    event: NewsEvent | None
    letter: DeadLetterHeaders | None


@asynccontextmanager
async def demo_topics(
    kafka: KafkaSettings, name: str, replication: int | None
) -> AsyncIterator[TopicSettings]:
    """Make three topics under a fresh name, and delete them at the end.

    The group's offsets go with the raw topic: the broker forgets them.

    Args:
        kafka: how to reach the broker.
        name: what the topics' names begin with.
        replication: replicas of each topic; null where topics appear when they are first asked for, and
            go with the broker.
    """
    topics = TopicSettings(raw=f"{name}.raw", events=f"{name}.events", dead=f"{name}.dead")
    names = list(topics.names)
    if replication is None:
        async with AIOKafkaProducer(**client_arguments(kafka)) as producer:
            for topic in names:
                await producer.partitions_for(topic)
        yield topics
        return
    admin = AIOKafkaAdminClient(**client_arguments(kafka))
    await admin.start()
    try:
        answer = await admin.create_topics([NewTopic(topic, PARTITIONS, replication) for topic in names])
        faults = [f"{topic}: {text or code}" for topic, code, text in answer.topic_errors if code]
        if faults:
            raise BrokerError(f"the broker makes no topics for the demo: {'; '.join(faults)}")
        try:
            yield topics
        finally:
            await admin.delete_topics(names)
    finally:
        await admin.close()


async def feed(
    kafka: KafkaSettings, topic: str, samples: Sequence[Sample], advance: Callable[[], None]
) -> dict[Position, Sample]:
    """Send the samples, spread over the partitions; return where each one went."""
    positions = {}
    async with AIOKafkaProducer(**client_arguments(kafka), enable_idempotence=True) as producer:
        for number, sample in enumerate(samples):
            record = sample.record
            acknowledged = await producer.send_and_wait(
                topic, record.value, record.key, partition=number % PARTITIONS, headers=list(record.headers)
            )
            positions[acknowledged.partition, acknowledged.offset] = sample
            advance()
    return positions


async def endings(kafka: KafkaSettings, topics: TopicSettings) -> AsyncIterator[Ending | None]:
    """Follow events and dead letters from the start; null whenever a while passes without any."""
    async with AIOKafkaConsumer(
        **client_arguments(kafka), enable_auto_commit=False, auto_offset_reset="earliest"
    ) as consumer:
        consumer.assign(
            [TopicPartition(topic, p) for topic in (topics.events, topics.dead) for p in range(PARTITIONS)]
        )
        while True:
            batches = await consumer.getmany(timeout_ms=POLL_MS)
            if not batches:
                yield None
                await asyncio.sleep(0)
            for partition, records in batches.items():
                for record in records:
                    yield read_event(record) if partition.topic == topics.events else read_letter(record)


def read_event(record: ConsumerRecord) -> Ending:
    """Read a record of the events topic, checked against the contract."""
    event = NewsEvent.model_validate_json(record.value)
    origin = event.lineage.input
    return Ending((origin.partition or 0, origin.offset or 0), event, None)


def read_letter(record: ConsumerRecord) -> Ending:
    """Read a record of the dead-letter topic, checked against the contract."""
    ours = {name: value.decode() for name, value in record.headers if name.startswith("dateline-")}
    letter = DeadLetterHeaders.model_validate_strings(ours)
    return Ending((letter.origin_partition, letter.origin_offset), None, letter)
