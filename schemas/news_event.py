"""The news event: one cleaned, enriched article, as published on the events topic."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, JsonValue, NonNegativeInt

from schemas.base import Record, Vocabulary
from schemas.provenance import BlockKind, Lineage, Source

SCHEMA_VERSION: Literal["1.0"] = "1.0"

Share = Annotated[float, Field(ge=0.0, le=1.0)]
Country = Annotated[str, Field(pattern="^[A-Z]{2}$")]
EXTENSION_NAME = "^[a-z][a-z0-9_]{0,62}$"
ExtensionPath = Annotated[str, Field(pattern=f"^extensions\\.{EXTENSION_NAME[1:]}")]


class Access(StrEnum):
    """Whether the page gave the whole article to an anonymous reader."""

    FREE = "free"
    PAYWALLED = "paywalled"
    UNKNOWN = "unknown"


class ParagraphKind(Vocabulary):
    """What a paragraph of the text is."""

    PARAGRAPH = "paragraph", "Running text."
    SUBHEADING = "subheading", "A heading inside the article."
    LIST = "list", "One or more points of a list."
    QUOTE = "quote", "A quotation set apart from the running text."
    TABLE = "table", "The rows of a table."
    EMBED = "embed", "A post of a social network shown in the article, or its signature."


class TimestampPrecision(StrEnum):
    """The finest unit a timestamp's source states."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"


class TimestampSource(Vocabulary):
    """Where a timestamp was read."""

    JSON_LD = "json_ld", "The page's JSON-LD."
    OPEN_GRAPH = "open_graph", "The page's Open Graph properties."
    META = "meta", "Another meta element of the page."
    TIME_ELEMENT = "time_element", "A time element of the page."
    VISIBLE_TEXT = "visible_text", "A line the reader sees."
    URL = "url", "The article's address."
    HINT = "hint", "The raw article's own field or header."


class WarningCode(Vocabulary):
    """What was odd about an input that became an event all the same."""

    CHARSET_REPAIRED = "charset_repaired", "The declared charset was wrong; another one decoded the bytes."
    CHARACTERS_REPLACED = "characters_replaced", "Some bytes decode in no charset and became U+FFFD."
    MOJIBAKE_REPAIRED = "mojibake_repaired", "Text decoded wrongly before it came here was repaired."
    CONTENT_TYPE_MISMATCH = "content_type_mismatch", "The content is not of the type it was said to be."
    CONTENT_ENCODING_MISMATCH = (
        "content_encoding_mismatch",
        "The value was not compressed as it was said to be.",
    )
    URL_INVALID = "url_invalid", "The address is no http or https URL."
    PUBLISHED_AT_UNREADABLE = (
        "published_at_unreadable",
        "The publication time stated cannot be read.",
    )
    SHORT_TEXT = "short_text", "The text is very short for an article."


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
    """One person who signed the article, or the agency or desk that signed as people do."""

    name: str
    """The name alone: no "By", no job title."""
    raw: str
    """The text the name was read from."""


class Dateline(Record):
    """The place and day a report was filed from, as its first line states them."""

    place: str | None
    """Place as written. Null where only a day is stated."""
    date: str | None
    """Day as an ISO 8601 date, or as written where the year is unknown. Null where only a place is stated."""


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
    language: Language | None = None
    """Its language. Null where that is the article's, or where nobody is sure."""


class Caption(Record):
    """The caption of a picture or video, its credit apart."""

    text: str
    """The caption without its credit."""
    credit: str | None
    """Photographer, agency or origin, without brackets. Null where none is stated."""


class Image(Record):
    """A picture of the article."""

    url: str
    """Address, made absolute where the article's address is known."""
    alt: str | None
    """Alternative text. Null where the page gives none."""


