"""The service: everything wired together, from settings to exit code."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import get_args

import structlog
import uvloop
from aiokafka.errors import KafkaConnectionError
from prometheus_client import CollectorRegistry, PlatformCollector, ProcessCollector
from pydantic import SecretStr

from service import __version__
from service.console import Console
from service.errors import BrokerError, ConfigurationError, ServiceError
from service.fingerprint import fingerprint
from service.runtime.health import Health, probes
from service.runtime.http_server import PageServer
from service.runtime.kafka.beginning import begin_at_end
from service.runtime.kafka.certificates import expiries
from service.runtime.kafka.clients import TOO_LARGE, KafkaError, client_arguments, fatal, why
from service.runtime.kafka.protocols import mixed_up
from service.runtime.kafka.tls import tls
from service.runtime.kafka.topics import Topic, check_topics
from service.runtime.log import client_log, configure_logging
from service.runtime.metrics import Metrics
from service.runtime.progress import Progress, unless
from service.runtime.retry import delays
from service.runtime.session import Reachability, Session
from service.runtime.telemetry import Telemetry
from service.runtime.tracing.setup import Tracing, begin_tracing, traces_endpoint
from service.runtime.workers.pool import WorkerPool, worker_count
from service.runtime.workers.worker import PipelineFactory, build_pipeline, settle_memory
from service.settings import Settings, variables

CONNECT_LIMIT_S = 60.0
"""Time the brokers have to answer when the service starts, seconds; later it waits for ever."""
BEAT_S = 0.5
"""Time between signs of life of the loop, seconds."""
RENEW_S = 2.0
"""Time between looks at the certificates' files, seconds."""
UNFINISHED = 1
"""Exit code of a stop that left records to be read again."""


