"""Records as JSON, for pipes: bytes become text where they are text, base64 where not."""

import base64
from collections.abc import Iterable
from typing import Any


def record_as_json(
    key: bytes | None, headers: Iterable[tuple[str, bytes | None]], value: bytes | None
) -> dict[str, Any]:
    """Write ``key``, ``headers``, ``value`` and ``value_encoding`` (``utf-8``, ``base64`` or null).

    Of a header named twice the last one counts.
    """
    text, encoding = _text(value)
    return {
        "key": None if key is None else key.decode(errors="replace"),
        "headers": {
            name: None if content is None else content.decode(errors="replace") for name, content in headers
        },
        "value": text,
        "value_encoding": encoding,
    }


def _text(value: bytes | None) -> tuple[str | None, str | None]:
    if value is None:
        return None, None
    try:
        return value.decode(), "utf-8"
    except UnicodeDecodeError:
        return base64.b64encode(value).decode(), "base64"
