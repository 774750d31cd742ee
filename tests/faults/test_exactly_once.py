"""Exactly once, whatever dies: a ``read_committed`` reader sees nothing lost, nothing twice, all in order.

One run of each fault; ``make faults`` makes ten of each and prints what they cost.
"""

import os
import signal
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from service.demo.broker import LocalKafka
from service.settings import TopicSettings
from tests.faults.conftest import QUICK_SESSIONS, MakeReplica, ReplicaProcess
from tests.faults.ledger import Ledger
from tests.faults.replica import POINTS
from tests.flow.articles import page
from tests.flow.kafka_io import committed, write

MakeTopics = Callable[..., TopicSettings]
RUNS = range(int(os.environ.get("FAULT_RUNS", "1")))
PARTITIONS = 4
RECORDS = 240

repeated = pytest.mark.parametrize("run", RUNS, ids=lambda run: f"run{run}")


class Costs:
    """What the runs of each fault cost."""

    def __init__(self) -> None:
        """Begin with no run."""
        self.runs: dict[str, list[tuple[int, int, float, float]]] = {}

    def settle(self, fault: str, ledger: Ledger, records: int, since: float) -> None:
        """Note a run and hold it to the promise."""
        lost = records - len(ledger.origins)
        run = (lost, ledger.repeated, ledger.silence_after(since), ledger.held_s)
        self.runs.setdefault(fault, []).append(run)
        assert (0, 0, []) == (lost, ledger.repeated, ledger.disorder)

    def lines(self) -> Iterator[str]:
        """Write the table."""
        yield f"{'fault':<44}{'runs':>5}{'lost':>6}{'twice':>7}{'silence s, min/median/max':>32}{'held':>7}"
        for fault, runs in self.runs.items():
            lost, twice, silences, held = zip(*runs, strict=True)
            times = f"{min(silences):.1f} / {statistics.median(silences):.1f} / {max(silences):.1f}"
            yield f"{fault:<44}{len(runs):>5}{sum(lost):>6}{sum(twice):>7}{times:>32}{max(held):>7.1f}"


@pytest.fixture(scope="module")
def costs() -> Iterator[Costs]:
    """Collect what the runs cost; print it at the end."""
    costs = Costs()
    yield costs
    sys.stdout.write("\n" + "\n".join(costs.lines()) + "\n")


@pytest.fixture
def exactly_once(replica_process: MakeReplica) -> MakeReplica:
    """Make replicas that deliver exactly once."""

    def make(topics: TopicSettings, *args: Any, **settings: object) -> ReplicaProcess:  # noqa: ANN401 - passed on
        return replica_process(topics, *args, DELIVERY="exactly_once", **settings)

    return make


def load(bootstrap: str, topics: TopicSettings, first: int = 0, records: int = RECORDS) -> None:
    """Put pages in, six milliseconds of work each, now and then one that is no article."""
    values = [b"" if n % 50 == 9 else page(n, order="sleep=0.006") for n in range(first, first + records)]
    write(bootstrap, topics.raw, values, partitions=PARTITIONS)


def finish(replica: ReplicaProcess, bootstrap: str, topics: TopicSettings, records: int) -> None:
    """Wait until all is committed; the replica is then well, and its figures hold."""
    replica.wait_until(
        lambda: sum(committed(bootstrap, topics.raw, topics.raw, PARTITIONS).values()) == records
    )
    replica.wait_ready()
    assert replica.balanced()


@repeated
def test_killed_at_every_point(
    kafka: str, topics: MakeTopics, exactly_once: MakeReplica, costs: Costs, run: int
) -> None:
    """Kill -9 before, inside and after a transaction, while partitions are opened and while they move."""
    named = topics(partitions=PARTITIONS)
    records = 0
    with Ledger(kafka, named) as ledger:
        for point in POINTS:
            load(kafka, named, records, 80)
            records += 80
            since = time.time()
            doomed = exactly_once(named)
            doomed.environment["KILL_AT"] = f"{point}:{2 if point == 'rebalance' else 2 + run % 3}"
            doomed.start(wait=False)
            if point == "rebalance":
                doomed.wait_for_metric("transactions_total", 1)
                joining = exactly_once(named).start()
            assert -signal.SIGKILL == doomed.end(), doomed.log.read_text()
        joining.kill()
        load(kafka, named, records, 80)
        records += 80
        last = exactly_once(named).start()
        ledger.wait_for(records)
        finish(last, kafka, named, records)
        costs.settle("kill -9 at each of six points", ledger, records, since)
    assert 0 == last.stop()


