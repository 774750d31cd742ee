"""Rules for days, weeks, months and years reckoned from another: yesterday, last month, two years later."""

from schemas import TimeReason
from service.enrich.times.context import Context
from service.enrich.times.grammar import Found
from service.enrich.times.moments import (
    Moment,
    Unit,
    century,
    decade,
    shift,
    week,
)
from service.enrich.times.resolution import Resolution, named, unresolved, valued


def today(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve today, yesterday and tomorrow; in a quotation "today" is the day of speaking."""
    if context.reference is None:
        return unresolved(found)
    if found.numbers["today"] == 0 and not context.is_report:
        return []
    anchor, reason = context.reference, TimeReason.REFERENCE
    start = context.encoded.tokens[found.begin].start
    if found.numbers["today"] >= 0 and context.spoken is not None and context.is_quoted(start):
        anchor, reason = context.spoken, TimeReason.DAY_SPOKEN
    days = found.numbers["today"] * (2 if "double" in found.slots else 1)
    moment = shift(anchor, days, Unit.DAY)
    return named(found, moment, reason, anchor) if moment else unresolved(found)


def part_of_day(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve "this morning" and "last night" to their day."""
    if context.reference is None:
        return unresolved(found)
    if not context.is_report:
        return []
    moment = shift(context.reference, found.get("shift") or 0, Unit.DAY)
    return named(found, moment, TimeReason.REFERENCE, context.reference) if moment else unresolved(found)


def shifted_unit(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve "last month", "this week", "next year" against the reference."""
    way, unit = found.numbers["shift"], found.numbers["unit"]
    if way != 0 and context.encoded.is_a(found.slots["unit"], "plural"):
        return []
    if unit == Unit.DAY:
        return []
    if context.reference is None:
        return unresolved(found)
    return _unit_at(found, context.reference, way, unit, TimeReason.REFERENCE)


def last_unit(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve one word for the unit before: "Vorjahr"."""
    if context.reference is None:
        return unresolved(found)
    return _unit_at(found, context.reference, -1, found.numbers["lastunit"], TimeReason.REFERENCE)


def focused_part(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve "the following morning" and "that night"."""
    step = found.numbers["focus"]
    moment = shift(context.focus, step, Unit.DAY) if context.focus else None
    return named(found, moment, TimeReason.CONTEXT, context.focus) if moment else unresolved(found)


def same_unit(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve "earlier in the year": this year's in a report, the one last mentioned elsewhere."""
    anchor = context.reference if context.is_report else context.focus
    if anchor is None:
        return unresolved(found)
    return _unit_at(found, anchor, 0, found.numbers["unit"], TimeReason.REFERENCE)


def focused_unit(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve "that year", "the same day", "the following month" against the time last mentioned."""
    step, unit = found.numbers["focus"], found.numbers["unit"]
    if context.focus is not None:
        return _unit_at(found, context.focus, step, unit, TimeReason.CONTEXT)
    if step < 0 and context.reference is not None:
        return _unit_at(found, context.reference, step, unit, TimeReason.REFERENCE)
    return unresolved(found)


def _unit_at(  # noqa: PLR0911 - one a kind of unit
    found: Found, anchor: Moment, count: int, unit: int, reason: TimeReason
) -> list[Resolution] | None:
    day = anchor.as_date
    if unit in {Unit.WEEK, Unit.WEEKEND}:
        if day is None:
            return unresolved(found)
        name = "week" if unit == Unit.WEEK else "weekend"
        return valued(found, week(day, count, weekend=unit == Unit.WEEKEND), name, reason, anchor)
    if unit == Unit.QUARTER:
        if anchor.month is None:
            return unresolved(found)
        quarters = anchor.year * 4 + (anchor.month - 1) // 3 + count
        return valued(found, f"{quarters // 4:04d}-Q{quarters % 4 + 1}", "quarter", reason, anchor)
    if unit in {Unit.DECADE, Unit.CENTURY}:
        moved = shift(Moment(anchor.year), count, unit)
        if moved is None:
            return unresolved(found)
        if unit == Unit.DECADE:
            return valued(found, decade(moved.year), "decade", reason, anchor)
        return valued(found, century(moved.year // 100 + 1), "century", reason, anchor)
    if unit in {Unit.HOUR, Unit.MINUTE}:
        return []
    moment = shift(anchor, count, unit)
    return named(found, moment, reason, anchor) if moment else unresolved(found)


def next_unit(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve "the next year": told in the past it follows the time last mentioned, else the reference."""
    unit = found.numbers["unit"]
    told = context.direction(found.begin, found.stop) < 0 or not context.is_report
    anchor, reason = context.reference, TimeReason.REFERENCE
    if unit == Unit.DAY or (told and context.focus is not None):
        anchor, reason = context.focus, TimeReason.CONTEXT
    return _unit_at(found, anchor, 1, unit, reason) if anchor else unresolved(found)


def end_of_unit(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve "the end of the year" and "year end": its last day."""
    way = found.get("shift") or 0
    anchor = context.reference
    if anchor is None:
        return unresolved(found)
    unit = found.numbers["unit"]
    if unit == Unit.DAY:
        return []
    if unit == Unit.YEAR:
        return named(found, Moment(anchor.year + way, 12, 31), TimeReason.REFERENCE, anchor)
    if unit == Unit.MONTH and anchor.month is not None:
        after = shift(anchor, way + 1, Unit.MONTH)
        last = after and shift(after._replace(day=1), -1, Unit.DAY)
        return named(found, last, TimeReason.REFERENCE, anchor) if last else unresolved(found)
    return _unit_at(found, anchor, way, unit, TimeReason.REFERENCE)


def ago(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve "two years ago" and, with a verb to come, "in two weeks"."""
    anchor = context.reference
    if anchor is None:
        return unresolved(found)
    return _moved(found, anchor, -found.numbers.get("count", 1), TimeReason.REFERENCE)


def ahead(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve "in two weeks" where the sentence looks ahead; told in the past it is a duration."""
    anchor = context.reference
    if anchor is None:
        return unresolved(found)
    if context.direction(found.begin, found.stop) <= 0 and not found.get("certain"):
        return []
    return _moved(found, anchor, found.numbers.get("count", 1), TimeReason.REFERENCE)


def later(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve "two years later" and "a day earlier" against the time last mentioned."""
    if context.focus is None:
        return unresolved(found)
    count = found.numbers.get("count", 1) * found.numbers["way"]
    return _moved(found, context.focus, count, TimeReason.CONTEXT)


def _moved(found: Found, anchor: Moment, count: int, reason: TimeReason) -> list[Resolution] | None:
    unit = found.numbers["unit"]
    if unit == Unit.HOUR:
        count, unit = int(count / 24), Unit.DAY
    if unit in {Unit.MINUTE, Unit.WEEKEND, Unit.QUARTER}:
        return []
    if unit == Unit.WEEK:
        moved = shift(anchor, count, Unit.WEEK)
        day = moved.as_date if moved else None
        return valued(found, week(day, 0) if day else None, "week", reason, anchor, moment=moved)
    if unit in {Unit.DECADE, Unit.CENTURY}:
        count, unit = count * (10 if unit == Unit.DECADE else 100), Unit.YEAR
    moment = shift(anchor, count, unit)
    return named(found, moment, reason, anchor) if moment else unresolved(found)


def stretch(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve "the past 35 years" and "the next three days": an ISO 8601 interval that ends or begins now."""
    anchor = context.reference
    if anchor is None:
        return unresolved(found)
    unit = found.numbers["unit"]
    way = found.numbers["shift"]
    if way > 0 and context.direction(found.begin, found.stop) < 0:
        return []
    if unit == Unit.DECADE:
        other = shift(anchor, 10 * way * found.numbers.get("count", 1), Unit.YEAR)
    elif unit in {Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.YEAR}:
        other = shift(anchor, way * found.numbers.get("count", 1), unit)
    else:
        return []
    if other is None or way == 0:
        return unresolved(found)
    cut = Moment(anchor.year, anchor.month if other.month else None, anchor.day if other.day else None)
    first, last = sorted((other, cut))
    return valued(found, f"{first}/{last}", other.precision, TimeReason.REFERENCE, anchor)


def nothing(_found: Found, _context: Context) -> list[Resolution] | None:
    """Keep words that only look like a time from shorter patterns: "every Friday", "Black Friday"."""
    return []
