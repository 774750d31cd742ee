"""Three brokers, of which one dies: nothing is lost, and too few replicas are waited for."""

import sys
import time
from collections.abc import Iterator

import pytest

from tests.faults.cluster import LocalCluster
from tests.faults.conftest import MakeReplica
from tests.faults.ledger import Ledger
from tests.flow.articles import page
from tests.flow.kafka_io import committed, set_topic, write

PARTITIONS = 4
RECORDS = 240
IN_FLIGHT = 60


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """Run one cluster for this module."""
    with LocalCluster() as cluster:
        yield cluster


@pytest.fixture(scope="module")
def kafka(cluster: LocalCluster) -> str:
    """Return its addresses."""
    return cluster.bootstrap


@pytest.mark.parametrize("delivery", ["at_least_once", "exactly_once"])
def test_one_of_three_brokers_killed(
    cluster: LocalCluster, replica_process: MakeReplica, delivery: str
) -> None:
    """The others take over; where they are too few for the events, all waits, bounded, until it is back."""
    named = cluster.topics(PARTITIONS)
    victim = cluster.nodes[1 if delivery == "exactly_once" else 2]
    with Ledger(cluster.bootstrap, named) as ledger:
        replica = replica_process(named, DELIVERY=delivery, CONSUMER__MAX_IN_FLIGHT_RECORDS=IN_FLIGHT).start()
        load(cluster.bootstrap, named.raw)
        replica.wait_for_metric("records_published_total", 40)
        killed = time.time()
        victim.kill()
        ledger.wait_for(RECORDS, 90)
        recovery = ledger.silence_after(killed)
        replica.wait_ready()
        load(cluster.bootstrap, named.raw)
        ledger.wait_for(2 * RECORDS)

        set_topic(cluster.bootstrap, named.events, min_insync_replicas="3")
        load(cluster.bootstrap, named.raw)
        replica.wait_for_metric("fetch_paused", 1)
        for _ in range(20):
            sums = replica.metrics()
            assert sums["dateline_records_in_flight"] <= IN_FLIGHT
            assert sums["dateline_fetch_paused"] == 1
            assert 200 == replica.get("/healthz")[0]
            time.sleep(0.1)
        assert sums["dateline_consumer_lag"] > IN_FLIGHT
        assert len(ledger.origins) < 3 * RECORDS
        begun = time.time()
        victim.start()
        ledger.wait_for(3 * RECORDS, 90)
        refilled = ledger.silence_after(begun)

        replica.wait_until(
            lambda: (
                sum(committed(cluster.bootstrap, named.raw, named.raw, PARTITIONS).values()) == 3 * RECORDS
            )
        )
        replica.wait_ready()
        assert replica.balanced()
        assert 0 == replica.stop()
    sys.stdout.write(
        f"{delivery}: silence {recovery:.1f} s after the kill, {refilled:.1f} s after the return, "
        f"{ledger.repeated} of {3 * RECORDS} records repeated\n"
    )
    assert 3 * RECORDS == len(ledger.origins)
    if delivery == "exactly_once":
        assert (0, []) == (ledger.repeated, ledger.disorder)


def load(bootstrap: str, topic: str) -> None:
    """Put pages in, six milliseconds of work each."""
    write(bootstrap, topic, [page(n, order="sleep=0.006") for n in range(RECORDS)], partitions=PARTITIONS)
