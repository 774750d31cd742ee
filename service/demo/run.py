"""The demo from start to end: a broker, the samples, the service, what comes out, and a check of it.

The service is the real one, ``dateline run`` in a process of its own; the demo only talks to the broker
and to the service's port.
"""

import asyncio
import signal
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from service.demo.broker import EmbeddedKafka, any_broker
from service.demo.samples import Sample, load_samples
from service.demo.screen import Screen
from service.demo.service_process import ServiceProcess
from service.demo.traffic import Ending, demo_topics, endings, feed
from service.errors import ServiceError
from service.settings import KafkaSettings, Settings

PATIENCE_S = 60.0
"""Longest wait for the next event or dead letter."""
SETTLING_S = 10.0
"""Longest wait until the metrics show what has come out."""
PUBLISHED = "published"
RECEIVED = "received"


def demo(settings: Settings, bootstrap: str | None = None) -> int:
    """Run the demo.

    Args:
        settings: how to reach the broker, where one is named.
        bootstrap: that broker, as host:port; a broker of the demo's own where absent.

    Returns:
        0 where every sample ended as it must, else 1.

    Raises:
        ServiceError: there is no broker, or it or the service gives no answer.
    """
    begin = time.monotonic()
    screen = Screen()
    with ExitStack() as stack:
        stack.enter_context(_ended_by_sigterm())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dateline-demo-")))
        if bootstrap is None:
            broker = any_broker()
            with screen.waiting(f"Starting {broker.description} ..."):
                stack.enter_context(broker)
            kafka = KafkaSettings(bootstrap_servers=broker.bootstrap)
            replication = None if isinstance(broker, EmbeddedKafka) else 1
            screen.say(f"Broker: {broker.description}, up in {time.monotonic() - begin:.1f} s")
        else:
            kafka = settings.kafka.model_copy(update={"bootstrap_servers": bootstrap})
            replication = settings.topics.replication
            screen.say(f"Broker: {bootstrap}; the demo makes topics of its own there and deletes them")
        surprises = asyncio.run(_show(screen, kafka, replication, Tally(begin), folder))
        with screen.waiting("Cleaning up ..."):
            stack.close()
    screen.next_steps()
    return 1 if surprises else 0


@dataclass
class Tally:
    """What has come out so far, by sample name."""

    begin: float
    endings: dict[str, list[Ending]] = field(default_factory=lambda: defaultdict(list))
    first_event_s: float | None = None
    """Seconds from the demo's start to its first event."""
    first: float = 0.0
    last: float = 0.0

    def add(self, name: str, ending: Ending) -> None:
        """Count one."""
        self.last = time.monotonic()
        self.first = self.first or self.last
        if ending.event and self.first_event_s is None:
            self.first_event_s = self.last - self.begin
        self.endings[name].append(ending)


async def _show(
    screen: Screen, kafka: KafkaSettings, replication: int | None, tally: Tally, folder: Path
) -> list[str]:
    """Run the service on the samples and show what comes; return every surprise, a line each."""
    samples = load_samples()
    async with (
        demo_topics(kafka, f"dateline-demo-{uuid4().hex[:8]}", replication) as topics,
        ServiceProcess(kafka, topics, folder / "service.log") as service,
    ):
        screen.say(f"Service: dateline run, process {service.process.pid}, {service.url}/metrics")
        with screen.progress("Feeding samples", len(samples)) as advance:
            positions = await feed(kafka, topics.raw, samples, advance)
        screen.say(f"Fed {len(samples)} sample articles to {topics.raw}")
        with screen.waiting("Waiting for events and dead letters ..."):
            await _watch(screen, endings(kafka, topics), service, positions, tally)
        counts = await _settled(service, len(samples))
        asked = time.monotonic()
        with screen.waiting("Stopping the service ..."):
            code = await service.stop()
        ended = f"Service: exit code {code}, {time.monotonic() - asked:.1f} s after SIGTERM"
    surprises = [line for sample in samples if (line := _surprise(sample, tally.endings[sample.name]))]
    if code:
        surprises.append(ended)
    if counts.get(RECEIVED) != len(samples) or not _balanced(counts):
        surprises.append(f"metrics do not add up: {counts}")
    _summarise(screen, samples, tally, counts)
    screen.say(ended)
    for line in surprises:
        screen.say(f"Not as expected: {line}", "red")
    if not surprises:
        screen.say(f"All {len(samples)} samples ended as expected", "green")
    return surprises


