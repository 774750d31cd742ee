"""What faults cost: noted by each trial, told as they come in the long form, and written as one table."""

import os
import statistics
from collections.abc import Generator, Iterator
from dataclasses import astuple, dataclass

import pytest

RUNS = int(os.environ.get("FAULT_RUNS", "0"))
"""How often each fault comes in the long form, which runs nothing else; 0 is the short form, once each."""


@dataclass(frozen=True)
class Result:
    """What one trial cost."""

    fault: str
    delivery: str
    lost: int
    repeated: int
    disorder: int
    """Records seen for the first time after a later one of their partition."""
    seconds: float
    """From the fault, or its end where it lasts, to new articles of every partition having come through."""

    def __str__(self) -> str:
        order = "order kept" if not self.disorder else f"{self.disorder} OUT OF ORDER"
        return (
            f"{self.fault}, {self.delivery}: recovered in {self.seconds:.1f} s, lost {self.lost}, "
            f"repeated {self.repeated}, {order}"
        )


_noted: list[Result] = []


def note(result: Result) -> None:
    """Keep what a trial cost for the table."""
    _noted.append(result)


def table(results: list[Result]) -> Iterator[str]:
    """Write a line for each fault and delivery."""
    yield (
        f"{'fault':<50}{'delivery':<14}{'runs':>5}{'lost':>6}{'repeated':>10}"
        f"{'recovery s, min / median / max':>32}{'order kept':>12}"
    )
    rows: dict[str, dict[str, list[Result]]] = {}
    for result in results:
        rows.setdefault(result.fault, {}).setdefault(result.delivery, []).append(result)
    for fault, by_delivery in rows.items():
        for delivery, runs in by_delivery.items():
            seconds = [run.seconds for run in runs]
            times = f"{min(seconds):.1f} / {statistics.median(seconds):.1f} / {max(seconds):.1f}"
            lost, repeated = sum(run.lost for run in runs), sum(run.repeated for run in runs)
            order = "no" if any(run.disorder for run in runs) else "yes"
            yield f"{fault:<50}{delivery:<14}{len(runs):>5}{lost:>6}{repeated:>10}{times:>32}{order:>12}"


class Costs:
    """Pytest's plugin that carries what was noted with each test's report, from whatever process ran it."""

    def __init__(self, config: pytest.Config) -> None:
        """Begin with nothing noted."""
        self._config = config
        self._results: list[Result] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Add what the test noted to its report."""
        del item
        report = yield
        if call.when == "call":
            report.user_properties += [("fault", astuple(result)) for result in _noted]
            _noted.clear()
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Collect it; in the long form, say it."""
        if report.when != "call":
            return
        for name, values in report.user_properties:
            if name == "fault":
                self._results.append(Result(*values))  # type: ignore[misc] # as it was packed
                self._tell(self._results[-1])

    def _tell(self, result: Result) -> None:
        terminal = self._config.pluginmanager.get_plugin("terminalreporter")
        if RUNS and terminal is not None:
            terminal.write_line(f"{len(self._results):>4}  {result}")

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the table."""
        if self._results:
            terminalreporter.section("what faults cost")
            for line in table(self._results):
                terminalreporter.write_line(line)
