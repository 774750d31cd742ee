"""Rules for days and months: what the words state, and the year they leave to the reader."""

from schemas import TimeReason
from service.enrich.times.context import Context
from service.enrich.times.grammar import Found
from service.enrich.times.moments import (
    Moment,
    is_valid,
)
from service.enrich.times.resolution import BY_TENSE, Resolution, named, unresolved, valued
from service.enrich.times.rules.years import full_year

_AHEAD_AT_MOST = 150
"""Days ahead up to which the coming one is taken where no tense tells; news looks back more than ahead."""
_CLOSE_DAYS = 40
"""Days within which a day of a month is the one meant, whatever the tense."""
_CLOSE_MONTH = 31
"""The same for a month alone."""


def date(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve a date with or without its year; a weekday beside it is no more than a comment."""
    year, month, day = found.get("year"), found.get("month"), found.get("day")
    if year is None and (two := found.get("two")) is not None:
        year = full_year(two, context)
    if not is_valid(year, month, day):
        return None
    if year is None:
        return _completed(found, context, month or 0, day)
    moment = Moment(year, month, day)
    if day is not None:
        tokens = context.encoded.tokens
        context.written(tokens[found.begin].start, tokens[found.stop - 1].end, moment)
    return named(found, moment, TimeReason.STATED)


def month(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve a month that stands alone, where it is no person's name."""
    encoded = context.encoded
    at = found.slots["month"]
    introduced = encoded.is_a(at - 1, "introduction")
    following = encoded.tokens[found.stop].text if found.stop < len(encoded.tokens) else ""
    if encoded.is_a(at, "ambiguous") and (not introduced or following in {"'", "’"}):
        return None
    if not introduced and following[:1].isupper() and not encoded.grammar.language.capitalises_nouns:
        return None
    return _completed(found, context, found.numbers["month"], None)


def _completed(  # noqa: PLR0911 - the places a year is looked for, the surest first
    found: Found, context: Context, month: int, day: int | None
) -> list[Resolution]:
    """Find the year of a month and day that state none."""
    linked = _linked_year(found, context)
    if linked is not None and is_valid(linked, month, day):
        return named(found, Moment(linked, month, day), TimeReason.STATED)
    start = _range_start(found, context)
    if start is not None and start[1] is not None:
        year = start[1].year + (month < (start[1].month or 1))
        if is_valid(year, month, day):
            return named(found, Moment(year, month, day), TimeReason.CONTEXT, start[1])
    direction = context.direction(found.begin, found.stop)
    habitual = direction == 0 and (context.is_habitual if day else context.is_timeless)
    if habitual or (start is not None and start[1] is None):
        value = f"--{month:02d}" if day is None else f"--{month:02d}-{day:02d}"
        return valued(found, value, "month" if day is None else "day", TimeReason.EVERY_YEAR)
    focus = context.focus
    told = not context.is_report or (direction < 0 and context.is_told_before(found.begin))
    if told and focus is not None and is_valid(focus.year, month, day):
        return named(found, Moment(focus.year, month, day), TimeReason.CONTEXT, Moment(focus.year))
    if context.reference is None:
        return unresolved(found)
    year, reason = nearest_year(context, found.begin, found.stop, month, day)
    if not is_valid(year, month, day):
        return unresolved(found)
    return named(found, Moment(year, month, day), reason, context.reference)


def _linked_year(found: Found, context: Context) -> int | None:
    """Take the year from the other end of a range: "from March to August 2011"."""
    encoded = context.encoded
    ahead = encoded.grammar.year_ahead
    match = ahead.expression.match(encoded.letters, found.stop)
    return int(encoded.tokens[ahead.taken(match)["year"][0]].text) if match else None


def _range_start(found: Found, context: Context) -> tuple[int, Moment | None] | None:
    """Give the month or day these words end a range from: "January 23 through March 9"."""
    last = context.last
    if last is None or last[0] != found.begin - 1 or not context.encoded.is_a(found.begin - 1, "link"):
        return None
    return last if last[1] is None or last[1].month is not None else None


def nearest_year(
    context: Context, begin: int, stop: int, month: int, day: int | None
) -> tuple[int, TimeReason]:
    """Choose the year before or after the reference as the tense says, the nearer one where it says nothing.

    Nobody writes "on 4 May" a week before it and means last year's: what is close on one side is meant,
    whatever the tense.
    """
    reference = context.reference or Moment(2000)
    if reference.month is None:
        return reference.year, TimeReason.CONTEXT
    own_day = reference.day or 15
    ahead = ((month - reference.month) * 30.4 + (day or own_day) - own_day) % 365
    close = _CLOSE_DAYS if day else _CLOSE_MONTH
    direction = context.direction(begin, stop)
    if ahead == 0 or direction == 0 or min(ahead, 365 - ahead) <= close:
        is_ahead, reason = ahead <= _AHEAD_AT_MOST, TimeReason.NEAREST
        if direction != 0 and is_ahead == (direction > 0):
            reason = BY_TENSE[direction]
    else:
        is_ahead, reason = direction > 0, BY_TENSE[direction]
    passed = (month, day or own_day) < (reference.month, own_day)
    return reference.year + (is_ahead and passed) - (not is_ahead and not passed and ahead > 0), reason


def day_range(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve "5–6 September 2019" and "Nov. 12-13": one span, an ISO 8601 interval."""
    month, first, last = found.numbers["month"], found.numbers["day"], found.numbers["to"]
    year = found.get("year")
    reason = TimeReason.STATED
    if first >= last:
        return None
    if year is None:
        [single] = _completed(found, context, month, first)
        if single.moment is None:
            return [single]
        year, reason = single.moment.year, single.reason
    if not (is_valid(year, month, first) and is_valid(year, month, last)):
        return None
    begin = Moment(year, month, first)
    return valued(found, f"{begin}/{Moment(year, month, last)}", "day", reason, moment=begin)


def numeric(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve 2024-11-13 and 13/11/2024, written without spaces."""
    tokens = context.encoded.tokens
    if tokens[found.stop - 1].end - tokens[found.begin].start != sum(
        len(token.text) for token in tokens[found.begin : found.stop]
    ):
        return None
    return date(found, context)


def dotted_date(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve 13.11.2024 and 13.11.24, one token and the last: a weekday may stand before it."""
    written = context.encoded.tokens[found.stop - 1].text
    day, month, year = map(int, written.split("."))
    if len(written.rsplit(".", 1)[1]) <= 2:  # noqa: PLR2004 - two digits
        year = full_year(year, context)
    if not is_valid(year, month, day):
        return None
    return named(found, Moment(year, month, day), TimeReason.STATED)


def holiday(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve a holiday of a fixed date like the date it falls on."""
    month, day = divmod(found.numbers["holiday"] - found.numbers.get("eve", 0), 100)
    year = found.get("year")
    if year is not None:
        return named(found, Moment(year, month, day), TimeReason.STATED)
    if (way := found.get("shift")) is not None and context.reference is not None:
        now = context.reference
        year = now.year + (way if way <= 0 or (now.month or 0, now.day or 0) >= (month, day) else 0)
        if way < 0 and (now.month or 0, now.day or 0) > (month, day):
            year = now.year
        return named(found, Moment(year, month, day), TimeReason.REFERENCE, now)
    if not context.is_report:
        return valued(found, f"--{month:02d}-{day:02d}", "day", TimeReason.EVERY_YEAR)
    return _completed(found, context, month, day)


def known_day(found: Found, _context: Context) -> list[Resolution] | None:
    """Resolve a day that has become a name: 9/11."""
    number = found.numbers["known"]
    return named(found, Moment(number // 10_000, number // 100 % 100, number % 100), TimeReason.STATED)