class Service:
    """One replica: ``run`` until ``stop``.

    Args:
        settings: every setting.
        factory: builds the pipeline inside each worker process; picklable by reference.
        registry: where the metrics go; a new one where absent.
        traces: URL that spans are sent to; null where there is no tracing.
    """

    def __init__(
        self,
        settings: Settings,
        factory: PipelineFactory | None = None,
        registry: CollectorRegistry | None = None,
        traces: str | None = None,
    ) -> None:
        """Wire everything, start nothing."""
        self.settings = settings
        self.registry = registry or CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self.metrics = Metrics(self.registry)
        self.telemetry = Telemetry(self.metrics)
        self.health = Health(settings.http.stall_s)
        self.metrics.ready.set_function(lambda: self.health.ready() is None)
        self.port: int | None = None
        """Port of metrics and health, once it listens."""
        self._progress = Progress()
        self._draining = asyncio.Event()
        self._one_by_one = False
        self._traces = traces
        self._tracing = Tracing()
        self._pool = WorkerPool(
            settings.workers,
            settings.pipeline,
            factory or partial(build_pipeline, settings.pipeline),
            self.telemetry,
            settings.retry,
        )

    def stop(self) -> None:
        """Ask for a graceful end: nothing more is read, what is in flight is finished."""
        self.health.obstruct("drain", "draining")
        self._draining.set()

    @property
    def draining(self) -> bool:
        """Whether the end was asked for."""
        return self._draining.is_set()

    async def run(self, ready: Callable[[], None] | None = None) -> int:
        """Run until stopped; return how many records were left unfinished.

        Args:
            ready: called once, when the replica has first joined its group.

        Raises:
            ServiceError: the service cannot start, or cannot go on.
        """
        unfinished = 0
        client_arguments(self.settings.kafka)  # certificates and credentials are read before anything starts
        self.telemetry.certificates(expiries(self.settings.kafka))
        self._tracing = begin_tracing(self._traces, self.telemetry)
        made_by = fingerprint(self.settings.pipeline)
        try:
            with self._serve_pages(made_by) as server:
                self.port = server.port
                self._announce(made_by)
                async with asyncio.TaskGroup() as group:
                    background = [
                        group.create_task(self._beat()),
                        group.create_task(self._renew_certificates()),
                    ]
                    if ready is not None:
                        background.append(group.create_task(self._tell(ready)))
                    topics = await unless(self._draining, self._start())
                    if topics is not None:
                        background.append(group.create_task(self._pool.run()))
                        unfinished = await self._sessions(topics)
                    for task in background:
                        task.cancel()
        except BaseExceptionGroup as errors:
            raise _first(errors) from None
        finally:
            await self._pool.stop()
            await asyncio.to_thread(self._tracing.stop)
            self.telemetry.stopped(unfinished)
        return unfinished

    @contextmanager
    def _serve_pages(self, made_by: str) -> Iterator[PageServer]:
        pages = probes(self.health, self.metrics)
        with ExitStack() as serving:
            if self.settings.http.console:
                console = Console(
                    self.settings,
                    self.health,
                    self.telemetry,
                    fingerprint=made_by,
                    workers=lambda: len(self._pool.pids()),
                )
                pages |= serving.enter_context(console).pages
            yield serving.enter_context(PageServer(self.settings.http, pages))

    async def _start(self) -> dict[str, Topic]:
        async with asyncio.TaskGroup() as starting:
            starting.create_task(self._pool.start())
            topics = starting.create_task(self._connect())
        return topics.result()

    def _announce(self, made_by: str) -> None:
        settings = self.settings
        self.telemetry.started(
            version=__version__,
            fingerprint=made_by,
            brokers=settings.kafka.bootstrap_servers,
            topics=list(settings.topics.names),
            group=settings.consumer.group,
            workers=worker_count(settings.workers),
            port=self.port,
        )

    async def _beat(self) -> None:
        while True:
            self.health.beat()
            await asyncio.sleep(BEAT_S)

    async def _renew_certificates(self) -> None:
        """Take renewed certificates up for the connections to come."""
        kafka = self.settings.kafka
        while kafka.security_protocol.endswith("SSL"):
            await asyncio.sleep(RENEW_S)
            try:
                if tls(kafka).renew():
                    self.telemetry.certificates_renewed(expiries(kafka))
            except ConfigurationError as error:
                self.telemetry.certificates_refused(str(error))

    async def _tell(self, ready: Callable[[], None]) -> None:
        await self._progress.until(lambda: self.health.ready() is None)
        ready()

    async def _connect(self) -> dict[str, Topic]:
        """Look at the topics as soon as a broker answers."""
        deadline = time.monotonic() + CONNECT_LIMIT_S
        for wait in delays(self.settings.retry):
            try:
                topics = await check_topics(self.settings.kafka, self.settings.topics, self.telemetry)
                if self.settings.consumer.start == "latest":
                    await begin_at_end(self.settings, topics[self.settings.topics.raw].partitions)
            except KafkaError as error:
                if (end := _refusal(error)) is not None:
                    raise end from None
                if (told := await mixed_up(self.settings.kafka)) is not None:
                    raise BrokerError(told) from None
                if time.monotonic() + wait > deadline:
                    # A broker that does not trust a client's certificate just closes the connection.
                    ours = "DATELINE_KAFKA__SSL_CERT_FILE, " if self.settings.kafka.ssl_cert_file else ""
                    raise BrokerError(
                        f"no broker answers at {self.settings.kafka.bootstrap_servers} "
                        f"({client_log.trouble or why(error)}); check DATELINE_KAFKA__BOOTSTRAP_SERVERS, "
                        f"{ours}the security settings and the network"
                    ) from None
                self.health.obstruct("broker", f"no broker answers: {client_log.trouble or why(error)}")
            else:
                return topics
            await asyncio.sleep(wait)
        raise AssertionError("delays never end")

    async def _sessions(self, topics: dict[str, Topic]) -> int:
        """Run one session after another until drained."""
        reachability = Reachability(self.health, self.telemetry, self._progress)
        self.health.clear("start")
        waits = delays(self.settings.retry)
        while not self.draining:
            begun = time.monotonic()
            session = Session(
                self.settings,
                self._batch_bytes(topics),
                pool=self._pool,
                telemetry=self.telemetry,
                health=self.health,
                progress=self._progress,
                reachability=reachability,
                tracing=self._tracing,
            )
            try:
                return await session.run(self._draining)
            except (KafkaError, OSError) as error:
                if (end := _refusal(error)) is not None:
                    raise end from None
                self._learn(error)
                reason = why(error)
            if time.monotonic() - begun > self.settings.retry.max_ms / 1000:
                waits = delays(self.settings.retry)
            wait = next(waits)
            self.telemetry.reconnecting(reason, wait)
            self.health.obstruct("broker", f"reconnecting: {reason}")
            await unless(self._draining, asyncio.sleep(wait))
        return 0

    def _learn(self, error: BaseException) -> None:
        # The batches were cut to what the topics are said to take. If a broker refuses one all the
        # same, records go one by one from now on: slow, and no record loses its neighbours.
        if isinstance(error, TOO_LARGE) and not self._one_by_one:
            self._one_by_one = True
            self.telemetry.topic_note(
                "a broker refuses batches of DATELINE_PRODUCER__MAX_BATCH_BYTES: records are written "
                "one by one; lower it, or raise max.message.bytes of the events and dead-letter topics"
            )

    def _batch_bytes(self, topics: dict[str, Topic]) -> int:
        if self._one_by_one:
            return 0
        written = (topics[self.settings.topics.events], topics[self.settings.topics.dead])
        limits = [topic.max_message_bytes for topic in written if topic.max_message_bytes is not None]
        return min([self.settings.producer.max_batch_bytes, *limits])


