"""One secured Kafka for all tests of this folder, and replicas as processes."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from service.settings import TopicSettings
from tests.cli.conftest import dateline
from tests.faults.replica_process import ReplicaProcess
from tests.security.secured import MutualKafka

__all__ = ["dateline"]

MakeReplica = Callable[..., ReplicaProcess]


@pytest.fixture(scope="session")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MutualKafka]:
    """Run one secured node."""
    with MutualKafka(tmp_path_factory.mktemp("secured")) as broker:
        yield broker


@pytest.fixture(scope="session")
def kafka(secured: MutualKafka) -> str:
    """Return its open listener."""
    return secured.bootstrap


@pytest.fixture
def replica_process(kafka: str, tmp_path: Path) -> Iterator[MakeReplica]:
    """Make replicas: ``replica_process(topics, **settings)``; what still runs at the end is killed."""
    made: list[ReplicaProcess] = []

    def make(topics: TopicSettings, **settings: object) -> ReplicaProcess:
        replica = ReplicaProcess(kafka, topics, tmp_path / f"replica{len(made)}.log", **settings)
        made.append(replica)
        return replica

    yield make
    for replica in made:
        if replica.process is not None and replica.process.poll() is None:
            replica.kill()
