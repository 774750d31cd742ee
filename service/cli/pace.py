"""A limit on how fast records are sent, so that a backfill leaves a shared cluster room."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from service.errors import ConfigurationError

BURST_S = 0.25
"""Time's worth of records that may go at once: a batch costs the cluster less than its records one by one."""
PART = re.compile(r"(\d{1,12}(?:\.\d{1,6})?)\s*(?:([kMG]?)(B))?(?:/s)?", re.ASCII | re.IGNORECASE)
UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9}


@dataclass(frozen=True, slots=True)
class Rate:
    """What may be sent in a second; null is unlimited."""

    records: float | None = None
    bytes: float | None = None
    """Bytes of keys and values, before compression."""

    @classmethod
    def parse(cls, text: str | None) -> Self:
        """Read what the user typed: ``200``, ``5MB`` or ``200,5MB``.

        Raises:
            ConfigurationError: it is no rate, or it is zero.
        """
        limits: dict[str, float] = {}
        for part in [] if text is None else text.split(","):
            found = PART.fullmatch(part.strip())
            kind = "bytes" if found and found[3] else "records"
            amount = float(found[1]) * UNITS[(found[2] or "").lower()] if found else 0.0
            if not amount or kind in limits:
                raise ConfigurationError(
                    f"--rate {text}: no rate; write records a second as 200, bytes a second as 5MB, "
                    "or both as 200,5MB"
                )
            limits[kind] = amount
        return cls(**limits)

    def seconds(self, size: int) -> float:
        """Return the time that a record of so many bytes takes up."""
        return max(
            0.0 if self.records is None else 1 / self.records,
            0.0 if self.bytes is None else size / self.bytes,
        )


class Pace:
    """Says when the next record may go; time in which nothing was sent is not saved up."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with nothing sent."""
        self._rate = rate
        self._clock = clock
        self._taken_until = clock()

    def take(self, size: int) -> float:
        """Account for a record of so many bytes; return the seconds to wait before it is sent."""
        now = self._clock()
        self._taken_until = max(self._taken_until, now)
        ahead = self._taken_until - now
        self._taken_until += self._rate.seconds(size)
        return ahead if ahead >= BURST_S else 0.0
