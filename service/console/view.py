"""What the page says: words and numbers ready to be shown."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class State:
    """Whether the replica works, and why not."""

    word: str
    tone: str
    """``good``, ``wait`` or ``bad``."""
    reasons: list[str]
    stale: str | None
    """Since when the figures are old, as time of day; null where they are not."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a drawing."""

    name: str
    now: str
    path: str


@dataclass(frozen=True, slots=True)
class Card:
    """One figure and its last minutes."""

    id: str
    title: str
    unit: str
    lines: list[Line]
    peak: str
    note: str
    words: str
    """What the drawing shows, in words."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table of what became of the records."""

    name: str
    count: str
    share: str
    meaning: str = ""
    part: bool = False
    """Whether it is part of the line above."""


@dataclass(frozen=True, slots=True)
class Dispositions:
    """What became of the records received."""

    received: str
    rows: list[Row]
    holds: bool
    """Whether the terms add up."""


@dataclass(frozen=True, slots=True)
class PartitionLag:
    """One partition's lag."""

    number: int
    records: str
    bar: float
    """Share of the largest lag, percent."""


@dataclass(frozen=True, slots=True)
class Lag:
    """How much waits where."""

    rows: list[PartitionLag]
    rest: str
    """What is said of the partitions not listed, or of there being none."""
    measured: str | None
    """Time of day of the last measurement, where that is long ago."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One of the latest dead letters."""

    moment: str
    clock: str
    code: str
    stage: str
    position: str


@dataclass(frozen=True, slots=True)
class View:
    """Everything the page says."""

    replica: str
    state: State
    clock: str
    moment: str
    cards: list[Card]
    dispositions: Dispositions | None
    lag: Lag
    dead_letters: list[DeadLetter]
    facts: list[tuple[str, str]]
