"""What a rule answers: words, what they stand for, and why."""

from collections.abc import Callable
from typing import NamedTuple

from schemas import TimeReason
from service.enrich.times.context import Context
from service.enrich.times.grammar import Found
from service.enrich.times.moments import Moment


class Resolution(NamedTuple):
    """Tokens and the time they name."""

    begin: int
    """Index of the first token."""
    stop: int
    """Index after the last token."""
    value: str | None
    """ISO 8601, EDTF or TIMEX3; None where nothing says."""
    precision: str | None
    """Unit of the value."""
    reason: TimeReason
    """What decided: ``stated``, a tense, ``context`` and the like."""
    anchor: Moment | None = None
    """What it was reckoned from; None where the words say all."""
    moment: Moment | None = None
    """The value as a moment later times may refer to."""


BY_TENSE = {-1: TimeReason.PAST, 0: TimeReason.NEAREST, 1: TimeReason.FUTURE}
"""What the tense decided."""
Rule = Callable[[Found, Context], list[Resolution] | None]
"""Resolves what a pattern took: None leaves it to shorter patterns, an empty list says it is no time."""


def named(found: Found, moment: Moment, reason: TimeReason, anchor: Moment | None = None) -> list[Resolution]:
    """Answer with a moment for all tokens of a pattern."""
    return [Resolution(found.begin, found.stop, str(moment), moment.precision, reason, anchor, moment)]


def valued(
    found: Found,
    value: str | None,
    precision: str,
    reason: TimeReason,
    anchor: Moment | None = None,
    *,
    moment: Moment | None = None,
) -> list[Resolution]:
    """Answer with a value that is no moment, as a week or a decade."""
    if value is None:
        return unresolved(found)
    return [Resolution(found.begin, found.stop, value, precision, reason, anchor, moment)]


def unresolved(found: Found) -> list[Resolution]:
    """Answer with the words alone: it is a time, and nothing says which."""
    return [Resolution(found.begin, found.stop, None, None, TimeReason.NO_REFERENCE)]
