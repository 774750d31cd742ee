"""Rules for days and months whose year other words say: "June of last year", "next March"."""

from schemas import TimeReason
from service.enrich.times.context import Context
from service.enrich.times.grammar import Found
from service.enrich.times.moments import (
    Moment,
    is_valid,
)
from service.enrich.times.resolution import Resolution, named, unresolved


def shifted_date(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve "June of last year" and "15 March this year"."""
    if context.reference is None:
        return unresolved(found)
    moment = Moment(context.reference.year + found.numbers["shift"], found.get("month"), found.get("day"))
    if not is_valid(*moment):
        return None
    answer = named(found, moment, TimeReason.REFERENCE, context.reference)
    if "also" not in found.slots:
        return answer
    year, cut = Moment(moment.year), found.slots["shift"]
    return [
        answer[0]._replace(stop=cut - (context.encoded.word(cut - 1) == ",")),
        Resolution(cut, found.stop, str(year), "year", TimeReason.REFERENCE, context.reference, None),
    ]


def near_month(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve "last June", "next March", "this May": the nearest one before or after, or this year's."""
    reference = context.reference
    if reference is None or reference.month is None:
        return unresolved(found)
    month, way, day = found.numbers["month"], found.numbers["shift"], found.get("day")
    asked, own = (month, day or 0), (reference.month, (reference.day or 0) if day else 0)
    year = reference.year
    if way != 0 and (asked == own or (asked > own) != (way > 0)):
        year += way
    if not is_valid(year, month, day):
        return None
    return named(found, Moment(year, month, day), TimeReason.REFERENCE, reference)


def same_year_month(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve "March of that year" and "in May the following year"."""
    if context.focus is None:
        return unresolved(found)
    moment = Moment(context.focus.year + found.numbers["focus"], found.get("month"), found.get("day"))
    if not is_valid(*moment):
        return None
    return named(found, moment, TimeReason.CONTEXT, Moment(context.focus.year))
