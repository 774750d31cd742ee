"""What every record of the contract shares: strict, frozen, closed, documented field by field.

A field's docstring is its definition in the JSON Schema and the field dictionary. There, a sentence that
begins "Null where" says when the field is null, and one that begins "Origin:" where the value comes from.
"""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import (
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    NonNegativeInt,
)
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Vocabulary(StrEnum):
    """Base of the value sets that may grow within a major version; each value carries its meaning.

    Dateline writes only these values. A reader takes others too, so the published schema lists them under
    ``x-extensible-enum``, not ``enum``. Sets that never grow are plain ``StrEnum`` classes.
    """

    meaning: str

    def __new__(cls, value: str, meaning: str = "") -> Self:
        """Make a member of its value, with its meaning beside it."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Publish the set as open."""
        schema = handler.resolve_ref_schema(handler(core_schema))
        schema["x-extensible-enum"] = schema.pop("enum")
        return schema


class Record(BaseModel):
    """Base of the records Dateline writes: unknown fields and lax types are errors."""

    model_config = ConfigDict(
        strict=True,
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        allow_inf_nan=False,
    )


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


def accepted_names(name: str, info: FieldInfo) -> tuple[str, ...]:
    """Return the names a field is read under, the one that wins first."""
    if isinstance(info.validation_alias, AliasChoices):
        return tuple(str(choice) for choice in info.validation_alias.choices)
    return (info.alias or name,)
