"""One replica with its Prometheus and Alertmanager, for the tests that need them alive."""

from collections.abc import Iterator
from typing import NamedTuple
from uuid import uuid4

import pytest
from confluent_kafka.admin import AdminClient, NewTopic  # type: ignore[attr-defined] # re-exported all the same

from service.settings import TopicSettings
from tests.deploy.monitoring import Monitoring, wait_until
from tests.faults.replica_process import ReplicaProcess


class Watched(NamedTuple):
    """A replica and who watches it."""

    kafka: str
    topics: TopicSettings
    replica: ReplicaProcess
    monitoring: Monitoring


@pytest.fixture(scope="module")
def watched(kafka: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """Run a replica that drops tombstones, and the monitoring of it."""
    folder = tmp_path_factory.mktemp("watched")
    name = uuid4().hex[:12]
    topics = TopicSettings(raw=f"{name}.raw", events=f"{name}.events", dead=f"{name}.dead")
    admin = AdminClient({"bootstrap.servers": kafka})
    wanted = [NewTopic(topic, 2, 1) for topic in topics.names]
    for future in admin.create_topics(wanted).values():
        future.result(30)
    settings = {
        "PIPELINE__DROP": "null_value",
        "CONSUMER__SESSION_TIMEOUT_MS": 6000,
        "WORKERS__RECORD_TIMEOUT_S": 12,
    }
    replica = ReplicaProcess(kafka, topics, folder / "replica.log", **settings)
    replica.start()  # first: its seconds of starting would be minutes to shortened rules
    try:
        with Monitoring(folder, replica.port) as monitoring:
            wait_until(lambda: bool(monitoring.ask("dateline_ready == 1")), "it is scraped")
            yield Watched(kafka, topics, replica, monitoring)
    finally:
        replica.clear()