def _refusal(error: BaseException) -> BrokerError | None:
    """Return the error that ends the service, or null where trying again may help.

    A wrong password and a wrong CA are both a lost connection to who calls the client; its log tells them.
    """
    hidden = client_log.cause if isinstance(error, KafkaConnectionError) else None
    return fatal(error) or fatal(hidden)


def _first(errors: BaseExceptionGroup[BaseException]) -> BaseException:
    """Return the fault that ended the service: what we raised on purpose, else the first."""
    leaves = list(_leaves(errors))
    return next((error for error in leaves if isinstance(error, ServiceError)), leaves[0])


def _leaves(error: BaseException) -> list[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        return [leaf for inner in error.exceptions for leaf in _leaves(inner)]
    return [error]


async def _run(settings: Settings, factory: PipelineFactory | None) -> int:
    service = Service(settings, factory, traces=traces_endpoint(os.environ))
    settle_memory()
    loop = asyncio.get_running_loop()
    running = asyncio.ensure_future(service.run())

    def interrupt() -> None:
        if service.draining:
            running.cancel()
        service.stop()

    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, interrupt)
    try:
        return UNFINISHED if await running else 0
    except asyncio.CancelledError:
        return UNFINISHED


def _withhold_secrets() -> None:
    """Take the secrets out of the environment that workers inherit: they parse what strangers wrote."""
    secret = {name for name, field in variables() if SecretStr in get_args(field.annotation)}
    for name in [name for name in os.environ if name.upper() in secret]:
        del os.environ[name]


def serve(settings: Settings, factory: PipelineFactory | None = None) -> int:
    """Run the service until SIGTERM or SIGINT; return the exit code.

    The first signal drains, the second stops at once. 0 is a clean end, 1 one that left records
    to be read again.

    Raises:
        ServiceError: the service cannot start, or cannot go on; it carries its exit code.
    """
    configure_logging(settings.log, sys.stderr)
    _withhold_secrets()
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(_run(settings, factory))
    except ServiceError:
        raise
    except Exception as error:
        structlog.get_logger().exception("internal fault")
        raise ServiceError(f"internal fault: {why(error)}; please report it") from error
