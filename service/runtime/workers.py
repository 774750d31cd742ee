"""The supervised pool of worker processes that do the CPU work.

Each worker has a socket of its own, so one that dies in the middle of anything harms nobody else and
is never in doubt about which records it held. A chunk whose worker crashes, hangs or runs out of memory
is retried record by record, alone; the record that does it again is dead-lettered, its neighbours survive.
A record that hangs is known by its place, and costs its time limit once. Where record after record fails by
our own fault, it is not the records: the service ends instead of dead-lettering a topic.
"""

import asyncio
import multiprocessing
import os
import pickle
import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from multiprocessing.process import BaseProcess
from typing import Any

from schemas import ErrorCode, StageName
from service.errors import PipelineError, ServiceError
from service.outcome import Outcome, reject
from service.record import InputRecord
from service.runtime.retry import delays
from service.runtime.telemetry import Telemetry
from service.runtime.worker import EXIT_OUT_OF_MEMORY, EXIT_TIMEOUT, LENGTH, PipelineFactory, work
from service.settings import PipelineSettings, RetrySettings, WorkerSettings

START_LIMIT_S = 120.0
"""Longest a worker may take to build its pipeline."""
MAX_FAILED_STARTS = 5
"""Failed starts in a row after which a worker's place is given up, and the service with it."""
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
WARM = "service.runtime.warm"
"""Module the server that workers are forked from imports first."""
SINGLE_THREADED = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
"""Numeric libraries would start a thread a CPU in every worker; the workers are the parallelism."""

Chunk = Sequence[InputRecord]


def worker_count(settings: WorkerSettings) -> int:
    """Return how many workers there are: as set, or one a CPU this process may run on."""
    return settings.count or len(os.sched_getaffinity(0))


@dataclass(frozen=True, slots=True)
class Failure:
    """How a worker was lost."""

    code: ErrorCode
    exit_code: int | None
    position: int
    """Place in the chunk of the record that was under way."""

    @property
    def reason(self) -> str:
        """Say it as the metrics do: crashed, timeout, out_of_memory."""
        return self.code.value.removeprefix("worker_")


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
        self._queue: asyncio.Queue[tuple[Chunk, asyncio.Future[list[Outcome]]]] = asyncio.Queue()
        self._faults = 0
        self._workers = [Worker(settings, factory, telemetry, retry) for _ in range(worker_count(settings))]
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
        self._queue.put_nowait((chunk, future))
        return future

    def pids(self) -> list[int]:
        """Return the process ids of the workers that are up."""
        return [worker.pid for worker in self._workers if worker.pid is not None]

    async def run(self) -> None:
        """Serve the queue until cancelled.

        Raises:
            PipelineError: record after record fails by our own fault.
            ServiceError: workers cannot be started any more.
        """
        async with asyncio.TaskGroup() as group:
            for worker in self._workers:
                group.create_task(self._serve(worker))

    async def stop(self) -> None:
        """Kill every worker; what they held is lost with them."""
        await asyncio.gather(*(worker.stop() for worker in self._workers))

    async def _serve(self, worker: "Worker") -> None:
        while True:
            chunk, future = await self._queue.get()
            if future.cancelled():
                continue
            result = await worker.run(chunk, attempt=1)
            if isinstance(result, Failure):
                result = await self._one_by_one(worker, chunk, result)
            else:
                self._watch(result)
            if not future.cancelled():
                future.set_result(result)

    async def _one_by_one(self, worker: "Worker", chunk: Chunk, failure: Failure) -> list[Outcome]:
        outcomes = []
        for position, record in enumerate(chunk):
            known = failure if position == failure.position else None
            begun = int(position <= failure.position)
            outcomes.append(await self._alone(worker, record, known, begun))
            self._watch(outcomes[-1:])
        return outcomes

    async def _alone(
        self, worker: "Worker", record: InputRecord, failure: Failure | None, attempts: int
    ) -> Outcome:
        """Run a record by itself; refuse it where it hangs once, or harms its worker twice."""
        while failure is None or (attempts < ATTEMPTS and failure.code is not ErrorCode.WORKER_TIMEOUT):
            attempts += 1
            result = await worker.run([record], attempts)
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


