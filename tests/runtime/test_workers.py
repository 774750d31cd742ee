"""The worker pool, with real processes: order, crashes, hangs, memory, recycling, failing to start."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

import pytest
from prometheus_client import CollectorRegistry

from schemas import ErrorCode, StageName
from service.errors import PipelineError, ServiceError
from service.outcome import Disposition, Outcome, reject
from service.record import InputRecord
from service.runtime.metrics import Metrics
from service.runtime.telemetry import Telemetry
from service.runtime.workers.pool import MAX_FAULTS, WorkerPool
from service.settings import PipelineSettings, RetrySettings, WorkerSettings
from tests.faults.poison import broken, poisoned

GOOD = b"<html><h1>Harbour reopens</h1><p>The old harbour reopened on Monday after two years of works.</p>"


def record(offset: int, value: bytes = GOOD, order: bytes = b"") -> InputRecord:
    """Make a record of one partition, with an order for the poison stage in a comment of the page."""
    if order:
        value += b"<!-- poison:%b -->" % order
    return InputRecord(value, topic="raw", partition=0, offset=offset, timestamp=1_700_000_000_000)


@asynccontextmanager
async def pool_of(registry: CollectorRegistry, **settings: float) -> AsyncIterator[WorkerPool]:
    """Run a pool until the block ends."""
    pipeline = PipelineSettings()
    pool = WorkerPool(
        WorkerSettings.model_validate({"count": 1, "record_timeout_s": 5, **settings}),
        pipeline,
        partial(poisoned, pipeline),
        Telemetry(Metrics(registry)),
        RetrySettings(initial_ms=1),
    )
    await pool.start()
    running = asyncio.create_task(pool.run())
    try:
        yield pool
    finally:
        running.cancel()
        await pool.stop()


def endings(outcomes: list[Outcome]) -> list[str]:
    """Name each outcome by its error code, or as published."""
    return [outcome.code.value if outcome.code else outcome.disposition.value for outcome in outcomes]


def lost_workers(registry: CollectorRegistry, reason: str) -> float:
    """Return how many workers were lost for a reason."""
    return registry.get_sample_value("dateline_worker_failures_total", {"reason": reason}) or 0.0


async def test_outcomes_come_in_the_order_of_the_records() -> None:
    """Each outcome stands where its record stood, with the record's own coordinates inside."""
    async with pool_of(CollectorRegistry()) as pool:
        outcomes = await pool.submit([record(7), record(8, b""), record(9)])
    assert ["published", "empty_value", "published"] == endings(outcomes)
    dead = dict(outcomes[1].output.headers) if outcomes[1].output else {}
    assert b"8" == dead["dateline-origin-offset"]


async def test_several_workers_serve_one_queue() -> None:
    """Chunks submitted together are all served, each future by its own chunk."""
    async with pool_of(CollectorRegistry(), count=2) as pool:
        chunks = [pool.submit([record(n), record(n, b"")]) for n in range(8)]
        results = await asyncio.gather(*chunks)
    assert [["published", "empty_value"]] * 8 == [endings(outcomes) for outcomes in results]


@pytest.mark.parametrize(
    ("order", "limit_s", "code", "reason", "attempts"),
    [
        (b"exit", 5, ErrorCode.WORKER_CRASHED, "crashed", 2),
        (b"kill", 5, ErrorCode.WORKER_CRASHED, "crashed", 2),
        (b"hang", 2, ErrorCode.WORKER_TIMEOUT, "timeout", 1),
        (b"spin", 2, ErrorCode.WORKER_TIMEOUT, "timeout", 1),
        (b"memory", 10, ErrorCode.WORKER_OUT_OF_MEMORY, "out_of_memory", 2),
    ],
)
async def test_a_record_that_harms_its_worker_costs_itself_only(
    order: bytes, limit_s: float, code: ErrorCode, reason: str, attempts: int
) -> None:
    """One that hangs is dead-lettered at once, any other tried again alone; its neighbours become events."""
    registry = CollectorRegistry()
    async with pool_of(registry, record_timeout_s=limit_s, max_memory_mb=512) as pool:
        outcomes = await pool.submit([record(0), record(1, order=order), record(2)])
        after = await pool.submit([record(3)])
    assert ["published", code.value, "published"] == endings(outcomes)
    assert ["published"] == endings(after)
    assert attempts == lost_workers(registry, reason)
    letter = outcomes[1].output
    assert letter is not None
    headers = dict(letter.headers)
    assert record(1, order=order).value == letter.value
    assert (b"%d" % attempts, b"runtime") == (headers["dateline-attempts"], headers["dateline-stage"])


async def test_a_stopped_worker_is_given_up_from_outside() -> None:
    """A process that cannot even keep its own time limit is killed by the pool after all."""
    registry = CollectorRegistry()
    async with pool_of(registry, record_timeout_s=1) as pool:
        outcomes = await pool.submit([record(0, order=b"stop"), record(1)])
    assert ["worker_timeout", "published"] == endings(outcomes)
    assert 1 == lost_workers(registry, "timeout")


async def test_an_idle_worker_killed_from_outside_is_replaced() -> None:
    """Nobody's record pays for a worker that died while it had nothing to do."""
    registry = CollectorRegistry()
    async with pool_of(registry) as pool:
        (pid,) = pool.pids()
        os.kill(pid, signal.SIGKILL)
        outcomes = await pool.submit([record(0)])
        assert [pid] != pool.pids()
    assert ["published"] == endings(outcomes)


