"""Dates as pages and producers write them: RFC 2822, in words of many languages, in numbers.

Nothing is invented: the precision is what the source states, and an offset is kept only where it is given.
A numeric date that can be read two ways is decided by evidence (``Reading``), else cut to its year.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from service.clean.metadata.calendar_words import (
    PUBLISHED,
    PUBLISHED_CJK,
    UPDATED,
    UPDATED_CJK,
    month_number,
)
from service.clean.metadata.clock import add_time
from service.clean.metadata.stamps import (
    ISO,
    Reading,
    Stamp,
    from_unix,
    make_stamp,
    normalise,
    plausible,
    read_machine_form,
)

TWO_DIGIT_PIVOT = 69
"""Two-digit years from here on are of the twentieth century (POSIX)."""
BUDDHIST_ERA = 543
NEAR = timedelta(days=3)
"""Distance at which a reading is taken to agree with a neighbouring date."""
YEAR_FIRST_LANGUAGES = frozenset({"ja", "zh", "ko", "hu", "lt"})


class Role(StrEnum):
    """What the words before a date say it is."""

    PUBLISHED = "published"
    MODIFIED = "modified"
    UNSAID = "unsaid"


class Found(NamedTuple):
    """A moment found in running text: ``text[start:end]``."""

    stamp: Stamp
    role: Role
    start: int
    end: int


DIGIT = re.compile(r"\d")
PARTED = re.compile(r"\d\s?[-./年년]\s?\d")
"""What every date in numbers holds: two of them beside a separator."""
YEAR_FIRST = re.compile(
    r"(?<![\d.])(\d{4})\s?(?:[-./]|年|년)\s?(\d{1,2})\s?(?:[-./]|月|월)\s?(\d{1,2})(?![\d])\s?(?:[日일]|\.(?=\s|$))?"
)
YEAR_MONTH_CJK = re.compile(r"(?<!\d)(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]")
NUMERIC = re.compile(
    r"(?<![\d./-])(\d{1,2})\s?([-./])\s?(\d{1,2})\s?\2\s?(?:(\d{4}|\d{2})(?![\d/])|(\d{4})(?=\d{1,2}\2\d{1,2}\2\d{4}))"
)
"""Day, month and year; a second date may follow without a space."""
VIETNAMESE = re.compile(r"(?<!\d)(\d{1,2})\s+tháng\s+(\d{1,2})\s*,?\s+(?:năm\s+)?(\d{4})")
WORD = re.compile(r"(?:كانون|تشرين)\s[^\s\d]{3,8}|(?:[ก-ฮ]{1,3}\.){2}|[^\s\d.,;:/()|\[\]'’`\"–—-]{2,20}")
DAY_BEFORE = re.compile(
    r"(?<!\d)(?<!\d:)(\d{1,2})(?:st|nd|rd|th|er|re|º|ª|°|a|ste|de|e|-?го|-?е|-?те|ή|ης|η)?"
    r"(?:[\s.,/-]|\b(?:of|de|d['’]|di|da|del|ta|ian|ngày)\b|['’]|ב){0,6}$"
)
YEAR_AFTER = re.compile(
    r"(?:[\s.,/-]|\b(?:of|de|del|di|do|an)\b|['’]){0,6}(\d{4})(?!\d)(?:\s?(?:г(?:ода|\.)?|р(?:оку|\.)?|года))?"
)
DAY_YEAR_AFTER = re.compile(
    r"[.\s/-]{0,3}(\d{1,2})(?:st|nd|rd|th|ος|[.])?(?:[\s.,/-]|\b(?:of|de|d)\b){1,4}"
    r"(?:[^\W\d]{2,10}[.,]?\s)?(\d{4})(?![\d:])"
)
CTIME_AFTER = re.compile(r"\s{1,2}(\d{1,2})\s(?=\d{1,2}:\d{2}(?::\d{2})?\s(?:[^\W\d]{1,5}\s)?(\d{4})\b)")
YEAR_BEFORE = re.compile(r"(?<!\d)(\d{4})(?:[\s.,/-]|m\.){0,4}(?:gada\s)?$")
DAY_AFTER = re.compile(r"[\s.,/-]{0,3}(\d{1,2})(?![\d:])(?:[.\s]{0,2}d\.|\.(?=\s|$))?")
SHORT_YEAR_AFTER = re.compile(r"[.\s/-]{0,2}['’]?(\d{2})(?![\d:.])")

MIN_DIGITS = 3
"""A date has one digit of a day and two of a year, or a whole year."""
TIME_WITHIN = 40
"""A time belongs to a date that ends or starts at most this many characters away."""

UPDATED_WORD = re.compile(r"(?<![^\W_])(?:" + "|".join(UPDATED) + r")(?![^\W_])|" + "|".join(UPDATED_CJK))
PUBLISHED_WORD = re.compile(
    r"(?<![^\W_])(?:" + "|".join(PUBLISHED) + r")(?![^\W_])|" + "|".join(PUBLISHED_CJK)
)


def read_stamp(value: str | float, reading: Reading) -> Stamp | None:
    """Read a value that states one moment; null where it does not, or the moment is implausible."""
    if isinstance(value, int | float):
        return plausible(from_unix(float(value)), reading)
    text = normalise(value)
    stamp = read_machine_form(text)
    if stamp is None:
        return next((found.stamp for found in find_stamps(text, reading)), None)
    return plausible(stamp, reading)


@lru_cache(maxsize=64)  # the lines about the headline are asked for their dates again and again
def find_stamps(text: str, reading: Reading) -> tuple[Found, ...]:
    """Find the dates in a short text, in order, with their times and what the words before call them.

    Offsets are into ``normalise(text)``.
    """
    if len(DIGIT.findall(text)) < MIN_DIGITS:
        return ()
    text = normalise(text)
    lowered = text.casefold()
    if len(lowered) != len(text):
        lowered = text.lower()
    if len(lowered) != len(text):
        lowered = text
    spans: list[tuple[int, int, Stamp]] = []
    for start, end, stamp in sorted(_dates(lowered, reading), key=lambda found: (found[0], -found[1])):
        if not spans or start >= spans[-1][1]:
            spans.append((start, end, stamp))
    found: list[Found] = []
    past, role = 0, Role.UNSAID
    for index, (start, end, day) in enumerate(spans):
        limit = spans[index + 1][0] if index + 1 < len(spans) else len(text)
        role = _role(lowered[past:start]) or (role if index == 0 else Role.UNSAID)
        stamp, stop = (day, end) if day.day is None else _with_time(text, day, start, end, (past, limit))
        past = max(end, stop)
        if plausible(stamp, reading):
            found.append(Found(stamp, role, start, past))
    return tuple(found)


def _role(before: str) -> Role | None:
    if not before:
        return None
    updated = [match.end() for match in UPDATED_WORD.finditer(before)]
    published = [match.end() for match in PUBLISHED_WORD.finditer(before)]
    if not updated and not published:
        return None
    return Role.MODIFIED if max(updated, default=-1) > max(published, default=-1) else Role.PUBLISHED


def _dates(text: str, reading: Reading) -> Iterator[tuple[int, int, Stamp]]:
    yield from _numeric_dates(text, reading)
    if "tháng" in text or "年" in text or "년" in text:
        for match in VIETNAMESE.finditer(text):
            if stamp := make_stamp(int(match[3]), int(match[2]), int(match[1])):
                yield match.start(), match.end(), stamp
        for match in YEAR_MONTH_CJK.finditer(text):
            if stamp := make_stamp(int(match[1]), int(match[2])):
                yield match.start(), match.end(), stamp
    for match in WORD.finditer(text):
        word = match[0]
        month = month_number(word, reading.language)
        if month is None and word[0] == "ב":  # Hebrew writes "in" as a prefix
            month = month_number(word[1:], reading.language)
        if month is not None:
            start, end, stamp = _around_month(text, match.start(), match.end(), month)
            if stamp is not None:
                yield start, end, stamp


def _around_month(text: str, start: int, end: int, month: int) -> tuple[int, int, Stamp | None]:
    """Read day and year on both sides of a month's name."""
    before = text[max(0, start - 20) : start]
    left = start - len(before)
    day, year = DAY_BEFORE.search(before), YEAR_AFTER.match(text, end)
    if day and year:
        return left + day.start(), year.end(), make_stamp(_common_era(int(year[1])), month, int(day[1]))
    if match := CTIME_AFTER.match(text, end) or DAY_YEAR_AFTER.match(text, end):
        return start, match.end(), make_stamp(int(match[2]), month, int(match[1]))
    if day and (first := YEAR_BEFORE.search(before[: day.start()])):
        return left + first.start(), end, make_stamp(int(first[1]), month, int(day[1]))
    first, match = YEAR_BEFORE.search(before), DAY_AFTER.match(text, end)
    if first and match:
        return left + first.start(), match.end(), make_stamp(int(first[1]), month, int(match[1]))
    if day and (match := SHORT_YEAR_AFTER.match(text, end)):
        return left + day.start(), match.end(), make_stamp(_full_year(match[1]), month, int(day[1]))
    return start, year.end() if year else end, make_stamp(_common_era(int(year[1])), month) if year else None


