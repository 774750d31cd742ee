"""Findings: what one look found, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum

from service.cli.faults import ExitCode


class Status(StrEnum):
    """How serious a finding is."""

    OK = "ok"
    WARNING = "warning"
    FAILURE = "failure"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, what was found, what to do."""

    status: Status
    about: str
    found: str
    advice: str | None = None
    exit_code: ExitCode = ExitCode.DONE
    """How the command ends for it; 0 for what is no failure."""


def ok(about: str, found: str) -> Finding:
    """Say that all is well."""
    return Finding(Status.OK, about, found)


def warning(about: str, found: str, advice: str) -> Finding:
    """Say what works and may harm."""
    return Finding(Status.WARNING, about, found, advice)


def skipped(about: str, why: str) -> Finding:
    """Say what could not be looked at."""
    return Finding(Status.SKIPPED, about, why)


def misconfigured(about: str, found: str, advice: str | None = None) -> Finding:
    """Say what in the configuration keeps the service from running."""
    return Finding(Status.FAILURE, about, found, advice, ExitCode.USAGE)


def refused(about: str, found: str, advice: str | None = None) -> Finding:
    """Say what at the brokers keeps the service from running."""
    return Finding(Status.FAILURE, about, found, advice, ExitCode.BROKER)


def exit_code(findings: list[Finding]) -> ExitCode:
    """Return how the command ends: 2 where the configuration is wrong, else 3 where a broker is, else 0."""
    codes = {finding.exit_code for finding in findings} - {ExitCode.DONE}
    return min(codes, default=ExitCode.DONE)
