"""What a value claims to be, and what its text looks like: JSON, HTML or flat text."""

import re
from dataclasses import dataclass
from enum import Enum, auto
from itertools import islice

from schemas import ErrorCode
from service.errors import AdmitError


class Kind(Enum):
    """The forms an article comes in."""

    JSON = auto()
    HTML = auto()
    FLAT = auto()


@dataclass(frozen=True, slots=True)
class MediaType:
    """A ``content-type`` that was understood; null where it says nothing."""

    essence: str | None = None
    """Type and subtype, lower-case."""
    kind: Kind | None = None
    charset: str | None = None
    """As written."""


_KINDS = {
    "application/json": Kind.JSON,
    "text/json": Kind.JSON,
    "text/html": Kind.HTML,
    "application/xhtml+xml": Kind.HTML,
    "text/plain": Kind.FLAT,
}
_BARE = {essence: MediaType(essence, kind) for essence, kind in _KINDS.items()}
"""What a header without parameters stands for, as most are."""
_GENERIC = frozenset({"", "application/octet-stream", "binary/octet-stream"})

_LOOKED_AT = 64 * 1024
_MANY_TAGS = 200
_MIN_BREAKS = 3
_MIN_DENSITY = 1 / 500
"""Tags a character: prose about markup names a tag now and then, a fragment has one every few words."""

_PAGE = re.compile(
    r"\s*+(?:<\?xml[^>]{0,200}>\s*+)?(?:<!--.{0,2000}?-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(
    r"</?(?:a|abbr|address|article|aside|b|blockquote|body|br|button|center|cite|code|dd|div|dl|dt|em|figcaption"
    r"|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|label|li|link|main|meta|nav|ol|p"
    r"|picture|pre|q|s|script|section|small|source|span|strong|style|sub|sup|svg|table|tbody|td|th|time|title|tr"
    r"|u|ul|video)(\s[^<>]{0,2000}|/)?>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<br\b|</(?:p|div|li|h[1-6]|tr|section|article)\b", re.IGNORECASE)


def parse_media_type(header: str | None) -> MediaType:
    """Read a ``content-type``.

    Raises:
        AdmitError: unsupported_media_type, for anything but JSON, HTML and flat text.
    """
    if header in _BARE:
        return _BARE[header]
    first, *parameters = (header or "").split(";")
    essence = first.strip().lower()
    charset = None
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip("\"'")
    if essence in _GENERIC:
        return MediaType(charset=charset)
    kind = Kind.JSON if essence.endswith("+json") else _KINDS.get(essence)
    if kind is None:
        raise AdmitError(ErrorCode.UNSUPPORTED_MEDIA_TYPE, f"content type {essence[:60]!r} is not supported")
    return MediaType(essence, kind, charset)


def looks_like_page(text: str) -> bool:
    """Whether text opens as a whole HTML page does."""
    return _PAGE.match(text) is not None


def has_tags(text: str) -> bool:
    """Whether text holds any HTML tag."""
    return _TAG.search(text) is not None


def looks_like_html(text: str) -> bool:
    """Guess whether text of no claimed type is HTML rather than flat text.

    A page is, and so is a fragment that opens with a tag or is dense with them. Prose that mentions a tag, a
    comparison (``a < b``) and Markdown are not.
    """
    if looks_like_page(text):
        return True
    tags = list(islice(_TAG.finditer(text, 0, _LOOKED_AT), _MANY_TAGS))
    closes = any(tag[0].startswith("</") for tag in tags)
    if closes and text.lstrip().startswith(tags[0][0]):
        return True
    breaks = sum(_BREAK.match(tag[0]) is not None for tag in tags)
    attributes = any(tag[1] and "=" in tag[1] for tag in tags)
    looked_at = tags[-1].end() if len(tags) == _MANY_TAGS else min(len(text), _LOOKED_AT)
    return (breaks >= _MIN_BREAKS or (closes and attributes)) and len(tags) >= _MIN_DENSITY * looked_at
