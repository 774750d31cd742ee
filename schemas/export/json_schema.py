"""The models as JSON Schema 2020-12, as a program on the other side of a topic needs them.

The models are stricter than what is published here: they refuse fields and values they do not know, so
Dateline cannot write them by mistake. A reader must take both, because a later 1.x adds some.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode

from schemas.base import accepted_names
from schemas.dead_letter import DeadLetterHeaders
from schemas.news_event import NewsEvent
from schemas.raw_article import RawArticle

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
REF_TEMPLATE = "#/$defs/{model}"


class _WithoutFieldTitles(GenerateJsonSchema):
    """A title that repeats the field's name tells nothing."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - pydantic's signature
        return False


def published_schema(name: str, schema: Schema, example: Schema) -> Schema:
    """Return a schema as a document of its own, with its identifier and an example."""
    return {
        "$schema": DIALECT,
        "$id": f"urn:dateline:schema:{name}:1",
        "title": schema["title"],
        "description": schema["description"],
        **schema,
        "examples": [example],
    }


def raw_article_schema(ref_template: str = REF_TEMPLATE) -> Schema:
    """Return the raw article's schema: every accepted name of a field, null or absent where unknown.

    Under one name at least the content must be there, and not blank.
    """
    schema = _schema(RawArticle, ref_template)
    properties: Schema = {}
    for name, info in RawArticle.model_fields.items():
        first, *others = accepted_names(name, info)
        properties[first] = schema["properties"][first]
        for other in others:
            properties[other] = {**properties[first], "description": f"Another name of `{first}`."}
    contents = accepted_names("content", RawArticle.model_fields["content"])
    for name in contents:
        properties[name] = {**properties[name], "type": ["string", "null"]}
    present = {"type": "string", "pattern": "\\S"}
    del schema["required"]
    return {
        **schema,
        "properties": properties,
        "anyOf": [{"required": [name], "properties": {name: present}} for name in contents],
    }


def news_event_schema(ref_template: str = REF_TEMPLATE) -> Schema:
    """Return the news event's schema."""
    return _schema(NewsEvent, ref_template)


def extended_schema(event: Schema, extensions: Mapping[str, type[BaseModel]]) -> Schema:
    """Return the news event's schema with those of plug-ins, by the name of their extension.

    An extension is not required: events may be older than the plug-in.
    """
    definitions, properties = dict(event["$defs"]), {}
    for name, model in extensions.items():
        root = f"extensions.{name}"
        schema = _schema(model, f"#/$defs/{root}.{{model}}", "serialization")
        definitions |= {f"{root}.{inner}": part for inner, part in schema.pop("$defs", {}).items()}
        definitions[root] = schema
        properties[name] = {"anyOf": [{"$ref": f"#/$defs/{root}"}, {"type": "null"}]}
    field = {**event["properties"]["extensions"], "properties": properties}
    return {**event, "properties": {**event["properties"], "extensions": field}, "$defs": definitions}


def dead_letter_schema(ref_template: str = REF_TEMPLATE) -> Schema:
    """Return the schema of a dead letter's headers, decoded as UTF-8: numbers are decimal text."""
    schema = _schema(DeadLetterHeaders, ref_template)
    for name, field in schema["properties"].items():
        if field.get("type") == "integer":
            digits = "^[0-9]+$" if "minimum" in field or "exclusiveMinimum" in field else "^-?[0-9]+$"
            text = {"type": "string", "pattern": digits, "description": field["description"]}
            schema["properties"][name] = text
    return schema


def _schema(model: type[BaseModel], ref_template: str, mode: JsonSchemaMode = "validation") -> Schema:
    schema = model.model_json_schema(
        ref_template=ref_template, schema_generator=_WithoutFieldTitles, mode=mode
    )
    opened: Schema = _for_readers(schema)
    return opened


def _for_readers(node: Any) -> Any:  # noqa: ANN401 - any part of a JSON document
    """Open objects to fields of later versions, and put descriptions on one line."""
    if isinstance(node, list):
        return [_for_readers(item) for item in node]
    if not isinstance(node, dict):
        return node
    opened = {
        name: _for_readers(value)
        for name, value in node.items()
        if not (name == "additionalProperties" and value is False)
    }
    if isinstance(opened.get("description"), str):
        opened["description"] = one_line(opened["description"])
    return opened


def one_line(docstring: str) -> str:
    """Return a docstring as Markdown on one line."""
    return " ".join(docstring.split()).replace("``", "`")
