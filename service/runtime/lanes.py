"""Lanes: from chunks of one partition to delivered outputs, in input order.

Chunks of a partition are in several workers at once; its lane takes their outcomes up in the order
they were read, so outputs leave in input order whatever worker was quicker.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import NamedTuple

from schemas import ErrorCode, StageName
from service.outcome import Disposition, Outcome, reject
from service.record import OutputRecord
from service.runtime.inflight import Entry, InFlight, Partition
from service.runtime.outlet import Delivery, Outcomes, Outlet, TooLargeError
from service.runtime.progress import Progress
from service.runtime.telemetry import Telemetry
from service.settings import Settings

OMITTED = ("dateline-value-omitted", b"true")
OURS = "dateline-"


class Written(NamedTuple):
    """A record whose output is on its way."""

    entry: Entry
    outcome: Outcome
    place: int
    """Outputs that are delivered together with it and come before it."""


class Lane:
    """The ordered way out of one assigned partition."""

    def __init__(
        self,
        partition: Partition,
        settings: Settings,
        *,
        inflight: InFlight,
        outlet: Outlet,
        telemetry: Telemetry,
        progress: Progress,
        fail: Callable[[BaseException], None],
    ) -> None:
        """Begin with nothing to write; ``fail`` ends the session that holds this lane."""
        self.partition = partition
        self._settings = settings
        self._inflight = inflight
        self._outlet = outlet
        self._telemetry = telemetry
        self._progress = progress
        self._fail = fail
        self._chunks: asyncio.Queue[tuple[Sequence[Entry], Outcomes]] = asyncio.Queue()
        self._undelivered: dict[Delivery, list[Written]] = {}
        self._next: int | None = None
        """Offset after the last record whose outcome was taken up; null before the first."""
        self._task = asyncio.create_task(self._run(), name=f"lane {partition.source}")
        self._task.add_done_callback(self._ended)

    def take(self, entries: Sequence[Entry], outcomes: Outcomes) -> None:
        """Queue a chunk behind the earlier ones."""
        self._chunks.put_nowait((entries, outcomes))

    def close(self) -> asyncio.Task[None]:
        """Write nothing more; chunks no worker has begun are taken back. The task ends when all is closed."""
        self._task.cancel()
        while not self._chunks.empty():
            _, outcomes = self._chunks.get_nowait()
            outcomes.cancel()
        return self._task

    async def _run(self) -> None:
        try:
            await self._outlet.open()
            while True:
                if self._chunks.empty():
                    await self._outlet.flush(self._next)
                entries, outcomes = await self._chunks.get()
                upto = entries[-1].offset + 1
                await self._outlet.rest(outcomes, self._next, upto, busy=not self._chunks.empty())
                for entry, outcome in zip(entries, await outcomes, strict=True):
                    if self._inflight.process(self.partition, entry):
                        await self._write(entry, outcome)
                        self._next = entry.offset + 1
        finally:
            await self._outlet.close()

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            self._fail(error)

    async def _write(self, entry: Entry, outcome: Outcome) -> None:
        if outcome.output is None:
            self._settle([Written(entry, outcome, 0)])
        elif self._outlet.goes_alone(outcome.output):
            await self._write_alone(entry, outcome, outcome.output)
        else:
            delivery, place = await self._outlet.send(self._topic(outcome), outcome.output)
            together = self._undelivered.get(delivery)
            if together is None:
                together = self._undelivered[delivery] = []
                delivery.add_done_callback(self._delivered)
            together.append(Written(entry, outcome, place))

    def _topic(self, outcome: Outcome) -> str:
        topics = self._settings.topics
        return topics.events if outcome.disposition is Disposition.PUBLISHED else topics.dead

    def _delivered(self, delivery: Delivery) -> None:
        written = self._undelivered.pop(delivery)
        if delivery.cancelled():
            return
        error = delivery.exception()
        if error is None:
            self._settle(written)
        elif not self.partition.lost:
            self._fail(error)

    async def _write_alone(self, entry: Entry, outcome: Outcome, output: OutputRecord) -> None:
        await self._outlet.flush(self._next)
        if self._undelivered:  # it takes another way and must not overtake them
            await asyncio.wait(self._undelivered)
        try:
            await self._outlet.send_alone(self._topic(outcome), output)
        except TooLargeError as error:
            if outcome.disposition is Disposition.PUBLISHED:
                await self._write(entry, self._too_large(entry, output, error))
                return
            await self._write_shrunk(entry, output)
        await self._outlet.flush(entry.offset + 1)
        self._settle([Written(entry, outcome, 0)])

    def _too_large(self, entry: Entry, output: OutputRecord, error: TooLargeError) -> Outcome:
        record = entry.record
        assert record is not None, "kept until acknowledged"  # noqa: S101 - for the type checker
        message = f"{len(output.value or b'')} bytes do not fit {self._settings.topics.events}: {error}"
        return reject(self._settings.pipeline, record, StageName.PUBLISH, ErrorCode.EVENT_TOO_LARGE, message)

    async def _write_shrunk(self, entry: Entry, output: OutputRecord) -> None:
        """Write a dead letter that is itself too large: without value, at last without foreign headers."""
        assert entry.record is not None, "kept until acknowledged"  # noqa: S101 - for the type checker
        self._telemetry.dead_letter_shrunk(entry.record)
        ours = tuple(header for header in output.headers if header[0].startswith(OURS))
        topic = self._settings.topics.dead
        try:
            await self._outlet.send_alone(topic, OutputRecord(output.key, None, (*output.headers, OMITTED)))
        except TooLargeError:
            await self._outlet.send_alone(topic, OutputRecord(None, None, (*ours, OMITTED)))

    def _settle(self, written: Sequence[Written]) -> None:
        with self._telemetry.metrics.consistent:
            for entry, outcome, _ in written:
                record = entry.record
                if record is not None and self._inflight.acknowledge(self.partition, entry):
                    self._telemetry.settled(record, outcome)
        self._progress.moved()
