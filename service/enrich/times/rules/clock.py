"""Rules for times of day, on the day named nearest in the sentence."""

from datetime import timedelta

from schemas import TimeReason
from service.enrich.times.context import Context
from service.enrich.times.grammar import Found
from service.enrich.times.moments import Moment, weekday_near
from service.enrich.times.resolution import Resolution

_NOON = 12
_MINUTES = 60


def clock(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve "2:30 p.m. EST" and "14.30 Uhr" to a minute; the value is T14:30 where no day is known."""
    encoded = context.encoded
    hour, minute = found.get("hour"), found.get("minute") or 0
    for slot in ("clock", "dotted"):
        if slot in found.slots:
            hour, minute = map(int, encoded.tokens[found.slots[slot]].text.replace(".", ":").split(":")[:2])
    noon = found.get("noon")
    if noon is not None:
        hour = noon
    if hour is None:
        return None
    half = found.get("half")
    if half is not None:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + half
    if hour > 24 or minute >= _MINUTES:  # noqa: PLR2004 - hours of a day
        return None
    day, reason = _day(found, context)
    zone = found.get("zone")
    if zone is None and (region := found.get("region")) is not None:
        zone = region + _summer(day, region)
    offset = "" if zone is None else "Z" if zone == 0 else _written(zone)
    value = f"{day or ''}T{hour % 24:02d}:{minute:02d}{offset}"
    anchor = context.reference if reason == TimeReason.REFERENCE else None
    return [Resolution(found.begin, found.stop, value, "minute", reason, anchor)]


def _written(zone: int) -> str:
    hours, minutes = divmod(abs(zone), _MINUTES)
    return f"{'-' if zone < 0 else '+'}{hours:02d}:{minutes:02d}"


def _day(found: Found, context: Context) -> tuple[Moment | None, TimeReason]:
    """Take the day named nearest in the sentence, else the reference's."""
    low, high = context.sentence(found.begin)
    tokens = context.encoded.tokens
    begin, end = tokens[low].start, tokens[high - 1].end
    at = tokens[found.begin].start
    named = [(abs(start - at), moment) for start, moment in context.dates if begin <= start < end]
    if named:
        return min(named)[1], TimeReason.CONTEXT
    if context.reference is not None and context.reference.as_date is not None and context.is_report:
        return context.reference, TimeReason.REFERENCE
    return None, TimeReason.NO_REFERENCE


def _summer(day: Moment | None, region: int) -> int:
    """Give an hour more in summer: by the American rule in the west, the European one elsewhere."""
    when = day.as_date if day else None
    if when is None:
        return 0
    first = when.replace(month=3, day=1)
    last = when.replace(month=11, day=1) if region < 0 else when.replace(month=11, day=1) - timedelta(days=7)
    begin = weekday_near(first + timedelta(days=7 if region < 0 else 24), 6, 1)
    end = weekday_near(last, 6, 1)
    return _MINUTES if begin and end and begin <= when < end else 0
