"""Where a fact comes from: the input record, and the place inside its content."""

from enum import StrEnum

from pydantic import NonNegativeInt

from schemas.base import Record


class BlockKind(StrEnum):
    """What a block of the input is. The keys of ``cleaning.removed`` are the removable kinds."""

    HEADLINE = "headline"
    DECK = "deck"
    BYLINE = "byline"
    DATELINE = "dateline"
    AGENCY = "agency"
    PUBLISHED = "published"
    SECTION = "section"
    BODY = "body"
    SUBHEADING = "subheading"
    LIST = "list"
    QUOTE = "quote"
    TABLE = "table"
    CAPTION = "caption"
    CREDIT = "credit"
    EMBED = "embed"
    BREADCRUMB = "breadcrumb"
    NAVIGATION = "navigation"
    RELATED = "related"
    OTHER_ARTICLE = "other_article"
    SHARE = "share"
    LOGIN = "login"
    COMMENT = "comment"
    APPEAL = "appeal"
    PAYWALL = "paywall"
    ADVERTISEMENT = "advertisement"
    COOKIE_NOTICE = "cookie_notice"
    FOOTER = "footer"
    TOOL = "tool"
    ICON = "icon"
    REPEATED = "repeated"
    BLANK = "blank"
    OTHER = "other"


class InputSpan(Record):
    """A stretch of flat text: code-point offsets into the decoded content of the raw article."""

    start: NonNegativeInt
    """Offset of the first code point."""
    end: NonNegativeInt
    """Offset after the last code point."""


class NodePath(Record):
    """A place in an HTML page."""

    path: str
    """Path of the element from the root, one-based among siblings of the same tag:
    ``html/body/div[2]/p[1]``; a trailing ``text()[n]`` tells runs inside one element apart."""


Source = InputSpan | NodePath


class InputRef(Record):
    """The Kafka record an event was made from; coordinates are null outside Kafka."""

    topic: str | None
    """Topic the record was read from."""
    partition: NonNegativeInt | None
    """Partition the record was read from."""
    offset: NonNegativeInt | None
    """Offset of the record in its partition."""
    timestamp: int | None
    """Kafka timestamp of the record, milliseconds since 1970-01-01 UTC."""
    sha256: str
    """SHA-256 of the record's value as received, lower-case hexadecimal."""


class Lineage(Record):
    """How an event came to be: enough to find its input and to repeat the run."""

    input: InputRef
    """The record the event was made from."""
    source_id: str | None
    """The identifier its producer gave the raw article."""
    fetched_at: str | None
    """When the producer fetched the article, as given by it."""
    service_version: str
    """Version of Dateline that wrote the event."""
    pipeline_fingerprint: str
    """Hash of the rules, models and settings that decide an event's content."""
