"""``dateline replay``: dead letters back to the topic they came from, each once, never round for ever.

Two passes over the dead topic, both up to where it ended when the command began. The first plans: which
letters match, which are the latest of their record, which have not gone back yet. The second, only with
``--yes``, sends. See docs/decisions/0007-replay.md.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Mapping

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from rich.table import Table

from service.cli.broker import TopicState, connected, consumer_of, existing, read_up_to, run_async
from service.cli.commands.plan import Letters, Plan, restored
from service.cli.commands.selection import Selection
from service.cli.configure import settings_for
from service.cli.marks import Marks, chunk_of
from service.cli.pace import Rate
from service.cli.returning import Returning, transactional_id
from service.cli.showing.console import printable, progress_bar, say, stdout_console
from service.cli.showing.report import tally
from service.errors import BrokerError, ConfigurationError
from service.runtime.kafka.clients import client_arguments
from service.settings import Settings

MAX_NAMED = 10
"""Left-alone records named one by one."""


def replay_letters(
    selection: Selection,
    bootstrap_servers: str | None,
    *,
    to: str | None,
    max_replays: int,
    rate: Rate,
    send: bool,
) -> int:
    """Show what would be sent back, and with ``send`` do it.

    Returns:
        The exit code.
    """
    settings = settings_for(bootstrap_servers)
    topics = settings.topics
    if to in {topics.dead, topics.events}:
        raise ConfigurationError(f"--to {to}: records can only be sent to a topic of raw articles")
    return run_async(_replay(settings, selection, to, max_replays, rate if send else None))


async def _replay(
    settings: Settings, selection: Selection, to: str | None, max_replays: int, rate: Rate | None
) -> int:
    dead = await existing(settings, settings.topics.dead, "Read")
    target = await existing(settings, to or settings.topics.raw, "Write")
    asking = AIOKafkaAdminClient(**client_arguments(settings.kafka))
    async with connected(consumer_of(settings), settings) as consumer, connected(asking, settings) as admin:
        marks = Marks(admin, dead.name, target.name, settings.retry)
        consumer.assign(dead.parts())
        begins = await consumer.beginning_offsets(dead.parts())
        ends = await consumer.end_offsets(dead.parts())
        letters = await _read_letters(consumer, marks, begins, ends)
        plan = letters.plan(selection, to, target.name, max_replays)
        _show(plan, selection, send=rate is not None)
        if rate is not None and plan.chosen:
            await _Sender(settings, dead, target, plan, selection).send(consumer, marks, rate)
    return 0


async def _read_letters(
    consumer: AIOKafkaConsumer,
    marks: Marks,
    begins: Mapping[TopicPartition, int],
    ends: Mapping[TopicPartition, int],
) -> Letters:
    marked = await marks.read_between(begins, ends)
    letters = Letters()
    for part, begin in begins.items():
        consumer.seek(part, begin)
    total = sum(ends[part] - begin for part, begin in begins.items())
    with progress_bar("reading dead letters", total, in_bytes=False) as meter:
        async for record in read_up_to(consumer, ends):
            part = TopicPartition(record.topic, record.partition)
            letters.remember(record, sent=record.offset in marked[part, chunk_of(record.offset)])
            meter(len(letters), "")
    return letters


class _Sender:
    """Sends what was chosen, and says how far it came."""

    def __init__(
        self, settings: Settings, dead: TopicState, target: TopicState, plan: Plan, selection: Selection
    ) -> None:
        self.settings = settings
        self.dead = dead
        self.target = target
        self.plan = plan
        self.again = f"the same command{selection.fixed_times()} sends the rest"
        self.sent = 0

    async def send(self, consumer: AIOKafkaConsumer, marks: Marks, rate: Rate) -> None:
        """Read the chosen letters once more, partition by partition, and send them.

        Raises:
            BrokerError: the broker cannot be reached, refuses, or stops answering.
        """
        total = len(self.plan.chosen)
        begin = time.monotonic()
        with progress_bar("sending back", total, in_bytes=False) as meter:

            def count(records: int) -> None:
                self.sent += records
                meter(self.sent, f"{self.sent / max(time.monotonic() - begin, 1e-9):,.0f}/s")

            name = transactional_id(self.dead.name, self.target.name)
            returning = Returning(self.settings, self.target, marks, name, rate=rate, on_sent=count)
            try:
                for part in self.dead.parts():
                    await self._send_partition(part, consumer, returning)
                await returning.flush()
            except BrokerError as error:
                raise BrokerError(f"{error} ({self.sent:,} of {total:,} were sent; {self.again})") from error
            except asyncio.CancelledError:
                say(f"interrupted: {self.sent:,} of {total:,} records were sent; {self.again}")
                raise
            finally:
                await returning.stop()
        say(f"{self.sent:,} records sent to {self.target.name}")

    async def _send_partition(
        self, part: TopicPartition, consumer: AIOKafkaConsumer, returning: Returning
    ) -> None:
        offsets = [offset for partition, offset in self.plan.chosen if partition == part.partition]
        if not offsets:
            return
        consumer.assign([part])
        consumer.seek(part, min(offsets))
        async for record in read_up_to(consumer, {part: max(offsets) + 1}):
            letter = self.plan.chosen.get((record.partition, record.offset))
            if letter is not None and not await returning.send(part, record.offset, restored(record, letter)):
                say(f"{letter.name}: not sent: larger than the broker takes")


def _show(plan: Plan, selection: Selection, *, send: bool) -> None:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("code")
    table.add_column("stage")
    for heading in ("records", "replayed before"):
        table.add_column(heading, justify="right")
    counts = Counter((letter.code, letter.stage) for letter in plan.chosen.values())
    again = Counter((letter.code, letter.stage) for letter in plan.chosen.values() if letter.replays)
    for (code, stage), count in counts.most_common():
        table.add_row(printable(code), printable(stage), f"{count:,}", f"{again[code, stage]:,}")
    if counts:
        stdout_console().print(table)
    for letter in plan.exhausted[:MAX_NAMED]:
        times = "an unreadable number of" if letter.replays is None else f"{letter.replays}"
        say(f"{letter.name}: left alone, sent back {times} times already ({letter.code})")
    if len(plan.exhausted) > MAX_NAMED:
        say(f"and {len(plan.exhausted) - MAX_NAMED:,} more sent back too often")
    if plan.left:
        say(f"left where they are: {tally(plan.left)}")
    summary = f"{len(plan.chosen):,} records {'to send' if send else 'would be sent'} to {plan.target}"
    if plan.exhausted:
        summary += f", {len(plan.exhausted):,} sent back too often"
    if plan.chosen:
        summary += selection.fixed_times()
    say(summary if send or not plan.chosen else f"{summary}; add --yes to send them")
