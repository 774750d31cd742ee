"""Times of day in running text: "14:05 Uhr", "9:41 AM EST", "午後3時05分", "14h05"."""

import re

from service.clean.metadata.calendar_words import AFTERNOON, MORNING, ZONES
from service.clean.metadata.stamps import MAX_OFFSET_MINUTES, Stamp, at_time

TIME = re.compile(
    r"(?<![\d:.,/-])(?:(上午|下午|午前|午後|凌晨|早上|晚上|오전|오후)\s?)?"
    r"(\d{1,2})"
    r"(?:(?:[:：]|\s?h\s?|時|时|시\s?|點|点)(\d{2})(?:分|분)?(?:[:：](\d{2})(?:[.,]\d{1,9})?)?|\.(\d{2})(?![\d.]))"
    r"(?:\s?(a\.?m\.?|p\.?m\.?|ص|م|π\.?μ\.?|μ\.?μ\.?)(?![^\W\d]))?",
    re.IGNORECASE,
)
ZONE = re.compile(
    r"\s?\(?(?:uhr|hrs?|hours)?[\s,(]{0,2}"
    r"(?:(?:UTC|GMT)?\s?([+-−])(\d{1,2})(?::?(\d{2}))?(?!\d)|([^\W\d_]{1,4})(?![^\W\d_]))",
    re.IGNORECASE,
)


def add_time(text: str, day: Stamp) -> tuple[Stamp, int]:
    """Add the first time of day in a text to a day; return also where it ends, 0 where there is none.

    An hour alone is no time: no precision of the contract states it.
    """
    match = TIME.search(text)
    if match is None:
        return day, 0
    hour = _hour(int(match[2]), match[1] or match[6])
    offset, end = None, match.end()
    if zone := ZONE.match(text, end):
        offset = ZONES.get(zone[4].casefold()) if zone[4] else _minutes_east(zone[1], zone[2], zone[3])
        end = end if offset is None else zone.end()
    second = None if match[4] is None else int(match[4])
    return at_time(day, hour, int(match[3] or match[5]), second, offset), end


def _hour(hour: int, half: str | None) -> int:
    """Return the hour of 24; "14:05 pm" is written too and means what it says."""
    folded = (half or "").casefold()
    if hour > 12 or not folded:  # noqa: PLR2004 - half a day
        return hour
    if folded in AFTERNOON:
        return hour % 12 + 12
    return hour % 12 if folded in MORNING else hour


def _minutes_east(sign: str, hours: str, minutes: str | None) -> int | None:
    offset = int(hours) * 60 + int(minutes or 0)
    if offset > MAX_OFFSET_MINUTES:
        return None
    return -offset if sign == "-" else offset
