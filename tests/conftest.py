"""What every test may use: one real Kafka for the whole run, and fresh topics for each test."""

import os
import signal
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from service.demo.broker import LocalKafka, can_run_kafka
from service.settings import TopicSettings

MakeTopics = Callable[..., TopicSettings]

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A run started in the background ignores Ctrl-C, and so would the programs under test.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with a reason, what needs a Kafka this machine cannot run; CI allows no skip."""
    if can_run_kafka():
        return
    skip = pytest.mark.skip(reason="no Java or no Kafka jars here: run `make kafka`")
    for item in items:
        if "kafka" in getattr(item, "fixturenames", ()) or item.get_closest_marker("kafka"):
            item.add_marker(skip)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """In CI a skipped test is a failed run."""
    if os.environ.get("CI") and (skipped := terminalreporter.stats.get("skipped")):
        terminalreporter.write_line(f"{len(skipped)} tests skipped: CI allows none", red=True)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail the run in CI where anything was skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and exitstatus == 0 and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def kafka() -> Iterator[str]:
    """Bootstrap address of one real Kafka node that lives as long as the run."""
    with LocalKafka() as broker:
        yield broker.bootstrap


@pytest.fixture
def topics(kafka: str) -> MakeTopics:
    """Make fresh raw, events and dead-letter topics: ``topics(partitions=1, **topic_configuration)``."""

    def make(partitions: int = 1, **configuration: str) -> TopicSettings:
        name = uuid4().hex[:12]
        settings = TopicSettings(raw=f"{name}.raw", events=f"{name}.events", dead=f"{name}.dead")
        config = {key.replace("_", "."): value for key, value in configuration.items()}
        admin = AdminClient({"bootstrap.servers": kafka})
        wanted = [NewTopic(topic, partitions, 1, config=config) for topic in settings.names]
        for future in admin.create_topics(wanted).values():
            future.result(30)
        return settings

    return make
