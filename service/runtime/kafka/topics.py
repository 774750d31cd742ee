"""The topics: looked at when the service starts, created where asked, their limits made known; watched."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import (
    KafkaError,
    TopicAlreadyExistsError,
    TopicAuthorizationFailedError,
    UnknownTopicOrPartitionError,
    for_code,
)

from service.errors import BrokerError, ConfigurationError
from service.runtime.health import Health
from service.runtime.kafka.clients import client_arguments
from service.runtime.telemetry import Telemetry
from service.settings import KafkaSettings, TopicSettings

LARGEST = "max.message.bytes"
GONE = {
    UnknownTopicOrPartitionError.errno: "is missing",
    TopicAuthorizationFailedError.errno: "is not ours to see any more",
}
"""What the brokers may answer when asked for a topic, besides describing it."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What the brokers say of a topic."""

    name: str
    partitions: int
    max_message_bytes: int | None
    """Largest batch it takes, as compressed; null where we may not know."""


async def check_topics(
    kafka: KafkaSettings, settings: TopicSettings, telemetry: Telemetry
) -> dict[str, Topic]:
    """Look at the three topics, creating them where the settings ask for it; return them by name.

    Raises:
        ConfigurationError: a topic is missing, or two settings name the same one.
        BrokerError: a topic cannot be created.
        KafkaError: the brokers cannot be asked.
    """
    names = settings.names
    if not settings.differ:
        raise ConfigurationError(
            "DATELINE_TOPICS__RAW, DATELINE_TOPICS__EVENTS and DATELINE_TOPICS__DEAD must differ"
        )
    admin = AIOKafkaAdminClient(**client_arguments(kafka))
    try:
        await admin.start()
        found = await _partitions(admin)
        missing = [name for name in names if name not in found]
        if missing and settings.create:
            await _create(admin, missing, settings, telemetry)
            found |= dict.fromkeys(missing, settings.partitions)
        elif missing:
            # A topic that is not ours to see looks the same: brokers do not tell strangers what there is.
            rights = ", ".join(f"{'Read' if name == settings.raw else 'Write'} on {name}" for name in missing)
            raise ConfigurationError(
                f"missing topics: {', '.join(missing)}; create them, or set DATELINE_TOPICS__CREATE=true; "
                f"where they exist, the user needs {rights}"
            )
        limits = await _limits(admin, names)
    finally:
        await admin.close()
    topics = {name: Topic(name, found[name], limits.get(name)) for name in names}
    for note in _notes(topics, settings):
        telemetry.topic_note(note)
    return topics


class TopicWatch:
    """Notices when a topic goes while the service runs, and when it is back."""

    def __init__(
        self, kafka: KafkaSettings, settings: TopicSettings, *, telemetry: Telemetry, health: Health
    ) -> None:
        """Connect nothing yet."""
        self._admin = AIOKafkaAdminClient(**client_arguments(kafka))
        self._names = list(settings.names)
        self._telemetry = telemetry
        self._health = health
        self._gone: list[str] = []

    async def start(self) -> None:
        """Connect."""
        await self._admin.start()

    async def stop(self) -> None:
        """Disconnect."""
        await self._admin.close()

    async def complete(self) -> bool:
        """Look; return whether all topics are there, and tell where that has changed.

        Raises:
            KafkaError: the brokers cannot be asked.
        """
        described = await self._admin.describe_topics(self._names)
        gone = [f"{t['topic']} {GONE[t['error_code']]}" for t in described if t["error_code"] in GONE]
        if gone:
            self._health.obstruct("topics", ", ".join(gone))
        else:
            self._health.clear("topics")
        if gone != self._gone:
            self._telemetry.topic_note(", ".join(gone) or "all topics are there again")
            self._gone = gone
        return not gone


async def _partitions(admin: AIOKafkaAdminClient) -> dict[str, int]:
    described: list[dict[str, Any]] = await admin.describe_topics()
    return {topic["topic"]: len(topic["partitions"]) for topic in described if not topic["error_code"]}


async def _create(
    admin: AIOKafkaAdminClient, names: Iterable[str], settings: TopicSettings, telemetry: Telemetry
) -> None:
    wanted = [NewTopic(name, settings.partitions, settings.replication) for name in names]
    response = await admin.create_topics(wanted)
    for name, code, *message in response.topic_errors:
        error = for_code(code)
        if code and error is not TopicAlreadyExistsError:  # another replica may have been quicker
            hint = f"; the user needs Create on {name}" if error is TopicAuthorizationFailedError else ""
            raise BrokerError(
                f"cannot create topic {name}: {error.__name__}: {' '.join(filter(None, message))}{hint}"
            )
        telemetry.topic_created(name, settings.partitions)


async def _limits(admin: AIOKafkaAdminClient, names: Iterable[str]) -> dict[str, int]:
    """Ask for each topic's largest batch; empty where we may not ask."""
    resources = [ConfigResource(ConfigResourceType.TOPIC, name, {LARGEST: ""}) for name in names]
    try:
        responses = await admin.describe_configs(resources)
    except KafkaError:
        return {}
    limits = {}
    for response in responses:
        for code, _, _, name, entries in response.resources:
            for entry in entries if not code else ():
                if entry[0] == LARGEST:
                    limits[name] = int(entry[1])
    return limits


def _notes(topics: dict[str, Topic], settings: TopicSettings) -> Iterable[str]:
    taken = topics[settings.raw].max_message_bytes
    for name in (settings.events, settings.dead):
        limit = topics[name].max_message_bytes
        if taken is not None and limit is not None and limit < taken:
            yield (
                f"{name} takes batches of {limit} bytes, {settings.raw} of {taken}: "
                f"raise {LARGEST} of {name}, or large records may not fit there"
            )