@repeated
def test_replicas_join_and_leave_under_load(
    kafka: str, topics: MakeTopics, exactly_once: MakeReplica, costs: Costs, run: int
) -> None:
    """A second and a third replica come and go, one by SIGTERM, one by kill -9."""
    named = topics(partitions=PARTITIONS)
    with Ledger(kafka, named) as ledger:
        first = exactly_once(named).start()
        load(kafka, named)
        first.wait_for_metric("records_published_total", 20 + run)
        since = time.time()
        second = exactly_once(named).start()
        load(kafka, named, RECORDS)
        third = exactly_once(named).start()
        load(kafka, named, 2 * RECORDS)
        third.wait_for_metric("transactions_total", 1)
        assert 0 == second.stop()
        load(kafka, named, 3 * RECORDS)
        third.wait_for_metric("rebalances_total", 2)
        third.kill()
        ledger.wait_for(4 * RECORDS)
        finish(first, kafka, named, 4 * RECORDS)
        costs.settle("replicas join, leave and die", ledger, 4 * RECORDS, since)
    assert 0 == first.stop()


@repeated
def test_a_zombie_is_shut_out(
    kafka: str, topics: MakeTopics, exactly_once: MakeReplica, costs: Costs, run: int
) -> None:
    """A replica stopped in the middle, past its session, finds its producers fenced and begins anew."""
    named = topics(partitions=PARTITIONS)
    with Ledger(kafka, named) as ledger:
        zombie = exactly_once(named).start()
        load(kafka, named)
        zombie.wait_for_metric("records_published_total", 20 + run)
        zombie.signal(signal.SIGSTOP)
        since = time.time()
        other = exactly_once(named).start(wait=False)
        load(kafka, named, RECORDS)
        other.wait_for_metric("transactions_total", 2)
        zombie.signal(signal.SIGCONT)
        ledger.wait_for(2 * RECORDS)
        zombie.wait_ready()
        finish(other, kafka, named, 2 * RECORDS)
        costs.settle("SIGSTOP past the session, then SIGCONT", ledger, 2 * RECORDS, since)
        assert zombie.balanced()
    assert [0, 0] == [zombie.stop(), other.stop()]


@repeated
def test_a_broker_restart(
    topics_of: Callable[..., TopicSettings], exactly_once: MakeReplica, costs: Costs, run: int
) -> None:
    """The broker goes in the middle of transactions and comes back: not ready meanwhile, then going on."""
    with LocalKafka(properties=QUICK_SESSIONS) as broker:
        named = topics_of(broker.bootstrap, PARTITIONS)
        with Ledger(broker.bootstrap, named) as ledger:
            replica = exactly_once(named, broker.bootstrap).start()
            load(broker.bootstrap, named)
            replica.wait_for_metric("records_published_total", 20 + run)
            since = time.time()
            (broker.kill if run % 2 else broker.stop)()
            replica.wait_until(lambda: replica.get("/readyz")[0] == 503)
            assert 200 == replica.get("/healthz")[0]
            broker.start()
            ledger.wait_for(RECORDS, 90)
            finish(replica, broker.bootstrap, named, RECORDS)
            costs.settle("broker stopped (odd runs: killed), restarted", ledger, RECORDS, since)
        assert 0 == replica.stop()


@repeated
def test_killed_workers(
    kafka: str, topics: MakeTopics, exactly_once: MakeReplica, costs: Costs, run: int
) -> None:
    """Workers killed under load cost nothing but time."""
    named = topics(partitions=PARTITIONS)
    with Ledger(kafka, named) as ledger:
        replica = exactly_once(named).start()
        load(kafka, named)
        since = time.time()
        for published in (20 + run, 100 + run):
            replica.wait_for_metric("records_published_total", published)
            (worker,) = replica.workers()
            os.kill(worker, signal.SIGKILL)
        ledger.wait_for(RECORDS)
        finish(replica, kafka, named, RECORDS)
        costs.settle("kill -9 of a worker, twice", ledger, RECORDS, since)
    assert 0 == replica.stop()
