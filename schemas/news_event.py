"""The news event: one cleaned, enriched article, as published on the events topic."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, NonNegativeInt

from schemas.base import Record
from schemas.provenance import BlockKind, Lineage, Source

SCHEMA_VERSION: Literal["1.0"] = "1.0"

Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Access(StrEnum):
    """Whether the page gave the whole article to an anonymous reader."""

    FREE = "free"
    PAYWALLED = "paywalled"
    UNKNOWN = "unknown"


class ParagraphKind(StrEnum):
    """What a paragraph of the text is."""

    PARAGRAPH = "paragraph"
    SUBHEADING = "subheading"
    LIST = "list"
    QUOTE = "quote"
    TABLE = "table"


class TimestampPrecision(StrEnum):
    """The finest unit a timestamp's source states."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"


class TimestampSource(StrEnum):
    """Where a timestamp was read."""

    JSON_LD = "json_ld"
    OPEN_GRAPH = "open_graph"
    META = "meta"
    TIME_ELEMENT = "time_element"
    VISIBLE_TEXT = "visible_text"
    URL = "url"
    HINT = "hint"


class WarningCode(StrEnum):
    """What was odd about an input that became an event all the same."""

    CHARSET_REPAIRED = "charset_repaired"
    CHARACTERS_REPLACED = "characters_replaced"
    MOJIBAKE_REPAIRED = "mojibake_repaired"
    CONTENT_TYPE_MISMATCH = "content_type_mismatch"
    URL_INVALID = "url_invalid"
    PUBLISHED_AT_UNREADABLE = "published_at_unreadable"
    FETCHED_AT_UNREADABLE = "fetched_at_unreadable"
    MARKUP_BROKEN = "markup_broken"
    SHORT_TEXT = "short_text"
    LANGUAGE_UNKNOWN = "language_unknown"


class Span(Record):
    """A stretch of ``article.text``: ``text[start:end]``, in code points."""

    start: NonNegativeInt
    """Offset of the first code point."""
    end: NonNegativeInt
    """Offset after the last code point."""


class TextSpan(Span):
    """A span with the words it covers."""

    text: str
    """The words, equal to ``article.text[start:end]``."""


class Author(Record):
    """One person who signed the article."""

    name: str
    """The name alone: no "By", no job title."""
    raw: str
    """The text the name was read from."""


class Dateline(Record):
    """The place and day a report was filed from, as its first line states them."""

    place: str | None
    """Place as written."""
    date: str | None
    """Day as an ISO 8601 date, or as written where the year is unknown."""


class Timestamp(Record):
    """A moment of the article's life, to the precision its source states."""

    value: str
    """ISO 8601, cut to ``precision``; with an offset only where the source gives one."""
    precision: TimestampPrecision
    """Finest unit stated."""
    source: TimestampSource
    """Where it was read."""
    raw: str
    """As written there."""


class Language(Record):
    """The language most of the text is in."""

    code: str
    """ISO 639-1 code, or ISO 639-3 where there is none."""
    confidence: Share
    """Probability given by the identifier."""


class Paragraph(Span):
    """One paragraph of ``article.text``."""

    kind: ParagraphKind
    """What it is."""
    source: Source
    """Where it stands in the input: offsets for flat text, a node path for HTML."""


class Caption(Record):
    """The caption of a picture or video, its credit apart."""

    text: str
    """The caption without its credit."""
    credit: str | None
    """Photographer, agency or origin, without brackets."""


class Image(Record):
    """A picture of the article."""

    url: str
    """Address, made absolute where the article's address is known."""
    alt: str | None
    """Alternative text."""


class Article(Record):
    """The cleaned article."""

    url: str | None
    """Address the article was fetched from."""
    canonical_url: str | None
    """Address the page names as its own, else ``url``, normalised and without tracking parameters."""
    site: str | None
    """Name of the site, else its host name."""
    headline: str | None
    """The headline, without the site's name."""
    deck: str | None
    """The standfirst under the headline."""
    section: list[str]
    """Path of sections, the widest first."""
    authors: list[Author]
    """Who signed it, in order."""
    agency: str | None
    """News agency the text comes from."""
    dateline: Dateline | None
    """Place and day of filing."""
    published_at: Timestamp | None
    """When it was first published."""
    modified_at: Timestamp | None
    """When it was last changed."""
    language: Language | None
    """Language of the text; null below the confidence limit."""
    text: str
    """The paragraphs joined by a blank line. Every offset of the event points into it."""
    paragraphs: list[Paragraph]
    """The paragraphs of ``text``, in order."""
    captions: list[Caption]
    """Captions, in order."""
    images: list[Image]
    """Pictures of the article, in order."""
    access: Access
    """Whether the whole article was there to read."""
    word_count: NonNegativeInt
    """Words of ``text`` by Unicode word boundaries; scripts without spaces count by character."""


