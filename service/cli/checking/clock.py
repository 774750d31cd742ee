"""Whether this machine's clock is behind those that wrote the raw topic, told without writing anything.

Kafka tells nobody its time. But a broker finds the first record from a moment on, and what it finds from a
moment in our future on was written by a clock that is ahead of ours, or is wrong itself.
"""

import time
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from aiokafka.errors import KafkaError
from aiokafka.protocol.offset import OffsetRequest

from service.cli.checking.finding import Finding, ok, skipped, warning
from service.cli.checking.topics import Cluster
from service.runtime.kafka.clients import why
from service.settings import Settings

ABOUT = "clock"
TOLERATED_MS = 5_000
"""How far a record may be ahead of our clock, milliseconds."""
ANY = 0
"""A moment before every record's."""


async def look_at_clock(connections: Mapping[str, Any], cluster: Cluster, settings: Settings) -> Finding:
    """Ask the leaders of the raw topic's partitions; ``connections`` are by the brokers' addresses."""
    topic = settings.topics.raw
    led: defaultdict[str, list[int]] = defaultdict(list)
    for _, partition, leader, *_ in cluster.topics[topic].partitions:
        led[cluster.brokers.get(leader, "")].append(partition)
    ahead, records = 0.0, False
    now = int(time.time() * 1000)
    try:
        for address in led.keys() & connections.keys():
            for _, moment in await _first(connections[address], topic, led[address], now + TOLERATED_MS):
                ahead = max(ahead, (moment - now) / 1000)
            records = records or bool(await _first(connections[address], topic, led[address], ANY))
    except (KafkaError, TimeoutError) as error:
        return skipped(ABOUT, f"no answer: {why(error)}")
    if ahead:
        return warning(
            ABOUT,
            f"records of {topic} are {ahead:,.0f} s ahead of this machine's clock",
            "keep the clocks of this machine and of who writes there by NTP",
        )
    if records:
        return ok(ABOUT, f"no record of {topic} is ahead of this machine's")
    return skipped(ABOUT, f"{topic} holds no record to compare with, and none is written to find out")


async def _first(
    connection: Any,  # noqa: ANN401 - the client ships no types
    topic: str,
    partitions: list[int],
    moment: int,
) -> list[tuple[int, int]]:
    """Return partition and timestamp of each first record from a moment on, where there is one."""
    request = OffsetRequest(-1, 0, [(topic, [(partition, moment) for partition in partitions])])
    answer = await connection.send(request)
    return [
        (partition, timestamp)
        for _, found in answer.topics
        for partition, code, timestamp, offset, *_ in found
        if not code and offset >= 0
    ]