class Article(Record):
    """The cleaned article."""

    url: str | None
    """Address the article was fetched from. Null where the input names none. Origin: the raw article."""
    canonical_url: str | None
    """Address the page names as its own, else ``url``, normalised and without tracking parameters. Null where
    neither is known. Origin: the page's metadata, else the raw article."""
    site: str | None
    """Name of the site, else its host name. Null where neither is known. Origin: the page's metadata, the raw
    article's hint, else the address."""
    headline: str | None
    """The headline, without the site's name. Null where none was found. Origin: the page's headings and
    metadata, a flat text's headline, else the raw article's hint."""
    deck: str | None
    """The standfirst under the headline. Null where none was found. Origin: the text under the headline."""
    section: list[str]
    """Path of sections, the widest first. Origin: bread crumbs, or the page's metadata."""
    tags: list[str]
    """Subjects the page files it under, in its order; empty where it names none, as a flat text does. Origin:
    the page's metadata, else its links marked as tags."""
    authors: list[Author]
    """Who signed it, in order. Origin: the page's metadata, else the byline."""
    agency: str | None
    """News agency the text comes from. Null where none is named. Origin: agency mark, byline or dateline."""
    dateline: Dateline | None
    """Place and day of filing. Null where the report opens without one. Origin: one of the first paragraphs,
    or a line of its own."""
    published_at: Timestamp | None
    """When it was first published. Null where no place states it. Origin: as its ``source`` says."""
    modified_at: Timestamp | None
    """When it was last changed. Null where no place states it. Origin: as its ``source`` says."""
    language: Language | None
    """Language of the text. Null where the identifier is below the confidence limit. Origin: computed from
    ``text``."""
    text: str
    """The paragraphs joined by a blank line. Every offset of the event points into it. Origin: the kept
    blocks of the content."""
    paragraphs: list[Paragraph]
    """The paragraphs of ``text``, in order. Origin: the kept blocks of the content."""
    captions: list[Caption]
    """Captions, in order. Origin: figures of the page, or caption lines of a flat text."""
    images: list[Image]
    """Pictures of the article, in order; empty for flat text. Origin: the page's metadata and markup."""
    access: Access
    """Whether the whole article was there to read. Origin: the page's metadata, or a paywall's own words."""
    word_count: NonNegativeInt
    """Words of ``text`` by Unicode word boundaries; scripts without spaces count by character. Origin:
    computed from ``text``."""


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


class Fact(Vocabulary):
    """A fact that enriching derives."""

    LANGUAGE = "language", "``article.language``."
    ENTITIES = "entities", "``entities``."
    PLACES = "places", "``places``."
    QUOTES = "quotes", "``quotes``."
    TIMES = "times", "``times``."
    QUANTITIES = "quantities", "``quantities``."
    MAIN_EVENT = "main_event", "``main_event``."


class Enrichment(Record):
    """How enriching went."""

    failed: list[Fact | ExtensionPath]
    """Facts, and plug-ins as ``extensions.<name>``, that are null because looking for them failed, a defect
    of the service or the plug-in; not because the text states none."""
    unsupported: list[Fact] = Field(default_factory=list)
    """Facts that are empty because there are no rules for the article's language, or nobody knows it; not
    because the text states none."""


class Duplicate(Record):
    """The group of articles that say the same."""

    cluster_id: str
    """Identifier of the group."""
    of: str | None
    """Event id of the first article of the group. Null where this is the first."""
    similarity: Share
    """Estimated likeness to it."""
    kind: str
    """exact, near or update."""


class NewsEvent(Record):
    """One article, cleaned and enriched."""

    id: Annotated[str, Field(json_schema_extra={"format": "uuid"})]
    """UUIDv5 of the canonical URL (or the input's hash) and the content's hash: the same input gives
    the same id on every delivery. Origin: computed by publish."""
    schema_version: Annotated[str, Field(pattern=r"^1\.[0-9]+$")]
    """Version of this schema: 1.x only adds fields and values. Origin: constant of the release."""
    article: Article
    """The cleaned article. Origin: clean."""
    cleaning: Cleaning
    """What cleaning took away. Origin: clean."""
    enrichment: Enrichment
    """How enriching went. Origin: enrich."""
    entities: list[Entity] | None
    """Who and what is named, in the order first named. Null where tagging failed. Origin: enrich."""
    places: list[Place] | None
    """Places named, resolved. Null where resolving failed. Origin: enrich."""
    quotes: list[Quote] | None
    """Who said what, in the text's order; empty for a language without rules. Null where looking for them
    failed. Origin: enrich."""
    times: list[TimeExpression] | None
    """Times named, resolved against ``article.published_at``, else the dateline; empty for a language without
    rules. Null where looking for them failed. Origin: enrich."""
    quantities: list[Quantity] | None
    """Numbers named; empty for a language without rules. Null where looking for them failed. Origin:
    enrich."""
    main_event: MainEvent | None
    """Who did what, when and where. Null where looking for it failed. Origin: enrich."""
    duplicate: Duplicate | None
    """The group of articles that say the same. Null where none is known: always, in this version. Origin:
    enrich."""
    extensions: dict[Annotated[str, Field(pattern=EXTENSION_NAME)], dict[str, JsonValue] | None]
    """What the installation's plug-ins add, by their name; each as its own schema says, null where it failed.
    Origin: enrich."""
    lineage: Lineage
    """How the event came to be. Origin: publish."""
