"""Who did what, when and where: the main event of an article."""

import pytest

from schemas import Entity, MainEvent, Place, Span, TimeExpression
from service.enrich.main_event import LANGUAGES, find_main_event, split_clause
from service.enrich.reading import Reading, Stretch


def read(text: str, language: str | None = "en") -> Reading:
    """Read paragraphs set apart by a blank line."""
    stretches, start = [], 0
    for paragraph in text.split("\n\n"):
        stretches.append(Stretch(start, start + len(paragraph)))
        start += len(paragraph) + 2
    return Reading(text, language, stretches)


def entity(reading: Reading, kind: str, name: str, *aliases: str, country: str | None = None) -> Entity:
    """Name somebody at every place the text does."""
    mentions = sorted(
        (start, start + len(form))
        for form in (name, *aliases)
        for start in range(len(reading.text))
        if reading.text.startswith(form, start)
    )
    return Entity(
        id=name,
        type=kind,
        name=name,
        country=country,
        aliases=list(aliases),
        mentions=[Span(start=start, end=end) for start, end in mentions],
    )


def time(reading: Reading, words: str, value: str) -> TimeExpression:
    """Find a time where its words first stand."""
    start = reading.text.index(words)
    return TimeExpression(start=start, end=start + len(words), text=words, value=value, precision="day")


def answers(event: MainEvent) -> tuple[str | None, ...]:
    """State who, what, when and where in words."""
    spans = (event.who, event.what, event.when, event.where)
    return tuple(span.text if span else None for span in spans)


HARBOUR = read(
    "Photo by the harbour office. A crane fell over in Brightmouth on Tuesday night, the port said.\n\n"
    "The operator Nell Marsh was unhurt. Marsh said the wind had risen within minutes."
)


def test_text_alone() -> None:
    """Without entities, times and places the clause of the lead answers who and what."""
    event = find_main_event(HARBOUR, "Crane falls over in Brightmouth", None, [], [], [])
    assert ("crane", "fell over in Brightmouth on Tuesday night", None, "Brightmouth") == (
        (event.who.text.casefold() if event.who else None),
        *answers(event)[1:],
    )


def test_times_and_places_of_the_lead() -> None:
    """The day keeps its part of the day; the place is the one a preposition leads in."""
    times = [time(HARBOUR, "Tuesday", "2031-05-06")]
    entities = [entity(HARBOUR, "location", "Brightmouth"), entity(HARBOUR, "person", "Nell Marsh", "Marsh")]
    event = find_main_event(HARBOUR, "Crane falls over in port", None, entities, times, [])
    assert ("Tuesday night", "Brightmouth") == answers(event)[2:]


def test_actor_by_the_fullest_name() -> None:
    """A surname in the headline is the person the text names in full."""
    reading = read(
        "The storm took everybody by surprise. Marsh resigned on Monday, after the second accident.\n\n"
        "Nell Marsh had led the port since spring."
    )
    people = [entity(reading, "person", "Nell Marsh", "Marsh")]
    event = find_main_event(reading, "Marsh resigns after second accident", None, people, [], [])
    assert "Nell Marsh" == (event.who.text if event.who else None)
    assert "resigned on Monday" == (event.what.text if event.what else None)


def test_lead_is_the_sentence_the_headline_tells() -> None:
    """A caption or a call to subscribe before the lead is passed over."""
    reading = read(
        "Sign up for our letter every morning and never miss a thing.\n\n"
        "The council rejected the plan for a new stadium on Friday.\n\n"
        "Fans were disappointed."
    )
    event = find_main_event(reading, "Council rejects stadium plan", None, [], [], [])
    assert "rejected the plan for a new stadium on Friday" == (event.what.text if event.what else None)


def test_day_of_an_attribute_gives_way() -> None:
    """The day in "Sunday's election" dates the election; the event has the other day."""
    reading = read("Two days after Sunday's election the mayor resigned on Tuesday in Brightmouth.")
    times = [time(reading, "Sunday", "2031-05-04"), time(reading, "Tuesday", "2031-05-06")]
    event = find_main_event(reading, "Mayor resigns", None, [], times, [])
    assert "Tuesday" == (event.when.text if event.when else None)


def test_place_with_what_contains_it() -> None:
    """A town and its region named in a row are one place; the country alone gives way."""
    reading = read("Rescuers in Norway reached two climbers near Vik, Vestland on Sunday.")
    entities = [
        entity(reading, "location", "Norway", country="NO"),
        entity(reading, "location", "Vik"),
        entity(reading, "location", "Vestland"),
    ]
    places = [
        Place(name="Vik", geonames_id=1, country="NO", lat=61.0, lon=6.5, mentions=entities[1].mentions)
    ]
    event = find_main_event(reading, "Rescuers reach climbers", None, entities, [], places)
    assert "Vik, Vestland" == (event.where.text if event.where else None)


@pytest.mark.parametrize(
    ("language", "headline", "subject", "predicate"),
    [
        ("en", "Ferry hits pier after engine fails", "Ferry", "hits pier"),
        ("en", "Harbour: Dockers and pilots walk out, union says", "Dockers and pilots", "walk out"),
        ("en", "Three bakers named as judges open show", "Three bakers", "Three bakers named"),
        ("en", "The man who saved the dog has died", "The man who saved the dog", "has died"),
        ("en", "HULL (AP) - A night-time ferry has hit a pier", "A night-time ferry", "has hit a pier"),
        ("de", "Stadtrat lehnt Stadion ab, Bürger jubeln", "Stadtrat", "lehnt Stadion ab"),
        ("de", "Zug rammt Lastwagen nach Signalfehler", "Zug", "rammt Lastwagen"),
        ("fr", "Le maire démissionne après la tempête", "Le maire", "démissionne"),
        ("es", "El alcalde dimite tras la tormenta", "El alcalde", "dimite"),
    ],
)
def test_clauses(language: str, headline: str, subject: str, predicate: str) -> None:
    """A headline is split at its finite verb, and its predicate ends where another clause begins."""
    reading = read(headline, language)
    clause = split_clause(reading.tokens, LANGUAGES[language])
    assert clause is not None
    assert (subject, predicate) == (
        headline[clause.subject.start : clause.subject.end],
        headline[clause.predicate.start : clause.predicate.end],
    )


@pytest.mark.parametrize("text", ["", "?!", "Quiet.", "\n\n\n"])
def test_nothing_told(text: str) -> None:
    """Where nothing is told every answer is null."""
    assert (None, None, None, None) == answers(find_main_event(read(text), None, None, [], [], []))


@pytest.mark.parametrize("language", [None, "ko", *sorted(LANGUAGES)])
@pytest.mark.parametrize("unit", ["a ", "said ", ", who ", "A: ", "in X ", '"', "x" * 9, "and "])
def test_hostile_texts_end(language: str | None, unit: str) -> None:
    """A long text of one kind gives spans of itself or nothing."""
    text = unit * (200_000 // len(unit))
    event = find_main_event(read(text, language), unit * 5_000, unit, [], [], [])
    for span in (event.who, event.what, event.when, event.where):
        assert span is None or text[span.start : span.end] == span.text
