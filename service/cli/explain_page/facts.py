"""The facts of an event as the page lists them, each with the words it stands on."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from schemas import Entity, Fact, MainEvent, NewsEvent, Place, Quantity, Quote, Span, TimeExpression
from service.cli.explain_page.bounds import MOST_FACTS, first, shorten


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of the text, and what it is to a fact: a kind of fact, or its speaker."""

    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class ListedFact:
    """One fact: what it says, what is known of it, where it stands."""

    id: str
    title: str
    about: tuple[str, ...]
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class FactList:
    """All facts of one kind."""

    kind: str
    title: str
    facts: Sequence[ListedFact]
    left_out: int
    """How many more there are."""
    failed: bool
    """Whether looking for them failed."""
    unsupported: bool
    """Whether there are no rules to find them by in the article's language."""


Stated = tuple[str, list[str | None], list[Words]]
"""Title, what is known, words."""
Part = tuple[str, Span, str]
"""Who, what, when or where; its span and its words."""


def list_facts(event: NewsEvent) -> list[FactList]:
    """List what the event states, the main event first."""
    kinds: list[tuple[Fact, str, str, Sequence[object] | None, Callable[..., Stated]]] = [
        (Fact.MAIN_EVENT, "event", "Main event", _parts(event.main_event), _part),
        (Fact.QUOTES, "quote", "Quotes", event.quotes, _quote),
        (Fact.ENTITIES, "entity", "Names", event.entities, _entity),
        (Fact.PLACES, "place", "Places", event.places, _place),
        (Fact.TIMES, "time", "Times", event.times, _time),
        (Fact.QUANTITIES, "quantity", "Quantities", event.quantities, _quantity),
    ]
    lists = []
    for fact, kind, title, found, state in kinds:
        shown, left_out = first(found or (), MOST_FACTS)
        facts = [_listed(f"{kind}-{number}", *state(one)) for number, one in enumerate(shown, 1)]
        failed, unsupported = fact in event.enrichment.failed, fact in event.enrichment.unsupported
        lists.append(FactList(kind, title, facts, left_out, failed, unsupported))
    return lists


def _listed(name: str, title: str, about: Iterable[str | None], words: Iterable[Words]) -> ListedFact:
    return ListedFact(name, shorten(title), tuple(shorten(known) for known in about if known), tuple(words))


def _words(spans: Iterable[Span], role: str) -> list[Words]:
    return [Words(span.start, span.end, role) for span in spans]


def _parts(main: MainEvent | None) -> list[Part]:
    if main is None:
        return []
    parts = (("who", main.who), ("what", main.what), ("when", main.when), ("where", main.where))
    return [(name, span, span.text) for name, span in parts if span is not None]


def _part(part: Part) -> Stated:
    name, span, words = part
    return f"{name}: {words}", [], _words([span], "event")


def _quote(quote: Quote) -> Stated:
    speaker = quote.speaker
    about = [
        f"said by {speaker.name}" if speaker else "speaker not told",
        "word for word" if quote.direct else "in other words",
        f"cue: {quote.cue}" if quote.cue else None,
    ]
    words = _words([quote], "quote")
    if speaker:
        words.append(Words(speaker.start, speaker.end, "speaker"))
    return quote.text, about, words


def _entity(entity: Entity) -> Stated:
    aliases = f"also: {', '.join(entity.aliases)}" if entity.aliases else None
    return entity.name, [entity.type, entity.country, aliases], _words(entity.mentions, "entity")


def _place(place: Place) -> Stated:
    """Give a row of the table: every column is filled."""
    north, east = ("N" if place.lat >= 0 else "S"), ("E" if place.lon >= 0 else "W")
    about = [
        place.country or "none",
        f"{abs(place.lat):.2f}° {north}, {abs(place.lon):.2f}° {east}",
        "none" if place.geonames_id is None else str(place.geonames_id),
    ]
    return place.name, [*about], _words(place.mentions, "place")


def _time(time: TimeExpression) -> Stated:
    about = [
        time.value or "not resolved",
        time.precision,
        time.reason.meaning if time.reason else None,
        f"reckoned from {time.anchor}" if time.anchor else None,
    ]
    return time.text, about, _words([time], "time")


def _quantity(quantity: Quantity) -> Stated:
    number = f"{quantity.value:,g}" if quantity.high is None else f"{quantity.value:,g} to {quantity.high:,g}"
    measured = " ".join(
        filter(None, [quantity.bound and quantity.bound.replace("_", " "), number, quantity.unit])
    )
    return quantity.text, [measured, quantity.what and f"of: {quantity.what}"], _words([quantity], "quantity")
