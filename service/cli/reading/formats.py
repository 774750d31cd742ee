"""What a file holds, told from its name or its first bytes."""

import gzip
import io
from pathlib import PurePath
from typing import IO, Literal, NamedTuple, cast

import zstandard

Kind = Literal["article", "lines", "warc"]
ARTICLE: Kind = "article"
LINES: Kind = "lines"
WARC: Kind = "warc"

JSON_TYPE = "application/json"
ARTICLE_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".txt": "text/plain",
    ".md": "text/plain",
    ".json": JSON_TYPE,
}
LINE_SUFFIXES = {".jsonl", ".ndjson"}
LINE_TYPES = {"application/x-ndjson", "application/jsonl", "application/x-jsonlines"}
ENCODINGS = {".gz": "gzip", ".zst": "zstd"}
MAGIC = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
HEAD = 512
"""Bytes looked at where the name does not tell."""


class Form(NamedTuple):
    """How to read a file."""

    kind: Kind
    content_type: str | None
    encoding: str | None
    """``gzip``, ``zstd`` or null."""

    def headers(self) -> dict[str, str]:
        """Write the headers a record of it carries."""
        headers = {}
        if self.content_type:
            headers["content-type"] = self.content_type
        if self.encoding and self.kind == ARTICLE:
            headers["content-encoding"] = self.encoding
        return headers


def form_of(path: str) -> Form | None:
    """Tell from the name; null where it does not say."""
    suffixes = [suffix.lower() for suffix in PurePath(path).suffixes]
    encoding = ENCODINGS.get(suffixes[-1]) if suffixes else None
    if encoding:
        suffixes.pop()
    suffix = suffixes[-1] if suffixes else ""
    if suffix in LINE_SUFFIXES:
        return Form(LINES, JSON_TYPE, encoding)
    if suffix == ".warc":
        return Form(WARC, None, encoding)
    if suffix in ARTICLE_TYPES:
        return Form(ARTICLE, ARTICLE_TYPES[suffix], encoding)
    return None


def sniff(stream: IO[bytes], content_type: str | None) -> Form:
    """Tell from what the user claims, else from the first bytes, leaving them to be read.

    A line that is one whole JSON object makes a stream of JSON lines; one that only opens an object
    makes a single JSON article.
    """
    buffered = cast("io.BufferedReader", stream)
    head = buffered.peek(HEAD)[:HEAD]
    encoding = next((name for magic, name in MAGIC.items() if head.startswith(magic)), None)
    if encoding:
        head = _expand(head, encoding)
    media_type = (content_type or "").partition(";")[0].strip().lower()
    if media_type in LINE_TYPES:
        return Form(LINES, JSON_TYPE, encoding)
    if media_type:
        return Form(ARTICLE, None, encoding)
    if head.startswith(b"WARC/"):
        return Form(WARC, None, encoding)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"{"):
        is_open = text.partition(b"\n")[0].strip() == b"{"
        return Form(ARTICLE if is_open else LINES, JSON_TYPE, encoding)
    return Form(ARTICLE, None, encoding)


def _expand(head: bytes, encoding: str) -> bytes:
    try:
        if encoding == "gzip":
            return gzip.GzipFile(fileobj=io.BytesIO(head)).read1(HEAD)
        return zstandard.ZstdDecompressor().stream_reader(io.BytesIO(head)).read(HEAD)
    except (OSError, EOFError, zstandard.ZstdError):
        return b""
