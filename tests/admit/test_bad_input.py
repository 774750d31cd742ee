"""Every input admit refuses, and the code each is refused with."""

import gzip
import json
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard

from schemas import ErrorCode, StageName
from service.admit import Admit
from service.errors import AdmitError
from service.record import InputRecord
from service.settings import AdmitSettings
from tests.admit.conftest import Refuse

PAGE = b"<html><body><p>The ferry to the islands sails again from Monday.</p></body></html>" * 40
MEBIBYTE = 1 << 20


def zstd_stream(value: bytes) -> bytes:
    """Compress without declaring the size, as a streaming writer does."""
    writer = zstandard.ZstdCompressor().compressobj()
    return bytes(writer.compress(value) + writer.flush())


CASES: list[tuple[str, bytes | None, dict[str, str | bytes], ErrorCode]] = [
    ("tombstone", None, {}, ErrorCode.NULL_VALUE),
    ("empty", b"", {}, ErrorCode.EMPTY_VALUE),
    ("white space", b" \r\n\t ", {}, ErrorCode.EMPTY_VALUE),
    ("wide white space", "\u3000\u00a0\n".encode(), {}, ErrorCode.EMPTY_VALUE),
    ("a byte order mark alone", b"\xef\xbb\xbf", {}, ErrorCode.EMPTY_VALUE),
    ("a UTF-16 mark alone", b"\xff\xfe", {}, ErrorCode.EMPTY_VALUE),
    ("gzip of nothing", gzip.compress(b""), {}, ErrorCode.EMPTY_VALUE),
    ("50 MB page", b"<p>news</p>" * 4_800_000, {}, ErrorCode.VALUE_TOO_LARGE),
    ("unknown encoding", PAGE, {"content_encoding": "compress"}, ErrorCode.UNSUPPORTED_ENCODING),
    ("four encodings", PAGE, {"content_encoding": "gzip, gzip, gzip, gzip"}, ErrorCode.UNSUPPORTED_ENCODING),
    ("truncated gzip", gzip.compress(PAGE)[:-9], {"content_encoding": "gzip"}, ErrorCode.CORRUPT_ENCODING),
    ("gzip without trailer", gzip.compress(PAGE)[:-1], {}, ErrorCode.CORRUPT_ENCODING),
    ("gzip header alone", gzip.compress(PAGE)[:10], {}, ErrorCode.CORRUPT_ENCODING),
    ("wrong gzip checksum", gzip.compress(PAGE)[:-8] + b"\0" * 8, {}, ErrorCode.CORRUPT_ENCODING),
    ("endless gzip members", gzip.compress(b"") * 5_000, {}, ErrorCode.CORRUPT_ENCODING),
    ("truncated zlib", zlib.compress(PAGE)[:-9], {"content_encoding": "deflate"}, ErrorCode.CORRUPT_ENCODING),
    ("truncated brotli", brotli.compress(PAGE)[:-9], {"content_encoding": "br"}, ErrorCode.CORRUPT_ENCODING),
    ("truncated zstd", zstandard.compress(PAGE)[:-9], {}, ErrorCode.CORRUPT_ENCODING),
    ("truncated zstd stream", zstd_stream(PAGE)[:-3], {}, ErrorCode.CORRUPT_ENCODING),
    ("two zstd frames", zstd_stream(PAGE) * 2, {}, ErrorCode.CORRUPT_ENCODING),
    ("other bytes than gzip", b"\x01\x02\x03" * 30, {"content_encoding": "gzip"}, ErrorCode.CORRUPT_ENCODING),
    ("PDF type", PAGE, {"content_type": "application/pdf"}, ErrorCode.UNSUPPORTED_MEDIA_TYPE),
    ("senseless type", PAGE, {"content_type": "html"}, ErrorCode.UNSUPPORTED_MEDIA_TYPE),
    (
        "PDF type in JSON",
        b'{"content": "x", "content_type": "application/pdf"}',
        {},
        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
    ),
    ("PDF", b"%PDF-1.7\n1 0 obj", {}, ErrorCode.BINARY_CONTENT),
    ("PNG", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", {}, ErrorCode.BINARY_CONTENT),
    ("JPEG", b"\xff\xd8\xff\xe0\0\x10JFIF", {"content_type": "text/html"}, ErrorCode.BINARY_CONTENT),
    ("GIF", b"GIF89a\x01\0\x01\0", {}, ErrorCode.BINARY_CONTENT),
    ("ZIP", b"PK\x03\x04\x14\0\0\0", {}, ErrorCode.BINARY_CONTENT),
    ("MP4", b"\0\0\0 ftypisom", {}, ErrorCode.BINARY_CONTENT),
    ("ELF", b"\x7fELF\x02\x01\x01\0", {}, ErrorCode.BINARY_CONTENT),
    ("unnamed binary", bytes(range(256)) * 20, {}, ErrorCode.BINARY_CONTENT),
    ("binary behind gzip", gzip.compress(b"\x89PNG\r\n\x1a\n\0\0"), {}, ErrorCode.BINARY_CONTENT),
    ("PDF in JSON", b'{"content": "%PDF-1.7 stream"}', {}, ErrorCode.BINARY_CONTENT),
    ("control codes in JSON", b'{"content": "\\u0001\\u0002\\u0003\\u0004 x"}', {}, ErrorCode.BINARY_CONTENT),
    ("high bytes of no charset", bytes(range(0x80, 0x100)) * 30, {}, ErrorCode.UNDECODABLE_TEXT),
    ("NUL in text", b"The mayor\0 spoke on Tuesday about the bridge.", {}, ErrorCode.NUL_BYTES),
    ("NUL in a page", PAGE + b"\0" + PAGE, {}, ErrorCode.NUL_BYTES),
    ("NUL in UTF-16", "\ufeffThe mayor\0 spoke.".encode("utf-16-le"), {}, ErrorCode.NUL_BYTES),
    ("NUL in JSON", b'{"content": "The mayor\\u0000 spoke."}', {}, ErrorCode.NUL_BYTES),
    ("NUL in a hint", b'{"content": "The mayor spoke.", "title": "a\\u0000"}', {}, ErrorCode.NUL_BYTES),
    ("lone surrogate in JSON", b'{"content": "Rain \\ud83d today"}', {}, ErrorCode.LONE_SURROGATE),
    ("lone low surrogate", b'{"content": "x", "title": "\\udc00"}', {}, ErrorCode.LONE_SURROGATE),
    ("lone surrogate as UTF-8", b"Rain \xed\xa0\xbd today", {}, ErrorCode.LONE_SURROGATE),
    ("lone surrogate in UTF-16", b"\xff\xfeR\0a\0\x3d\xd8n\0", {}, ErrorCode.LONE_SURROGATE),
    ("not JSON where claimed", PAGE, {"content_type": "application/json"}, ErrorCode.INVALID_JSON),
    (
        "not JSON where claimed by +json",
        PAGE,
        {"content_type": "application/ld+json"},
        ErrorCode.INVALID_JSON,
    ),
    ("JSON cut off", b'{"content": "The mayor', {}, ErrorCode.INVALID_JSON),
    ("array of objects cut off", b'[{"content": "The mayor"', {}, ErrorCode.INVALID_JSON),
    ("NaN", b'{"content": "x", "published_at": NaN}', {}, ErrorCode.INVALID_JSON),
    ("two objects", b'{"content": "x"}\n{"content": "y"}', {}, ErrorCode.INVALID_JSON),
    ("deep JSON", b'{"a":' * 200_000, {}, ErrorCode.INVALID_JSON),
    ("deep arrays", b"[" * 200_000, {"content_type": "application/json"}, ErrorCode.INVALID_JSON),
    ("array", b'[{"content": "x"}]', {}, ErrorCode.WRONG_SHAPE),
    ("number", b"17", {"content_type": "application/json"}, ErrorCode.WRONG_SHAPE),
    ("string", b'"The mayor spoke."', {"content_type": "application/json"}, ErrorCode.WRONG_SHAPE),
    ("null", b"null", {"content_type": "application/json; charset=utf-8"}, ErrorCode.WRONG_SHAPE),
    ("no content", b'{"url": "https://news.example/1"}', {}, ErrorCode.NO_CONTENT),
    ("no fields", b"{}", {}, ErrorCode.NO_CONTENT),
    ("blank content", b'{"content": " \\n\\u00a0", "html": null}', {}, ErrorCode.NO_CONTENT),
]


@pytest.mark.parametrize(
    ("value", "headers", "code"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_refused_with_its_code(
    refuse: Refuse, value: bytes | None, headers: dict[str, str | bytes], code: ErrorCode
) -> None:
    """Each kind of bad input is refused by admit under its own code."""
    error = refuse(value, **headers)
    assert (code, StageName.ADMIT) == (error.code, error.stage)


COMPRESSORS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda value: brotli.compress(value, quality=4),
    "zstd": zstandard.compress,
    "zstd, size undeclared": zstd_stream,
}


@pytest.mark.parametrize("coding", COMPRESSORS)
def test_bomb(refuse: Refuse, coding: str) -> None:
    """100 MB of one letter is refused as a bomb whatever packed it."""
    packed = COMPRESSORS[coding](b"a" * 100 * MEBIBYTE)
    error = refuse(packed, content_encoding=coding.partition(",")[0])
    assert error.code is ErrorCode.EXPANSION_LIMIT


@pytest.mark.parametrize("coding", COMPRESSORS)
def test_large_page_is_no_bomb(coding: str) -> None:
    """A page past the size limit that compresses as text does is too large, not a bomb."""
    stage = Admit(AdmitSettings(max_value_bytes=2 * MEBIBYTE))
    numbers = " ".join(map(str, range(10_000_000, 10_300_000))).encode()
    headers = (("content-encoding", coding.partition(",")[0].encode()),)
    with pytest.raises(AdmitError) as caught:
        stage(InputRecord(COMPRESSORS[coding](numbers), headers=headers))
    assert caught.value.code is ErrorCode.VALUE_TOO_LARGE


def test_bomb_in_a_bomb(refuse: Refuse) -> None:
    """The limit holds for each layer of a value compressed twice."""
    packed = gzip.compress(gzip.compress(b"a" * 100 * MEBIBYTE))
    assert refuse(packed, content_encoding="gzip, gzip").code is ErrorCode.EXPANSION_LIMIT


FIELDS = [
    ("content", 5, "'content' is a number, not a string"),
    ("html", ["SECRET"], "'html' is an array, not a string"),
    ("maintext", {"p": "SECRET"}, "'maintext' is an object, not a string"),
    ("title", True, "'title' is a boolean, not a string"),
    ("headline", 5, "'headline' is a number, not a string"),
    ("url", ["SECRET"], "'url' is an array, not a string"),
    ("id", ["SECRET"], "'id' is an array, not a string or a number"),
    ("lang", {}, "'lang' is an object, not a string"),
    ("date_publish", False, "'date_publish' is a boolean, not a string or a number"),
    ("fetched_at", ["SECRET"], "'fetched_at' is an array, not a string or a number"),
]


@pytest.mark.parametrize(("field", "wrong", "message"), FIELDS, ids=[field for field, *_ in FIELDS])
def test_wrong_type(refuse: Refuse, field: str, wrong: object, message: str) -> None:
    """A wrong type names the field as the producer wrote it and what it should be, never the value."""
    carried = {"maintext": "The mayor spoke.", "secret": "SECRET", field: wrong}
    error = refuse(json.dumps(carried).encode())
    assert (ErrorCode.WRONG_TYPE, f"field {message}") == (error.code, error.message)


@pytest.mark.parametrize(
    "value",
    [
        b'{"content": "SECRET \\ud800"}',
        b'{"content": "SECRET", "title": }',
        b'["SECRET"]',
        b'{"content": ["SECRET"]}',
    ],
)
def test_message_holds_no_article_text(refuse: Refuse, value: bytes) -> None:
    """What a refusal says never repeats what the record holds."""
    error: AdmitError = refuse(value, content_type="application/json")
    assert "SECRET" not in error.message


def test_million_entries(refuse: Refuse) -> None:
    """A JSON array of a million entries is read and refused for its shape."""
    value = b"[" + b"0," * 1_000_000 + b"0]"
    assert refuse(value, content_type="application/json").code is ErrorCode.WRONG_SHAPE