class Worker:
    """One worker process after another, in one place of the pool."""

    def __init__(
        self, settings: WorkerSettings, factory: PipelineFactory, telemetry: Telemetry, retry: RetrySettings
    ) -> None:
        """Start nothing yet."""
        self._settings = settings
        self._factory = factory
        self._telemetry = telemetry
        self._retry = retry
        self._process: BaseProcess | None = None
        self._chunks = 0

    @property
    def pid(self) -> int | None:
        """Process id; null while there is none."""
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Start a process and wait until it has its pipeline.

        Raises:
            ServiceError: it ends, fails or takes too long.
        """
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        limits = (self._settings.record_timeout_s, self._settings.max_memory_mb)
        context = multiprocessing.get_context("forkserver")
        self._under_way = context.RawValue("i", 0)
        process = context.Process(
            target=work,
            args=(theirs, self._under_way, self._factory, *limits),
            name="dateline-worker",
            daemon=True,
        )
        try:
            self._reader, self._writer = await asyncio.open_unix_connection(sock=ours)
        except asyncio.CancelledError:
            ours.close()
            theirs.close()
            raise
        self._process = process
        self._chunks = 0
        self._launched = asyncio.ensure_future(asyncio.to_thread(_launch, process, theirs))
        try:
            async with asyncio.timeout(START_LIMIT_S):
                await asyncio.shield(self._launched)
                fault = await self._receive()
        except TimeoutError:
            fault = f"not ready within {START_LIMIT_S:.0f} s"
        except (EOFError, OSError):
            fault = f"the process ended with {await self._end()}"
        if fault is not None:
            await self.stop()
            raise ServiceError(f"workers cannot start: {fault}")

    async def run(self, chunk: Chunk, attempt: int) -> list[Outcome] | Failure:
        """Run a chunk; return its outcomes in order, or how the worker was lost.

        Raises:
            ServiceError: no process can be started.
        """
        if self._process is not None and self._reader.at_eof():  # died idle: no record is to blame
            died = self._failure(await self._end())
            self._telemetry.worker_failed(died.reason, records=0, exit_code=died.exit_code)
        if self._process is None:
            await self._restart()
        self._chunks += 1
        self._under_way.value = 0
        # The worker itself keeps each record's limit; this one is for a worker that is stopped or stuck.
        limit = self._settings.record_timeout_s * (len(chunk) + 1)
        failure: Failure | None = None
        try:
            async with asyncio.timeout(limit):
                plain = [tuple(record) for record in chunk]
                self._writer.write(pickle.dumps((plain, attempt), pickle.HIGHEST_PROTOCOL))
                await self._writer.drain()
                outcomes = [Outcome._make(plain) for plain in await self._receive()]
        except TimeoutError:
            await self._end()
            failure = Failure(ErrorCode.WORKER_TIMEOUT, None, self._under_way.value)
        except (EOFError, OSError):
            failure = self._failure(await self._end())
        if failure is not None:
            self._telemetry.worker_failed(failure.reason, records=len(chunk), exit_code=failure.exit_code)
            return failure
        if self._chunks >= self._settings.recycle_after:
            await self.stop()
        return outcomes

    async def stop(self) -> None:
        """Kill the process, if there is one."""
        await self._end()

    def _failure(self, exit_code: int | None) -> Failure:
        codes = {EXIT_TIMEOUT: ErrorCode.WORKER_TIMEOUT, EXIT_OUT_OF_MEMORY: ErrorCode.WORKER_OUT_OF_MEMORY}
        code = codes.get(exit_code or 0, ErrorCode.WORKER_CRASHED)
        return Failure(code, exit_code, self._under_way.value)

    async def _restart(self) -> None:
        waits = delays(self._retry)
        for failed in count(1):
            try:
                await self.start()
            except ServiceError:
                self._telemetry.worker_failed("start", records=0, exit_code=None)
                if failed == MAX_FAILED_STARTS:
                    raise
                await asyncio.sleep(next(waits))
            else:
                return

    async def _receive(self) -> Any:  # noqa: ANN401 - whatever the worker's protocol sends next
        header = await self._reader.readexactly(LENGTH.size)
        (length,) = LENGTH.unpack(header)
        return pickle.loads(await self._reader.readexactly(length))  # noqa: S301 - from our own child

    async def _end(self) -> int | None:
        """Make sure the process is gone; return its exit code."""
        process, self._process = self._process, None
        if process is None:
            return None
        self._writer.close()
        with suppress(OSError):
            await self._writer.wait_closed()
        with suppress(OSError):
            await self._launched
        return await asyncio.to_thread(_reap, process) if process.pid is not None else None


def _launch(process: BaseProcess, theirs: socket.socket) -> None:
    with theirs:
        process.start()


def _reap(process: BaseProcess) -> int | None:
    # A worker that is dying by itself tells its cause by its exit code: give it a moment.
    process.join(0.2)
    if process.exitcode is None:
        process.kill()
        process.join()
    return process.exitcode
