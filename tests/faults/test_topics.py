"""Topics that change under a running service: given more partitions, deleted, made again."""

import sys
import time
from collections.abc import Callable

import pytest
from confluent_kafka.admin import (  # type: ignore[attr-defined] # its stub re-exports none of them
    AdminClient,
    NewPartitions,
    NewTopic,
)

from service.settings import TopicSettings
from tests.faults.conftest import MakeReplica
from tests.flow.articles import number_of, page
from tests.flow.kafka_io import committed, read, wait_for, write

MakeTopics = Callable[..., TopicSettings]


@pytest.mark.parametrize("delivery", ["at_least_once", "exactly_once"])
def test_topics_change_while_running(
    kafka: str, topics: MakeTopics, replica_process: MakeReplica, delivery: str
) -> None:
    """Partitions are added, the raw topic is deleted and made again, then that of the events.

    New partitions are read from their beginning, whatever was written before they were noticed. While a
    topic is away the service says which; what is in flight is written once it is there again.
    """
    named = topics(partitions=2)
    admin = AdminClient({"bootstrap.servers": kafka, "log_level": 0})
    replica = replica_process(named, DELIVERY=delivery).start()

    def numbers() -> list[int]:
        found = sorted(number_of(event) for event in read(kafka, named.events))
        return found if delivery == "exactly_once" else sorted(set(found))

    def delete(topic: str) -> None:
        admin.delete_topics([topic])[topic].result(30)

    def make(topic: str, partitions: int) -> None:
        admin.create_topics([NewTopic(topic, partitions, 1)])[topic].result(30)

    def wait_committed(records: int) -> None:
        replica.wait_until(lambda: sum(committed(kafka, named.raw, named.raw, 4).values()) == records)

    write(kafka, named.raw, [page(n) for n in range(40)], partitions=2)
    wait_for(kafka, [named.events], 40)
    admin.create_partitions([NewPartitions(named.raw, 4)])[named.raw].result(30)
    changed = time.monotonic()
    write(kafka, named.raw, [page(n) for n in range(40, 80)], partitions=4)
    wait_for(kafka, [named.events], 80)
    added_s = time.monotonic() - changed
    assert 4 == replica.metric("partitions_assigned")
    wait_committed(80)

    delete(named.raw)
    replica.wait_until(lambda: f"{named.raw} is missing" in replica.get("/readyz")[1])
    assert 200 == replica.get("/healthz")[0]
    make(named.raw, 4)
    changed = time.monotonic()
    write(kafka, named.raw, [page(n) for n in range(80, 120)], partitions=4)
    wait_for(kafka, [named.events], 120)
    raw_s = time.monotonic() - changed
    replica.wait_ready()
    wait_committed(40)
    assert list(range(120)) == numbers()

    delete(named.events)
    write(kafka, named.raw, [page(n) for n in range(120, 160)], partitions=4)
    replica.wait_until(lambda: f"{named.events} is missing" in replica.get("/readyz")[1])
    assert 200 == replica.get("/healthz")[0]
    make(named.events, 2)
    changed = time.monotonic()
    wait_for(kafka, [named.events], 40)
    events_s = time.monotonic() - changed
    replica.wait_ready()
    wait_committed(80)
    assert replica.balanced()
    assert 0 == replica.stop()
    assert list(range(120, 160)) == numbers()
    assert [] == read(kafka, named.dead)
    sys.stdout.write(
        f"{delivery}: read {added_s:.1f} s after partitions were added, {raw_s:.1f} s after the raw topic "
        f"was made again; written {events_s:.1f} s after the events' was\n"
    )
