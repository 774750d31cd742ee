"""A session: one consumer and its producers, from connecting to draining or the first fault."""

import asyncio
import time
from contextlib import suppress
from typing import Any

from aiokafka.errors import IllegalStateError

from service.runtime.consuming import Consuming
from service.runtime.health import Health
from service.runtime.inflight import InFlight, Limits, Partition
from service.runtime.kafka.clients import KafkaError, fatal, why
from service.runtime.kafka.stopping import disconnect
from service.runtime.kafka.topics import TopicWatch
from service.runtime.lanes import Lane
from service.runtime.log import client_log
from service.runtime.producing import Producing
from service.runtime.progress import Progress, unless
from service.runtime.telemetry import Telemetry
from service.runtime.tracing.setup import Tracing
from service.runtime.transactions import Transactions
from service.runtime.workers.pool import WorkerPool
from service.settings import Settings

WATCH_S = 2.0
"""Time between looks at the brokers, seconds."""
ANSWER_LIMIT_S = 3.0
"""Longest a look may take before the brokers count as lost, seconds."""
STOP_LIMIT_S = 2.0
"""Longest wait for clients to disconnect, seconds; they go on with it by themselves."""


class Reachability:
    """Whether the brokers answer, told once when it changes."""

    def __init__(self, health: Health, telemetry: Telemetry, progress: Progress) -> None:
        """Begin unknown."""
        self._health = health
        self._telemetry = telemetry
        self._progress = progress
        self._lost_at: float | None = None

    def lost(self, reason: str) -> None:
        """Note that they do not."""
        if self._lost_at is None:
            self._lost_at = time.monotonic()
            self._telemetry.broker_lost(reason)
        self._health.obstruct("broker", f"the brokers do not answer: {client_log.trouble or reason}")

    def back(self) -> None:
        """Note that they do."""
        client_log.forget()
        if self._lost_at is not None:
            self._telemetry.broker_back(time.monotonic() - self._lost_at)
            self._lost_at = None
        self._health.clear("broker")
        self._progress.moved()


class Session:
    """Reads, processes, writes and commits until told to drain or until a fault ends it."""

    def __init__(
        self,
        settings: Settings,
        batch_bytes: int,
        *,
        pool: WorkerPool,
        telemetry: Telemetry,
        health: Health,
        progress: Progress,
        reachability: Reachability,
        tracing: Tracing,
    ) -> None:
        """Connect nothing yet."""
        self._settings = settings
        self._make_lane = tracing.make_lane
        self._telemetry = telemetry
        self._progress = progress
        self._reachability = reachability
        self._fault: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        limits = Limits(settings.consumer.max_in_flight_records, settings.consumer.max_in_flight_bytes)
        self._inflight = InFlight(limits)
        telemetry.follow(self._inflight)
        self._batch_bytes = batch_bytes
        self._producing = (
            None
            if settings.exactly_once
            else Producing(settings.kafka, settings.producer, settings.retry, batch_bytes)
        )
        self._topics = TopicWatch(settings.kafka, settings.topics, telemetry=telemetry, health=health)
        self._consuming = Consuming(
            settings,
            self._inflight,
            pool=pool,
            open_lane=self._open_lane,
            telemetry=telemetry,
            health=health,
            progress=progress,
        )

    async def run(self, drain: asyncio.Event) -> int:
        """Work until ``drain`` is set, then finish what is in flight; return how many records were not.

        Raises:
            KafkaError: a fault that a new session may cure, or not (``fatal``).
        """
        try:
            if await unless(drain, self._start()):
                await self._work(drain)
                return await self._drain()
            return 0
        finally:
            await self._stop()
            if not self._fault.cancel():
                self._fault.exception()  # it ended the session, or came too late to matter

    async def _start(self) -> bool:
        async with asyncio.timeout(self._settings.kafka.request_timeout_ms / 1000):
            if self._producing is not None:
                await self._producing.start()
            await self._topics.start()
            await self._consuming.start()
        self._reachability.back()
        return True

    async def _stop(self) -> None:
        clients = [
            client for client in (self._consuming, self._producing, self._topics) if client is not None
        ]
        await disconnect(*(client.stop() for client in clients), limit_s=STOP_LIMIT_S)

    async def _work(self, drain: asyncio.Event) -> None:
        reader = asyncio.create_task(self._consuming.read(), name="read")
        tasks: list[asyncio.Task[Any]] = [
            reader,
            asyncio.create_task(self._watch(), name="watch"),
            asyncio.create_task(drain.wait(), name="drain"),
        ]
        if not self._settings.exactly_once:
            tasks.append(asyncio.create_task(self._consuming.commit_regularly(), name="commit"))
        try:
            endings: list[asyncio.Future[Any]] = [self._fault, *tasks]
            await asyncio.wait(endings, return_when=asyncio.FIRST_COMPLETED)
            for ending in endings:
                if ending.done():
                    ending.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _drain(self) -> int:
        self._telemetry.draining(self._settings.drain_timeout_s)
        with suppress(TimeoutError):
            async with asyncio.timeout(self._settings.drain_timeout_s):
                await self._progress.until(lambda: not self._inflight.records or self._fault.done())
                await self._consuming.commit()
        return self._inflight.records

    async def _watch(self) -> None:
        """Keep the lag, the topics and the brokers' reachability current."""
        while True:
            try:
                async with asyncio.timeout(ANSWER_LIMIT_S):
                    if await self._topics_complete():
                        await self._consuming.measure()
            except IllegalStateError:  # a rebalance came between
                pass
            except (KafkaError, TimeoutError) as error:
                if fatal(error):
                    raise
                self._reachability.lost(why(error))
            else:
                self._reachability.back()
            await asyncio.sleep(WATCH_S)

    async def _topics_complete(self) -> bool:
        try:
            return await self._topics.complete()
        except KafkaError:  # it asked one broker; measuring asks those that matter
            return True

    def _open_lane(self, partition: Partition) -> Lane:
        outlet = self._producing or Transactions(
            partition.source,
            self._settings,
            self._batch_bytes,
            consuming=self._consuming,
            telemetry=self._telemetry,
        )
        return self._make_lane(
            partition,
            self._settings,
            inflight=self._inflight,
            outlet=outlet,
            telemetry=self._telemetry,
            progress=self._progress,
            fail=self._fail,
        )

    def _fail(self, error: BaseException) -> None:
        if not self._fault.done():
            self._fault.set_exception(error)
            self._progress.moved()
