"""One real service for the tests of the console in a browser, and the browser that looks at it."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from service.app import Service
from service.settings import HttpSettings, KafkaSettings, Settings, TopicSettings, WorkerSettings
from tests.cli.chromium import Tab, find_chromium, open_tab
from tests.flow.articles import page
from tests.flow.kafka_io import wait_for, write

PARTITIONS = 3
PUBLISHED = 6
REJECTED = (
    None,
    b"",
    b"\x89PNG\r\n\x1a\n\x00\x00",
    b"<html><body><nav><a href='/'>Home</a></nav></body></html>",
)


class Running:
    """A service in a thread of its own, as the tests use it."""

    def __init__(self, service: Service, loop: asyncio.AbstractEventLoop) -> None:
        """Know the service and its loop."""
        self.service = service
        self.loop = loop

    @property
    def url(self) -> str:
        """Address of the console."""
        return f"http://127.0.0.1:{self.service.port}/"


@pytest.fixture(scope="module")
def running(kafka: str) -> Iterator[Running]:
    """Run a service that has published some articles and refused some others.

    It ends with the tests of it: its Kafka client shuffles with the interpreter's random numbers, which
    must stand still while Hypothesis draws the inputs of other tests.
    """
    topics = TopicSettings(
        raw="console.raw", events="console.events", dead="console.dead", create=True, partitions=PARTITIONS
    )
    service = Service(
        Settings(
            kafka=KafkaSettings(bootstrap_servers=kafka),
            topics=topics,
            http=HttpSettings(host="127.0.0.1", port=0),
            workers=WorkerSettings(count=1),
        )
    )
    with ThreadPoolExecutor(1) as threads, asyncio.Runner() as runner:
        ready = Event()
        ending = threads.submit(runner.run, service.run(ready.set))
        assert ready.wait(60)
        loop = runner.get_loop()
        values = [*(page(number) for number in range(PUBLISHED)), *REJECTED]
        write(kafka, topics.raw, values, partitions=PARTITIONS)
        wait_for(kafka, [topics.events, topics.dead], len(values))
        yield Running(service, loop)
        loop.call_soon_threadsafe(service.stop)
        assert 0 == ending.result(60)


@pytest.fixture(scope="module")
def browser() -> Iterator[Tab]:
    """One browser for all tests of the console."""
    program = find_chromium()
    if program is None:
        pytest.skip("no Chromium or Chrome on the path")
    with open_tab(program) as opened:
        yield opened
