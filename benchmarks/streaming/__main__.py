"""Compare the service with other ways through Kafka, in rate and CPU a record, on a real broker.

    python -m benchmarks.streaming                        # nothing and pages, three rounds: half an hour
    python -m benchmarks.streaming nothing --only Dateline --only confluent --records 5000
    python -m benchmarks.streaming pages --rounds 5 --markdown
    python -m benchmarks.streaming memory

Three workloads:

  nothing  flat texts of 3.5 KB pass through: the transport alone
  pages    real pages are cleaned: peers with trafilatura, and with this project's pipeline, so that transport
           and cleaning can be told apart; the bare pipeline in one process, before and after the service's
           run, as the machine's mood changes; one worker and two
  memory   like nothing, one long run of the service, its memory sampled

Every run is a process of its own on fresh topics of four partitions. It is started on a few records and
held while the topic is loaded, then let go: time and CPU (user and system, of it and its children) are
taken until the last output is acknowledged. Contestants take turns, each round begins with another one.
A run in which a process died, or with more or fewer outputs than records, is void. Ratios are taken round by
round; a figure is their median, with the smallest and the largest in brackets. The first run installs the
peers, pinned, into .streaming and .streaming-quix in the checkout.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from benchmarks.streaming import report
from benchmarks.streaming.contestants import (
    AT_LEAST_ONCE,
    EXACTLY_ONCE,
    PEERS,
    TRANSACTIONS,
    knows_delivery,
    peer,
    pythons,
    service,
    service_name,
)
from benchmarks.streaming.measuring import (
    ONE_THREAD,
    Contestant,
    Measurement,
    VoidRunError,
    last_line,
    measure,
)
from benchmarks.streaming.report import Goal, cpu, rate
from benchmarks.streaming.workloads import mean_kib, origin, pages, texts
from service.demo.broker import LASTING_JVM, LocalKafka
from service.record import InputRecord

BARE = "bare pipeline"
OURS = service_name()
PATIENT = {"broker.session.timeout.ms": "60000"}
"""A node that is starved of CPU for seconds is not fenced."""
WIDTH = 240
"""Columns of the tables where they go to a file; none is cut."""


@dataclass(frozen=True)
class Workload:
    """What goes through, and how much of it unless asked otherwise."""

    load: Callable[[int], list[InputRecord]]
    records: int
    warm_up: int
    batch: int
    """Records of a batch of the peers."""
    stages: tuple[str, ...]
    """What the peers do."""


WORKLOADS = {
    "nothing": Workload(texts, 20_000, 1_000, 500, ("nothing",)),
    "pages": Workload(pages, 600, 24, 50, ("trafilatura", "pipeline")),
    "memory": Workload(texts, 100_000, 1_000, 500, ()),
}
GOALS = {
    "nothing": (
        Goal("rate ÷ FastStream's batch subscriber", rate, OURS, PEERS["faststream-batch"], 1.5),
        Goal("rate ÷ FastStream's default one", rate, OURS, PEERS["faststream-default"], 12),
        Goal("rate ÷ confluent-kafka batch loop", rate, OURS, PEERS["confluent"], 0.85),
    ),
    "pages": (
        Goal("CPU, bare work ÷ service", cpu, BARE, OURS, 0.95),
        Goal("rate, two workers ÷ one", rate, service_name(workers=2), OURS, 1.85),
    ),
    "memory": (),
}
ONCE = Goal("rate, exactly once ÷ at least once", rate, service_name(EXACTLY_ONCE), OURS, 0.95)


def main() -> None:
    """Read the command line, run everything, print the tables."""
    parser = argparse.ArgumentParser(
        "python -m benchmarks.streaming",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "workloads",
        nargs="*",
        metavar="WORKLOAD",
        help="nothing, pages, memory; nothing and pages where none is given",
    )
    sizes = ", ".join(f"{one.records} {name}" for name, one in WORKLOADS.items())
    parser.add_argument("--records", type=int, metavar="N", help=f"records of a run (default: {sizes})")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each contestant (default 3)")
    parser.add_argument(
        "--delivery",
        action="append",
        choices=(AT_LEAST_ONCE, EXACTLY_ONCE),
        help="how the service delivers; may be repeated (default: both)",
    )
    parser.add_argument(
        "--only", action="append", metavar="TEXT", help="only who has this in the name; may be repeated"
    )
    parser.add_argument("--markdown", action="store_true", help="tables as Markdown")
    arguments = parser.parse_args()
    for name in arguments.workloads:
        if name not in WORKLOADS:
            parser.error(f"{name}: no such workload; there are {', '.join(WORKLOADS)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # broker and contestants end with us
    try:
        _report(arguments)
    except RuntimeError as fault:
        sys.exit(f"benchmarks.streaming: {fault}")


def _report(arguments: argparse.Namespace) -> None:
    notes = Console(stderr=True, highlight=False)
    console = Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False)
    deliveries = arguments.delivery or [AT_LEAST_ONCE, EXACTLY_ONCE]
    if EXACTLY_ONCE in deliveries and not knows_delivery():
        notes.print("exactly once is left out: this service has no DATELINE_DELIVERY")
        deliveries = [AT_LEAST_ONCE]
    with tempfile.TemporaryDirectory() as folder, LocalKafka(jvm=LASTING_JVM, properties=PATIENT) as kafka:
        for name in arguments.workloads or ("nothing", "pages"):
            runner = Runner(kafka.bootstrap, Path(folder), notes, name, arguments.records)
            if name == "memory":
                runs = runner.memory([service(d, stage="nothing") for d in deliveries])
                console.print(report.memory(runs, markdown=arguments.markdown))
                continue
            chosen = [
                one
                for one in contestants(name, deliveries, pythons(notes))
                if not arguments.only or any(text.lower() in one.name.lower() for text in arguments.only)
            ]
            results = runner.rounds(chosen, arguments.rounds)
            if OURS in results:
                title = (
                    f"{name}: {runner.count:,} of {mean_kib(runner.records):.1f} KiB from {origin()}, "
                    f"load average before the runs {min(runner.loads):.1f} to {max(runner.loads):.1f}"
                )
                console.print(report.overview(results, OURS, BARE, title, markdown=arguments.markdown))
                console.print(report.goals((*GOALS[name], ONCE), results, markdown=arguments.markdown))


def contestants(workload: str, deliveries: Sequence[str], python: dict[str, Path]) -> list[Contestant]:
    """List who takes part in a workload."""
    stage = "nothing" if workload == "nothing" else "pipeline"
    ours = [service(delivery, stage=stage) for delivery in deliveries]
    if workload == "pages":
        ours += [service(delivery, workers=2) for delivery in deliveries]
    stages, batch = WORKLOADS[workload].stages, WORKLOADS[workload].batch
    loops = [loop for loop in PEERS if workload == "nothing" or loop != TRANSACTIONS]
    return ours + [peer(loop, stage, batch, python[loop]) for stage in stages for loop in loops]


class Runner:
    """Runs one workload."""

    def __init__(self, bootstrap: str, folder: Path, notes: Console, name: str, count: int | None) -> None:
        """Load the records."""
        self._bootstrap = bootstrap
        self._folder = folder
        self._notes = notes
        self._workload = WORKLOADS[name]
        self._bare = name == "pages"
        self.loads: list[float] = []
        """Load average of the machine when each run began; rates mean little where others were busy."""
        self.count = count or self._workload.records
        self.records = self._workload.load(self.count)
        self._warm_up = self._workload.load(self._workload.warm_up)

    def rounds(self, chosen: Sequence[Contestant], rounds: int) -> dict[str, list[Measurement | None]]:
        """Run everybody in every round, first in turn another one."""
        results: dict[str, list[Measurement | None]] = {one.name: [] for one in chosen}
        if self._bare and OURS in results:
            results = {BARE: [], **results}
        for turn in range(rounds):
            for number in range(len(chosen)):
                one = chosen[(turn + number) % len(chosen)]
                beside = self._bare and one.name == OURS
                before = self._run_bare() if beside else None
                results[one.name].append(self._run(one, f"round {turn + 1} of {rounds}"))
                if before:
                    results[BARE].append(before + self._run_bare())
        return results

    def memory(self, chosen: Sequence[Contestant]) -> dict[str, Measurement]:
        """Run each once, with samples of its memory; a void run is left out."""
        runs = {one.name: self._run(one, "memory", sample_memory=True) for one in chosen}
        return {name: run for name, run in runs.items() if run}

    def _run(self, one: Contestant, note: str, *, sample_memory: bool = False) -> Measurement | None:
        self.loads.append(os.getloadavg()[0])
        log = self._folder / "run.log"
        log.unlink(missing_ok=True)
        with self._notes.status(f"{note}: {one.name}"):
            try:
                run = measure(
                    one, self._bootstrap, self.records, self._warm_up, log, sample_memory=sample_memory
                )
            except VoidRunError as fault:
                self._notes.print(
                    f"{note}: {one.name} is void: {fault}; it said: {last_line(log)}", markup=False
                )
                return None
        self._notes.print(f"{note}: {one.name}: {run.rate:,.0f} records/s, {run.cpu_ms:.3f} ms CPU a record")
        return run

    def _run_bare(self) -> Measurement:
        command = [
            sys.executable,
            "-m",
            "benchmarks.streaming.bare",
            str(self.count),
            str(self._workload.warm_up),
        ]
        ended = subprocess.run(
            command, capture_output=True, text=True, check=False, env=os.environ | ONE_THREAD
        )
        if ended.returncode:
            raise RuntimeError(f"the bare pipeline failed: {ended.stderr.strip().splitlines()[-1:]}")
        run = Measurement(self.count, **json.loads(ended.stdout))
        self._notes.print(f"{BARE}: {run.rate:,.0f} records/s, {run.cpu_ms:.3f} ms CPU a record")
        return run


if __name__ == "__main__":
    main()
