"""The admit stage: one Kafka record to one admitted article."""

import hashlib
from dataclasses import dataclass

from schemas import ErrorCode, RawArticle, WarningCode
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
    """Charset the content was decoded with."""
    warnings: tuple[WarningCode, ...]


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
        if record.value is None:
            raise AdmitError(ErrorCode.NULL_VALUE)
        if not record.value.strip():
            raise AdmitError(ErrorCode.EMPTY_VALUE)
        text = record.value.decode(errors="replace")
        if text.startswith("{"):
            raw = RawArticle.model_validate_json(text)
        else:
            raw = RawArticle(content=text, url=record.header("url"), published_at=record.header("published-at"))
        return Admitted(record, raw, "<html" in raw.content, raw.url, None,
                        hashlib.sha256(record.value).hexdigest(), "utf-8", ())
