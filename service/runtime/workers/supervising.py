"""A place in the pool: one worker process after another, what each is given and answers, how it is lost."""

import asyncio
import multiprocessing
import pickle
import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count
from multiprocessing.process import BaseProcess
from typing import Any

from schemas import ErrorCode
from service.errors import ServiceError
from service.outcome import Outcome
from service.record import InputRecord
from service.runtime.retry import delays
from service.runtime.telemetry import Telemetry
from service.runtime.workers.stillness import Stillness
from service.runtime.workers.worker import EXIT_OUT_OF_MEMORY, EXIT_TIMEOUT, LENGTH, PipelineFactory, work
from service.settings import RetrySettings, WorkerSettings

START_LIMIT_S = 120.0
"""Longest a worker may take to build its pipeline."""
MAX_FAILED_STARTS = 5
"""Failed starts in a row after which a worker's place is given up, and the service with it."""
RECEIVE_BYTES = 1 << 20
"""Bytes of a worker's answer that are taken in before it has to wait."""

Chunk = Sequence[InputRecord]


@dataclass(frozen=True, slots=True)
class Failure:
    """How a worker was lost."""

    code: ErrorCode
    exit_code: int | None
    position: int
    """Place in the chunk of the record that was under way."""
    excused: bool = False
    """Whether it ran out of time because we all stood still."""

    @property
    def reason(self) -> str:
        """Say it as the metrics do: crashed, timeout, out_of_memory."""
        return self.code.value.removeprefix("worker_")


class Worker:
    """One worker process after another, in one place of the pool."""

    def __init__(
        self,
        settings: WorkerSettings,
        factory: PipelineFactory,
        telemetry: Telemetry,
        retry: RetrySettings,
        stillness: Stillness,
    ) -> None:
        """Start nothing yet."""
        self._stillness = stillness
        self._settings = settings
        self._factory = factory
        self._telemetry = telemetry
        self._retry = retry
        self._process: BaseProcess | None = None
        self._chunks = 0
        self._unanswered = 0

    @property
    def pid(self) -> int | None:
        """Process id; null while there is none."""
        process = self._process  # threads ask too, while it may end
        return process.pid if process else None

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
            self._reader, self._writer = await asyncio.open_unix_connection(sock=ours, limit=RECEIVE_BYTES)
        except asyncio.CancelledError:
            ours.close()
            theirs.close()
            raise
        self._process = process
        self._chunks = self._unanswered = 0
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

    @property
    def worn(self) -> bool:
        """Whether it should be replaced once it holds nothing."""
        return self._process is not None and self._chunks >= self._settings.recycle_after

    async def send(self, chunk: Chunk, attempt: int = 1) -> None:
        """Give it a chunk, behind what it has.

        Raises:
            ServiceError: no process can be started.
        """
        if self._process is not None and self._unanswered == 0 and self._reader.at_eof():
            died = self._failure(await self._end())  # idle: no record is to blame
            self._telemetry.worker_failed(died.reason, records=0, exit_code=died.exit_code)
        if self._process is None:
            await self._restart()
        self._chunks += 1
        self._unanswered += 1
        plain = [tuple(record) for record in chunk]
        self._writer.write(pickle.dumps((plain, attempt), pickle.HIGHEST_PROTOCOL))

    async def receive(self, chunk: Chunk) -> list[Outcome] | Failure:
        """Return the outcomes of the first chunk it has not answered, or how the worker was lost with all."""
        # The worker itself keeps each record's limit; this one is for a worker that is stopped or stuck.
        limit = self._settings.record_timeout_s * (len(chunk) + 1)
        still = self._stillness.seconds
        try:
            async with asyncio.timeout(limit):
                outcomes = [Outcome._make(plain) for plain in await self._receive()]
        except TimeoutError:
            await self._end()
            failure = Failure(ErrorCode.WORKER_TIMEOUT, None, self._under_way.value)
        except (EOFError, OSError):
            failure = self._failure(await self._end())
        else:
            self._unanswered -= 1
            return outcomes
        excused = self._stillness.seconds - still > self._settings.record_timeout_s / 2
        failure = replace(failure, excused=excused)
        self._telemetry.worker_failed(failure.reason, records=len(chunk), exit_code=failure.exit_code)
        return failure

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
