"""Rules for seasons, quarters, half years and fiscal years."""

from schemas import TimeReason
from service.enrich.times.context import Context
from service.enrich.times.grammar import Found
from service.enrich.times.moments import (
    Moment,
)
from service.enrich.times.resolution import BY_TENSE, Resolution, unresolved, valued

SEASONS = ("SP", "SU", "FA", "WI")
_SEASON_MONTHS = (3, 6, 9, 12)


def season(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve "winter of 1776", "last summer", "this autumn", "the following spring"."""
    which = found.numbers["season"]
    year, reason, anchor = found.get("year"), TimeReason.STATED, None
    if year is None and (step := found.get("focus")) is not None and context.focus is not None:
        year, reason, anchor = (
            context.focus.year + (step > 0 and _is_over(context.focus, which)),
            TimeReason.CONTEXT,
            context.focus,
        )
    if year is None:
        if context.reference is None:
            return unresolved(found)
        if not context.is_report and found.get("shift") is None:
            return []
        anchor = context.reference
        year, reason = _season_year(found, context, which)
    return valued(found, f"{year:04d}-{SEASONS[which]}", "season", reason, anchor, moment=Moment(year))


def _is_over(moment: Moment, which: int) -> bool:
    return (moment.month or 1) >= _SEASON_MONTHS[which]


def _season_year(found: Found, context: Context, which: int) -> tuple[int, TimeReason]:
    """Choose the year of a season: the last whole one, this year's, or the one to come."""
    reference = context.reference or Moment(2000)
    month, begins = reference.month or 6, _SEASON_MONTHS[which]
    way = found.get("shift")
    if way is None:
        direction = context.direction(found.begin, found.stop)
        year = reference.year - (direction < 0 and begins > month) + (direction > 0 and begins + 2 < month)
        return year, BY_TENSE[direction]
    step = (way > 0 and begins <= month) - (way < 0 and begins + 2 >= month)
    return reference.year + step, TimeReason.REFERENCE


def quarter(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve "the third quarter" of a year or of business: 2024-Q3, FY2024-Q3 where it is a fiscal one."""
    which = found.numbers["count"]
    if not 1 <= which <= 4:  # noqa: PLR2004 - quarters of a year
        return None
    fiscal = "FY" if found.get("fiscal") is not None else ""
    year, reason, anchor = found.get("year"), TimeReason.STATED, None
    if year is None and (step := found.get("focus")) is not None and context.focus is not None:
        year, reason, anchor = context.focus.year + step, TimeReason.CONTEXT, context.focus
    if year is None:
        anchor = context.reference
        if anchor is None:
            return unresolved(found)
        way = found.get("shift")
        if way is not None:
            year, reason = anchor.year + way, TimeReason.REFERENCE
        else:
            low, high = context.sentence(found.begin)
            if not fiscal and not any(context.encoded.is_a(at, "business") for at in range(low, high)):
                return []
            begins = 3 * which - 2
            direction = context.direction(found.begin, found.stop)
            now = anchor.month or 12
            year = anchor.year + (direction > 0 and begins + 2 < now) - (direction <= 0 and begins > now)
            reason = BY_TENSE[direction]
    return valued(found, f"{fiscal}{year:04d}-Q{which}", "quarter", reason, anchor, moment=Moment(year))


def half_year(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve "the first half of 2024": 2024-H1, as TIMEX3 writes it."""
    which = found.numbers["count"]
    year = found.get("year")
    anchor = None
    if year is None:
        anchor = context.reference
        if anchor is None:
            return unresolved(found)
        year = anchor.year + (found.get("shift") or 0)
    if which not in {1, 2}:
        return None
    return valued(
        found,
        f"{year:04d}-H{which}",
        "half_year",
        TimeReason.REFERENCE if anchor else TimeReason.STATED,
        anchor,
        moment=Moment(year),
    )


def fiscal_year(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve "fiscal 2024" and "the last fiscal year": FY2024."""
    year, anchor = found.get("year"), None
    if year is None:
        anchor = context.reference
        if anchor is None:
            return unresolved(found)
        year = anchor.year + (found.get("shift") or 0)
    return valued(
        found,
        f"FY{year:04d}",
        "fiscal_year",
        TimeReason.REFERENCE if anchor else TimeReason.STATED,
        anchor,
        moment=Moment(year),
    )
