"""One run of one contestant: CPU, time, memory from a preloaded topic's first record to the last output.

A contestant is started on a topic with a few records, so that everything is imported, built and joined.
Once their outputs are there it is held (SIGSTOP) while the topic is loaded, and let go again. So start-up
costs nobody anything, nobody works ahead of the measurement, and none has to take part in it.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from confluent_kafka import ConsumerGroupTopicPartitions, KafkaException, TopicPartition
from confluent_kafka.admin import AdminClient, OffsetSpec  # type: ignore[attr-defined] # not in its __all__

from benchmarks.harness import MeasuredProcess, make_topics, preload, read_all
from service.record import InputRecord
from service.settings import TopicSettings

PARTITIONS = 4
POLL_S = 0.02
"""Time between looks at the outputs, seconds."""
MEMORY_S = 0.25
"""Time between looks at the memory, seconds."""
SETTLE_S = 0.5
"""Time a contestant has to finish its warm-up, its commit above all, seconds."""
WARM_UP_LIMIT_S = 90.0
LIMIT_S = 600.0
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")


class VoidRunError(Exception):
    """A process died, or outputs are missing or too many: the run says nothing."""


@dataclass(frozen=True)
class Contestant:
    """Who takes part."""

    name: str
    command: Callable[[str, TopicSettings], tuple[Sequence[str | Path], Mapping[str, str]]]
    """From the broker's address and the topics to the command and the variables of its environment."""
    transactional: bool = False
    """It writes in transactions: their markers take offsets too, so what it has committed is watched."""
    trouble: bytes | None = None
    """What its log says where a process of its was lost and replaced."""


@dataclass
class Measurement:
    """What a run took."""

    records: int
    seconds: float
    cpu_seconds: float
    memory: list[int] = field(default_factory=list)
    """Bytes, in the order sampled; empty unless asked for."""

    def __add__(self, other: "Measurement") -> "Measurement":
        """Take two runs as one."""
        return Measurement(
            self.records + other.records,
            self.seconds + other.seconds,
            self.cpu_seconds + other.cpu_seconds,
            self.memory + other.memory,
        )

    @property
    def rate(self) -> float:
        """Records a second."""
        return self.records / self.seconds

    @property
    def cpu_ms(self) -> float:
        """CPU time a record, milliseconds."""
        return 1_000 * self.cpu_seconds / self.records


class Broker:
    """What the measurement asks of the broker."""

    def __init__(self, bootstrap: str) -> None:
        """Connect on first use."""
        self.bootstrap = bootstrap
        self._admin = AdminClient({"bootstrap.servers": bootstrap})

    def written(self, *topics: str) -> int:
        """Sum the end offsets."""
        end = OffsetSpec.latest()  # type: ignore[no-untyped-call] # not in its stubs
        wanted = {TopicPartition(topic, p): end for topic in topics for p in range(PARTITIONS)}
        return sum(future.result().offset for future in self._admin.list_offsets(wanted).values())

    def committed(self, topic: str) -> int:
        """Sum the offsets the group named after a topic has committed."""
        partitions = [TopicPartition(topic, p) for p in range(PARTITIONS)]
        request = [ConsumerGroupTopicPartitions(topic, partitions)]
        (future,) = self._admin.list_consumer_group_offsets(request).values()
        return sum(max(p.offset, 0) for p in future.result().topic_partitions or [])

    def delete(self, topics: TopicSettings) -> None:
        """Delete the topics of a run; the disk is not endless."""
        for future in self._admin.delete_topics(list(topics.names)).values():
            future.result(30)


class Watch:
    """Waits for outputs, and voids the run where they do not come."""

    def __init__(
        self, contestant: Contestant, process: MeasuredProcess, broker: Broker, topics: TopicSettings
    ) -> None:
        """Begin with nothing seen."""
        self._contestant = contestant
        self._process = process
        self._broker = broker
        self._topics = topics
        self.memory: list[int] = []

    def wait_for(self, count: int, limit_s: float, *, sample_memory: bool = False) -> None:
        """Wait until that many records have ended.

        Raises:
            VoidRunError: the process died, or time ran out.
        """
        deadline = time.monotonic() + limit_s
        next_sample = 0.0
        while (seen := self._ended()) < count:
            if (code := self._process.process.poll()) is not None:
                raise VoidRunError(f"it ended with {code} after {seen} of {count} records")
            now = time.monotonic()
            if now > deadline:
                raise VoidRunError(f"only {seen} of {count} records after {limit_s:.0f} s")
            if sample_memory and now >= next_sample:
                next_sample = now + MEMORY_S
                self.memory.append(self._process.memory())
            time.sleep(POLL_S)

    def _ended(self) -> int:
        try:
            if self._contestant.transactional:
                return self._broker.committed(self._topics.raw)
            return self._broker.written(self._topics.events, self._topics.dead)
        except KafkaException:  # a starved broker loses its own leadership for a moment
            return 0


def measure(
    contestant: Contestant,
    bootstrap: str,
    records: Sequence[InputRecord],
    warm_up: Sequence[InputRecord],
    log: Path,
    *,
    sample_memory: bool = False,
) -> Measurement:
    """Run a contestant over the records.

    Raises:
        VoidRunError: a process died, or its outputs are not as many as the records.
    """
    broker = Broker(bootstrap)
    topics = make_topics(bootstrap, PARTITIONS)
    preload(bootstrap, topics.raw, warm_up, PARTITIONS)
    command, environment = contestant.command(bootstrap, topics)
    try:
        with MeasuredProcess(command, log, ONE_THREAD | dict(environment)) as process:
            watch = Watch(contestant, process, broker, topics)
            watch.wait_for(len(warm_up), WARM_UP_LIMIT_S)
            time.sleep(SETTLE_S)
            process.signal(signal.SIGSTOP)
            preload(bootstrap, topics.raw, records, PARTITIONS)
            begin, cpu = time.perf_counter(), process.cpu_seconds()
            process.signal(signal.SIGCONT)
            watch.wait_for(len(warm_up) + len(records), LIMIT_S, sample_memory=sample_memory)
            seconds, cpu = time.perf_counter() - begin, process.cpu_seconds() - cpu
            end(process, contestant, log)
        outputs = sum(1 for topic in (topics.events, topics.dead) for _ in read_all(bootstrap, topic))
    finally:
        broker.delete(topics)
    if outputs != len(warm_up) + len(records):
        raise VoidRunError(f"{outputs} outputs of {len(warm_up) + len(records)} records")
    return Measurement(len(records), seconds, cpu, watch.memory)


def end(process: MeasuredProcess, contestant: Contestant, log: Path) -> None:
    """End a contestant that has done its work.

    Raises:
        VoidRunError: it does not end, or a process of its had died meanwhile.
    """
    try:
        process.stop()
    except subprocess.TimeoutExpired:
        raise VoidRunError("it did not end when it was asked to") from None
    if contestant.trouble and contestant.trouble in log.read_bytes():
        raise VoidRunError("a process of its died while it worked")


def last_line(log: Path) -> str:
    """Return the last line a contestant wrote, for the note on a void run."""
    with log.open("rb") as file:
        file.seek(max(0, os.fstat(file.fileno()).st_size - 2_000))
        lines = file.read().decode(errors="replace").strip().splitlines()
    return lines[-1][:200] if lines else "it wrote nothing"
