"""Starting: topics are looked at and created; what is missing is said in one line."""

import asyncio
from collections.abc import Callable

import pytest

from service import app
from service.app import Service
from service.demo.broker import free_port
from service.errors import BrokerError, ConfigurationError
from service.settings import HttpSettings, KafkaSettings, Settings, TopicSettings, WorkerSettings
from tests.flow.articles import page
from tests.flow.conftest import Replica
from tests.flow.kafka_io import read, wait_for, write

MakeTopics = Callable[..., TopicSettings]


def service_on(bootstrap: str, topics: TopicSettings) -> Service:
    """Make a service that is going to fail."""
    return Service(
        Settings(
            kafka=KafkaSettings(bootstrap_servers=bootstrap),
            topics=topics,
            workers=WorkerSettings(count=1),
            http=HttpSettings(host="127.0.0.1", port=0),
        )
    )


async def test_missing_topics_are_named(kafka: str, topics: MakeTopics) -> None:
    """Nothing is created unasked, and the line says how to ask."""
    named = topics().model_copy(update={"events": "nowhere.events"})
    with pytest.raises(
        ConfigurationError, match=r"missing topics: nowhere.events; .*DATELINE_TOPICS__CREATE=true"
    ):
        await service_on(kafka, named).run()


async def test_missing_topics_are_created_on_request(
    kafka: str, topics: MakeTopics, replica: Replica
) -> None:
    """With the setting on, a first start on an empty cluster works."""
    raw = topics().raw
    named = TopicSettings(raw=raw, events=f"{raw}.new", dead=f"{raw}.dead", create=True, partitions=3)
    async with replica(named):
        write(kafka, named.raw, [page(1)])
        await asyncio.to_thread(wait_for, kafka, [named.events], 1)
    assert 1 == len(read(kafka, named.events))


async def test_one_topic_for_two_purposes_is_refused(kafka: str, topics: MakeTopics) -> None:
    """Events on the raw topic would be read again for ever."""
    named = topics()
    with pytest.raises(ConfigurationError, match="must differ"):
        await service_on(kafka, named.model_copy(update={"dead": named.raw})).run()


async def test_a_broker_that_does_not_answer_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a bounded time the service ends and names the address and the setting."""
    monkeypatch.setattr(app, "CONNECT_LIMIT_S", 0.5)
    nowhere = f"127.0.0.1:{free_port()}"
    with pytest.raises(
        BrokerError, match=f"no broker answers at {nowhere} .*DATELINE_KAFKA__BOOTSTRAP_SERVERS"
    ):
        await service_on(nowhere, TopicSettings()).run()
