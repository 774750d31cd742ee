"""A replica inside the test's own loop, on the run's real broker."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial

import pytest

from service.app import Service
from service.runtime.log import configure_logging
from service.settings import HttpSettings, KafkaSettings, LogSettings, Settings, TopicSettings, WorkerSettings
from tests.faults.poison import poisoned

Replica = Callable[..., AbstractAsyncContextManager[Service]]


@pytest.fixture
def delivery() -> str:
    """Name the delivery guarantee; a test that holds for both is parametrised with it."""
    return "at_least_once"


@pytest.fixture
def replica(kafka: str, delivery: str) -> Replica:
    """Give a context manager that runs a replica on topics with settings, and drains it at its end."""
    # Anew for each test: a command run in an earlier one may have left the log on its captured stream.
    configure_logging(LogSettings(level="info", format="json"), sys.__stderr__ or sys.stderr)

    @asynccontextmanager
    async def run(topics: TopicSettings, **settings: object) -> AsyncIterator[Service]:
        given = Settings.model_validate(
            {
                "kafka": KafkaSettings(bootstrap_servers=kafka),
                "topics": topics,
                "http": HttpSettings(host="127.0.0.1", port=0),
                "workers": WorkerSettings(count=1),
                "consumer": {"group": topics.raw},
                "delivery": delivery,
                **settings,
            }
        )
        service = Service(given, partial(poisoned, given.pipeline))
        ready = asyncio.Event()
        running = asyncio.create_task(service.run(ready.set))
        waiting = asyncio.create_task(ready.wait())
        await asyncio.wait([running, waiting], timeout=60, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if running.done():
            running.result()
        assert ready.is_set()
        try:
            yield service
        finally:
            service.stop()
            assert 0 == await running

    return run
