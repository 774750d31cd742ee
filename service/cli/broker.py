"""Short talks with the broker: connect, describe topics, read a topic up to where it ended."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError

from service.cli.faults import DEBUG_VARIABLE
from service.errors import BrokerError
from service.runtime.kafka.clients import client_arguments
from service.runtime.kafka.stopping import disconnect
from service.settings import Settings

SILENCE_S = 30.0
"""Time without an answer after which a broker that was there is given up, seconds."""
STOP_S = 5.0
Client = TypeVar("Client", AIOKafkaConsumer, AIOKafkaProducer, AIOKafkaAdminClient)
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class TopicState:
    """A topic as the broker describes it."""

    name: str
    partitions: tuple[int, ...]
    replicas: int
    max_message_bytes: int | None
    """Largest batch it takes, bytes; null where we may not ask."""

    def parts(self) -> list[TopicPartition]:
        """List the partitions as the client names them."""
        return [TopicPartition(self.name, partition) for partition in self.partitions]


def quiet_client() -> None:
    """Show the client library's own log only when debugging: our errors say what matters, once."""
    if os.environ.get(DEBUG_VARIABLE, "").lower() == "debug":
        logging.basicConfig(level=logging.INFO)
        return
    for name in ("aiokafka", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def run_async(task: Coroutine[Any, Any, Result]) -> Result:
    """Run a talk with the broker to its end."""
    quiet_client()
    return asyncio.run(task)


@asynccontextmanager
async def connected(client: Client, settings: Settings) -> AsyncIterator[Client]:
    """Start a client, and stop it after the block.

    Raises:
        BrokerError: the broker cannot be reached or refuses.
    """
    servers = settings.kafka.bootstrap_servers
    is_admin = isinstance(client, AIOKafkaAdminClient)
    try:
        try:
            await client.start()
        except (KafkaError, OSError) as error:
            raise BrokerError(
                f"no broker answers at {servers}: start it, or name another with -b HOST:PORT"
            ) from error
        yield client
    except KafkaError as error:
        raise BrokerError(f"{servers}: {' '.join(str(error).split())}") from error
    finally:
        await disconnect(client.close() if is_admin else client.stop(), limit_s=STOP_S)


def consumer_of(settings: Settings) -> AIOKafkaConsumer:
    """Make a consumer without a group: it commits nothing and disturbs nobody."""
    return AIOKafkaConsumer(
        **client_arguments(settings.kafka),
        group_id=None,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        isolation_level="read_committed",
    )


async def describe(settings: Settings, names: Sequence[str]) -> Mapping[str, TopicState | None]:
    """Ask for the state of topics; null where one does not exist."""
    async with connected(AIOKafkaAdminClient(**client_arguments(settings.kafka)), settings) as admin:
        described = {
            topic["topic"]: topic for topic in await admin.describe_topics() if not topic["error_code"]
        }
        states: dict[str, TopicState | None] = {}
        for name in names:
            topic = described.get(name)
            if topic is None:
                states[name] = None
                continue
            states[name] = TopicState(
                name,
                tuple(sorted(part["partition"] for part in topic["partitions"])),
                min((len(part["replicas"]) for part in topic["partitions"]), default=0),
                await _max_message_bytes(admin, name),
            )
        return states


async def _max_message_bytes(admin: AIOKafkaAdminClient, name: str) -> int | None:
    resource = ConfigResource(ConfigResourceType.TOPIC, name, configs={"max.message.bytes": None})
    try:
        responses = await admin.describe_configs([resource])
    except KafkaError:
        return None
    for response in responses:
        for _code, _message, _type, _name, entries in response.resources:
            for key, value, *_ in entries:
                if key == "max.message.bytes" and value is not None:
                    return int(value)
    return None


async def existing(settings: Settings, name: str, right: Literal["Read", "Write"]) -> TopicState:
    """Ask for the state of one topic.

    Args:
        settings: how to reach the broker.
        name: the topic.
        right: what the user needs on it; without any, brokers do not tell that it exists.

    Raises:
        BrokerError: there is no such topic, or it is not ours to see.
    """
    state = (await describe(settings, [name]))[name]
    if state is None:
        raise BrokerError(
            f"topic {name} does not exist at {settings.kafka.bootstrap_servers}: "
            "create it with `dateline topics --create`, or name another by DATELINE_TOPICS__*; "
            f"where it exists, the user needs {right} on it"
        )
    return state


async def read_up_to(
    consumer: AIOKafkaConsumer, ends: Mapping[TopicPartition, int]
) -> AsyncIterator[ConsumerRecord]:
    """Yield the records before the given offsets, partition by partition as they come, and stop there.

    Raises:
        BrokerError: the broker falls silent before.
    """
    unread = {part: end for part, end in ends.items() if await consumer.position(part) < end}
    loop = asyncio.get_running_loop()
    heard = loop.time()
    while unread:
        batches = await consumer.getmany(*unread, timeout_ms=500, max_records=500)
        if batches:
            heard = loop.time()
        elif loop.time() - heard > SILENCE_S:
            raise BrokerError(
                f"no answer for {SILENCE_S:.0f} s while reading {next(iter(unread)).topic}: try again"
            )
        for part, records in batches.items():
            for record in records:
                if record.offset < ends[part]:
                    yield record
        unread = {part: end for part, end in unread.items() if await consumer.position(part) < end}
