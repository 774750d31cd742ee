"""Compressed streams and the lines in them, in bounded memory."""

import gzip
import io
import zlib
from collections.abc import Iterator
from typing import IO, cast

from fastwarc.stream_io import ZstdReader

BUFFER = 1 << 20
MAX_LINE = 1 << 30
"""Bytes of one line past which a file is given up: an expansion bomb rather than an article."""


class LineTooLongError(ValueError):
    """A line goes on past any article's size."""


CORRUPT = (gzip.BadGzipFile, zlib.error, EOFError, OSError, LineTooLongError)
"""What a damaged or hostile stream raises while it is read."""


class _ZstdStream(io.RawIOBase):
    """A zstd stream of any number of frames; unlike other readers, this one tells a cut frame from an end."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self._reader = ZstdReader(cast("io.BufferedReader", stream))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # any writable buffer
        block = self._reader.read(len(buffer))
        buffer[: len(block)] = block
        return len(block)


def uncompressed(stream: IO[bytes], encoding: str | None) -> IO[bytes]:
    """Open a compressed stream for reading; a plain one is itself."""
    if encoding == "gzip":
        return cast("IO[bytes]", io.BufferedReader(gzip.GzipFile(fileobj=stream), BUFFER))
    if encoding == "zstd":
        return io.BufferedReader(_ZstdStream(stream), BUFFER)
    return stream


def read_lines(stream: IO[bytes], limit: int) -> Iterator[tuple[int, bytes]]:
    """Yield lines that are not blank, with their number from 1, at most ``limit + 1`` bytes of each.

    Raises:
        LineTooLongError: a line is longer than ``MAX_LINE``.
    """
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        length, rest = len(line), line
        while not rest.endswith(b"\n") and (rest := stream.readline(BUFFER)):
            length += len(rest)
            if length > MAX_LINE:
                raise LineTooLongError(f"line {number} is longer than {MAX_LINE >> 30} GiB")
        if line.strip():
            yield number, line.rstrip(b"\r\n")
