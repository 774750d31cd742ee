"""Trials: a fault comes over a service under steady load; what it cost is held to the promise, and noted."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from math import inf
from pathlib import Path
from signal import SIGCONT
from uuid import uuid4

from confluent_kafka.admin import AdminClient, NewTopic  # type: ignore[attr-defined] # re-exported all the same

from service.settings import TopicSettings
from tests.faults.ledger import Feed, Ledger
from tests.faults.replica_process import ReplicaProcess
from tests.faults.results import Result, note
from tests.flow.kafka_io import committed

DELIVERIES = ("at_least_once", "exactly_once")
PARTITIONS = 4
BURST = 80
"""Articles in hand when a fault comes, about."""
RECOVERY_LIMIT_S = 40.0
"""Time after which a service that still does not write has not recovered: many times what it needs."""


def make_topics(bootstrap: str, partitions: int) -> TopicSettings:
    """Make fresh topics; with three brokers, each record has three replicas and needs two."""
    name = uuid4().hex[:12]
    named = TopicSettings(raw=f"{name}.raw", events=f"{name}.events", dead=f"{name}.dead")
    admin = AdminClient({"bootstrap.servers": bootstrap, "log_level": 0})
    replicas = min(len(admin.list_topics(timeout=30).brokers), 3)
    config = {"min.insync.replicas": str(max(replicas - 1, 1))}
    wanted = [NewTopic(n, partitions, replicas, config=config) for n in named.names]
    for future in admin.create_topics(wanted).values():
        future.result(30)
    return named


class Deployment:
    """A replica on topics of its own, with both ends of them: it stands while one trial follows another.

    Args:
        bootstrap: the broker, as the tests reach it.
        entrance: the same broker, as replicas reach it.
        delivery: what the replicas guarantee.
        folder: where they log.
        settings: more of their environment.
    """

    def __init__(
        self, bootstrap: str, entrance: str, delivery: str, folder: Path, **settings: object
    ) -> None:
        """Start everything but the articles."""
        self.bootstrap = bootstrap
        self.topics = make_topics(bootstrap, PARTITIONS)
        self._entrance = entrance
        self._folder = folder
        self._settings = {"DELIVERY": delivery, **settings}
        self.delivery = delivery
        self.replicas: list[ReplicaProcess] = []
        self.feed = Feed(bootstrap, self.topics.raw, PARTITIONS)
        self.ledger = Ledger(bootstrap, self.topics)
        self.ledger.__enter__()
        self.primary = self.replica()
        """The one that is left when a trial is over."""
        self.primary.start()

    def replica(self, entrance: str | None = None) -> ReplicaProcess:
        """Make one more, not yet started."""
        log = self._folder / f"{self.topics.raw}-{len(self.replicas)}.log"
        made = ReplicaProcess(entrance or self._entrance, self.topics, log, echo=True, **self._settings)
        self.replicas.append(made)
        return made

    @property
    def running(self) -> list[ReplicaProcess]:
        """The replicas that live."""
        return [replica for replica in self.replicas if replica.running]

    def close(self) -> None:
        """Kill what still runs."""
        with suppress(AssertionError):
            self.feed.stop()
        for replica in self.running:
            replica.signal(SIGCONT)
            replica.kill()
        self.ledger.__exit__()


class Trial:
    """One fault, once."""

    def __init__(self, fault: str, deployment: Deployment) -> None:
        """Let articles flow, and wait until they come through; then there are many at once."""
        self.fault = fault
        self.deployment = deployment
        self._repeated = deployment.ledger.repeated
        self._disorder = len(deployment.ledger.disorder)
        self._seconds = 0.0
        deployment.primary.wait_ready()
        deployment.feed.start()
        self.struck()
        self.recover()
        self._seconds = 0.0
        deployment.feed.burst(BURST)

    @property
    def primary(self) -> ReplicaProcess:
        """The replica the fault is about."""
        return self.deployment.primary

    def struck(self) -> None:
        """Count the time to recover from here: the fault has come, or, where it lasts, it is over."""
        self._since = time.monotonic()

    def recover(self, limit_s: float = RECOVERY_LIMIT_S) -> None:
        """Wait until new articles of every partition have come through; the longest wait is noted."""
        deadline = time.monotonic() + limit_s
        while (seconds := self._recovered()) == inf:
            logs = "\n".join(replica.log.read_text() for replica in self.deployment.running)
            assert time.monotonic() < deadline, f"not recovered within {limit_s:.0f} s\n{logs}"
            time.sleep(0.05)
        self._seconds = max(self._seconds, seconds)

    def _recovered(self) -> float:
        first = dict.fromkeys(range(PARTITIONS), inf)
        seen = self.deployment.ledger.seen
        for origin, moment in self.deployment.feed.written.copy().items():
            if moment > self._since:
                first[origin[0]] = min(first[origin[0]], seen.get(origin, inf))
        return max(first.values()) - self._since

    def settle(self) -> None:
        """Wait until all has come through and is committed; the replicas are then well, their sums hold."""
        deployment = self.deployment
        deployment.feed.stop()
        written = deployment.feed.written
        topic, bootstrap = deployment.topics.raw, deployment.bootstrap
        deployment.primary.wait_until(lambda: not deployment.ledger.missing(written))
        deployment.primary.wait_until(
            lambda: sum(committed(bootstrap, topic, topic, PARTITIONS).values()) == len(written)
        )
        for replica in deployment.running:
            replica.wait_ready()
            assert replica.balanced()
        for replica in deployment.running:
            if replica is not deployment.primary:
                assert 0 == replica.stop()

    def result(self) -> Result:
        """Return what it cost, as far as is known."""
        ledger = self.deployment.ledger
        return Result(
            self.fault,
            self.deployment.delivery,
            len(ledger.missing(self.deployment.feed.written.copy())),
            ledger.repeated - self._repeated,
            len(ledger.disorder) - self._disorder,
            self._seconds,
        )

    def judge(self) -> None:
        """Hold it to the promise."""
        result, ledger = self.result(), self.deployment.ledger
        assert (0, 0) == (result.lost, result.disorder), result
        assert [] == ledger.ambiguous
        assert {"empty_value"} >= set(ledger.codes)
        if result.delivery == "exactly_once":
            assert 0 == result.repeated, result


class Standing:
    """One deployment after another; the same as long as its trials end well."""

    def __init__(self, make: Callable[[], Deployment]) -> None:
        """Start nothing yet."""
        self._make = make
        self._deployment: Deployment | None = None

    @contextmanager
    def trial(self, fault: str) -> Iterator[Trial]:
        """Try a fault: it comes, and goes, in the block."""
        deployment = self._deployment = self._deployment or self._make()
        trial = None
        try:
            trial = Trial(fault, deployment)
            yield trial
            trial.settle()
            trial.judge()
        except BaseException:
            self.close()
            raise
        finally:
            if trial is not None:
                note(trial.result())

    def close(self) -> None:
        """End the deployment, if there is one."""
        if self._deployment is not None:
            self._deployment.close()
            self._deployment = None
