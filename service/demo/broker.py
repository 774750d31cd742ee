"""A Kafka of one's own on this machine, for the demo, the tests and the benchmarks.

``LocalKafka`` is a real single-node Apache Kafka (KRaft) run from jars that Maven fetched.
``EmbeddedKafka`` is librdkafka's mock cluster, for machines without Java or Maven: enough to see the
service work, but it keeps nothing, checks no CRC and knows no transactions.
"""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType
from typing import Protocol, Self
from uuid import uuid4

from service.errors import BrokerError

JARS = Path(__file__).parents[2] / ".kafka" / "libs"
"""Where ``make`` puts Kafka's jars."""

QUICK_JVM = ("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""Up at once and small; it compiles half-heartedly and stands still for 20 ms to collect garbage."""
LASTING_JVM = (
    *("-server", "-Xms1g", "-Xmx1g", "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20"),
    *("-XX:InitiatingHeapOccupancyPercent=35", "-XX:+ExplicitGCInvokesConcurrent"),
)
"""As Kafka's own scripts start it: what a node is measured with."""
WITH_US = ("setpriv", "--pdeathsig", "KILL")
"""Ends the node with the process that started it, even where that one is killed (util-linux)."""
START_LIMIT_S = 90.0
STOP_LIMIT_S = 20.0


class Broker(Protocol):
    """A broker to develop against."""

    bootstrap: str
    """Address as host:port."""
    description: str
    """What kind of broker it is, in a few words."""

    def __enter__(self) -> Self:
        """Start it and wait until it answers."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it and remove what it wrote."""


def free_port() -> int:
    """Return a port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def can_run_kafka() -> bool:
    """Say whether this machine has Java and Kafka's jars."""
    return shutil.which("java") is not None and any(JARS.glob("kafka_*.jar"))


class LocalKafka:
    """One Kafka node on loopback, in a folder of its own; a context manager.

    ``stop``, ``kill`` and ``start`` again keep the port and what was written.
    """

    description = "Apache Kafka, one node, from Maven's jars"

    def __init__(
        self,
        folder: Path | None = None,
        *,
        jars: Path = JARS,
        jvm: Sequence[str] = QUICK_JVM,
        properties: Mapping[str, str] | None = None,
    ) -> None:
        """Choose ports; ``properties`` override the node's configuration."""
        self._own_folder = folder is None
        self.folder = folder or Path(mkdtemp(prefix="dateline-kafka-"))
        self._java = (*jvm, "-Dlog4j2.level=ERROR", "-cp", f"{jars}/*")
        self.jars = jars
        self.port = free_port()
        self.bootstrap = f"127.0.0.1:{self.port}"
        self.cluster_id = uuid4().hex[:22]
        controller = free_port()
        self.properties = {
            "process.roles": "broker,controller",
            "node.id": "1",
            "controller.quorum.voters": f"1@127.0.0.1:{controller}",
            "listeners": f"PLAINTEXT://127.0.0.1:{self.port},CONTROLLER://127.0.0.1:{controller}",
            "advertised.listeners": f"PLAINTEXT://{self.bootstrap}",
            "controller.listener.names": "CONTROLLER",
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "log.dirs": str(self.folder / "log"),
            "auto.create.topics.enable": "false",
            "num.partitions": "1",
            "offsets.topic.num.partitions": "4",
            "offsets.topic.replication.factor": "1",
            "transaction.state.log.num.partitions": "4",
            "transaction.state.log.replication.factor": "1",
            "transaction.state.log.min.isr": "1",
            "group.initial.rebalance.delay.ms": "0",
            "broker.heartbeat.interval.ms": "500",
            "broker.session.timeout.ms": "4000",  # a killed node is let back in after this
            **(properties or {}),
        }
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Format the storage, start the node and wait until it answers."""
        try:
            self.start()
        except BaseException:  # an interrupt, too, must not leave a node behind
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the node; remove its folder if it made it itself."""
        self.stop()
        if self._own_folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, *, wait: bool = True) -> None:
        """Start the node on its port, with whatever its folder already holds; wait until it answers.

        Raises:
            BrokerError: Java or the jars are missing, or the node does not come up.
        """
        java = shutil.which("java")
        if java is None:
            raise BrokerError("no Java found: install a Java 17 or later runtime")
        if not any(self.jars.glob("kafka_*.jar")):
            raise BrokerError("Kafka's jars are missing: run `make kafka` in a checkout")
        configuration = self.folder / "server.properties"
        configuration.write_text("".join(f"{k}={v}\n" for k, v in self.properties.items()))
        command = [java, *self._java]
        log = self.folder / "server.log"
        with log.open("ab") as output:
            if not (self.folder / "log").exists():
                tool = ["kafka.tools.StorageTool", "format", "-t", self.cluster_id, "-c", str(configuration)]
                subprocess.run([*command, *tool], check=True, stdout=output, stderr=output)  # noqa: S603
            tied = WITH_US if shutil.which(WITH_US[0]) else ()
            self.process = subprocess.Popen(  # noqa: S603 - the command is ours
                [*tied, *command, "kafka.Kafka", str(configuration)],
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C is for us, not for the node
            )
        if wait:
            self.wait_until_up()

    def wait_until_up(self) -> None:
        """Wait until a started node answers; one of several does when most of them run.

        Raises:
            BrokerError: it does not come up.
        """
        assert self.process is not None, "start() comes first"  # noqa: S101 - for the type checker
        log = self.folder / "server.log"
        deadline = time.monotonic() + START_LIMIT_S
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                tail = log.read_text(errors="replace").splitlines()[-3:]
                raise BrokerError(f"Kafka ended while starting: {' | '.join(tail)}")
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        self.kill()
        raise BrokerError(f"Kafka did not come up in {START_LIMIT_S:.0f} s; see {log}")

    def stop(self) -> None:
        """Stop the node cleanly, or kill it where that takes too long."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Kill the node at once, as a crash would."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def signal(self, how: signal.Signals) -> None:
        """Send the node a signal: SIGSTOP and SIGCONT make it hang and go on."""
        if self.process is not None:
            os.kill(self.process.pid, how)


class EmbeddedKafka:
    """librdkafka's mock cluster inside this process; topics appear on first use."""

    description = "librdkafka's mock cluster, embedded (no Java or Maven here)"

    def __enter__(self) -> Self:
        """Start the cluster."""
        try:
            from confluent_kafka import Producer  # noqa: PLC0415 - only where it is needed
        except ImportError as error:
            raise BrokerError("no broker to be had: install Java and Maven, or confluent-kafka") from error
        self._cluster = Producer({"test.mock.num.brokers": 1, "log_level": 0})
        metadata = self._cluster.list_topics(timeout=10)
        broker = next(iter(metadata.brokers.values()))
        self.bootstrap = f"{broker.host}:{broker.port}"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Drop the cluster."""
        del self._cluster


def any_broker() -> Broker:
    """Choose the real Kafka where Java and its jars are present, else the embedded cluster."""
    return LocalKafka() if can_run_kafka() else EmbeddedKafka()
