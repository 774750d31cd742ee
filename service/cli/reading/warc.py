"""Web archives: each HTML response is an article, with its address and fetch time."""

from collections.abc import Iterator
from typing import IO, NamedTuple

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

HTML_TYPES = {"text/html", "application/xhtml+xml"}
COMPANIONS = WarcRecordType.warcinfo | WarcRecordType.request | WarcRecordType.metadata
"""Kinds of record that stand beside a response and hold no article."""
MAX_RECORD = 1 << 30
"""Declared bytes of one record past which an archive is given up."""


class Page(NamedTuple):
    """One record of an archive, numbered from 1; ``body`` is null where it is no article."""

    number: int
    body: bytes | None
    headers: dict[str, str]
    reason: str = ""
    damaged: bool = False


def read_warc(stream: IO[bytes], limit: int) -> Iterator[Page]:
    """Read the responses, compressed or not, at most ``limit + 1`` bytes of each.

    Raises:
        OSError: the stream is no archive, or breaks off.
    """
    records = ArchiveIterator(stream, auto_decode="transfer", strict_mode=False)
    number = 0
    for number, record in enumerate(records, start=1):
        if record.content_length > MAX_RECORD:
            raise OSError(f"record {number} claims more than {MAX_RECORD >> 30} GiB")
        if record.record_type == WarcRecordType.response:
            yield _page(number, record, limit)
        elif not record.record_type & COMPANIONS:
            yield Page(number, None, {}, f"{record.record_type} record")
    if number == 0:
        raise OSError("no record of a web archive in it")


def _page(number: int, record: WarcRecord, limit: int) -> Page:
    if not record.is_http or record.http_headers is None:
        return Page(number, None, {}, "not an HTTP response")
    http = record.http_headers
    if http.status_code != 200:  # noqa: PLR2004 - HTTP's OK
        return Page(number, None, {}, f"HTTP status {http.status_code}")
    content_type = http.get("Content-Type") or ""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type not in HTML_TYPES:
        return Page(number, None, {}, "not HTML")
    is_chunked = "chunked" in (http.get("Transfer-Encoding") or "").lower()
    expected = record.content_length
    body = record.reader.read(limit + 1)
    if len(body) < min(expected, limit + 1) and not is_chunked:
        return Page(number, None, {}, "the archive breaks off within this record", damaged=True)
    return Page(number, body, _headers(record, content_type, body))


def _headers(record: WarcRecord, content_type: str, body: bytes) -> dict[str, str]:
    """Write a page's headers.

    Many archives hold pages decoded but keep the ``Content-Encoding`` they came with, so it is
    passed on only where the body does not read as markup.
    """
    encoding = (record.http_headers.get("Content-Encoding") or "").strip().lower()
    headers = {
        "content-type": content_type.strip(),
        "url": (record.headers.get("WARC-Target-URI") or "").strip().strip("<>"),
        "fetched-at": (record.headers.get("WARC-Date") or "").strip(),
        "content-encoding": "" if encoding == "identity" or body.lstrip().startswith(b"<") else encoding,
    }
    return {name: text for name, text in headers.items() if text}