async def _watch(
    screen: Screen,
    stream: AsyncIterator[Ending | None],
    service: ServiceProcess,
    positions: Mapping[tuple[int, int], Sample],
    tally: Tally,
) -> None:
    """Show events and dead letters until each sample has one."""
    heard = time.monotonic()
    async for ending in stream:
        if ending is None:
            if not service.running:
                raise ServiceError(f"the service ended by itself; its log ends with:\n{service.last_words()}")
            if time.monotonic() - heard > PATIENCE_S:
                screen.say(f"Nothing came for {PATIENCE_S:.0f} s; the service's log ends with:", "red")
                screen.say(service.last_words())
                return
            continue
        heard = time.monotonic()
        name = positions[ending.position].name
        tally.add(name, ending)
        screen.ending(name, ending.event, ending.letter)
        if len(tally.endings) == len(positions):
            return


async def _settled(service: ServiceProcess, expected: int) -> dict[str, int]:
    """Read the metrics once nothing is in flight any more."""
    deadline = time.monotonic() + SETTLING_S
    while True:
        counts = await service.counts()
        if (counts.get(RECEIVED) == expected and _balanced(counts)) or time.monotonic() > deadline:
            return counts
        await asyncio.sleep(0.1)


def _balanced(counts: Mapping[str, int]) -> bool:
    ends = (PUBLISHED, "dead-lettered", "dropped", "abandoned")
    return bool(counts) and counts["in flight"] == 0 and counts[RECEIVED] == sum(counts[end] for end in ends)


def _outcome(ending: Ending) -> str:
    return ending.letter.error_code.value if ending.letter else PUBLISHED


def _surprise(sample: Sample, seen: Sequence[Ending]) -> str | None:
    """Say how a sample's ending differs from what its table promises; null where it does not."""
    wanted = sample.code.value if sample.code else PUBLISHED
    outcomes = sorted({_outcome(ending) for ending in seen})
    if outcomes != [wanted]:
        return f"{sample.name}: {wanted} expected, seen: {', '.join(outcomes) or 'nothing'}"
    for ending in seen:
        warned = set(ending.event.cleaning.warnings) if ending.event else set()
        if missing := sample.warnings - warned:
            return f"{sample.name}: no warning {', '.join(sorted(missing))}"
    return None


def _summarise(screen: Screen, samples: Sequence[Sample], tally: Tally, counts: Mapping[str, int]) -> None:
    expected = Counter(sample.code.value if sample.code else PUBLISHED for sample in samples)
    seen = Counter(_outcome(ending) for found in tally.endings.values() for ending in found)
    rows = [(outcome, expected[outcome], seen[outcome]) for outcome in {**expected, **seen}]
    screen.say("")
    screen.table("What became of the samples", ("outcome", "expected", "seen"), rows)
    ends = " + ".join(f"{name} {counts[name]}" for name in counts if name != RECEIVED)
    screen.say(f"\nThe service's own count: {RECEIVED} {counts.get(RECEIVED, 0)} = {ends}")
    total = sum(seen.values())
    span = tally.last - tally.first
    first = "never" if tally.first_event_s is None else f"after {tally.first_event_s:.1f} s"
    rate = f"{(total - 1) / span:.0f} records/s from the first to the last, cold" if span else ""
    screen.say(f"First event {first}; {rate}")


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """Make SIGTERM end the demo as Ctrl-C does, with everything cleaned up."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # By way of SIGINT, which asyncio turns into a cancellation: an exception out of a bare handler could
    # strike inside a client, and leave it waiting for an answer it has already thrown away.
    before = signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
