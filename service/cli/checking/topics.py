"""Whether the topics are there, are ours to use, and fit each other and our settings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiokafka.admin.config_resource import ConfigResourceType
from aiokafka.errors import TopicAuthorizationFailedError
from aiokafka.protocol.admin import DescribeConfigsRequest

from service.cli.checking.finding import Finding, ok, refused, skipped, warning
from service.cli.checking.rights import grant
from service.cli.checking.wire import Operation, WhatMayWeDo
from service.runtime.kafka.topics import LARGEST
from service.settings import Settings

LEAST_REPLICAS, CLEANUP = "min.insync.replicas", "cleanup.policy"


@dataclass(frozen=True, slots=True)
class Found:
    """What the brokers say of a topic."""

    error_code: int
    partitions: list[tuple[Any, ...]]
    operations: int
    configuration: Mapping[str, str] = field(default_factory=dict)
    """Empty where the user may not ask."""

    @property
    def replicas(self) -> int:
        """Return the fewest replicas of a partition."""
        return min((len(partition[4]) for partition in self.partitions), default=0)

    def number(self, name: str) -> int | None:
        """Return a setting that is a number; null where the user may not ask."""
        value = self.configuration.get(name)
        return int(value) if value is not None else None


@dataclass(frozen=True, slots=True)
class Cluster:
    """What one answer tells: brokers by number, topics by name."""

    brokers: Mapping[int, str]
    topics: Mapping[str, Found]


async def ask(connection: Any, settings: Settings) -> Cluster:  # noqa: ANN401 - the client ships no types
    """Ask a broker for the cluster.

    Raises:
        KafkaError: it does not answer.
    """
    names = list(settings.topics.names)
    answer = await connection.send(WhatMayWeDo(names))
    configured = await _configurations(connection, names)
    topics = {
        name: Found(code, partitions, operations, configured.get(name, {}))
        for code, name, _, partitions, operations in answer.topics
    }
    brokers = {
        node: f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        for node, host, port, _ in answer.brokers
    }
    return Cluster(brokers, topics)


async def _configurations(connection: Any, names: list[str]) -> dict[str, dict[str, str]]:  # noqa: ANN401 - as above
    wanted = [LARGEST, LEAST_REPLICAS, CLEANUP]
    request = DescribeConfigsRequest([(ConfigResourceType.TOPIC, name, wanted) for name in names])
    answer = await connection.send(request)
    return {
        name: {entry[0]: entry[1] for entry in entries}
        for code, _, _, name, entries in answer.resources
        if not code
    }


def look_at_topics(cluster: Cluster, settings: Settings) -> Iterator[Finding]:
    """Say what is wrong with each topic."""
    topics = settings.topics
    for name, operation in (
        (topics.raw, Operation.READ),
        (topics.events, Operation.WRITE),
        (topics.dead, Operation.WRITE),
    ):
        found = cluster.topics[name]
        about = f"topic {name}"
        right = operation.name.capitalize()
        if found.error_code == TopicAuthorizationFailedError.errno:
            yield refused(
                about,
                f"is missing, or the user may not {right} it",
                f"create it, or grant {grant(right, settings)} on topic {name}",
            )
        elif found.error_code and topics.create:
            yield skipped(about, "is missing; the service creates it, where it may Create topics")
        elif found.error_code:
            advice = "create it with `dateline topics --create`, or name another by DATELINE_TOPICS__*"
            yield refused(about, "is missing", advice)
        elif not operation.allowed(found.operations):
            yield refused(
                about, f"the user may not {right} it", f"grant {grant(right, settings)} on topic {name}"
            )
        else:
            faults = list(_faults(about, found, len(cluster.brokers), written=operation is Operation.WRITE))
            yield from faults or [ok(about, _said(found, right))]
    yield from _sizes(cluster.topics, settings)


def _said(found: Found, right: str) -> str:
    said = [f"{len(found.partitions)} partitions", f"{found.replicas} replicas", f"{right} granted"]
    if least := found.number(LEAST_REPLICAS):
        said.insert(2, f"{least} in sync at least")
    if largest := found.number(LARGEST):
        said.append(f"records up to {largest:,} bytes")
    return ", ".join(said)


def _faults(about: str, found: Found, brokers: int, *, written: bool) -> Iterator[Finding]:
    least = found.number(LEAST_REPLICAS)
    headless = [partition[1] for partition in found.partitions if partition[2] < 0]
    in_sync = min((len(partition[5]) for partition in found.partitions), default=0)
    if headless:
        yield refused(about, f"partition {headless[0]} has no leader", "start the brokers that hold it")
    elif written and least is not None and in_sync < least:
        yield refused(
            about,
            f"{in_sync} replicas are in sync, {LEAST_REPLICAS} wants {least}",
            "start the brokers that are down, or lower it",
        )
    elif in_sync < found.replicas:
        yield warning(about, f"{in_sync} of {found.replicas} replicas are in sync", "look at the brokers")
    if brokers > 1 and found.replicas == 1:
        yield warning(about, "has one replica: a lost broker is lost records", "give it three")
    elif written and least is not None and found.replicas > 1 and least == found.replicas:
        yield warning(
            about,
            f"{LEAST_REPLICAS} is all {least} replicas: one broker down stops writing",
            f"lower it to {least - 1}",
        )
    elif written and found.replicas > 1 and least == 1:
        yield warning(
            about, f"{LEAST_REPLICAS} is 1: an acknowledged record may be on one disk", "raise it to 2"
        )
    if "compact" in found.configuration.get(CLEANUP, ""):
        yield warning(
            about,
            f"{CLEANUP} is {found.configuration[CLEANUP]}: records without a key are refused, older ones go",
            f"set {CLEANUP}=delete",
        )


def _sizes(topics: Mapping[str, Found], settings: Settings) -> Iterator[Finding]:
    """Say where a record that comes in may not go out."""
    about = "message sizes"
    names = settings.topics.names
    if any(topics[name].error_code for name in names):
        return
    limits = {name: topics[name].number(LARGEST) for name in names}
    unknown = [name for name in names if limits[name] is None]
    if unknown:
        yield skipped(
            about, f"{LARGEST} of {', '.join(unknown)} is not known: grant DescribeConfigs to see it"
        )
        return
    taken, events, dead = (limits[name] or 0 for name in names)
    request = settings.producer.max_request_bytes
    fine = True
    for name, limit in ((names[1], events), (names[2], dead)):
        if limit < taken:
            fine = False
            yield warning(
                f"topic {name}",
                f"takes {limit:,} bytes, {names[0]} {taken:,}: what is larger does not fit here",
                f"raise {LARGEST} of {name} to {taken}",
            )
        if request < min(limit, taken):
            fine = False
            yield warning(
                f"topic {name}",
                f"takes {limit:,} bytes, our producer sends {request:,}",
                "raise DATELINE_PRODUCER__MAX_REQUEST_BYTES",
            )
    if taken > settings.pipeline.admit.max_value_bytes:
        fine = False
        yield warning(
            f"topic {names[0]}",
            f"holds records up to {taken:,} bytes, we take {settings.pipeline.admit.max_value_bytes:,}",
            "raise DATELINE_PIPELINE__ADMIT__MAX_VALUE_BYTES, or expect dead letters",
        )
    if fine:
        yield ok(about, f"what {names[0]} takes fits {names[1]} and {names[2]}")
