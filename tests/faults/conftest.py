"""One broker for every fault, replicas as processes, standing services, and the table of what faults cost."""

from collections.abc import Iterator

import pytest

from tests.faults.network import TOXIPROXY, Network
from tests.faults.node import Node
from tests.faults.replica_process import replica_process
from tests.faults.results import RUNS, Costs
from tests.faults.trials import DELIVERIES, Deployment, Standing

__all__ = ["replica_process"]


def pytest_configure(config: pytest.Config) -> None:
    """Note what faults cost."""
    config.pluginmanager.register(Costs(config))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Repeat what asks for ``run``."""
    if "run" in metafunc.fixturenames:
        metafunc.parametrize("run", range(RUNS or 1), ids=lambda run: f"run{run}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave only the repeated faults in the long form."""
    if RUNS:
        others = [item for item in items if "run" not in getattr(item, "fixturenames", ())]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """Run the node of these tests."""
    with Node(tmp_path_factory.mktemp("node")) as node:
        yield node


@pytest.fixture(scope="session")
def kafka(node: Node) -> str:
    """Bootstrap address of a node that lets a dead member's session end within seconds."""
    return node.bootstrap


@pytest.fixture(scope="session")
def network(node: Node) -> Iterator[Network]:
    """Put a network between replicas and the node that can be slow, silent or cut."""
    if not TOXIPROXY.exists():
        pytest.skip("no Toxiproxy here: run `make toxiproxy` (it needs Go)")
    with Network(node.proxied, node.behind_proxy) as network:
        yield network


@pytest.fixture(scope="module", params=DELIVERIES)
def delivery(request: pytest.FixtureRequest) -> str:
    """Name the delivery guarantee; each fault comes under both."""
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def entrance(kafka: str) -> str:
    """Address at which standing replicas reach the broker."""
    return kafka


@pytest.fixture(scope="module")
def replica_settings() -> dict[str, object]:
    """Settings of standing replicas."""
    return {}


@pytest.fixture(scope="module")
def standing(
    kafka: str,
    entrance: str,
    delivery: str,
    replica_settings: dict[str, object],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Standing]:
    """Give a service under steady load that stands while faults come one after another."""

    def make() -> Deployment:
        return Deployment(kafka, entrance, delivery, tmp_path_factory.mktemp("standing"), **replica_settings)

    standing = Standing(make)
    yield standing
    standing.close()
