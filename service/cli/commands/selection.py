"""Which dead letters are meant: by error code, stage and time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Self, TypeVar

from schemas import ErrorCode, StageName
from service.errors import ConfigurationError

AGO = re.compile(r"(\d{1,6})\s*([smhdw])", re.ASCII)
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Selection:
    """What a dead letter must match; an empty set or null takes all."""

    codes: frozenset[ErrorCode] = frozenset()
    stage: StageName | None = None
    since_ms: int | None = None
    """Earliest time of dead-lettering, milliseconds since 1970-01-01 UTC."""
    until_ms: int | None = None
    """The time before which it was dead-lettered."""

    @classmethod
    def parse(cls, *, codes: Sequence[str], stage: str | None, since: str | None, until: str | None) -> Self:
        """Read what the user typed.

        Raises:
            ConfigurationError: an unknown code or stage, or an unreadable time.
        """
        now = datetime.now(UTC)
        return cls(
            frozenset(_choose(ErrorCode, code, "--code") for code in codes),
            None if stage is None else _choose(StageName, stage, "--stage"),
            None if since is None else _moment(since, now, "--since"),
            None if until is None else _moment(until, now, "--until"),
        )

    def takes(self, code: str, stage: str, timestamp_ms: int) -> bool:
        """Say whether a letter matches."""
        return (
            (not self.codes or code in self.codes)
            and (self.stage is None or stage == self.stage)
            and (self.since_ms is None or timestamp_ms >= self.since_ms)
            and (self.until_ms is None or timestamp_ms < self.until_ms)
        )

    def fixed_times(self) -> str:
        """Write the times as options that mean the same later on, when ``2h`` ago is another time."""
        times = {"--since": self.since_ms, "--until": self.until_ms}
        return "".join(f" {option} {_written(time)}" for option, time in times.items() if time is not None)


def _choose(choices: type[Choice], text: str, option: str) -> Choice:
    try:
        return choices(text)
    except ValueError:
        known = ", ".join(choices)
        raise ConfigurationError(f"{option} {text}: not known; one of {known}") from None


def _moment(text: str, now: datetime, option: str) -> int:
    if ago := AGO.fullmatch(text.strip()):
        moment = now - timedelta(**{UNITS[ago[2]]: int(ago[1])})
    else:
        try:
            moment = datetime.fromisoformat(text.strip())
        except ValueError:
            raise ConfigurationError(
                f"{option} {text}: no time; write 30m, 2h or 7d for so long ago, or 2024-11-13T09:00:00Z"
            ) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return int(moment.timestamp() * 1000)


def _written(milliseconds: int) -> str:
    moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
