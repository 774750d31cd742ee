"""Many processes, one order: records through the service's own supervised workers, outcomes as they came."""

import asyncio
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from functools import partial
from multiprocessing import resource_tracker
from typing import Any

from prometheus_client import CollectorRegistry

from service.cli.background import Background
from service.cli.reading.sources import Sourced
from service.errors import ServiceError
from service.outcome import Outcome
from service.record import InputRecord
from service.runtime.log import configure_logging
from service.runtime.metrics import Metrics
from service.runtime.telemetry import Telemetry
from service.runtime.workers.pool import WorkerPool, worker_count
from service.runtime.workers.worker import build_pipeline
from service.settings import LogSettings, Settings, WorkerSettings

CHUNKS_A_WORKER = 3
"""Chunks under way for each worker: one in hand, and two so that it never waits."""


def run_in_order(
    settings: Settings, records: Iterable[Sourced], workers: int | None
) -> Iterator[tuple[Sourced, Outcome]]:
    """Yield each record with its outcome, in the order of the records.

    One worker is this process, and unsupervised: a record that hangs or kills it, does so to the command.

    Raises:
        ServiceError: worker processes cannot be started.
    """
    count = worker_count(settings.workers) if workers is None else workers
    if count == 1:
        pipeline = build_pipeline(settings.pipeline)
        for sourced in records:
            yield sourced, pipeline.run(sourced.record)
        return
    window: deque[tuple[list[Sourced], Future[list[Outcome]]]] = deque()
    resource_tracker.ensure_running()  # here, because starting it lets Ctrl-C through to its thread again
    with Background() as background:
        pool = _Pool(settings, count)
        try:
            background.run(pool.start)
            for chunk in _chunks(records, settings.workers):
                window.append((chunk, background.submit(pool.process, [one.record for one in chunk])))
                while len(window) > count * CHUNKS_A_WORKER:
                    yield from _settled(window)
            while window:
                yield from _settled(window)
        finally:
            background.cancel()  # interrupted, the pool may still be starting
            background.run(pool.stop)


def _settled(
    window: "deque[tuple[list[Sourced], Future[list[Outcome]]]]",
) -> Iterator[tuple[Sourced, Outcome]]:
    chunk, outcomes = window.popleft()
    return zip(chunk, outcomes.result(), strict=True)


def _chunks(records: Iterable[Sourced], settings: WorkerSettings) -> Iterator[list[Sourced]]:
    chunk: list[Sourced] = []
    size = 0
    for sourced in records:
        length = len(sourced.record.value or b"")
        if chunk and (len(chunk) >= settings.chunk_records or size + length > settings.chunk_bytes):
            yield chunk
            chunk, size = [], 0
        chunk.append(sourced)
        size += length
    if chunk:
        yield chunk


class _Pool:
    """The worker pool, and the task that serves it."""

    def __init__(self, settings: Settings, count: int) -> None:
        # What became of a record is said once, by its line.
        configure_logging(LogSettings(level="error"), sys.stderr)
        self._pool = WorkerPool(
            settings.workers.model_copy(update={"count": count}),
            settings.pipeline,
            partial(build_pipeline, settings.pipeline),
            Telemetry(Metrics(CollectorRegistry())),
            settings.retry,
        )

    async def start(self) -> None:
        await self._pool.start()
        self._serving = asyncio.create_task(self._pool.run())

    async def process(self, records: list[InputRecord]) -> list[Outcome]:
        outcomes = self._pool.submit(records)
        futures: set[asyncio.Future[Any]] = {outcomes, self._serving}
        await asyncio.wait(futures, return_when=asyncio.FIRST_COMPLETED)
        if not outcomes.done():
            raise _first(self._serving.exception())
        return outcomes.result()

    async def stop(self) -> None:
        await self._pool.stop()


def _first(error: BaseException | None) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error or ServiceError("the workers ended")
