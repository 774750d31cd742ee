"""The findings of ``dateline check`` as a person reads them: a line each."""

from collections import Counter
from collections.abc import Sequence

from rich.text import Text

from service.cli.checking.finding import Finding, Status
from service.cli.showing.console import printable, stdout_console

COLOURS = {Status.OK: "green", Status.WARNING: "yellow", Status.FAILURE: "bold red", Status.SKIPPED: "dim"}


def show_findings(findings: Sequence[Finding]) -> None:
    """Write a line for each finding, and how many there are of each kind."""
    console = stdout_console()
    width = max(map(len, Status))
    for finding in findings:
        advice = f": {printable(finding.advice)}" if finding.advice else ""
        line = Text.assemble(
            (f"{finding.status.value:<{width}}", COLOURS[finding.status]),
            "  ",
            (printable(finding.about), "bold"),
            f"  {printable(finding.found)}",
            (advice, "cyan"),
        )
        console.print(line, soft_wrap=True)
    counts = Counter(finding.status for finding in findings)
    console.print(", ".join(f"{counts[status]} {status.value}" for status in Status if counts[status]))
