"""Topics that change under a running service: given more partitions, deleted, made again."""

import time
from collections.abc import Callable

from confluent_kafka.admin import (  # type: ignore[attr-defined] # its stub re-exports none of them
    AdminClient,
    NewPartitions,
    NewTopic,
)

from service.settings import TopicSettings
from tests.faults.replica_process import MakeReplica
from tests.faults.results import Result, note
from tests.flow.articles import number_of, page
from tests.flow.kafka_io import committed, read, wait_for, write

MakeTopics = Callable[..., TopicSettings]


def test_topics_change_while_running(  # noqa: PLR0915 - one night in the life of topics
    kafka: str, topics: MakeTopics, replica_process: MakeReplica, delivery: str, run: int
) -> None:
    """Partitions are added, the raw topic is deleted and made again, then that of the events.

    New partitions are read from their beginning, whatever was written before they were noticed. While a
    topic is away the service says which; what is in flight is written once it is there again.
    """
    del run
    named = topics(partitions=2)
    admin = AdminClient({"bootstrap.servers": kafka, "log_level": 0})
    replica = replica_process(named, echo=True, DELIVERY=delivery).start()

    def settle(fault: str, first: int, end: int, seconds: float) -> None:
        """Hold what came of the articles from a number on to the promise."""
        found = [number for event in read(kafka, named.events) if (number := number_of(event)) >= first]
        lost, repeated = end - first - len(set(found)), len(found) - len(set(found))
        note(Result(fault, delivery, lost, repeated, 0, seconds))
        assert set(range(first, end)) == set(found)
        assert delivery == "at_least_once" or not repeated

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
    seconds = time.monotonic() - changed
    assert 4 == replica.metric("partitions_assigned")
    wait_committed(80)
    settle("partitions added", 0, 80, seconds)

    delete(named.raw)
    replica.wait_until(lambda: f"{named.raw} is missing" in replica.get("/readyz")[1])
    assert 200 == replica.get("/healthz")[0]
    make(named.raw, 4)
    changed = time.monotonic()
    write(kafka, named.raw, [page(n) for n in range(80, 120)], partitions=4)
    wait_for(kafka, [named.events], 120)
    seconds = time.monotonic() - changed
    replica.wait_ready()
    wait_committed(40)
    settle("raw topic deleted, made again", 80, 120, seconds)

    delete(named.events)
    write(kafka, named.raw, [page(n) for n in range(120, 160)], partitions=4)
    replica.wait_until(lambda: f"{named.events} is missing" in replica.get("/readyz")[1])
    assert 200 == replica.get("/healthz")[0]
    make(named.events, 2)
    changed = time.monotonic()
    wait_for(kafka, [named.events], 40)
    seconds = time.monotonic() - changed
    replica.wait_ready()
    wait_committed(80)
    assert replica.balanced()
    assert 0 == replica.stop()
    settle("events topic deleted, made again", 120, 160, seconds)
    assert [] == read(kafka, named.dead)


def test_a_group_that_begins_at_the_end_misses_nothing_new(
    kafka: str, topics: MakeTopics, replica_process: MakeReplica, delivery: str
) -> None:
    """It skips what was there at its first start, but nothing of a partition added later."""
    named = topics()
    settings = {"DELIVERY": delivery, "CONSUMER__START": "latest"}
    write(kafka, named.raw, [page(n) for n in range(10)])
    assert 0 == replica_process(named, echo=True, **settings).start().stop()
    admin = AdminClient({"bootstrap.servers": kafka, "log_level": 0})
    admin.create_partitions([NewPartitions(named.raw, 2)])[named.raw].result(30)
    write(kafka, named.raw, [page(n) for n in range(10, 30)], partitions=2)
    replica = replica_process(named, echo=True, **settings).start()
    wait_for(kafka, [named.events], 20)
    assert 0 == replica.stop()
    assert list(range(10, 30)) == sorted(number_of(event) for event in read(kafka, named.events))
