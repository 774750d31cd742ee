"""Replicas and workers that die, freeze, come and go: nothing is lost; exactly once, nothing comes twice."""

import os
import signal

from tests.faults.trials import BURST, Standing

POINTS = {
    "at_least_once": {
        "kill -9 at any moment": None,
        "kill -9 before produce": "before-send",
        "kill -9 between produce and commit": "between-produce-and-commit",
        "kill -9 after the commit": "after-committing",
        "kill -9 during a rebalance": "rebalance",
    },
    "exactly_once": {
        "kill -9 at any moment": None,
        "kill -9 before produce": "before-produce",
        "kill -9 inside a transaction, nothing written": "before-send",
        "kill -9 between produce and commit": "between-produce-and-offsets",
        "kill -9 inside a transaction, all but committed": "before-commit",
        "kill -9 after the commit": "after-commit",
        "kill -9 while partitions are opened": "opening",
        "kill -9 during a rebalance": "rebalance",
    },
}
"""Where a service is killed; null is wherever it is just then."""
OF_A_REBALANCE = {"opening", "rebalance"}
"""Points it comes to only when another joins."""


def test_the_service_killed_at_every_point(standing: Standing, delivery: str, run: int) -> None:
    """A replica that is started when the other one dies takes over: where that died makes no difference."""
    del run
    for fault, point in POINTS[delivery].items():
        with standing.trial(fault) as trial:
            doomed, heir = trial.primary, trial.deployment.replica()
            if point is None:
                doomed.signal(signal.SIGKILL)
            else:
                doomed.die_at(point)
            if point in OF_A_REBALANCE:
                heir.start(wait=False)
            assert -signal.SIGKILL == doomed.end(), doomed.log.read_text()
            trial.struck()
            assert (0, "") == doomed.get("/healthz")
            if not heir.running:
                heir.start(wait=False)
            trial.deployment.primary = heir
            trial.recover()


def test_a_killed_worker(standing: Standing, run: int) -> None:
    """It costs a moment, and no record its place; the service stays ready and counts it."""
    del run
    with standing.trial("kill -9 of a worker") as trial:
        before = trial.primary.metric("worker_failures_total")
        (worker,) = trial.primary.workers()
        os.kill(worker, signal.SIGKILL)
        trial.struck()
        trial.primary.wait_for_metric("worker_failures_total", before + 1)
        assert 200 == trial.primary.get("/readyz")[0]
        trial.recover()


def test_replicas_join_and_leave(standing: Standing, run: int) -> None:
    """A second and a third come under load; one goes by SIGTERM, one by kill -9."""
    del run
    with standing.trial("replicas join, leave by SIGTERM and by kill -9") as trial:
        first = trial.primary
        second = trial.deployment.replica().start()
        third = trial.deployment.replica().start()
        first.wait_until(lambda: 2 >= first.metric("partitions_assigned") >= 1)
        trial.deployment.feed.burst(BURST)
        assert 0 == second.stop()
        first.wait_until(lambda: first.metric("partitions_assigned") == 2)
        third.kill()
        trial.struck()
        trial.recover()
        assert 4 == first.metric("partitions_assigned")


def test_a_zombie(standing: Standing, run: int) -> None:
    """A replica frozen past its session, with records in hand, comes back and does no harm."""
    del run
    with standing.trial("SIGSTOP past the session, then SIGCONT") as trial:
        zombie = trial.primary
        joined = zombie.metric("rebalances_total")
        zombie.signal(signal.SIGSTOP)
        trial.struck()
        trial.deployment.replica().start(wait=False)
        trial.recover()
        assert (0, "") == zombie.get("/healthz", 0.5)
        zombie.signal(signal.SIGCONT)
        zombie.wait_for_metric("rebalances_total", joined + 1)
        zombie.wait_until(lambda: zombie.metric("partitions_assigned") == 2)
