"""The field dictionary: every field of every record, in words, from the models' own docstrings."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from schemas.article import ParagraphKind, TimestampSource
from schemas.base import Vocabulary, accepted_names
from schemas.dead_letter import DeadLetterHeaders, ErrorCode
from schemas.export.asyncapi import ARTICLE_HEADERS, CLOUD_EVENT_HEADERS
from schemas.export.json_schema import Schema, news_event_schema, one_line
from schemas.facts import TimeReason
from schemas.news_event import Fact, WarningCode
from schemas.provenance import BlockKind
from schemas.raw_article import RawArticle

INTRODUCTION = """\
# Field dictionary

Generated from the models by `make schemas`; edit the docstrings in `schemas/` instead.

Offsets are counted in Unicode code points. Unknown is null, never false and never an empty string; a list
may be empty. A reader passes over fields and values it does not know: within version 1 both are only added.
"""

VOCABULARIES: dict[str, tuple[type[Vocabulary], str]] = {
    "Error codes": (ErrorCode, "`dateline-error-code` of a dead letter."),
    "Warning codes": (WarningCode, "Items of `cleaning.warnings`."),
    "Block kinds": (BlockKind, "Keys of `cleaning.removed`."),
    "Paragraph kinds": (ParagraphKind, "`article.paragraphs[].kind`."),
    "Timestamp sources": (TimestampSource, "`source` of `article.published_at` and `article.modified_at`."),
    "Time reasons": (TimeReason, "`times[].reason`."),
    "Facts": (Fact, "Items of `enrichment.failed`, beside `extensions.<name>`."),
}


class Field(NamedTuple):
    """One row of the event's table."""

    path: str
    type: str
    null_where: str
    definition: str
    origin: str


def field_dictionary() -> str:
    """Return the dictionary as Markdown."""
    return "\n".join(
        (
            INTRODUCTION,
            *_section(
                "News event",
                "Value of a record on the events topic.",
                ("Field", "Type", "Null where", "Definition", "Origin"),
                ((f"`{field.path}`", *field[1:]) for field in event_fields()),
            ),
            *_section(
                "Headers of a news event",
                "CloudEvents 1.0 in Kafka's binary content mode; the key is the event's id.",
                ("Header", "Definition"),
                ((f"`{name}`", schema["description"]) for name, schema in CLOUD_EVENT_HEADERS.items()),
            ),
            *_section(
                "Raw article",
                "A JSON object on the raw topic. Of several names of a field the first with a value counts.",
                ("Field", "Definition"),
                _raw_article_rows(),
            ),
            *_section(
                "Headers of a raw article",
                "Beside bare HTML or text they carry what the JSON object would.",
                ("Header", "Definition"),
                ((f"`{name}`", definition) for name, definition in ARTICLE_HEADERS.items()),
            ),
            *_section(
                "Headers of a dead letter",
                "Added to the original record, which stays as it was. UTF-8 text, numbers in decimal.",
                ("Header", "Definition"),
                _dead_letter_rows(),
            ),
            *chain.from_iterable(
                _section(
                    heading,
                    where,
                    ("Value", "Meaning"),
                    ((f"`{term}`", term.meaning) for term in vocabulary),
                )
                for heading, (vocabulary, where) in VOCABULARIES.items()
            ),
        )
    )


def event_fields() -> list[Field]:
    """Return every field of the news event, depth first in the order of the models."""
    schema = news_event_schema()
    return list(_fields(schema, schema["$defs"], "", ""))


def _fields(node: Schema, definitions: Schema, prefix: str, inherited: str) -> Iterator[Field]:
    for name, declared in node["properties"].items():
        definition, null_where, origin = split_docstring(declared["description"])
        origin = origin or inherited
        choices, nullable = _choices(declared, definitions)
        path = f"{prefix}{name}"
        kinds = [_type(choice, definitions) for choice in choices]
        yield Field(
            path, " or ".join(dict.fromkeys(kinds)), null_where if nullable else "", definition, origin
        )
        for choice in choices:
            inner, suffix = choice, ""
            if choice.get("type") == "array":
                inner, *_ = _choices(choice["items"], definitions)[0]
                suffix = "[]"
            if "properties" in inner:
                yield from _fields(inner, definitions, f"{path}{suffix}.", origin)


def _choices(node: Schema, definitions: Schema) -> tuple[list[Schema], bool]:
    """Resolve references and alternatives; say whether null is one."""
    if "$ref" in node:
        return [definitions[node["$ref"].rsplit("/", 1)[-1]]], False
    if "anyOf" in node:
        found: list[Schema] = []
        for part in node["anyOf"]:
            found += _choices(part, definitions)[0]
        return [part for part in found if part.get("type") != "null"], {"type": "null"} in node["anyOf"]
    return [node], False


def _type(node: Schema, definitions: Schema) -> str:
    if node.get("type") == "array":
        items, _ = _choices(node["items"], definitions)
        return "list of " + " or ".join(_type(choice, definitions) for choice in items)
    if "enum" in node:
        return "one of " + ", ".join(f"`{value}`" for value in node["enum"])
    if "x-extensible-enum" in node:
        return f"string ({node['title']})"
    if "propertyNames" in node:
        return "map to integer"
    if "patternProperties" in node:
        return "map to object or null"
    return str(node["type"])


def split_docstring(docstring: str) -> tuple[str, str, str]:
    """Split a field's docstring into its definition, when the field is null, and where the value is from."""
    definition, null_where, origin = [], "", ""
    for sentence in re.split(r"(?<=[.:]) (?=Null where |Origin: )|(?<=[.]) (?=[A-Z])", one_line(docstring)):
        if sentence.startswith("Null where "):
            null_where = sentence.removeprefix("Null where ").rstrip(".")
        elif sentence.startswith("Origin: "):
            origin = sentence.removeprefix("Origin: ").rstrip(".")
        else:
            definition.append(sentence)
    return " ".join(definition), null_where, origin


def _raw_article_rows() -> Iterator[tuple[str, str]]:
    for name, info in RawArticle.model_fields.items():
        names = ", ".join(f"`{choice}`" for choice in accepted_names(name, info))
        yield names, one_line(info.description or "")


def _dead_letter_rows() -> Iterator[tuple[str, str]]:
    for info in DeadLetterHeaders.model_fields.values():
        yield f"`{info.alias}`", one_line(info.description or "")


def _section(
    heading: str, introduction: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]
) -> tuple[str, str]:
    lines = [columns, ("---",) * len(columns), *rows]
    table = "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |\n" for row in lines)
    return f"## {heading}\n\n{introduction}\n", table
