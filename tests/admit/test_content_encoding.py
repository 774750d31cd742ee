"""Content-encodings undone: declared, stacked, recognised, and declared where there is none."""

import gzip
import hashlib
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard

from schemas import WarningCode
from tests.admit.conftest import Deliver

TEXT = "Die Fähre zu den Inseln fährt ab Montag wieder, teilte die Reederei mit. " * 50
PAGE = f"<html><body><p>{TEXT}</p></body></html>"


def raw_deflate(value: bytes) -> bytes:
    """Compress without the zlib header, as some senders understand "deflate"."""
    writer = zlib.compressobj(wbits=-15)
    return writer.compress(value) + writer.flush()


def zstd_stream(value: bytes) -> bytes:
    """Compress without declaring the size."""
    writer = zstandard.ZstdCompressor().compressobj()
    return bytes(writer.compress(value) + writer.flush())


def two_members(value: bytes) -> bytes:
    """Compress the halves apart, as parallel gzip writers do."""
    return gzip.compress(value[:1000]) + gzip.compress(value[1000:])


CODINGS: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("gzip", gzip.compress),
    ("x-gzip", gzip.compress),
    ("GZip", two_members),
    ("deflate", zlib.compress),
    ("deflate", raw_deflate),
    ("br", brotli.compress),
    ("zstd", zstandard.compress),
    ("zstd", zstd_stream),
    ("identity", bytes),
    ("", bytes),
]


@pytest.mark.parametrize(("coding", "compress"), CODINGS)
def test_declared(deliver: Deliver, coding: str, compress: Callable[[bytes], bytes]) -> None:
    """A declared coding is undone; the hash is of the value as received."""
    value = compress(PAGE.encode())
    admitted = deliver(value, content_encoding=coding)
    assert (PAGE, (), True) == (admitted.raw.content, admitted.warnings, admitted.is_html)
    assert hashlib.sha256(value).hexdigest() == admitted.sha256


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress, zstd_stream, two_members])
def test_recognised(deliver: Deliver, compress: Callable[[bytes], bytes]) -> None:
    """Gzip and zstd are recognised without a header."""
    assert PAGE == deliver(compress(PAGE.encode())).raw.content


def test_stacked(deliver: Deliver) -> None:
    """Several codings are undone in reverse order."""
    value = brotli.compress(zlib.compress(gzip.compress(PAGE.encode())))
    assert PAGE == deliver(value, content_encoding="gzip, deflate,br").raw.content


def test_compressed_once_more_than_declared(deliver: Deliver) -> None:
    """A file that was gzip before the producer compressed it is unpacked all the way."""
    value = zstandard.compress(gzip.compress(PAGE.encode()))
    assert PAGE == deliver(value, content_encoding="zstd").raw.content


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
def test_declared_and_not_there(deliver: Deliver, coding: str, charset: str) -> None:
    """A client that undid the coding and kept its header costs a warning, not the article."""
    admitted = deliver(PAGE.encode(charset), content_encoding=coding)
    assert PAGE == admitted.raw.content
    assert WarningCode.CONTENT_ENCODING_MISMATCH in admitted.warnings


def test_bytes_after_the_last_gzip_member(deliver: Deliver) -> None:
    """Padding after gzip is ignored, as gzip itself does."""
    assert PAGE == deliver(gzip.compress(PAGE.encode()) + b"\0" * 100).raw.content


def test_small_values_may_grow_much(deliver: Deliver) -> None:
    """Up to a mebibyte no ratio is too high."""
    content = "news " * 200_000
    assert content == deliver(gzip.compress(content.encode())).raw.content
