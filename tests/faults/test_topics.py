"""Topics that change under a running service: deleted, made again, given more partitions."""

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


@pytest.fixture
def admin(kafka: str) -> AdminClient:
    """Return a client that changes topics."""
    return AdminClient({"bootstrap.servers": kafka, "log_level": 0})


both = pytest.mark.parametrize("delivery", ["at_least_once", "exactly_once"])


@both
def test_partitions_added(
    kafka: str, admin: AdminClient, topics: MakeTopics, replica_process: MakeReplica, delivery: str
) -> None:
    """New partitions are read from their beginning, whatever was written before they were noticed."""
    named = topics(partitions=1)
    replica = replica_process(named, DELIVERY=delivery).start()
    write(kafka, named.raw, [page(n) for n in range(40)])
    wait_for(kafka, [named.events], 40)
    admin.create_partitions([NewPartitions(named.raw, 4)])[named.raw].result(30)
    added = time.monotonic()
    write(kafka, named.raw, [page(n) for n in range(40, 120)], partitions=4)
    replica.wait_for_metric("partitions_assigned", 4)
    sys.stdout.write(f"{delivery}: read {time.monotonic() - added:.1f} s after they were added\n")
    wait_for(kafka, [named.events], 120)
    replica.wait_until(lambda: sum(committed(kafka, named.raw, named.raw, 4).values()) == 120)
    replica.wait_ready()
    assert replica.balanced()
    assert 0 == replica.stop()
    assert list(range(120)) == sorted(number_of(event) for event in read(kafka, named.events))


@both
@pytest.mark.parametrize("kind", ["raw", "events"])
def test_a_topic_deleted_and_made_again(
    kafka: str,
    admin: AdminClient,
    topics: MakeTopics,
    replica_process: MakeReplica,
    *,
    kind: str,
    delivery: str,
) -> None:
    """While it is away the service says which is missing; what is in flight goes where it belongs after."""
    named = topics(partitions=2)
    topic = getattr(named, kind)
    replica = replica_process(named, DELIVERY=delivery).start()
    write(kafka, named.raw, [page(n) for n in range(40)], partitions=2)
    wait_for(kafka, [named.events], 40)
    replica.wait_until(lambda: sum(committed(kafka, named.raw, named.raw, 2).values()) == 40)
    admin.delete_topics([topic])[topic].result(30)
    if kind == "events":
        write(kafka, named.raw, [page(n) for n in range(40, 80)], partitions=2)
    replica.wait_until(lambda: f"{topic} is missing" in replica.get("/readyz")[1])
    assert 200 == replica.get("/healthz")[0]
    admin.create_topics([NewTopic(topic, 2, 1)])[topic].result(30)
    made = time.monotonic()
    if kind == "raw":
        write(kafka, named.raw, [page(n) for n in range(40, 80)], partitions=2)
    before = 40 if kind == "raw" else 0
    wait_for(kafka, [named.events], before + 40)
    sys.stdout.write(f"{kind}, {delivery}: going on {time.monotonic() - made:.1f} s after it was made\n")
    replica.wait_ready()
    replica.wait_until(lambda: replica.metric("records_in_flight") == 0)
    assert replica.balanced()
    assert 0 == replica.stop()
    assert list(range(40 - before, 80)) == sorted(number_of(event) for event in read(kafka, named.events))
    assert [] == read(kafka, named.dead)
