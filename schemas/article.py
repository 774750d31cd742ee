"""The clean article: its text, and what is known of it, each value with where it was read."""

from enum import StrEnum

from pydantic import NonNegativeInt

from schemas.base import Record, Share, Span, Vocabulary
from schemas.provenance import Source


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
