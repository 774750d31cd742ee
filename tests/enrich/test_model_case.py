"""The facts of the model case, a real article flattened by a scraper, as its event states them."""

from pathlib import Path

import pytest

from schemas import Entity, NewsEvent, TimeReason
from service.pipeline import Pipeline
from service.record import InputRecord
from service.settings import PipelineSettings

SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "korea-joongang-daily.txt"


@pytest.fixture(scope="module")
def event() -> NewsEvent:
    """Publish the sample once."""
    if not SAMPLE.is_file():
        pytest.skip("../shared/samples is not beside this checkout")
    record = InputRecord(SAMPLE.read_bytes(), headers=(("published-at", b"2024-11-13"),))
    return Pipeline(PipelineSettings()).publish(record).event


def named(event: NewsEvent, name: str) -> Entity:
    """Return the entity of a name."""
    (entity,) = [entity for entity in event.entities or [] if entity.name == name]
    return entity


def test_every_quotation_is_the_spokespersons(event: NewsEvent) -> None:
    """Four passages are quoted as his words; an adjective and a treaty's name in marks are none of them."""
    direct = [quote for quote in event.quotes or [] if quote.direct]
    assert ["We are", "Today, I", "Some of", "The United"] == [
        " ".join(quote.text.strip('"').split()[:2]) for quote in direct
    ]
    patel = named(event, "Vedant Patel")
    assert {("Vedant Patel", patel.id)} == {
        (quote.speaker.name, quote.speaker.entity_id) for quote in direct if quote.speaker
    }
    assert [event.article.text[q.speaker.start : q.speaker.end] for q in direct if q.speaker] == [
        *("Patel", "he", "Patel", "Patel")
    ]


def test_times_are_reckoned_from_the_day_of_publication_and_say_how(event: NewsEvent) -> None:
    """The tense decides between the week's past and coming days."""
    assert [
        ("Tuesday", "2024-11-12", TimeReason.PAST),
        ("Today", "2024-11-12", TimeReason.DAY_SPOKEN),
        ("Tuesday", "2024-11-12", TimeReason.PRESENT),
        ("Wednesday", "2024-11-13", TimeReason.PRESENT),
        ("June", "2024-06", TimeReason.PAST),
    ] == [(time.text, time.value, time.reason) for time in event.times or []]
    assert {"2024-11-13", "2024-11-12"} == {time.anchor for time in event.times or []}


def test_the_soldiers_are_counted(event: NewsEvent) -> None:
    """With what bounds their number."""
    assert (10_000.0, "over", "over", "soldiers") in [
        (quantity.value, quantity.modifier, quantity.bound, quantity.what)
        for quantity in event.quantities or []
    ]


def test_one_record_a_name_with_its_aliases(event: NewsEvent) -> None:
    """A country under four names, persons and organisations by type."""
    north = named(event, "North Korea")
    assert ("location", "KP") == (north.type, north.country)
    assert {"DPRK", "Democratic People's Republic of Korea", "the North"} <= set(north.aliases)
    persons = ("Vedant Patel", "Antony Blinken", "Kim Jong-un", "Vladimir Putin")
    assert ["person"] * 4 == [named(event, name).type for name in persons]
    organisations = ("North Atlantic Treaty Organization", "European Union", "State Department")
    assert ["organisation"] * 3 == [named(event, name).type for name in organisations]


@pytest.mark.parametrize(("words", "country"), [("Brussels", "BE"), ("Pyongyang", "KP"), ("Kursk", "RU")])
def test_places_are_resolved_to_their_countries(event: NewsEvent, words: str, country: str) -> None:
    """A place is found by the words that name it."""
    text = event.article.text
    assert {country} == {
        place.country
        for place in event.places or []
        if words in {text[mention.start : mention.end] for mention in place.mentions}
    }


def test_the_main_event_is_told_in_the_articles_words(event: NewsEvent) -> None:
    """Who confirmed what, on which day, and where it happens."""
    main = event.main_event
    assert main is not None
    assert main.who is not None
    assert "United States" == main.who.text
    assert main.what is not None
    assert main.what.text.startswith("confirmed Tuesday that North Korean troops")
    assert main.what.text.endswith("combat operations against Ukrainian forces")
    assert main.where is not None
    assert "Kursk" == main.where.text
    when = [time.value for time in event.times or [] if main.when and time.start == main.when.start]
    assert ["2024-11-12"] == when
