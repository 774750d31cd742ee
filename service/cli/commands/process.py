"""``dateline process``: files to events, without a broker, in the order of the input."""

import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO

import orjson

from service.cli.configure import settings_for
from service.cli.faults import ExitCode
from service.cli.parallel import run_in_order
from service.cli.reading.sources import Skipped, Sourced, Sources
from service.cli.showing.console import Meter, printable, progress_bar, say
from service.cli.showing.letters import record_as_json
from service.cli.showing.report import tally
from service.errors import ConfigurationError
from service.outcome import Disposition, Outcome

Hints = Mapping[str, str | None]


def process_paths(
    paths: Sequence[str], hints: Hints, *, output: Path | None, dead: Path | None, workers: int | None
) -> int:
    """Write the event of every record, and say what became of the others.

    Returns:
        The exit code: ``REJECTED`` where any record was rejected or any source damaged.
    """
    settings = settings_for()
    headers = {name: text for name, text in hints.items() if text is not None}
    with ExitStack() as stack:
        events = sys.stdout.buffer if output is None else stack.enter_context(_create(output))
        letters = None if dead is None else stack.enter_context(_create(dead))
        if output is not None and dead is not None and output.samefile(dead):
            raise ConfigurationError(f"{dead} is named twice: give --output and --dead a file each")
        outputs = [events] if letters is None else [events, letters]
        sources = Sources(paths, headers, settings.pipeline.admit.max_value_bytes, outputs)
        shown = output is not None or not sys.stdout.isatty()
        total = sources.total() if shown and sys.stderr.isatty() else None
        meter = stack.enter_context(progress_bar("processing", total, shown=shown))
        desk = _Desk(events, letters, meter, sources)
        for sourced, outcome in run_in_order(settings, desk.records(), workers):
            desk.settle(sourced, outcome)
        events.flush()
    desk.summarise()
    return ExitCode.REJECTED if desk.rejected or desk.damaged else ExitCode.DONE


class _Desk:
    """Where records come from and outcomes go, and their count."""

    def __init__(self, events: IO[bytes], letters: IO[bytes] | None, meter: Meter, sources: Sources) -> None:
        self.events = events
        self.letters = letters
        self.meter = meter
        self.sources = sources
        self.dispositions: Counter[Disposition] = Counter()
        self.rejected: Counter[str] = Counter()
        self.skipped: Counter[str] = Counter()
        self.damaged = 0
        self.begin = time.monotonic()

    def records(self) -> Iterator[Sourced]:
        for source in self.sources:
            if isinstance(source, Skipped):
                self._skip(source)
            else:
                yield source

    def _skip(self, source: Skipped) -> None:
        if source.damaged:
            self.damaged += 1
            say(f"{source.label}: {source.reason}")
        else:
            self.skipped[source.reason] += 1

    def settle(self, sourced: Sourced, outcome: Outcome) -> None:
        self.dispositions[outcome.disposition] += 1
        if outcome.disposition is Disposition.PUBLISHED:
            assert outcome.output is not None and outcome.output.value is not None  # noqa: S101, PT018
            self.events.write(outcome.output.value + b"\n")
            self.events.flush()  # whoever reads the pipe need not wait for a buffer to fill
        elif outcome.disposition is Disposition.DEAD_LETTERED:
            self._reject(sourced, outcome)
        done = self.dispositions.total()
        self.meter(self.sources.position, f"{done:,} records, {self.rejected.total():,} rejected")

    def _reject(self, sourced: Sourced, outcome: Outcome) -> None:
        self.rejected[str(outcome.code)] += 1
        if self.letters is None:
            say(f"{sourced.label}: {outcome.code}: {outcome.message}")
            return
        letter = {
            "source": printable(sourced.label),
            "code": outcome.code,
            "stage": outcome.stage,
            "message": outcome.message,
            **record_as_json(None, sourced.record.headers, sourced.record.value),
        }
        self.letters.write(orjson.dumps(letter) + b"\n")

    def summarise(self) -> None:
        seconds = max(time.monotonic() - self.begin, 1e-9)
        count = self.dispositions.total()
        parts = [f"{self.dispositions[Disposition.PUBLISHED]:,} published"]
        if self.rejected:
            parts.append(f"{self.rejected.total():,} rejected ({tally(self.rejected)})")
        if dropped := self.dispositions[Disposition.DROPPED]:
            parts.append(f"{dropped:,} dropped")
        if self.damaged:
            parts.append(f"{self.damaged:,} sources damaged")
        if self.skipped:
            parts.append(f"{self.skipped.total():,} skipped ({tally(self.skipped)})")
        say(f"{count:,} records: {', '.join(parts)}; {seconds:.1f} s, {count / seconds:,.0f}/s")


def _create(path: Path) -> IO[bytes]:
    try:
        return path.open("wb")
    except OSError as error:
        raise ConfigurationError(f"cannot write {path}: {error.strerror}; name another file") from error
