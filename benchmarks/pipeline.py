"""Measure what each stage costs a page, beside what trafilatura needs to extract the same page.

    python -m benchmarks.pipeline PAGES.jsonl.gz [--limit 200] [--rounds 3]

Every page goes through the whole pipeline and through trafilatura in turn, in one process; the least CPU
time of all rounds counts. A page that becomes no event is left out. Ratios are to trafilatura on the page.
"""

import argparse
import statistics
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from time import process_time
from typing import Any

import trafilatura
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.extraction import page_record, read_lines
from schemas import StageName
from service.enrich import Enrich
from service.errors import RecordError
from service.pipeline import Pipeline
from service.record import InputRecord
from service.runtime.workers.worker import settle_memory
from service.settings import PipelineSettings

PEER = "trafilatura"
CLEAN_AND_ENRICH = "clean + enrich"
Costs = dict[str, float]


class Meter:
    """The pipeline with a clock around each stage and finder."""

    def __init__(self) -> None:
        """Load the pipeline, and put the clocks in."""
        self.pipeline = Pipeline(PipelineSettings())
        self.costs: Costs = {}
        enrich = dict(self.pipeline.stages)[StageName.ENRICH]
        assert isinstance(enrich, Enrich)  # noqa: S101 - for the type checker
        enrich.finders = tuple((name, self._timed(f"  {name}", find)) for name, find in enrich.finders)

    def _timed(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(call)
        def timed(*arguments: Any) -> Any:  # noqa: ANN401 - whatever the stage takes and gives
            begin = process_time()
            try:
                return call(*arguments)
            finally:
                self.costs[name] = self.costs.get(name, 0.0) + process_time() - begin

        return timed

    def run(self, record: InputRecord) -> Costs | None:
        """Return the seconds of CPU each stage took; null for a page that is no article."""
        self.costs = {}
        value: Any = record
        try:
            for name, stage in self.pipeline.stages:
                value = self._timed(name.value, stage)(value)
        except RecordError:
            return None
        begin = process_time()
        trafilatura.bare_extraction(record.value, with_metadata=True)
        peer = process_time() - begin
        both = self.costs["clean"] + self.costs["enrich"]
        return {**self.costs, CLEAN_AND_ENRICH: both, PEER: peer}


def main() -> None:
    """Read the command line, measure, print the table."""
    parser = argparse.ArgumentParser(
        "python -m benchmarks.pipeline",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("pages", type=Path, metavar="PAGES.jsonl.gz", help="stored pages, gold is not read")
    parser.add_argument("--limit", type=int, default=200, metavar="N", help="about N pages, spread evenly")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="the least of N counts")
    arguments = parser.parse_args()
    if not arguments.pages.is_file():
        parser.error(f"{arguments.pages}: no such file")
    pages = list(read_lines(arguments.pages))
    chosen = pages[:: max(1, len(pages) // arguments.limit)]
    records = [page_record(arguments.pages.parent / page["html"], page.get("url")) for page in chosen]
    meter = Meter()
    settle_memory()
    least: list[Costs] = []
    for record in track(records, "measuring", console=Console(stderr=True), transient=True):
        rounds = [costs for _ in range(arguments.rounds) if (costs := meter.run(record))]
        if rounds:
            least.append({name: min(costs.get(name, 0.0) for costs in rounds) for name in rounds[0]})
    Console(highlight=False).print(_table(least))


def _table(costs: Sequence[Costs]) -> Table:
    table = Table(title=f"CPU a page, {len(costs)} pages")
    table.add_column("stage")
    for column in ("median, ms", "mean, ms", "total ÷ trafilatura's"):
        table.add_column(column, justify="right")
    peer = sum(page[PEER] for page in costs)
    for name in costs[0]:
        values = [page[name] * 1000 for page in costs]
        share = sum(values) / 1000 / peer
        table.add_row(
            name, f"{statistics.median(values):.2f}", f"{statistics.mean(values):.2f}", f"{share:.2f}"
        )
    return table


if __name__ == "__main__":
    main()
