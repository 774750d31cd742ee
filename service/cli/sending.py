"""Records to a topic: in order, acknowledged by all replicas, a bounded number under way."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from aiokafka.errors import (
    GroupAuthorizationFailedError,
    KafkaError,
    TopicAuthorizationFailedError,
    TransactionalIdAuthorizationFailed,
)

from service.cli.broker import SILENCE_S, STOP_S, TopicState
from service.errors import BrokerError
from service.record import OutputRecord
from service.runtime.kafka.clients import why
from service.runtime.kafka.stopping import disconnect
from service.runtime.outlet import TooLargeError
from service.runtime.producing import Producing
from service.settings import Settings

WINDOW_RECORDS = 2_000
WINDOW_BYTES = 32 << 20
"""Records and bytes under way at which sending waits."""
BATCH_MARGIN = 1_024
"""Bytes of a topic's limit that a batch leaves free."""


RIGHTS = (
    (TopicAuthorizationFailedError, "Write on the topic"),
    (TransactionalIdAuthorizationFailed, "Write on the transactional id"),
    (GroupAuthorizationFailedError, "Read on the group"),
)
"""What is missing where the broker refuses what we send."""


class _UnderWay(NamedTuple):
    record: OutputRecord
    acknowledged: asyncio.Future[object]


class Sending:
    """Sends to one topic; ``on_acknowledged`` hears of each record that is safe."""

    def __init__(
        self, settings: Settings, topic: TopicState, on_acknowledged: Callable[[OutputRecord], None]
    ) -> None:
        """Connect nothing yet."""
        self._topic = topic.name
        self._on_acknowledged = on_acknowledged
        self._producing = Producing(
            settings.kafka, settings.producer, settings.retry, batch_bytes(settings, topic)
        )
        self._window: deque[_UnderWay] = deque()
        self._bytes = 0

    async def start(self) -> None:
        """Connect.

        Raises:
            BrokerError: the broker cannot be reached or refuses.
        """
        with as_broker_error():
            await self._producing.start()

    async def stop(self) -> None:
        """Disconnect; ``flush`` before, or what is under way may not arrive."""
        await disconnect(self._producing.stop(), limit_s=STOP_S)

    async def send(self, record: OutputRecord) -> bool:
        """Send a record behind the others; false where the client or the broker finds it too large.

        Raises:
            BrokerError: the broker stopped answering, or refuses.
        """
        if self._producing.goes_alone(record):
            await self.flush()
            return await self._send_alone(record)
        size = _size(record)
        while self._window and (len(self._window) >= WINDOW_RECORDS or self._bytes + size > WINDOW_BYTES):
            await self._settle_oldest()
        with as_broker_error():
            acknowledged, _ = await asyncio.wait_for(self._producing.send(self._topic, record), SILENCE_S)
        self._window.append(_UnderWay(record, acknowledged))
        self._bytes += size
        while self._window and self._window[0].acknowledged.done():
            await self._settle_oldest()
        return True

    async def flush(self) -> None:
        """Wait until all that was sent is acknowledged.

        Raises:
            BrokerError: the broker stopped answering, or refuses.
        """
        while self._window:
            await self._settle_oldest()

    async def _send_alone(self, record: OutputRecord) -> bool:
        try:
            with as_broker_error():
                await asyncio.wait_for(self._producing.send_alone(self._topic, record), SILENCE_S)
        except TooLargeError:
            return False
        self._on_acknowledged(record)
        return True

    async def _settle_oldest(self) -> None:
        record, acknowledged = self._window[0]
        with as_broker_error():
            await asyncio.wait_for(asyncio.shield(acknowledged), SILENCE_S)
        self._window.popleft()
        self._bytes -= _size(record)
        self._on_acknowledged(record)


def _size(record: OutputRecord) -> int:
    return len(record.value or b"")


def batch_bytes(settings: Settings, topic: TopicState) -> int:
    """Return the bytes of a batch that a topic surely takes."""
    batch = settings.producer.max_batch_bytes
    if topic.max_message_bytes is not None:
        batch = min(batch, topic.max_message_bytes - BATCH_MARGIN)
    return batch


@contextmanager
def as_broker_error(passing: tuple[type[KafkaError], ...] = ()) -> Iterator[None]:
    """Turn the client's faults into ours, but for those that pass."""
    try:
        yield
    except passing:
        raise
    except TimeoutError:
        message = f"no acknowledgement for {SILENCE_S:.0f} s: check the broker and run the command again"
        raise BrokerError(message) from None
    except (KafkaError, OSError) as error:
        hint = next((f"; the user needs {right}" for kind, right in RIGHTS if isinstance(error, kind)), "")
        raise BrokerError(f"the broker refuses: {why(error)}{hint}") from error
