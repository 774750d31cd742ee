"""Rules for years, decades and centuries."""

from schemas import TimeReason
from service.enrich.times.context import Context
from service.enrich.times.grammar import Encoded, Found
from service.enrich.times.moments import (
    Moment,
    century,
    decade,
)
from service.enrich.times.resolution import Resolution, named, valued


def full_year(two: int, context: Context) -> int:
    """Complete a year of two digits: the century that leaves it at most 20 years ahead of the reference."""
    now = context.reference.year if context.reference else 2000
    year = now // 100 * 100 + two
    return year - 100 if year > now + 20 else year


def year(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve a bare number of four digits where its neighbours let it be a year."""
    number = found.numbers["year"]
    if not _is_year(found, context, number):
        return None
    return named(found, Moment(number), TimeReason.STATED)


def _is_year(  # noqa: PLR0911 - each neighbour may decide
    found: Found, context: Context, number: int
) -> bool:
    encoded = context.encoded
    at = found.slots["year"]
    before, after = encoded.word(at - 1), encoded.word(found.stop)
    if before in {"$", "€", "£", "¥", "#", "№", "+", "±", "~", "%"} or after in {"%", "€", "$", "°", "+"}:
        return False
    token = encoded.tokens[at]
    text = encoded.reading.text
    if before in {"-", ".", ":", "/", ","} and text[token.start - 1 : token.start] == before:
        previous = encoded.word(at - 2)
        if not (before in {"-", "/"} and len(previous) == 4 and previous.isdigit()):  # noqa: PLR2004 - a year
            return False
    if encoded.is_a(found.stop, "measure") or _is_street(encoded, found.stop):
        return False
    counted = after.endswith(encoded.grammar.language.plural_endings) and len(after) > 4  # noqa: PLR2004 - "was"
    if counted and text[encoded.tokens[found.stop].start].islower() and not encoded.is_a(at - 1, "dating"):
        return False
    now = context.reference.year if context.reference else 2020
    plausible = 1400 <= number <= now + 40  # noqa: PLR2004 - a bare number outside is rarely a year
    if encoded.is_a(at - 1, "dash") and text[token.start - 1 : token.start] == before:
        other = encoded.tokens[at - 2].text if at > 1 else ""
        return plausible and other.isdecimal() and (1400 <= int(other) <= number)  # noqa: PLR2004 - the same
    if encoded.is_a(at - 1, "introduction") or before == "(":
        return True
    if encoded.is_a(found.stop, "dash"):
        return plausible
    return plausible and not encoded.is_a(at - 1, "numbering")


def _is_street(encoded: Encoded, stop: int) -> bool:
    for at in range(stop, stop + 3):
        if encoded.is_a(at, "street"):
            return True
        if not encoded.word(at).isalpha():
            return False
    return False


def year_pair(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve 1890–91: two years, each with its own place."""
    first = found.numbers["year"]
    last = first // 100 * 100 + found.numbers["two"]
    if last <= first or not _is_year(found, context, first):
        return None
    at = found.slots["two"]
    return [
        Resolution(
            found.begin, found.slots["year"] + 1, str(first), "year", TimeReason.STATED, moment=Moment(first)
        ),
        Resolution(at, at + 1, str(last), "year", TimeReason.STATED, moment=Moment(last)),
    ]


def era_year(found: Found, _context: Context) -> list[Resolution] | None:
    """Resolve a year counted before or after Christ: 508 BC is -0507, as ISO 8601 counts."""
    number = found.numbers["count"]
    if not 0 < number < 10_000:  # noqa: PLR2004 - four digits
        return None
    return named(found, Moment(number if found.numbers["era"] > 0 else 1 - number), TimeReason.STATED)


def decades(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve the 1990s, the '90s and the nineties; the 1600s are a century."""
    number = found.get("year")
    if number is None:
        number = full_year(found.get("two") or found.get("decade") or 0, context)
    if number % 10:
        return None
    if number % 100 == 0 and number < 2000:  # noqa: PLR2004 - the 2000s are usually their first decade
        return valued(found, century(number // 100 + 1), "century", TimeReason.STATED, moment=Moment(number))
    return valued(found, decade(number), "decade", TimeReason.STATED, moment=Moment(number))


def centuries(found: Found, context: Context) -> list[Resolution] | None:
    """Resolve the 17th century; of "the 15th to the 19th century" the first as well."""
    era = found.get("era") or 1
    last = found.get("count") or 0
    if not 0 < last <= 30:  # noqa: PLR2004 - nobody counts further
        return None
    answer = valued(found, century(last, era), "century", TimeReason.STATED)
    first = found.get("from")
    if first is None:
        return answer
    at = found.slots["from"]
    return [
        Resolution(
            at,
            at + 1 + context.encoded.is_a(at + 1, "mark"),
            century(first, era),
            "century",
            TimeReason.STATED,
        ),
        answer[0]._replace(begin=found.slots["count"]),
    ]
