"""The news event: one cleaned, enriched article, as published on the events topic."""

from typing import Annotated, Literal

from pydantic import Field, JsonValue, NonNegativeInt

from schemas.article import Article
from schemas.base import Record, Share, Vocabulary
from schemas.facts import Entity, MainEvent, Place, Quantity, Quote, TimeExpression
from schemas.provenance import BlockKind, Lineage

SCHEMA_VERSION: Literal["1.0"] = "1.0"

EXTENSION_NAME = "^[a-z][a-z0-9_]{0,62}$"
ExtensionPath = Annotated[str, Field(pattern=f"^extensions\\.{EXTENSION_NAME[1:]}")]


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
