"""The main event as the headline, the standfirst and the text tell it.

The service answers with spans of the text. The set's coders answered "what" in the headline's words mostly,
so the prediction says it in those where the headline has a verb; the rest is what the service says.
"""

from functools import cache
from typing import Any

from schemas import Timestamp, TimestampPrecision, TimestampSource
from service.enrich.entities import EntityTagger
from service.enrich.main_event import LANGUAGES, find_main_event, split_clause
from service.enrich.places import PlaceResolver
from service.enrich.reading import Reading, Stretch
from service.enrich.times import find_times

tagger = cache(EntityTagger)
resolver = cache(PlaceResolver)
LANGUAGE = "en"
"""The set is English."""


def predict(document: dict[str, Any]) -> dict[str, Any]:
    """Answer who, what, when and where; gold fields are not read."""
    answers = in_the_text(document)
    if phrase := (_predicate(document["title"]) or _predicate(document["description"])):
        answers["what"] = phrase
    return {"id": document.get("id"), **answers}


def in_the_text(document: dict[str, Any]) -> dict[str, str]:
    """Answer as the service does, with words of the text alone."""
    text = document["text"]
    reading = Reading(text, LANGUAGE, [Stretch(0, len(text))])
    entities = tagger()(reading)
    times = find_times(reading, _published(document["published"]))
    places = resolver()(reading, entities, None)
    event = find_main_event(
        reading, document["title"] or None, document["description"] or None, entities, times, places
    )
    answers = {
        question: span.text
        for question in ("who", "what", "when", "where")
        if (span := getattr(event, question)) is not None
    }
    days = [time.value for time in times if event.when and time.start == event.when.start]
    return answers | ({"when_date": days[0]} if days and days[0] else {})


def _predicate(headline: str | None) -> str | None:
    """Say what happened in the headline's own words."""
    if not headline:
        return None
    reading = Reading(headline, LANGUAGE, [Stretch(0, len(headline))])
    clause = split_clause(reading.tokens, LANGUAGES[LANGUAGE])
    return headline[clause.predicate.start : clause.predicate.end] if clause else None


def _published(value: str | None) -> Timestamp | None:
    if not value:
        return None
    return Timestamp(
        value=value[:10], precision=TimestampPrecision.DAY, source=TimestampSource.HINT, raw=value
    )
