"""Find the times of an article and say which moments they mean."""

from collections.abc import Iterable, Iterator

from schemas import TimeExpression, TimeReason, Timestamp
from service.enrich.reading import Reading
from service.enrich.times.context import Context
from service.enrich.times.grammar import Grammar
from service.enrich.times.languages import LANGUAGES
from service.enrich.times.resolution import Resolution
from service.enrich.times.rules import RULES

MAX_CHARACTERS = 100_000
"""Times are looked for up to here; no article a person reads is longer."""

Match = tuple[int, int, int]
LATE = frozenset({"clock"})
"""Rules that need the days of the whole text."""

GRAMMARS = {code: Grammar(language) for code, language in LANGUAGES.items()}


def find_times(reading: Reading, reference: Timestamp | str | None) -> list[TimeExpression]:
    """Find the times named in a text, in order, none overlapping another.

    Args:
        reading: The text; its language chooses the words.
        reference: ``published_at``, else the dateline's date as ISO 8601; None where neither is known, and
            then only what the words themselves state has a value.

    Returns:
        Times with their places; an empty list for a language without rules, or where nobody knows it.
    """
    grammar = GRAMMARS.get(reading.language or "")
    if grammar is None:
        return []
    encoded = grammar.encode(reading, MAX_CHARACTERS)
    context = Context.of(encoded, reference)
    matches = sorted(encoded.matches(), key=lambda match: (match[0], -match[1], match[2]))
    accepted = []
    for late in (False, True):
        mine = (match for match in matches if (grammar.patterns[match[2]][0] in LATE) == late)
        for cluster in _clusters(mine):
            accepted += _resolved(cluster, context)
    return [_expression(resolution, context) for resolution in sorted(accepted, key=lambda one: one.begin)]


def _clusters(matches: Iterable[Match]) -> Iterator[list[Match]]:
    """Group matches that touch the same words, in the order of the text."""
    cluster: list[Match] = []
    end = 0
    for match in matches:
        if cluster and match[0] >= end:
            yield cluster
            cluster = []
        cluster.append(match)
        end = max(end, match[1])
    if cluster:
        yield cluster


def _resolved(cluster: list[Match], context: Context) -> list[Resolution]:
    """Resolve the longest matches of a cluster, a shorter one where the longer turns out to be no time."""
    taken: list[tuple[int, int]] = []
    accepted: list[Resolution] = []
    for begin, stop, order in sorted(cluster, key=lambda match: (match[0] - match[1], match[2])):
        if any(begin < other_stop and other_begin < stop for other_begin, other_stop in taken):
            continue
        found = context.encoded.found(begin, order)
        answer = RULES[found.rule](found, context)
        if answer is None:
            continue
        taken.append((begin, stop))
        accepted += answer
        for resolution in answer:
            if resolution.moment is not None or resolution.reason == TimeReason.EVERY_YEAR:
                context.last = resolution.stop, resolution.moment
            if resolution.moment is not None:
                start = context.encoded.tokens[resolution.begin].start
                context.remember(
                    start,
                    resolution.moment,
                    stated=resolution.reason == TimeReason.STATED,
                    quoted=context.is_quoted(start),
                )
    return accepted


def _expression(resolution: Resolution, context: Context) -> TimeExpression:
    tokens = context.encoded.tokens
    start, end = tokens[resolution.begin].start, tokens[resolution.stop - 1].end
    return TimeExpression(
        start=start,
        end=end,
        text=context.encoded.reading.text[start:end],
        value=resolution.value,
        precision=resolution.precision,
        reason=resolution.reason,
        anchor=str(resolution.anchor) if resolution.anchor else None,
    )
