"""``dateline replay``: dead letters back to the topic they came from, and never round for ever.

Two passes over the dead topic, both up to where it ended when the command began. The first plans: which
letters match, which are the latest of their record, which may go. The second, only with ``--yes``, sends.

A record is known again by its key, value and own headers. Its header ``dateline-replays`` travels with it
into its next dead letter, so the latest letter of a record says how often it was sent back, and a record that
reached the limit stays where it is, however often the command is run.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from aiokafka import ConsumerRecord, TopicPartition
from rich.table import Table

from schemas import DeadLetterHeaders
from service.cli.broker import connected, consumer_of, existing, read_up_to, run_async
from service.cli.commands.selection import Selection
from service.cli.configure import settings_for
from service.cli.sending import Sending
from service.cli.showing.console import printable, progress_bar, say, stdout_console
from service.cli.showing.report import tally
from service.errors import BrokerError, ConfigurationError
from service.record import Headers, OutputRecord
from service.settings import Settings

REPLAYS = "dateline-replays"
"""Header that counts how often a record was sent back."""
REASON_HEADERS = frozenset(field.alias or name for name, field in DeadLetterHeaders.model_fields.items())
MAX_NAMED = 10
"""Left-alone records named one by one."""


class Letter(NamedTuple):
    """What planning keeps of a dead letter."""

    place: tuple[int, int]
    """Partition and offset in the dead topic."""
    replays: int | None
    """How often the record was sent back; null where the count is unreadable."""
    code: str
    stage: str
    origin: str
    timestamp_ms: int


@dataclass
class Plan:
    """Which letters go back, and why the others do not."""

    target: str
    chosen: dict[tuple[int, int], Letter] = field(default_factory=dict)
    exhausted: list[Letter] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    """Letters left where they are, by reason."""


def replay_letters(
    selection: Selection, bootstrap_servers: str | None, *, to: str | None, max_replays: int, send: bool
) -> int:
    """Show what would be sent back, and with ``send`` do it.

    Returns:
        The exit code.
    """
    settings = settings_for(bootstrap_servers)
    topics = settings.topics
    if to in {topics.dead, topics.events}:
        raise ConfigurationError(f"--to {to}: records can only be sent to a topic of raw articles")
    return run_async(_replay(settings, selection, to, max_replays, send=send))


async def _replay(
    settings: Settings, selection: Selection, to: str | None, max_replays: int, *, send: bool
) -> int:
    dead = await existing(settings, settings.topics.dead)
    target = await existing(settings, to or settings.topics.raw)
    async with connected(consumer_of(settings), settings) as consumer:
        parts = dead.parts()
        consumer.assign(parts)
        begins = await consumer.beginning_offsets(parts)
        ends = await consumer.end_offsets(parts)
        letters: dict[bytes, Letter] = {}
        superseded = Counter[str]()
        total = sum(ends[part] - begin for part, begin in begins.items())
        with progress_bar("reading dead letters", total, in_bytes=False) as meter:
            for part, begin in begins.items():
                consumer.seek(part, begin)
            async for record in read_up_to(consumer, ends):
                _remember(letters, superseded, record)
                meter(len(letters) + superseded.total(), "")
        plan = make_plan(letters.values(), selection, to, target.name, max_replays)
        plan.left.update(superseded)
        _show(plan, send=send)
        if not send or not plan.chosen:
            return 0
        sent = Counter[str]()
        sending = Sending(settings, target, lambda _: sent.update(["records"]))
        await sending.start()
        try:
            for part, begin in _first_offsets(plan, begins).items():
                consumer.seek(part, begin)
            async for record in read_up_to(consumer, ends):
                letter = plan.chosen.get((record.partition, record.offset))
                if letter is not None and not await sending.send(_restored(record, letter)):
                    say(f"{_name(letter)}: not sent: larger than the broker takes")
            await sending.flush()
        except BrokerError as error:
            raise BrokerError(
                f"{error} ({sent.total():,} of {len(plan.chosen):,} were acknowledged)"
            ) from error
        finally:
            await sending.stop()
    say(f"{sent.total():,} records sent to {target.name}")
    return 0


def _remember(letters: dict[bytes, Letter], superseded: Counter[str], record: ConsumerRecord) -> None:
    """Keep the latest letter of each record: the one sent back most often, then the youngest."""
    letter = _read(record)
    if letter is None:
        superseded["not a dead letter of Dateline"] += 1
        return
    identity = _identity(record)
    known = letters.get(identity)
    if known is not None:
        superseded["older letters of the same record"] += 1
    if known is None or _age_key(letter) >= _age_key(known):
        letters[identity] = letter


def _age_key(letter: Letter) -> tuple[float, int]:
    return (float("inf") if letter.replays is None else letter.replays), letter.timestamp_ms


def _read(record: ConsumerRecord) -> Letter | None:
    headers = {name: value.decode(errors="replace") for name, value in record.headers if value is not None}
    code, stage = headers.get("dateline-error-code"), headers.get("dateline-stage")
    origin = headers.get("dateline-origin-topic")
    if code is None or stage is None or origin is None:
        return None
    text = headers.get(REPLAYS, "0")
    replays = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None  # noqa: PLR2004 - no overlong number
    return Letter((record.partition, record.offset), replays, code, stage, origin, record.timestamp)


def _own_headers(record: ConsumerRecord) -> Headers:
    return tuple((n, v) for n, v in record.headers if n not in REASON_HEADERS and n != REPLAYS)


def _identity(record: ConsumerRecord) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    parts = [record.key, record.value]
    for name, value in sorted(_own_headers(record), key=repr):
        parts += [name.encode(), value]
    for part in parts:
        digest.update(b"-" if part is None else b"%d:" % len(part) + part)
    return digest.digest()


def make_plan(
    letters: Iterable[Letter], selection: Selection, to: str | None, target: str, max_replays: int
) -> Plan:
    """Decide for the latest letter of every record whether it goes back.

    Args:
        letters: one for each record.
        selection: what the user asked for.
        to: topic the user named, null where letters go back to where they came from.
        target: name of the topic they go to.
        max_replays: times a record may be sent back.
    """
    plan = Plan(target)
    for letter in letters:
        if not selection.takes(letter.code, letter.stage, letter.timestamp_ms):
            plan.left["not selected"] += 1
        elif to is None and letter.origin != target:
            plan.left[f"from another topic ({printable(letter.origin) or 'none'})"] += 1
        elif letter.replays is None or letter.replays >= max_replays:
            plan.exhausted.append(letter)
        else:
            plan.chosen[letter.place] = letter
    return plan


def _restored(record: ConsumerRecord, letter: Letter) -> OutputRecord:
    count = str((letter.replays or 0) + 1).encode()
    return OutputRecord(record.key, record.value, (*_own_headers(record), (REPLAYS, count)))


def _first_offsets(plan: Plan, begins: dict[TopicPartition, int]) -> dict[TopicPartition, int]:
    """Return the first chosen offset of each partition, or its beginning."""
    firsts = {part: [offset for p, offset in plan.chosen if p == part.partition] for part in begins}
    return {part: min(firsts[part], default=begin) for part, begin in begins.items()}


def _name(letter: Letter) -> str:
    return f"dead letter {letter.place[0]}:{letter.place[1]}"


def _show(plan: Plan, *, send: bool) -> None:
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
        say(f"{_name(letter)}: left alone, sent back {times} times already ({letter.code})")
    if len(plan.exhausted) > MAX_NAMED:
        say(f"and {len(plan.exhausted) - MAX_NAMED:,} more sent back too often")
    if plan.left:
        say(f"left where they are: {tally(plan.left)}")
    summary = f"{len(plan.chosen):,} records {'to send' if send else 'would be sent'} to {plan.target}"
    if plan.exhausted:
        summary += f", {len(plan.exhausted):,} sent back too often"
    say(summary if send or not plan.chosen else f"{summary}; add --yes to send them")
