"""Lanes: from chunks of one partition to acknowledged outputs, in input order.

Chunks of a partition are in several workers at once; its lane takes their outcomes up in the order
they were read, so outputs leave in input order whatever worker was quicker.
"""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

from aiokafka.structs import RecordMetadata

from schemas import ErrorCode, StageName
from service.outcome import Disposition, Outcome, reject
from service.record import OutputRecord
from service.runtime.inflight import Entry, InFlight, Partition
from service.runtime.producing import Producing, TooLargeError
from service.runtime.progress import Progress
from service.runtime.telemetry import Telemetry
from service.settings import Settings

OMITTED = ("dateline-value-omitted", b"true")
OURS = "dateline-"

Acknowledgement = asyncio.Future[RecordMetadata]
Outcomes = asyncio.Future[list[Outcome]]


class Lane:
    """The ordered way out of one assigned partition."""

    def __init__(
        self,
        partition: Partition,
        settings: Settings,
        *,
        inflight: InFlight,
        producing: Producing,
        telemetry: Telemetry,
        progress: Progress,
        fail: Callable[[BaseException], None],
    ) -> None:
        """Begin with nothing to write; ``fail`` ends the session that holds this lane."""
        self.partition = partition
        self._settings = settings
        self._inflight = inflight
        self._producing = producing
        self._telemetry = telemetry
        self._progress = progress
        self._fail = fail
        self._chunks: asyncio.Queue[tuple[Sequence[Entry], Outcomes]] = asyncio.Queue()
        self._unacknowledged: set[Acknowledgement] = set()
        self._task = asyncio.create_task(self._run(), name=f"lane {partition.source}")
        self._task.add_done_callback(self._ended)

    def take(self, entries: Sequence[Entry], outcomes: Outcomes) -> None:
        """Queue a chunk behind the earlier ones."""
        self._chunks.put_nowait((entries, outcomes))

    def close(self) -> None:
        """Write nothing more; chunks no worker has begun are taken back."""
        self._task.cancel()
        while not self._chunks.empty():
            _, outcomes = self._chunks.get_nowait()
            outcomes.cancel()

    async def _run(self) -> None:
        while True:
            entries, outcomes = await self._chunks.get()
            for entry, outcome in zip(entries, await outcomes, strict=True):
                if self._inflight.process(self.partition, entry):
                    await self._write(entry, outcome)

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            self._fail(error)

    async def _write(self, entry: Entry, outcome: Outcome) -> None:
        if outcome.output is None:
            self._settle(entry, outcome)
        elif self._producing.goes_alone(outcome.output):
            await self._write_alone(entry, outcome, outcome.output)
        else:
            topic = self._topic(outcome)
            acknowledgement = await self._producing.send(topic, outcome.output)
            self._unacknowledged.add(acknowledgement)
            acknowledgement.add_done_callback(partial(self._acknowledged, entry, outcome))

    def _topic(self, outcome: Outcome) -> str:
        topics = self._settings.topics
        return topics.events if outcome.disposition is Disposition.PUBLISHED else topics.dead

    def _acknowledged(self, entry: Entry, outcome: Outcome, acknowledgement: Acknowledgement) -> None:
        self._unacknowledged.discard(acknowledgement)
        if acknowledgement.cancelled():
            return
        error = acknowledgement.exception()
        if error is None:
            self._settle(entry, outcome)
        elif not self.partition.lost:
            self._fail(error)

    async def _write_alone(self, entry: Entry, outcome: Outcome, output: OutputRecord) -> None:
        if self._unacknowledged:  # it takes another way and must not overtake them
            await asyncio.wait(self._unacknowledged)
        try:
            await self._producing.send_alone(self._topic(outcome), output)
        except TooLargeError as error:
            if outcome.disposition is Disposition.PUBLISHED:
                await self._write(entry, self._too_large(entry, output, error))
                return
            await self._write_shrunk(entry, output)
        self._settle(entry, outcome)

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
            await self._producing.send_alone(
                topic, OutputRecord(output.key, None, (*output.headers, OMITTED))
            )
        except TooLargeError:
            await self._producing.send_alone(topic, OutputRecord(None, None, (*ours, OMITTED)))

    def _settle(self, entry: Entry, outcome: Outcome) -> None:
        record = entry.record
        with self._telemetry.metrics.consistent:
            if record is None or not self._inflight.acknowledge(self.partition, entry):
                return
            self._telemetry.settled(record, outcome)
        self._progress.moved()