class Cleaning(Record):
    """What cleaning took away, and how sure it is."""

    removed: dict[BlockKind, NonNegativeInt]
    """Number of removed blocks by kind, keys sorted."""
    kept_ratio: Share
    """Share of the input's visible characters that reached ``text`` or a field."""
    confidence: Share
    """How sure cleaning is that ``text`` is the article and nothing else."""
    warnings: list[WarningCode]
    """Codes of what was odd about the input, sorted."""


class Entity(Record):
    """Somebody or something named, one record for all its names."""

    id: str
    """Identifier within the event."""
    type: str
    """person, organisation, location and others."""
    name: str
    """Fullest name used."""
    country: str | None
    """ISO 3166-1 alpha-2 code where the entity is a country."""
    aliases: list[str]
    """Other names used."""
    mentions: list[Span]
    """Where it is named."""


class Place(Record):
    """A toponym resolved to a gazetteer."""

    name: str
    """Name in the gazetteer."""
    geonames_id: int
    """GeoNames identifier."""
    country: str
    """ISO 3166-1 alpha-2 code."""
    lat: float
    """Latitude, degrees north."""
    lon: float
    """Longitude, degrees east."""
    mentions: list[Span]
    """Where it is named."""


class Speaker(Record):
    """Who says a quote."""

    name: str
    """Full name as resolved in the article."""
    entity_id: str | None
    """Identifier in ``entities``."""
    start: NonNegativeInt
    """Offset of the mention's first code point."""
    end: NonNegativeInt
    """Offset after the mention's last code point."""


class Quote(TextSpan):
    """Something somebody says."""

    direct: bool
    """Whether the words are quoted verbatim."""
    cue: str | None
    """The verb or phrase that introduces it."""
    speaker: Speaker | None
    """Who says it."""


class TimeExpression(TextSpan):
    """A time named in the text."""

    value: str | None
    """ISO 8601 or TIMEX3 value; null where it cannot be resolved."""
    precision: str | None
    """Unit of the value."""


class Quantity(TextSpan):
    """A number with what it counts or measures."""

    value: float
    """The number."""
    modifier: str | None
    """over, at least, about and the like."""
    unit: str | None
    """Unit or currency."""
    what: str | None
    """What is counted."""


class MainEvent(Record):
    """Who did what, when and where."""

    who: TextSpan | None
    """Actor."""
    what: TextSpan | None
    """Action."""
    when: TextSpan | None
    """Time."""
    where: TextSpan | None
    """Place."""


class Duplicate(Record):
    """The group of articles that say the same."""

    cluster_id: str
    """Identifier of the group."""
    of: str | None
    """Event id of the first article of the group."""
    similarity: Share
    """Estimated likeness to it."""
    kind: str
    """exact, near or update."""


class NewsEvent(Record):
    """One article, cleaned and enriched."""

    id: str
    """UUIDv5 of the canonical URL (or the input's hash) and the content's hash: the same input gives
    the same id on every delivery."""
    schema_version: Literal["1.0"]
    """Version of this schema."""
    article: Article
    """The cleaned article."""
    cleaning: Cleaning
    """What cleaning took away."""
    entities: list[Entity]
    """Who and what is named."""
    places: list[Place]
    """Places named, resolved."""
    quotes: list[Quote]
    """Who said what."""
    times: list[TimeExpression]
    """Times named, resolved."""
    quantities: list[Quantity]
    """Numbers named."""
    main_event: MainEvent | None
    """Who did what, when and where."""
    duplicate: Duplicate | None
    """The group of articles that say the same."""
    lineage: Lineage
    """How the event came to be."""
