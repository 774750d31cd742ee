"""One secured Kafka for all tests of this folder, and replicas as processes."""

from collections.abc import Iterator

import pytest

from tests.cli.conftest import dateline
from tests.faults.replica_process import replica_process
from tests.security.secured import MutualKafka

__all__ = ["dateline", "replica_process"]


@pytest.fixture(scope="session")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MutualKafka]:
    """Run one secured node."""
    with MutualKafka(tmp_path_factory.mktemp("secured")) as broker:
        yield broker


@pytest.fixture(scope="session")
def kafka(secured: MutualKafka) -> str:
    """Return its open listener."""
    return secured.bootstrap