async def test_a_chunk_behind_a_crash_is_given_to_the_next_worker() -> None:
    """A worker has its next chunk already when it dies; that one's records are not to blame."""
    registry = CollectorRegistry()
    async with pool_of(registry) as pool:
        chunks = [[record(0)], [record(1, order=b"kill"), record(2)], [record(3)], [record(4)]]
        futures = [pool.submit(chunk) for chunk in chunks]
        outcomes = [endings(await future) for future in futures]
    assert [["published"], ["worker_crashed", "published"], ["published"], ["published"]] == outcomes
    assert 2 == lost_workers(registry, "crashed")


async def test_a_chunk_taken_back_in_time_is_not_done() -> None:
    """What nobody waits for any more costs nothing, as long as no worker has it."""
    async with pool_of(CollectorRegistry()) as pool:
        first, second, third, last = (pool.submit([record(number)]) for number in range(4))
        third.cancel()
        assert [["published"]] * 3 == [endings(await future) for future in (first, second, last)]
    assert third.cancelled()


async def test_workers_are_recycled() -> None:
    """After so many chunks a worker makes room for a fresh one, and that is no failure."""
    registry = CollectorRegistry()
    async with pool_of(registry, recycle_after=2) as pool:
        pids = set()
        for number in range(4):
            pids.update(pool.pids())
            assert ["published"] == endings(await pool.submit([record(number)]))
        assert 2 == len(pids)
    samples = [s for family in registry.collect() for s in family.samples]
    assert 0 == sum(s.value for s in samples if s.name == "dateline_worker_failures_total")


async def test_a_cancelled_chunk_is_not_begun() -> None:
    """A chunk taken back before a worker has it costs nothing."""
    async with pool_of(CollectorRegistry()) as pool:
        slow = pool.submit([record(0, order=b"sleep=0.3")])
        taken_back = pool.submit([record(1, order=b"exit")])
        taken_back.cancel()
        assert ["published"] == endings(await slow)
        assert ["published"] == endings(await pool.submit([record(2)]))


@pytest.mark.parametrize(
    "factory", [partial(broken, PipelineSettings()), partial(os._exit, 3)], ids=["raises", "exits"]
)
async def test_a_pool_that_cannot_start_says_why(factory: Callable[[], object]) -> None:
    """The service ends with one line instead of dead-lettering whatever it reads."""
    pool = WorkerPool(
        WorkerSettings(count=2),
        PipelineSettings(),
        factory,  # type: ignore[arg-type] # not a pipeline, on purpose
        Telemetry(Metrics(CollectorRegistry())),
        RetrySettings(),
    )
    with pytest.raises(ServiceError, match=r"workers cannot start: (FileNotFoundError: no such model|.* 3)"):
        await pool.start()
    await pool.stop()


async def test_a_dropped_code_drops_what_harms_workers_too() -> None:
    """The drop setting holds for faults of the runtime as for those of a stage."""
    pipeline = PipelineSettings(drop=frozenset({ErrorCode.WORKER_CRASHED}))
    pool = WorkerPool(
        WorkerSettings(count=1),
        pipeline,
        partial(poisoned, pipeline),
        Telemetry(Metrics(CollectorRegistry())),
        RetrySettings(),
    )
    await pool.start()
    running = asyncio.create_task(pool.run())
    (outcome,) = await pool.submit([record(0, order=b"exit")])
    running.cancel()
    await pool.stop()
    assert (Disposition.DROPPED, None) == (outcome.disposition, outcome.output)


async def test_several_hanging_records_of_a_chunk_cost_their_limit_once_each() -> None:
    """The first is known by its place, the next ones when they are tried alone."""
    registry = CollectorRegistry()
    async with pool_of(registry, record_timeout_s=2) as pool:
        outcomes = await pool.submit([record(n, order=b"hang" if n in {1, 3} else b"") for n in range(5)])
    assert ["published", "worker_timeout", "published", "worker_timeout", "published"] == endings(outcomes)
    assert 2 == lost_workers(registry, "timeout")


class Failing:
    """A pipeline whose every stage fails, as with a model that does not fit its code."""

    def run(self, record: InputRecord, attempts: int = 1) -> Outcome:
        """Refuse a record by our own fault, unless it is empty and refused by its own."""
        code = ErrorCode.INTERNAL_ERROR if record.value else ErrorCode.EMPTY_VALUE
        return reject(PipelineSettings(), record, StageName.CLEAN, code, "no such layer", attempts=attempts)


async def test_a_broken_pipeline_ends_the_service() -> None:
    """Where record after record fails by our own fault the pool gives up; one honest refusal begins anew."""
    pool = WorkerPool(
        WorkerSettings(count=1),
        PipelineSettings(),
        Failing,
        Telemetry(Metrics(CollectorRegistry())),
        RetrySettings(),
    )
    await pool.start()
    running = asyncio.create_task(pool.run())
    bad = [record(n) for n in range(MAX_FAULTS - 1)]
    try:
        assert ["internal_error"] * len(bad) + ["empty_value"] == endings(
            await pool.submit([*bad, record(99, b"")])
        )
        assert ["internal_error"] * len(bad) == endings(await pool.submit(bad))
        pool.submit(bad)
        with pytest.raises(ExceptionGroup) as caught:
            await running
    finally:
        running.cancel()
        await pool.stop()
    (error,) = caught.value.exceptions
    assert isinstance(error, PipelineError)
    assert (4, True) == (error.exit_code, "internal_error (no such layer)" in str(error))
