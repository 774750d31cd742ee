"""Outlets: what a lane writes to, and when what it wrote counts as delivered."""

from asyncio import Future
from typing import Any

from aiokafka.record.default_records import DefaultRecordBatchBuilder

from service.errors import DatelineError
from service.outcome import Outcome
from service.record import OutputRecord

Delivery = Future[Any]
"""Resolves when outputs are delivered, to where the first of them is, if that is known."""
Outcomes = Future[list[Outcome]]


class TooLargeError(DatelineError):
    """The client or the broker does not take a record of this size."""


class Outlet:
    """Delivers outputs in the order they are sent.

    Those that deliver by themselves, without being asked to, need only the two ways of sending.
    """

    def __init__(self, batch_bytes: int) -> None:
        """Begin with nothing sent; ``batch_bytes`` is what every topic surely takes."""
        self._batch_bytes = batch_bytes

    def goes_alone(self, output: OutputRecord) -> bool:
        """Say whether an output cannot share a batch."""
        # aiokafka's send asks for a key or a value; the dead letter of a tombstone may have neither.
        if output.key is None and output.value is None:
            return True
        size = DefaultRecordBatchBuilder.estimate_size_in_bytes(
            output.key, output.value, list(output.headers)
        )
        return bool(size > self._batch_bytes)

    async def open(self) -> None:
        """Prepare; nothing is sent before."""

    async def send(self, topic: str, output: OutputRecord) -> tuple[Delivery, int]:
        """Queue an output behind the earlier ones; wait while there are too many.

        Returns:
            The future of all that is delivered together with it, and how many of them come before it.

        Raises:
            KafkaError: a fault that trying again does not cure.
        """
        raise NotImplementedError

    async def send_alone(self, topic: str, output: OutputRecord) -> None:
        """Write an output in a batch of its own, nothing else being under way, until it is acknowledged.

        Raises:
            TooLargeError: the client or the broker does not take it.
            KafkaError: a fault that trying again does not cure.
        """
        raise NotImplementedError

    async def rest(self, outcomes: Outcomes, offset: int | None, upto: int, *, busy: bool) -> None:
        """Deliver what was sent rather than let it wait long for the next outcomes; prepare for those.

        Args:
            outcomes: what will be sent next, once they are there.
            offset: as for ``flush``.
            upto: the offset to read on from after them.
            busy: whether more is known to come after them.
        """

    async def flush(self, offset: int | None) -> None:
        """Deliver all that was sent, and with it the offset to read on from; null where nothing was.

        Raises:
            KafkaError: it is not delivered, or nobody knows.
        """

    async def close(self) -> None:
        """Give up what is not delivered."""
