"""The contract: what other services send to Dateline and read from it.

Imports nothing from ``service``, so a consumer can depend on this package alone.
"""

from schemas.article import (
    Access,
    Article,
    Author,
    Caption,
    Dateline,
    Image,
    Language,
    Paragraph,
    ParagraphKind,
    Timestamp,
    TimestampPrecision,
    TimestampSource,
)
from schemas.base import Span, TextSpan, accepted_names
from schemas.dead_letter import DeadLetterHeaders, ErrorCode, StageName
from schemas.facts import Entity, MainEvent, Place, Quantity, Quote, Speaker, TimeExpression, TimeReason
from schemas.news_event import SCHEMA_VERSION, Cleaning, Duplicate, Enrichment, Fact, NewsEvent, WarningCode
from schemas.provenance import BlockKind, InputRef, InputSpan, Lineage, NodePath, Source
from schemas.raw_article import RawArticle

__all__ = [
    "SCHEMA_VERSION",
    "Access",
    "Article",
    "Author",
    "BlockKind",
    "Caption",
    "Cleaning",
    "Dateline",
    "DeadLetterHeaders",
    "Duplicate",
    "Enrichment",
    "Entity",
    "ErrorCode",
    "Fact",
    "Image",
    "InputRef",
    "InputSpan",
    "Language",
    "Lineage",
    "MainEvent",
    "NewsEvent",
    "NodePath",
    "Paragraph",
    "ParagraphKind",
    "Place",
    "Quantity",
    "Quote",
    "RawArticle",
    "Source",
    "Span",
    "Speaker",
    "StageName",
    "TextSpan",
    "TimeExpression",
    "TimeReason",
    "Timestamp",
    "TimestampPrecision",
    "TimestampSource",
    "WarningCode",
    "accepted_names",
]