def _common_era(year: int) -> int:
    return year - BUDDHIST_ERA if 2400 < year < 2700 else year  # noqa: PLR2004 - years Thai pages write


def _numeric_dates(text: str, reading: Reading) -> Iterator[tuple[int, int, Stamp]]:
    if not PARTED.search(text):
        return
    for match in ISO.finditer(text) if "-" in text else ():
        whole = match[3] and (match.start() == 0 or not text[match.start() - 1].isdigit())
        if whole and (stamp := make_stamp(int(match[1]), int(match[2]), int(match[3]))):
            yield match.start(), match.end(3), stamp
    for match in YEAR_FIRST.finditer(text):
        if stamp := make_stamp(int(match[1]), int(match[2]), int(match[3])):
            yield match.start(), match.end(), stamp
    for match in NUMERIC.finditer(text):
        first, separator, second, *years = match.groups()
        year = years[0] or years[1]
        if len(year) == 2 and reading.language in YEAR_FIRST_LANGUAGES:  # noqa: PLR2004 - two digits
            stamp = make_stamp(_full_year(first), int(second), int(year))
        else:
            stamp = _day_and_month(int(first), int(second), _full_year(year), separator, reading)
        if stamp is not None:
            yield match.start(), match.end(), stamp


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:  # noqa: PLR2004 - written in full
        return _common_era(year)
    return year + (1900 if year >= TWO_DIGIT_PIVOT else 2000)


