"""Three brokers, of which one dies: nothing is lost, and too few replicas of a topic are waited for."""

import time
from collections.abc import Iterator

import pytest

from tests.faults.cluster import LocalCluster
from tests.faults.trials import Standing
from tests.flow.kafka_io import set_topic

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


@pytest.fixture(scope="module")
def replica_settings() -> dict[str, object]:
    """Let little be in flight, so that it is soon too much."""
    return {"CONSUMER__MAX_IN_FLIGHT_RECORDS": IN_FLIGHT}


def test_one_of_three_brokers(cluster: LocalCluster, standing: Standing, run: int) -> None:
    """The others take over; where they are too few for the events, all waits, bounded, until it is back."""
    cluster.complete()
    victim = cluster.nodes[run % len(cluster.nodes)]
    with standing.trial("one of three brokers killed") as trial:
        victim.kill()
        trial.struck()
        trial.recover()
    with standing.trial("too few replicas in sync, then enough") as trial:
        events = trial.deployment.topics.events
        set_topic(cluster.bootstrap, events, min_insync_replicas="3")
        trial.deployment.feed.burst(2 * IN_FLIGHT)
        trial.primary.wait_for_metric("fetch_paused", 1)
        for _ in range(20):
            sums = trial.primary.metrics()
            assert sums["dateline_records_in_flight"] <= IN_FLIGHT
            assert sums["dateline_fetch_paused"] == 1
            assert 200 == trial.primary.get("/healthz")[0]
            time.sleep(0.1)
        trial.primary.wait_for_metric("consumer_lag", IN_FLIGHT + 1)
        victim.start()
        trial.struck()
        trial.recover()
        set_topic(cluster.bootstrap, events, min_insync_replicas="2")
