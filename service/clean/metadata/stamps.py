"""Moments as values: what a stamp holds, and the machine forms that state one: ISO 8601 and Unix times."""

import re
import unicodedata
from datetime import UTC, date, datetime
from typing import NamedTuple

from schemas import TimestampPrecision
from service.clean.metadata.calendar_words import ZONES

EARLIEST_YEAR = 1800
MAX_CHARS = 300
"""Longest text a date is looked for in, code points."""
MAX_OFFSET_MINUTES = 14 * 60
QUARTER = 15
"""Minutes between any two time zones are a multiple of this."""
FIRST_YEAR_S = 365 * 86_400
"""Numbers up to here are counters and defaults, not times."""
MILLISECONDS_FROM = 100_000_000_000
"""Unix numbers from here on count milliseconds: as seconds it would be the year 5138."""

ISO = re.compile(
    r"(\d{4})-(\d{1,2})(?:-(\d{1,2})(?:(?:[T_]|\s{1,3}|,\s)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,:]\d{1,9})?)?"
    r"\s?(Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?(?:\[[\w/]{1,40}\])?)?)?",
    re.IGNORECASE,
)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?)?")
UNIX = re.compile(r"\d{9,10}(?:\.\d{1,9})?|\d{13}")
YEAR = re.compile(r"\d{4}")
OTHER_DIGIT = re.compile(r"[^\D0-9]")


class Reading(NamedTuple):
    """What is known about the place a date was read from."""

    language: str | None = None
    """ISO 639 code."""
    day_first: bool | None = None
    """Order of day and month in numeric dates; null where nothing tells."""
    latest: date | None = None
    """Days after this one are refused."""
    near: date | None = None
    """A day the date is likely close to, such as the one in the page's address."""


class Stamp(NamedTuple):
    """A moment as far as it is stated; ``offset`` in minutes east of UTC."""

    year: int
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    offset: int | None = None

    @property
    def precision(self) -> TimestampPrecision:
        """The finest unit stated."""
        if self.second is not None:
            return TimestampPrecision.SECOND
        if self.minute is not None:
            return TimestampPrecision.MINUTE
        if self.day is not None:
            return TimestampPrecision.DAY
        return TimestampPrecision.YEAR if self.month is None else TimestampPrecision.MONTH

    @property
    def value(self) -> str:
        """ISO 8601, cut to the precision."""
        text = f"{self.year:04}"
        if self.month is not None:
            text += f"-{self.month:02}"
        if self.day is not None:
            text += f"-{self.day:02}"
        if self.minute is None:
            return text
        text += f"T{self.hour:02}:{self.minute:02}"
        if self.second is not None:
            text += f":{self.second:02}"
        if self.offset is None:
            return text
        if self.offset == 0:
            return text + "Z"
        hours, minutes = divmod(abs(self.offset), 60)
        return f"{text}{'-' if self.offset < 0 else '+'}{hours:02}:{minutes:02}"

    @property
    def first_day(self) -> date:
        """The first day the moment can be on."""
        return date(self.year, self.month or 1, self.day or 1)


def normalise(text: str) -> str:
    """Return the start of a text with its digits in ASCII and its white space single."""
    text = text[:MAX_CHARS]
    if not text.isascii():
        text = unicodedata.normalize(
            "NFC", text.replace("−", "-").replace("\u200f", "").replace("\u200e", "")
        )
        text = OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)
    return " ".join(text.split())


def read_machine_form(text: str) -> Stamp | None:
    """Read a text that is one ISO 8601 moment, compact or not, a Unix time or a year; else null."""
    if match := ISO.fullmatch(text):
        return _assemble(match)
    if UNIX.fullmatch(text):
        return from_unix(float(text))
    if match := COMPACT.fullmatch(text):
        return _assemble(match)
    if YEAR.fullmatch(text):
        return make_stamp(int(text))
    return None


def _assemble(match: re.Match[str]) -> Stamp | None:
    year, month, day, hour, minute, second, zone = match.groups()
    stamp = make_stamp(int(year), _int(month), _int(day))
    if stamp is None or hour is None:
        return stamp
    return at_time(stamp, int(hour), int(minute), _int(second), _read_offset(zone))


def _int(digits: str | None) -> int | None:
    return None if digits is None else int(digits)


def _read_offset(zone: str | None) -> int | None:
    if not zone:
        return None
    if zone[0] not in "+-":
        return ZONES.get(zone.casefold())
    digits = zone[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
    if minutes > MAX_OFFSET_MINUTES:
        return None
    return -minutes if zone[0] == "-" else minutes


def from_unix(seconds: float) -> Stamp | None:
    """Read a Unix time in seconds or milliseconds; null outside the calendar, and within a year of zero."""
    if not FIRST_YEAR_S < abs(seconds) < MILLISECONDS_FROM * 1000:
        return None
    if abs(seconds) >= MILLISECONDS_FROM:
        seconds /= 1000
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return Stamp(moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second, 0)


def make_stamp(year: int, month: int | None = None, day: int | None = None) -> Stamp | None:
    """Make a day, month or year that exists in the calendar."""
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    return Stamp(year, month, day)


def at_time(day: Stamp, hour: int, minute: int, second: int | None, offset: int | None) -> Stamp:
    """Add a time of day; one that is none leaves the day alone."""
    if hour > 23 or minute > 59 or (second or 0) > 59:  # noqa: PLR2004 - a clock's numbers
        return day
    return day._replace(hour=hour, minute=minute, second=second, offset=offset)


def is_same_moment(universal: Stamp, local: Stamp) -> bool:
    """Tell whether a time without an offset is a universal time as a clock somewhere shows it."""
    if universal.offset != 0 or universal.minute is None or local.minute is None or local.offset is not None:
        return False
    between = _minutes(local) - _minutes(universal)
    return between % QUARTER == 0 and abs(between) <= MAX_OFFSET_MINUTES


def _minutes(stamp: Stamp) -> int:
    return stamp.first_day.toordinal() * 24 * 60 + (stamp.hour or 0) * 60 + (stamp.minute or 0)


def plausible(stamp: Stamp | None, reading: Reading) -> Stamp | None:
    """Return the stamp unless it is absent, before 1800, the Unix epoch, or after ``reading.latest``."""
    if stamp is None or stamp.year < EARLIEST_YEAR or stamp[:3] == (1970, 1, 1):
        return None
    if reading.latest is not None and stamp.first_day > reading.latest:
        return None
    return stamp
