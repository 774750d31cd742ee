"""The admit stage: one Kafka record to one admitted article."""

import hashlib
from dataclasses import dataclass

from schemas import ErrorCode, RawArticle, WarningCode
from service.admit.binary import refuse_binary_text, refuse_magic
from service.admit.charset import decode
from service.admit.content_encoding import undo_codings
from service.admit.identify import canonical_url, host_name
from service.admit.media_type import (
    Kind,
    MediaType,
    has_tags,
    looks_like_html,
    looks_like_page,
    parse_media_type,
)
from service.admit.mojibake import repair_mojibake
from service.admit.parse import article_from_json, article_from_text, is_blank, looks_like_json
from service.errors import AdmitError
from service.record import InputRecord
from service.settings import AdmitSettings


@dataclass(frozen=True, slots=True)
class Admitted:
    """A raw article that was understood, beside the record it came in.

    ``raw.content`` is the decoded text every input offset points into.
    """

    record: InputRecord
    raw: RawArticle
    is_html: bool
    canonical_url: str | None
    """``raw.url`` normalised, without tracking parameters; null where absent or no URL."""
    host: str | None
    """Host name of the URL without ``www.``."""
    sha256: str
    """Of the value as received, lower-case hexadecimal."""
    charset: str
    """Charset the value was decoded with, by its WHATWG name."""
    warnings: tuple[WarningCode, ...]
    utf8: bytes | None = None
    """``raw.content`` in UTF-8, where the value was that."""


class Admit:
    """Decode, validate, identify."""

    def __init__(self, settings: AdmitSettings) -> None:
        """Keep the limits."""
        self.settings = settings

    def __call__(self, record: InputRecord) -> Admitted:
        """Turn bytes into a raw article.

        Raises:
            AdmitError: the bytes are not an article; its code says why.
        """
        value = self._sized(record.value)
        expanded, coding_absent = undo_codings(value, record.header("content-encoding"), self.settings)
        media = parse_media_type(record.header("content-type"))
        refuse_magic(expanded)
        decoded = decode(expanded, media.charset)
        if is_blank(decoded.text):
            raise AdmitError(ErrorCode.EMPTY_VALUE)
        raw, mislabelled = _read(decoded.text, media, record)
        refuse_binary_text(raw.content)
        utf8 = decoded.utf8 if raw.content is decoded.text else None
        raw, repaired = _repair(raw, utf8)
        url, url_invalid = _canonical(raw)
        is_html, mismatch = _form(raw)
        odd = (
            (coding_absent, WarningCode.CONTENT_ENCODING_MISMATCH),
            (mislabelled or mismatch, WarningCode.CONTENT_TYPE_MISMATCH),
            (repaired, WarningCode.MOJIBAKE_REPAIRED),
            (url_invalid, WarningCode.URL_INVALID),
        )
        address = raw.url.strip() if raw.url and url else None
        return Admitted(
            record=record,
            raw=raw if raw.url == address else raw.model_copy(update={"url": address}),
            is_html=is_html,
            canonical_url=url,
            host=None if url is None else host_name(url),
            sha256=hashlib.sha256(value).hexdigest(),
            charset=decoded.charset,
            warnings=decoded.warnings + tuple(warning for happened, warning in odd if happened),
            utf8=None if repaired else utf8,
        )

    def _sized(self, value: bytes | None) -> bytes:
        if value is None:
            raise AdmitError(ErrorCode.NULL_VALUE)
        if not value or value.isspace():
            raise AdmitError(ErrorCode.EMPTY_VALUE)
        if len(value) > self.settings.max_value_bytes:
            raise AdmitError(ErrorCode.VALUE_TOO_LARGE, f"over {self.settings.max_value_bytes} bytes")
        return value


def _read(text: str, media: MediaType, record: InputRecord) -> tuple[RawArticle, bool]:
    """Read the article, and tell whether the header named another form than JSON for JSON."""
    if media.kind is Kind.JSON or looks_like_json(text):
        return article_from_json(text, record), media.kind not in (None, Kind.JSON)
    return article_from_text(text, media.essence, record), False


def _repair(raw: RawArticle, utf8: bytes | None) -> tuple[RawArticle, bool]:
    """Repair misread UTF-8 in the content and the title."""
    content = repair_mojibake(raw.content, utf8)
    title = None if raw.title is None else repair_mojibake(raw.title)
    if content is raw.content and title is raw.title:
        return raw, False
    return raw.model_copy(update={"content": content, "title": title}), True


def _canonical(raw: RawArticle) -> tuple[str | None, bool]:
    """Normalise the address, and tell whether there was one that is none."""
    if raw.url is None:
        return None, False
    url = canonical_url(raw.url.strip())
    return url, url is None


def _form(raw: RawArticle) -> tuple[bool, bool]:
    """Tell whether the content is HTML, and whether it claims another form.

    Raises:
        AdmitError: unsupported_media_type.
    """
    claimed = parse_media_type(raw.content_type)
    if claimed.kind is Kind.JSON:
        raise AdmitError(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "content of type JSON inside JSON")
    if claimed.kind is Kind.HTML:
        is_html = looks_like_page(raw.content) or has_tags(raw.content)
        return is_html, not is_html
    if claimed.kind is Kind.FLAT:
        is_html = looks_like_page(raw.content)
        return is_html, is_html
    return looks_like_html(raw.content), False
