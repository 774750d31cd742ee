"""Where a fact comes from: the input record, and the place inside its content."""

from typing import Annotated

from pydantic import Field, NonNegativeInt

from schemas.base import Record, Vocabulary


class BlockKind(Vocabulary):
    """What a block of the input is. The keys of ``cleaning.removed`` are the removable kinds."""

    HEADLINE = "headline", "The article's headline."
    DECK = "deck", "The standfirst under the headline."
    BYLINE = "byline", "Who wrote it."
    DATELINE = "dateline", "Place and day of filing, in a line of its own."
    AGENCY = "agency", "The mark of a news agency."
    PUBLISHED = "published", "When it was published or changed."
    SECTION = "section", "The section's name."
    BODY = "body", "A paragraph of the article."
    SUBHEADING = "subheading", "A heading inside the article."
    LIST = "list", "A point of a list inside the article."
    QUOTE = "quote", "A quotation set apart from the running text."
    TABLE = "table", "A table inside the article."
    EMBED = "embed", "A post of a social network shown inside the article."
    CAPTION = "caption", "The caption of a picture or video."
    CREDIT = "credit", "Who made a picture or video."
    BREADCRUMB = "breadcrumb", "The path of sections above the headline."
    NAVIGATION = "navigation", "Menus and lists of sections."
    RELATED = "related", "Pointers to other articles."
    OTHER_ARTICLE = "other_article", "Text of another article on the same page."
    SHARE = "share", "Buttons to share the article."
    LOGIN = "login", "Log-in and registration."
    COMMENT = "comment", "Readers' comments and the form for them."
    APPEAL = "appeal", "Asks for a subscription, donation, sign-up or follow."
    PAYWALL = "paywall", "Says that the rest is for subscribers."
    ADVERTISEMENT = "advertisement", "Advertising and its labels."
    COOKIE_NOTICE = "cookie_notice", "Consent notices."
    FOOTER = "footer", "Imprint, copyright and policies."
    TOOL = "tool", "Print, font size, listen, dictionary and other tools."
    ICON = "icon", "Names of icons and other text meant for machines."
    REPEATED = "repeated", "Says again what stands elsewhere on the page."
    BLANK = "blank", "White space only."
    OTHER = "other", "Anything else that is not the article."


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
    """Topic the record was read from. Null where the input was no Kafka record."""
    partition: NonNegativeInt | None
    """Partition the record was read from. Null where the input was no Kafka record."""
    offset: NonNegativeInt | None
    """Offset of the record in its partition. Null where the input was no Kafka record."""
    timestamp: int | None
    """Kafka timestamp of the record, milliseconds since 1970-01-01 UTC. Null where the record has none."""
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    """SHA-256 of the record's value as received, lower-case hexadecimal."""


class Lineage(Record):
    """How an event came to be: enough to find its input and to repeat the run."""

    input: InputRef
    """The record the event was made from. Origin: the Kafka record."""
    source_id: str | None
    """The identifier its producer gave the raw article. Null where it gave none. Origin:
    the raw article."""
    fetched_at: str | None
    """When the producer fetched the article, as it wrote it. Null where it did not say. Origin:
    the raw article."""
    service_version: str
    """Version of Dateline that wrote the event."""
    pipeline_fingerprint: str
    """Hash of the rules, models and settings that decide an event's content: while it stays, the same input
    gives the same event."""