def _day_and_month(first: int, second: int, year: int, separator: str, reading: Reading) -> Stamp | None:
    """Decide which number is the day: by the calendar, the separator, the limits, the neighbours."""
    day_first, month_first = make_stamp(year, second, first), make_stamp(year, first, second)
    if separator == ".":  # no country writes the month first with full stops
        return day_first
    if day_first is None or month_first is None or day_first == month_first:
        return day_first or month_first
    if reading.day_first is not None:
        return day_first if reading.day_first else month_first
    if reading.latest is not None and (day_first.first_day > reading.latest) != (
        month_first.first_day > reading.latest
    ):
        return month_first if day_first.first_day > reading.latest else day_first
    if reading.near is not None:
        readings = (day_first, month_first)
        close = [one for one in readings if abs(one.first_day - reading.near) <= NEAR]
        if len(close) == 1:
            return close[0]
    return make_stamp(year)


def _with_time(text: str, day: Stamp, start: int, end: int, bounds: tuple[int, int]) -> tuple[Stamp, int]:
    """Add the time of day that stands after a date, else before it; return also where it ends.

    Args:
        text: the whole text.
        day: the date at ``text[start:end]``.
        start: where it starts.
        end: where it ends.
        bounds: where the neighbouring dates end and start.
    """
    floor, limit = bounds
    timed, stop = add_time(text[end : min(limit, end + TIME_WITHIN)], day)
    if stop:
        return timed, end + stop
    timed, _ = add_time(text[max(floor, start - TIME_WITHIN) : start], day)
    return timed, end
