"""Brokers that go, fill up and come back, and a network that fails: not ready meanwhile, and nothing lost."""

import time
from collections.abc import Callable

import pytest

from service.settings import TopicSettings
from tests.faults.network import TOXIPROXY, Network
from tests.faults.node import Node
from tests.faults.replica_process import MakeReplica
from tests.faults.trials import Standing
from tests.flow.articles import number_of, page
from tests.flow.kafka_io import read, wait_for, write

MakeTopics = Callable[..., TopicSettings]
IN_FLIGHT = 60
AWAY = ("broker lost, trying again until it is back", "reconnecting after a fault")
"""What the service may say when its broker goes; which comes first depends on what it was doing."""


@pytest.fixture(scope="module")
def entrance(kafka: str, request: pytest.FixtureRequest) -> str:
    """Go by way of the proxy, where there is one."""
    if not TOXIPROXY.exists():
        return kafka
    network: Network = request.getfixturevalue("network")
    return network.address


@pytest.mark.parametrize(
    ("fault", "strike"),
    [
        ("broker stopped, restarted", Node.stop),
        ("broker killed, restarted", Node.kill),
        ("broker's disk full, later restarted with room", Node.fill_disk),
    ],
    ids=["stopped", "killed", "disk full"],
)
def test_a_broker_that_goes_and_comes_back(
    node: Node, standing: Standing, fault: str, strike: Callable[[Node], None], run: int
) -> None:
    """While it is away the service waits, says why, and goes on by itself."""
    del run
    with standing.trial(fault) as trial:
        said = sum(len(trial.primary.lines(line)) for line in AWAY)
        strike(node)
        trial.primary.wait_unready()
        node.kill()  # what is left of it
        node.start()
        trial.struck()
        trial.recover()
        trial.primary.wait_ready()
        assert said < sum(len(trial.primary.lines(line)) for line in AWAY)


@pytest.mark.parametrize(
    ("fault", "strike"),
    [("network cut, restored", Network.cut), ("network silent, restored", Network.silence)],
    ids=["cut", "silent"],
)
def test_a_network_that_goes_and_comes_back(
    network: Network, standing: Standing, fault: str, strike: Callable[[Network], None], run: int
) -> None:
    """Whether connections break or just nothing comes through any more: not ready, then going on."""
    del run
    with standing.trial(fault) as trial:
        strike(network)
        trial.primary.wait_unready()
        network.restore()
        trial.struck()
        trial.recover()
        trial.primary.wait_ready()


def test_a_slow_network(network: Network, standing: Standing, run: int) -> None:
    """All takes longer and lag grows in sight, but the service is ready and gets on."""
    del run
    with standing.trial("network slow: 0.15 s more each way") as trial:
        network.slow(150, 50)
        trial.struck()
        trial.recover()
        trial.primary.wait_for_metric("consumer_lag", 1)
        assert 200 == trial.primary.get("/readyz")[0]
        network.restore()


def test_a_cut_off_replica_whose_words_arrive_late(
    kafka: str, network: Network, standing: Standing, run: int
) -> None:
    """The network holds back what a replica sends past its session; another has its partitions by then."""
    del run
    with standing.trial("network stands still, then all arrives late") as trial:
        joined = trial.primary.metric("rebalances_total")
        network.stand_still()
        trial.struck()
        other = trial.deployment.replica(kafka).start(wait=False)
        trial.primary.wait_unready()
        trial.recover()
        network.go_on()
        trial.primary.wait_for_metric("rebalances_total", joined + 1)
        other.wait_until(lambda: other.metric("partitions_assigned") == 2)


def test_a_slow_output_pauses_fetching(
    kafka: str, network: Network, topics: MakeTopics, replica_process: MakeReplica, delivery: str
) -> None:
    """While the brokers take little, little is read: ready, bounded, lag in sight; then all comes through."""
    named = topics()
    write(kafka, named.raw, [page(n) for n in range(300)])
    replica = replica_process(
        named,
        network.address,
        echo=True,
        DELIVERY=delivery,
        CONSUMER__MAX_IN_FLIGHT_RECORDS=IN_FLIGHT,
        CONSUMER__MAX_BATCH_RECORDS=20,
        PRODUCER__COMPRESSION="none",
        PRODUCER__MAX_BATCH_BYTES=20_000,
    ).start(wait=False)
    network.narrow(20)
    try:
        replica.wait_for_metric("fetch_paused", 1)
        begun = replica.metrics()
        for _ in range(20):
            sums = replica.metrics()
            assert sums["dateline_records_in_flight"] <= IN_FLIGHT
            assert 200 == replica.get("/readyz")[0]
            time.sleep(0.1)
    finally:
        network.restore()
    grown = sums["process_resident_memory_bytes"] - begun["process_resident_memory_bytes"]
    assert grown < 32 << 20
    assert sums["dateline_consumer_lag"] > IN_FLIGHT
    wait_for(kafka, [named.events], 300)
    assert 0 == replica.stop()
    assert list(range(300)) == [number_of(event) for event in read(kafka, named.events)]
