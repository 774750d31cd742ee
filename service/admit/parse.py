"""Raw articles from JSON in the shapes scrapers write, and from bare text with headers."""

import re
from collections.abc import Mapping

import orjson
from pydantic import ValidationError

from schemas import ErrorCode, RawArticle, accepted_names
from service.errors import AdmitError
from service.record import InputRecord

_JSON = re.compile(r"\s*+(?:\{\s*+[\"}]|\[\s*+\{\s*+\")")
_VISIBLE = re.compile(r"[^\s\ufeff\u200b\u2060]")

_JSON_TYPES = {type(None): "null", bool: "a boolean", int: "a number", float: "a number", str: "a string"}
_HEADERS = {
    field: field.replace("_", "-")
    for field in ("url", "id", "fetched_at", "title", "published_at", "language", "site")
}
"""Facts a header may give, and the header's name."""


_NUMBERS = ("id", "fetched_at", "published_at")
"""Facts scrapers also write as numbers."""


_NAMES = {field: accepted_names(field, info) for field, info in RawArticle.model_fields.items()}


def looks_like_json(text: str) -> bool:
    """Whether text opens as a JSON object, or an array of objects, does; articles do not."""
    return _JSON.match(text) is not None


def is_blank(text: str) -> bool:
    """Whether a reader would see nothing."""
    return _VISIBLE.search(text) is None


def article_from_json(text: str, record: InputRecord) -> RawArticle:
    """Read one JSON object; headers fill in what it does not carry.

    Of several names for one fact the first that is neither null nor blank counts, in the order the schema
    lists them.

    Raises:
        AdmitError: invalid_json, lone_surrogate, wrong_shape, wrong_type, no_content or nul_bytes.
    """
    try:
        carried = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        surrogate = "surrogate" in error.msg
        code = ErrorCode.LONE_SURROGATE if surrogate else ErrorCode.INVALID_JSON
        raise AdmitError(code, f"JSON at character {error.pos}: {error.msg}") from error
    if not isinstance(carried, dict):
        raise AdmitError(ErrorCode.WRONG_SHAPE, f"the JSON value is {_json_type(carried)}, not an object")
    found: dict[str, object] = {}
    origins: dict[str, str] = {}
    for field, names in _NAMES.items():
        for name in names:
            value = carried.get(name)
            if value is not None and not (isinstance(value, str) and is_blank(value)):
                found[field], origins[field] = value, name
                break
    if "content" not in found:
        raise AdmitError(ErrorCode.NO_CONTENT)
    if any(isinstance(value, str) and "\0" in value for value in found.values()):
        raise AdmitError(ErrorCode.NUL_BYTES)
    return _article(found, origins, record)


def article_from_text(text: str, content_type: str | None, record: InputRecord) -> RawArticle:
    """Take text, neither blank nor with NULs, as the content, and all other facts from the headers.

    Raises:
        AdmitError: nul_bytes, in a header.
    """
    found: dict[str, object] = {"content": text}
    if content_type is not None:
        found["content_type"] = content_type
    return _article(found, {}, record)


def _article(found: dict[str, object], origins: Mapping[str, str], record: InputRecord) -> RawArticle:
    """Fill in what the headers say, and check the facts."""
    for field, name in _HEADERS.items():
        header = None if field in found else record.header(name)
        if header is not None and not is_blank(header):
            if "\0" in header:
                raise AdmitError(ErrorCode.NUL_BYTES)
            found[field] = header
    try:
        return RawArticle.model_validate(found)
    except ValidationError as error:
        field = str(error.errors(include_input=False, include_url=False)[0]["loc"][0])
        expected = "a string or a number" if field in _NUMBERS else "a string"
        name, kind = origins[field], _json_type(found[field])
        raise AdmitError(ErrorCode.WRONG_TYPE, f"field {name!r} is {kind}, not {expected}") from error


def _json_type(value: object) -> str:
    return _JSON_TYPES.get(type(value), "an array" if isinstance(value, list) else "an object")
