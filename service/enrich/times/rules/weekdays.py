"""Rules for weekdays and weekends: the tense says which one."""

from schemas import TimeReason
from service.enrich.times.context import Context
from service.enrich.times.grammar import Encoded, Found
from service.enrich.times.moments import (
    WEEK,
    Moment,
    Unit,
    shift,
    week,
    weekday_near,
)
from service.enrich.times.resolution import BY_TENSE, Resolution, named, unresolved, valued

_SATURDAY = 5


def weekday(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve a weekday: the last one where the tense is past or unknown, the coming one where it is not."""
    asked = found.numbers["weekday"]
    if _is_name(found, context.encoded):
        return None
    reference = context.reference.as_date if context.reference else None
    if reference is None:
        return unresolved(found)
    if not context.is_report and context.direction(found.begin, found.stop) == 0:
        return []
    way, follows = found.get("shift"), found.get("focus")
    focus = context.focus.as_date if context.focus else None
    if follows and focus is not None:
        near = weekday_near(focus, asked, follows, strictly=True)
        return (
            named(found, Moment.of(near), TimeReason.CONTEXT, Moment.of(focus)) if near else unresolved(found)
        )
    direction = context.direction(found.begin, found.stop)
    if way == 0 or way is None:
        reason = {-1: TimeReason.PAST, 0: TimeReason.PRESENT, 1: TimeReason.FUTURE}[direction]
        if way is None and direction == 0 and context.tense(found.begin, found.stop) is None:
            direction, reason = -1, TimeReason.PAST_BY_DEFAULT
        near = weekday_near(reference, asked, direction or 1)
    elif way > 0 and direction < 0 and focus is not None and focus < reference:
        near, reason = weekday_near(focus, asked, 1, strictly=True), TimeReason.CONTEXT
    else:
        near, reason = weekday_near(reference, asked, way, strictly=True), TimeReason.REFERENCE
    if near is None:
        return unresolved(found)
    return named(found, Moment.of(near), reason, context.reference)


def _is_name(found: Found, encoded: Encoded) -> bool:
    """Whether a short form is no weekday: "The Sun", "Sun Valley", "Mon-Fri"; one is set off."""
    at = found.slots["weekday"]
    return len(encoded.word(at)) <= 3 and encoded.word(at + 1) not in {".", ","}  # noqa: PLR2004


def weekday_of_week(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve "Tuesday of next week": the weekday of that calendar week."""
    reference = context.reference.as_date if context.reference else None
    if reference is None:
        return unresolved(found)
    monday = weekday_near(reference, 0, -1)
    weeks = found.numbers["shift"]
    moment = monday and shift(Moment.of(monday), WEEK * weeks + found.numbers["weekday"], Unit.DAY)
    return named(found, moment, TimeReason.REFERENCE, context.reference) if moment else unresolved(found)


def weekday_pair(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve "Tuesday and Wednesday" as one stretch of days.

    To come, it is the first stretch that does not end before the reference, so a visit under way is the one
    meant; told in the past, the last stretch that had begun.
    """
    reference = context.reference.as_date if context.reference else None
    if reference is None:
        return unresolved(found)
    if not context.is_report and context.direction(found.begin, found.stop) == 0:
        return []
    first, last = found.numbers["weekday"], found.numbers["to"]
    length = (last - first) % WEEK
    tense = context.tense(found.begin, found.stop)
    if tense is None or tense < 0:
        begin = weekday_near(reference, first, -1)
        reason = TimeReason.PAST if tense else TimeReason.PAST_BY_DEFAULT
    else:
        reason = TimeReason.FUTURE if tense else TimeReason.PRESENT
        end = weekday_near(reference, last, 1)
        begin = end and weekday_near(end, first, -1)
    if begin is None:
        return unresolved(found)
    end = weekday_near(begin, last, 1)
    if end is None or length == 0:
        return None
    middle = found.slots["to"]
    return [
        Resolution(
            found.begin,
            found.slots["weekday"] + 1,
            str(Moment.of(begin)),
            "day",
            reason,
            context.reference,
            Moment.of(begin),
        ),
        Resolution(middle, found.stop, str(Moment.of(end)), "day", reason, context.reference, Moment.of(end)),
    ]


def weekend(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve "over the weekend": the one under way, else the last or coming one as the tense says."""
    anchor = context.reference.as_date if context.reference else None
    if anchor is None:
        return unresolved(found)
    direction = context.direction(found.begin, found.stop)
    is_over = direction <= 0 and anchor.weekday() < _SATURDAY
    return valued(
        found,
        week(anchor, -1 if is_over else 0, weekend=True),
        "weekend",
        BY_TENSE[direction],
        context.reference,
    )
