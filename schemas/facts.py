"""What an article tells: names, places, quotes, times, quantities and the main event, each with its words."""

from typing import Annotated

from pydantic import Field, NonNegativeInt

from schemas.base import Record, Span, TextSpan, Vocabulary

Country = Annotated[str, Field(pattern="^[A-Z]{2}$")]


class TimeReason(Vocabulary):
    """What decided the value of a time expression."""

    STATED = "stated", "The words state it whole."
    REFERENCE = "reference", "Reckoned from the day the article speaks from, as the words say."
    PAST = "past", "The tense is past: the last such day, month or season."
    PRESENT = "present", "The tense is present: the one under way or to come."
    FUTURE = "future", "The sentence looks ahead: the one under way or to come."
    PAST_BY_DEFAULT = "past_by_default", "No verb tells; news mostly reports."
    NEAREST = "nearest", "No tense tells: the one nearest to the day the article speaks from."
    DAY_SPOKEN = "day_spoken", "Reckoned from the day on which the quoted words were said."
    CONTEXT = "context", "Reckoned from the time named before it."
    EVERY_YEAR = "every_year", "Said of every year."
    NO_REFERENCE = "no_reference", "Nothing known says which."


class Entity(Record):
    """Somebody or something named, one record for all its names."""

    id: str
    """Identifier within the event."""
    type: str
    """person, organisation, location and others."""
    name: str
    """Fullest name used."""
    country: Country | None
    """ISO 3166-1 alpha-2 code. Null where the entity is no country."""
    aliases: list[str]
    """Other names used."""
    mentions: list[Span]
    """Where it is named."""


class Place(Record):
    """A toponym resolved to a gazetteer."""

    name: str
    """Name in the gazetteer."""
    geonames_id: int | None
    """GeoNames identifier. Null where the gazetteer has the place without it, as many regions and seas."""
    country: Country | None
    """ISO 3166-1 alpha-2 code. Null where the place is in no country, as an ocean is."""
    lat: Annotated[float, Field(ge=-90.0, le=90.0)]
    """Latitude, degrees north."""
    lon: Annotated[float, Field(ge=-180.0, le=180.0)]
    """Longitude, degrees east."""
    mentions: list[Span]
    """Where it is named."""


class Speaker(Record):
    """Who says a quote."""

    name: str
    """Full name as resolved in the article."""
    entity_id: str | None
    """Identifier in ``entities``. Null where the speaker is not among them."""
    start: NonNegativeInt
    """Offset of the mention's first code point."""
    end: NonNegativeInt
    """Offset after the mention's last code point."""


class Quote(TextSpan):
    """Something somebody says."""

    direct: bool
    """Whether the words are quoted verbatim."""
    cue: str | None
    """The verb or phrase that introduces it. Null where there is none."""
    speaker: Speaker | None
    """Who says it. Null where the text does not tell."""


class TimeExpression(TextSpan):
    """A time named in the text."""

    value: str | None
    """ISO 8601 or TIMEX3 value. Null where it cannot be resolved."""
    precision: str | None
    """Unit of the value. Null where the value is."""
    reason: TimeReason | None = None
    """What decided the value. Null where the finder does not say."""
    anchor: str | None = None
    """ISO 8601 date, month or year the value was reckoned from. Null where the words state it whole."""


class Quantity(TextSpan):
    """A number with what it counts or measures."""

    value: float
    """The number; of a range its lower end, of a round number in words ("thousands") the least it means."""
    modifier: str | None
    """over, at least, about and the like. Null where the number stands alone."""
    unit: str | None
    """Unit or currency. Null where the number only counts."""
    what: str | None
    """What is counted or measured. Null where the text does not tell."""
    high: float | None = None
    """Upper end of a range. Null where there is one number."""
    bound: str | None = None
    """What the modifier or the word means in any language: over, at_least, about, exactly, up_to or under.
    Null where the number is stated as it is."""


class MainEvent(Record):
    """Who did what, when and where."""

    who: TextSpan | None
    """Actor. Null where none is stated."""
    what: TextSpan | None
    """Action. Null where none is stated."""
    when: TextSpan | None
    """Time. Null where none is stated."""
    where: TextSpan | None
    """Place. Null where none is stated."""
