"""Calendar arithmetic on moments known to the year, the month or the day."""

import re
from calendar import monthrange
from datetime import date, timedelta
from enum import IntEnum
from typing import NamedTuple

MONTHS = 12
WEEK = 7


class Unit(IntEnum):
    """Units of time as the languages' word classes number them."""

    DAY = 1
    WEEK = 2
    WEEKEND = 3
    MONTH = 4
    QUARTER = 5
    YEAR = 6
    DECADE = 7
    CENTURY = 8
    HOUR = 9
    MINUTE = 10


class Moment(NamedTuple):
    """A year, a month of it, or a day of that; the proleptic Gregorian calendar, year 0 being 1 BC."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """Write it as ISO 8601, to its precision."""
        parts = [f"-{-self.year:04d}" if self.year < 0 else f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part]
        return "-".join(parts)

    @property
    def precision(self) -> str:
        """Name the finest unit known."""
        return "day" if self.day else "month" if self.month else "year"

    @property
    def as_date(self) -> date | None:
        """Give the day, None where only a month or year is known."""
        return date(self.year, self.month, self.day) if self.month and self.day else None

    @classmethod
    def of(cls, day: date) -> "Moment":
        """Make one of a day."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def read(cls, value: str) -> "Moment | None":
        """Read ISO 8601, cut to what is there; None for anything else."""
        match = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?![\d-])", value)
        if match is None:
            return None
        year, month, day = (int(part) if part else None for part in match.groups())
        return cls(year or 0, month, day) if year and is_valid(year, month, day) else None


def is_valid(year: int | None, month: int | None, day: int | None) -> bool:
    """Whether there is such a day, month or year; a day without a year may be 29 February."""
    if year is not None and not 1 <= year <= date.max.year:
        return False
    if month is None:
        return day is None
    if not 1 <= month <= MONTHS:
        return False
    return day is None or 1 <= day <= monthrange(year or 2000, month)[1]


def shift(moment: Moment, count: int, unit: int) -> Moment | None:  # noqa: PLR0911 - one a unit
    """Move a moment by whole units; None where it is not known that finely or would leave the calendar.

    The result is as precise as the unit: three months from 2024-11-13 is 2025-02, two years is 2026.
    """
    if unit in {Unit.DAY, Unit.WEEK}:
        day = moment.as_date
        if day is None:
            return None
        try:
            return Moment.of(day + timedelta(days=count * (WEEK if unit == Unit.WEEK else 1)))
        except OverflowError:
            return None
    if unit == Unit.MONTH:
        if moment.month is None:
            return None
        months = moment.year * MONTHS + moment.month - 1 + count
        year, month = months // MONTHS, months % MONTHS + 1
        return Moment(year, month) if is_valid(year, month, None) else None
    years = {Unit.YEAR: 1, Unit.DECADE: 10, Unit.CENTURY: 100}.get(Unit(unit))
    if years is None:
        return None
    year = moment.year + count * years
    return Moment(year) if -9999 <= year <= date.max.year else None  # noqa: PLR2004 - four digits


def weekday_near(day: date, weekday: int, direction: int, *, strictly: bool = False) -> date | None:
    """Find the weekday (Monday 0) up to (direction -1) or from (1) a day, ``strictly`` not that day."""
    distance = (weekday - day.weekday()) % WEEK if direction > 0 else -((day.weekday() - weekday) % WEEK)
    if strictly and distance == 0:
        distance = WEEK * direction
    try:
        return day + timedelta(days=distance)
    except OverflowError:
        return None


def week(day: date, count: int, *, weekend: bool = False) -> str | None:
    """Write the ISO week ``count`` weeks on, or its weekend: 2024-W46, 2024-W46-WE."""
    try:
        calendar = (day + timedelta(days=WEEK * count)).isocalendar()
    except OverflowError:
        return None
    return f"{calendar.year:04d}-W{calendar.week:02d}{'-WE' if weekend else ''}"


def decade(year: int) -> str:
    """Write the decade of a year as EDTF (ISO 8601-2) does: 199X."""
    return f"{year // 10:03d}X" if year >= 0 else f"-{-year // 10:03d}X"


def century(number: int, era: int = 1) -> str:
    """Write a century by its number as EDTF does: the 17th is 16XX."""
    return f"{'-' if era < 0 else ''}{number - 1:02d}XX"
