"""The supervised pool of worker processes that do the CPU work.

Each worker has a socket of its own, so one that dies in the middle of anything harms nobody else and
is never in doubt about which records it held. A chunk whose worker crashes, hangs or runs out of memory
is retried record by record, alone; the record that does it again is dead-lettered, its neighbours survive.
A record that hangs is known by its place, and costs its time limit once; it is tried again if we all stood
still meanwhile. Where record after record fails by our own fault, it is not the records: the service ends
instead of dead-lettering a topic.
"""

import asyncio
import multiprocessing
import os
from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

from schemas import ErrorCode, StageName
from service.errors import PipelineError
from service.outcome import Outcome, reject
from service.record import InputRecord
from service.runtime.telemetry import Telemetry
from service.runtime.workers.stillness import Stillness
from service.runtime.workers.supervising import Chunk, Failure, Worker
from service.runtime.workers.worker import PipelineFactory, work
from service.settings import PipelineSettings, RetrySettings, WorkerSettings

OUR_FAULT = frozenset(
    {
        ErrorCode.INTERNAL_ERROR,
        ErrorCode.WORKER_CRASHED,
        ErrorCode.WORKER_OUT_OF_MEMORY,
        ErrorCode.WORKER_TIMEOUT,
    }
)
"""Codes that speak against the service, not the record, when nothing else happens any more."""
ATTEMPTS = 2
"""Times a record may crash its worker, or exhaust its memory."""
MAX_FAULTS = 25
"""Records in a row that may end by our own fault; one poisonous record, or a few, never are so many."""
WARM = "service.runtime.workers.warm"
"""Module the server that workers are forked from imports first."""
SINGLE_THREADED = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
"""Numeric libraries would start a thread a CPU in every worker; the workers are the parallelism."""
HELD = 2
"""Chunks a worker may have: one it works on, and the next."""


class Task(NamedTuple):
    """A chunk and who waits for its outcomes."""

    chunk: Chunk
    outcomes: asyncio.Future[list[Outcome]]


def worker_count(settings: WorkerSettings) -> int:
    """Return how many workers there are: as set, or one a CPU this process may run on."""
    return settings.count or len(os.sched_getaffinity(0))


class WorkerPool:
    """Worker processes behind one queue of chunks."""

    def __init__(
        self,
        settings: WorkerSettings,
        pipeline: PipelineSettings,
        factory: PipelineFactory,
        telemetry: Telemetry,
        retry: RetrySettings,
    ) -> None:
        """Start nothing yet."""
        self._pipeline = pipeline
        self._telemetry = telemetry
        self._queue: asyncio.Queue[Task] = asyncio.Queue()
        self._idle = 0
        """Workers that hold nothing."""
        self._faults = 0
        self._stillness = Stillness()
        self._workers = [
            Worker(settings, factory, telemetry, retry, self._stillness)
            for _ in range(worker_count(settings))
        ]
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["__main__", work.__module__, WARM])
        for name in SINGLE_THREADED:
            os.environ.setdefault(name, "1")

    async def start(self) -> None:
        """Start every worker and wait until each has its pipeline.

        Raises:
            ServiceError: a worker cannot start.
        """
        starts = (worker.start() for worker in self._workers)
        for result in await asyncio.gather(*starts, return_exceptions=True):
            if isinstance(result, BaseException):
                raise result

    def submit(self, chunk: Chunk) -> asyncio.Future[list[Outcome]]:
        """Queue a chunk; cancelling the future takes it back as long as no worker has it."""
        future: asyncio.Future[list[Outcome]] = asyncio.get_running_loop().create_future()
        self._queue.put_nowait(Task(chunk, future))
        return future

    def pids(self) -> list[int]:
        """Return the process ids of the workers that are up."""
        return [pid for worker in self._workers if (pid := worker.pid) is not None]

    async def run(self) -> None:
        """Serve the queue until cancelled.

        Raises:
            PipelineError: record after record fails by our own fault.
            ServiceError: workers cannot be started any more.
        """
        async with asyncio.TaskGroup() as group:
            group.create_task(self._stillness.watch())
            for worker in self._workers:
                group.create_task(self._serve(worker))

    async def stop(self) -> None:
        """Kill every worker; what they held is lost with them."""
        await asyncio.gather(*(worker.stop() for worker in self._workers))

    async def _serve(self, worker: Worker) -> None:
        held: deque[Task] = deque()
        while True:
            if not held:
                self._idle += 1
                task = await self._queue.get()
                self._idle -= 1
                await self._give(worker, held, task)
            # One more than it works on, so that it need not wait for us in between; but others first.
            elif len(held) < HELD and not self._idle and not self._queue.empty() and not worker.worn:
                await self._give(worker, held, self._queue.get_nowait())
            else:
                await self._take(worker, held)

    async def _give(self, worker: Worker, held: deque[Task], task: Task) -> None:
        if not task.outcomes.cancelled():
            await worker.send(task.chunk)
            held.append(task)

    async def _take(self, worker: Worker, held: deque[Task]) -> None:
        chunk, outcomes = held.popleft()
        result = await worker.receive(chunk)
        if isinstance(result, Failure):
            result = await self._one_by_one(worker, chunk, result)
            for lost in held:  # with the process, before it had begun them
                await worker.send(lost.chunk)
        else:
            self._watch(result)
        if not outcomes.cancelled():
            outcomes.set_result(result)
        if worker.worn and not held:
            await worker.stop()

    async def _one_by_one(self, worker: Worker, chunk: Chunk, failure: Failure) -> list[Outcome]:
        outcomes = []
        for position, record in enumerate(chunk):
            known = failure if position == failure.position else None
            begun = int(position <= failure.position)
            outcomes.append(await self._alone(worker, record, known, begun))
            self._watch(outcomes[-1:])
        return outcomes

    async def _alone(
        self, worker: Worker, record: InputRecord, failure: Failure | None, attempts: int
    ) -> Outcome:
        """Run a record by itself; refuse it where it hangs once, or harms its worker twice."""
        while failure is None or (
            attempts < ATTEMPTS and (failure.excused or failure.code is not ErrorCode.WORKER_TIMEOUT)
        ):
            attempts += 1
            await worker.send([record], attempts)
            result = await worker.receive([record])
            if not isinstance(result, Failure):
                return result[0]
            failure = result
        message = failure.code.meaning
        if failure.code is ErrorCode.WORKER_CRASHED:
            message = f"the worker process ended with {failure.exit_code} on this record, twice"
        return reject(self._pipeline, record, StageName.RUNTIME, failure.code, message, attempts=attempts)

    def _watch(self, outcomes: Sequence[Outcome]) -> None:
        """Tell poisonous records from a broken pipeline.

        Raises:
            PipelineError: too many records in a row ended by our own fault.
        """
        for outcome in outcomes:
            self._faults = self._faults + 1 if outcome.code in OUR_FAULT else 0
            if self._faults == MAX_FAULTS:
                raise PipelineError(
                    f"the last {MAX_FAULTS} records all ended by the service's own fault, at last "
                    f"{outcome.code} ({outcome.message}): the pipeline is broken, not the records; "
                    "replay their dead letters once it works"
                )
