"""Which dead letters go back, and why the others do not.

A record is known again by its key, value and own headers. Its header ``dateline-replays`` travels with it
into its next dead letter, so the latest letter of a record says how often it was sent back, and a record that
reached the limit stays where it is, however often the command is run.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from aiokafka import ConsumerRecord

from schemas import DeadLetterHeaders
from service.cli.commands.selection import Selection
from service.cli.showing.console import printable
from service.record import Headers, OutputRecord
from service.runtime.lanes import OMITTED

REPLAYS = "dateline-replays"
"""Header that counts how often a record was sent back."""
REASON_HEADERS = frozenset(field.alias or name for name, field in DeadLetterHeaders.model_fields.items())


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
    whole: bool
    """Whether it has the record's value; one too large for the dead topic has not."""
    sent: bool
    """Whether it went back already."""

    @property
    def name(self) -> str:
        """What a person finds it by."""
        return f"dead letter {self.place[0]}:{self.place[1]}"


@dataclass
class Plan:
    """Which letters go back, and why the others do not."""

    target: str
    chosen: dict[tuple[int, int], Letter] = field(default_factory=dict)
    exhausted: list[Letter] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    """Letters left where they are, by reason."""


class Letters:
    """The latest letter of each record, and how many others there are."""

    def __init__(self) -> None:
        """Begin with none."""
        self._latest: dict[bytes, Letter] = {}
        self._others: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._latest) + self._others.total()

    def remember(self, record: ConsumerRecord, *, sent: bool) -> None:
        """Keep a letter if it is the latest of its record: the one sent back most often, then the youngest.

        Of several of one count, as a fault of the service leaves them, one that went back stands for all.
        """
        letter = _read(record, sent=sent)
        if letter is None:
            self._others["not a dead letter of Dateline"] += 1
            return
        identity = _identity(record)
        known = self._latest.get(identity)
        if known is not None:
            self._others["older letters of the same record"] += 1
        if known is None or _rank(letter) >= _rank(known):
            self._latest[identity] = letter

    def plan(self, selection: Selection, to: str | None, target: str, max_replays: int) -> Plan:
        """Decide for the latest letter of every record whether it goes back.

        Args:
            selection: what the user asked for.
            to: topic the user named, null where letters go back to where they came from.
            target: name of the topic they go to.
            max_replays: times a record may be sent back.
        """
        plan = Plan(target)
        plan.left.update(self._others)
        for letter in self._latest.values():
            if not selection.takes(letter.code, letter.stage, letter.timestamp_ms):
                plan.left["not selected"] += 1
            elif to is None and letter.origin != target:
                plan.left[f"from another topic ({printable(letter.origin) or 'none'})"] += 1
            elif not letter.whole:
                plan.left["too large to have kept their value"] += 1
            elif letter.sent:
                plan.left["sent back already"] += 1
            elif letter.replays is None or letter.replays >= max_replays:
                plan.exhausted.append(letter)
            else:
                plan.chosen[letter.place] = letter
        return plan


def restored(record: ConsumerRecord, letter: Letter) -> OutputRecord:
    """Return the original record, counted once more."""
    count = str((letter.replays or 0) + 1).encode()
    return OutputRecord(record.key, record.value, (*_own_headers(record), (REPLAYS, count)))


def _rank(letter: Letter) -> tuple[float, bool, int]:
    return (
        float("inf") if letter.replays is None else letter.replays,
        letter.sent,
        letter.timestamp_ms,
    )


def _read(record: ConsumerRecord, *, sent: bool) -> Letter | None:
    headers = {name: value.decode(errors="replace") for name, value in record.headers if value is not None}
    code, stage = headers.get("dateline-error-code"), headers.get("dateline-stage")
    origin = headers.get("dateline-origin-topic")
    if code is None or stage is None or origin is None:
        return None
    text = headers.get(REPLAYS, "0")
    replays = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None  # noqa: PLR2004 - no overlong number
    return Letter(
        (record.partition, record.offset),
        replays,
        code,
        stage,
        origin,
        record.timestamp,
        whole=record.value is not None or OMITTED not in record.headers,
        sent=sent,
    )


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
