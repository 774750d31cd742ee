"""The measurements as tables of ratios: for a terminal, or as Markdown."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rich import box
from rich.table import Table

from benchmarks.streaming.measuring import Measurement
from service.settings import MEBIBYTE

FLAT = 1.05
"""Most the last quarter's memory may be of the second's and count as flat."""

Rounds = Sequence[Measurement | None]
"""One a round; null where the run was void."""
Figure = Callable[[Measurement], float]


def rate(run: Measurement) -> float:
    """Return records a second."""
    return run.rate


def cpu(run: Measurement) -> float:
    """Return CPU milliseconds a record."""
    return run.cpu_ms


class Spread(NamedTuple):
    """A median and its range over the rounds."""

    low: float
    median: float
    high: float

    def text(self, digits: int) -> str:
        """Write it down."""
        low, median, high = (f"{value:,.{digits}f}" for value in self)
        return f"{median} ({low} to {high})"


@dataclass(frozen=True)
class Goal:
    """A ratio that should not be smaller."""

    what: str
    figure: Figure
    over: str
    """Name whose figure is divided ..."""
    under: str
    """... by the figure of this name."""
    least: float


def spread(values: Sequence[float]) -> Spread | None:
    """Return median and range; null where there is no value."""
    return Spread(min(values), statistics.median(values), max(values)) if values else None


def ratio(over: Rounds, under: Rounds, figure: Figure) -> Spread | None:
    """Divide a figure of two contestants, round by round, where neither run is void."""
    return spread([figure(a) / figure(b) for a, b in zip(over, under, strict=True) if a and b])


def overview(results: Mapping[str, Rounds], ours: str, bare: str, title: str, *, markdown: bool) -> Table:
    """Lay out rate and CPU of all; ratios are to ``ours``, and to ``bare`` where it took part.

    Above 1 speaks for ours in the columns of ours; CPU of the bare work ÷ its own is 1 where the transport
    costs nothing.
    """
    heads = ["contestant", "records/s", "CPU ms/record", f"rate, {ours} ÷ it", f"CPU, it ÷ {ours}"]
    table = _table(title, [*heads, "CPU, bare ÷ it"] if bare in results else heads, markdown=markdown)
    for name, rounds in results.items():
        valid = [run for run in rounds if run]
        void = len(rounds) - len(valid)
        ratios = [ratio(results[ours], rounds, rate), ratio(rounds, results[ours], cpu)]
        if bare in results:
            ratios.append(ratio(results[bare], rounds, cpu))
        table.add_row(
            name + (f" ({void} void)" if void else ""),
            _text(spread([rate(run) for run in valid]), 0),
            _text(spread([cpu(run) for run in valid]), 3),
            *(_text(one, 2) for one in ratios),
        )
    return table


def goals(wanted: Sequence[Goal], results: Mapping[str, Rounds], *, markdown: bool) -> Table:
    """Lay out what was wanted and what it came to."""
    table = _table("Goals", ("goal", "at least", "measured", "reached"), markdown=markdown)
    for goal in wanted:
        if goal.over not in results or goal.under not in results:
            continue
        measured = ratio(results[goal.over], results[goal.under], goal.figure)
        reached = "-" if measured is None else "yes" if measured.median >= goal.least else "no"
        table.add_row(goal.what, f"{goal.least:g}", _text(measured, 3), reached)
    return table


def memory(runs: Mapping[str, Measurement], *, markdown: bool) -> Table:
    """Lay out the memory over a long run by its quarters."""
    heads = ("contestant", "records", "peak MiB", "median MiB by quarter", "last ÷ second quarter", "flat")
    table = _table("Memory over a long run", heads, markdown=markdown)
    for name, run in runs.items():
        samples = run.memory
        length = len(samples) // 4
        quarters = [statistics.median(samples[n * length : (n + 1) * length] or [0]) for n in range(4)]
        growth = quarters[3] / quarters[1] if quarters[1] else float("nan")
        table.add_row(
            name,
            f"{run.records:,}",
            f"{max(samples, default=0) / MEBIBYTE:.0f}",
            ", ".join(f"{quarter / MEBIBYTE:.0f}" for quarter in quarters),
            f"{growth:.2f}",
            "yes" if growth <= FLAT else "no",
        )
    return table


def _table(title: str, heads: Sequence[str], *, markdown: bool) -> Table:
    style = box.MARKDOWN if markdown else box.SIMPLE_HEAD
    table = Table(title=title, title_justify="left", box=style, title_style="bold")
    for number, head in enumerate(heads):
        table.add_column(head, no_wrap=True, justify="right" if number else "left")
    return table


def _text(found: Spread | None, digits: int) -> str:
    return "-" if found is None else found.text(digits)
