"""Keys of raw records: one article, one key, so that its versions keep their order."""

import hashlib
import os

import orjson

from schemas import RawArticle, accepted_names
from service.cli.reading.sources import Sourced

_URL_NAMES = accepted_names("url", RawArticle.model_fields["url"])


def key_of(source: Sourced) -> bytes:
    """Return the address of the article, else a hash of where it was read."""
    url = source.record.header("url") or _url_in_json(source)
    if url and url.strip():
        return url.strip().encode(errors="replace")
    path = os.fsencode(os.path.abspath(source.label))  # noqa: PTH100 - a label is a path with a line number
    return hashlib.sha256(path).hexdigest()[:32].encode()


def _url_in_json(source: Sourced) -> str | None:
    value = source.record.value
    if value is None or source.record.header("content-type") != "application/json":
        return None
    try:
        article = orjson.loads(value)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(article, dict):
        return None
    return next((url for name in _URL_NAMES if isinstance(url := article.get(name), str)), None)
