"""Web archives: HTML responses become records with their address and fetch time."""

import gzip
import io
from pathlib import Path

import pytest
from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType

from service.cli.reading.sources import Skipped, Sourced, Sources

PAGE = b"<html><body><p>The ferry to Naxos sails again after a week of storms.</p></body></html>"
LIMIT = 10_000


class Kept(io.BytesIO):
    """A buffer that outlives its writer."""

    def close(self) -> None:
        """Stay open."""


def response(url: str, body: bytes = PAGE, status: str = "200 OK", **headers: str) -> WarcRecord:
    """Make an HTTP response record."""
    record = WarcRecord()
    record.init_headers(WarcRecordType.response)
    record.headers["WARC-Target-URI"] = url
    record.headers["WARC-Date"] = "2024-11-13T10:00:00Z"
    record.headers["Content-Type"] = "application/http; msgtype=response"
    http = {
        "Content-Type": "text/html; charset=utf-8",
        **{k.replace("_", "-"): v for k, v in headers.items()},
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in http.items())
    record.set_bytes_content(f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body)
    return record


def other(kind: WarcRecordType) -> WarcRecord:
    """Make a record that is no response."""
    record = WarcRecord()
    record.init_headers(kind)
    record.headers["Content-Type"] = "text/plain"
    record.set_bytes_content(b"software: a crawler\r\n")
    return record


def archive(path: Path, *members: WarcRecord, packed: bool = True) -> Path:
    """Write an archive."""
    buffer = Kept()
    stream = GzipWriter(buffer) if packed else buffer
    for member in members:
        member.write(stream)
    if packed:
        stream.close()
    path.write_bytes(buffer.getvalue())
    return path


def read(path: Path) -> list[Sourced | Skipped]:
    """Read an archive."""
    return list(Sources([str(path)], {}, LIMIT))


@pytest.mark.parametrize("packed", [True, False])
def test_a_response_brings_its_address_and_fetch_time(tmp_path: Path, *, packed: bool) -> None:
    """Body, content type, address and date of an HTML response reach the record."""
    name = "crawl.warc.gz" if packed else "crawl.warc"
    members = [other(WarcRecordType.warcinfo), response("https://example.org/ferry")]
    path = archive(tmp_path / name, *members, packed=packed)
    (page,) = read(path)
    assert isinstance(page, Sourced)
    assert f"{path}:2" == page.label
    assert page.record.value == PAGE
    assert {
        "content-type": b"text/html; charset=utf-8",
        "url": b"https://example.org/ferry",
        "fetched-at": b"2024-11-13T10:00:00Z",
    } == dict(page.record.headers)


def test_what_is_no_article_is_skipped_with_its_reason(tmp_path: Path) -> None:
    """Errors, pictures and other kinds of record are counted by reason; companions of responses are not."""
    path = archive(
        tmp_path / "crawl.warc.gz",
        other(WarcRecordType.warcinfo),
        other(WarcRecordType.request),
        response("https://example.org/gone", status="404 Not Found"),
        response("https://example.org/a.png", Content_Type="image/png"),
        other(WarcRecordType.conversion),
    )
    found = read(path)
    assert ["HTTP status 404", "not HTML", "conversion record"] == [
        source.reason for source in found if isinstance(source, Skipped) and not source.damaged
    ]
    assert len(found) == 3


@pytest.mark.parametrize(
    ("body", "passed_on"), [(gzip.compress(PAGE), b"gzip"), (PAGE, None)], ids=["coded", "already decoded"]
)
def test_a_content_encoding_is_passed_on_where_the_body_has_it(
    tmp_path: Path, body: bytes, passed_on: bytes | None
) -> None:
    """Archives that hold pages decoded keep the header all the same; it must not mislead."""
    page = response("https://example.org/a", body, Content_Encoding="gzip")
    (source,) = read(archive(tmp_path / "crawl.warc.gz", page))
    assert isinstance(source, Sourced)
    assert source.record.value == body
    assert passed_on == dict(source.record.headers).get("content-encoding")


def test_chunks_are_put_together(tmp_path: Path) -> None:
    """A chunked body is read as the page it was."""
    half = len(PAGE) // 2
    chunks = (
        b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (PAGE[:half], PAGE[half:])) + b"0\r\n\r\n"
    )
    page = response("https://example.org/a", chunks, Transfer_Encoding="chunked")
    (source,) = read(archive(tmp_path / "crawl.warc.gz", page))
    assert isinstance(source, Sourced)
    assert source.record.value == PAGE


def test_a_large_page_is_cut_past_the_limit_and_the_next_one_read(tmp_path: Path) -> None:
    """One page over the limit costs memory only to the limit, and nothing after it."""
    large = response("https://example.org/large", PAGE * 2_000)
    first, second = read(archive(tmp_path / "crawl.warc.gz", large, response("https://example.org/b")))
    assert isinstance(first, Sourced)
    assert LIMIT + 1 == len(first.record.value or b"")
    assert isinstance(second, Sourced)
    assert second.record.value == PAGE


def test_an_archive_that_breaks_off_is_a_damage(tmp_path: Path) -> None:
    """The page in the middle of which the file ends is told, the one before is read."""
    noise = bytes(range(1, 256)) * 20
    path = archive(
        tmp_path / "crawl.warc.gz", response("https://example.org/a"), response("https://b", noise)
    )
    path.write_bytes(path.read_bytes()[:-60])
    first, last = read(path)
    assert isinstance(first, Sourced)
    assert isinstance(last, Skipped)
    assert last.damaged


@pytest.mark.parametrize(
    "content",
    [b"", b"no archive at all " * 100, gzip.compress(b"no archive " * 100)],
    ids=["empty", "text", "compressed"],
)
def test_what_is_no_archive_is_a_damage(tmp_path: Path, content: bytes) -> None:
    """A file that only claims to be an archive is told, whatever it holds."""
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(content)
    (damage,) = read(path)
    assert isinstance(damage, Skipped)
    assert damage.damaged
