"""Undo content-encodings without ever expanding past the limits."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass

import brotli
import zstandard

from schemas import ErrorCode
from service.errors import AdmitError
from service.settings import MEBIBYTE, AdmitSettings

MAX_CODINGS = 3
"""Most codings undone on one value, declared or recognised."""
MAX_MEMBERS = 1_000
"""Most members of one gzip value (RFC 1952, section 2.2): each costs a decompressor, even an empty one."""

GZIP_MAGIC = b"\x1f\x8b\x08"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
MAGIC = {"gzip": GZIP_MAGIC, "zstd": ZSTD_MAGIC}

_PIECE = 16 * 1024
_CHUNK = MEBIBYTE
_SAMPLE = 1024
_TEXT_CONTROLS = b"\t\n\v\f\r\x1b"
_CONTROLS = bytes(code for code in range(0x20) if code not in _TEXT_CONTROLS)


def undo_codings(value: bytes, header: str | None, limits: AdmitSettings) -> tuple[bytes, bool]:
    """Undo the codings a ``content-encoding`` header lists, then those the bytes show by magic number.

    HTTP clients often undo a coding and keep the header. So a value that cannot be decoded as declared
    but reads as plain text is taken as it is.

    Args:
        value: The value as received.
        header: The ``content-encoding`` header: codings in the order applied (RFC 9110, section 8.4).
        limits: Largest size and growth.

    Returns:
        The expanded bytes, and whether a declared coding was not there.

    Raises:
        AdmitError: unsupported_encoding, corrupt_encoding, expansion_limit or value_too_large.
    """
    names = [name.strip().lower() for name in (header or "").split(",")]
    declared = [name for name in names if name not in ("", "identity")]
    if len(declared) > MAX_CODINGS:
        raise AdmitError(ErrorCode.UNSUPPORTED_ENCODING, f"more than {MAX_CODINGS} content-encodings")
    undone = 0
    for name in reversed(declared):
        if name not in _DECODERS:
            raise AdmitError(ErrorCode.UNSUPPORTED_ENCODING, f"unknown content-encoding {name[:40]!r}")
        try:
            value = _undo(name, value, limits)
        except AdmitError as error:
            if error.code is not ErrorCode.CORRUPT_ENCODING or not _reads_as_text(value):
                raise
            return value, True
        undone += 1
    while undone < MAX_CODINGS and (found := _recognise(value)):
        value = _undo(found, value, limits)
        undone += 1
    return value, False


@dataclass(slots=True)
class _Budget:
    """How far one value may grow."""

    limits: AdmitSettings

    def check(self, produced: int, consumed: int) -> None:
        """Refuse more output than allowed, given how much input made it so far.

        A bomb is known by its beginning: to expand all of one would cost more than an article.
        """
        ratio = self.limits.max_expansion_ratio
        if produced > MEBIBYTE and produced > ratio * consumed:
            raise AdmitError(ErrorCode.EXPANSION_LIMIT, f"expands more than {ratio:g} times")
        if produced > self.limits.max_value_bytes:
            raise AdmitError(ErrorCode.VALUE_TOO_LARGE, f"expands past {self.limits.max_value_bytes} bytes")


def _recognise(value: bytes) -> str | None:
    return next((name for name, magic in MAGIC.items() if value.startswith(magic)), None)


def _reads_as_text(value: bytes) -> bool:
    """Whether bytes are no compressed stream: those hold control codes within their first bytes."""
    sample = value[:_SAMPLE]
    return _recognise(value) is None and len(sample.translate(None, _CONTROLS)) == len(sample)


def _undo(name: str, value: bytes, limits: AdmitSettings) -> bytes:
    try:
        return _DECODERS[name](value, _Budget(limits))
    except (zlib.error, brotli.error, zstandard.ZstdError, EOFError) as error:
        raise AdmitError(ErrorCode.CORRUPT_ENCODING, f"truncated or damaged {name}") from error


def _gzip(value: bytes, budget: _Budget) -> bytes:
    return _inflate(value, budget, 16 + zlib.MAX_WBITS)


def _deflate(value: bytes, budget: _Budget) -> bytes:
    try:
        return _inflate(value, budget, zlib.MAX_WBITS)
    except (zlib.error, EOFError):
        # "deflate" means the zlib format, but many senders write the bare stream inside it.
        return _inflate(value, budget, -zlib.MAX_WBITS)


def _inflate(value: bytes, budget: _Budget, wbits: int) -> bytes:
    chunks: list[bytes] = []
    inflater = zlib.decompressobj(wbits)
    members = 1
    position = produced = 0
    while True:
        piece = value[position : position + _PIECE]
        chunk = inflater.decompress(piece, _CHUNK)
        position += len(piece) - len(inflater.unconsumed_tail) - len(inflater.unused_data)
        produced += len(chunk)
        budget.check(produced, position)
        chunks.append(chunk)
        if inflater.eof:
            if wbits <= zlib.MAX_WBITS or not value.startswith(GZIP_MAGIC, position):
                return b"".join(chunks)
            if members == MAX_MEMBERS:
                raise zlib.error("too many members")
            members += 1
            inflater = zlib.decompressobj(wbits)
        elif not piece and not chunk:
            raise EOFError


def _brotli(value: bytes, budget: _Budget) -> bytes:
    chunks: list[bytes] = []
    decompressor = brotli.Decompressor()
    position = produced = 0
    while not decompressor.is_finished():
        piece = b""
        if decompressor.can_accept_more_data():
            piece = value[position : position + _PIECE]
            position += len(piece)
        chunk = decompressor.process(piece, output_buffer_limit=_CHUNK)
        produced += len(chunk)
        budget.check(produced, position)
        chunks.append(chunk)
        if not piece and not chunk:
            raise EOFError
    return b"".join(chunks)


def _zstd(value: bytes, budget: _Budget) -> bytes:
    # A window larger than what may come out is never needed.
    window = 1 << max(budget.limits.max_value_bytes - 1, MEBIBYTE).bit_length()
    decompressor = zstandard.ZstdDecompressor(max_window_size=window)
    size = zstandard.frame_content_size(value)
    if size < 0:
        size = _count_zstd(decompressor, value, budget)
    budget.check(size, len(value))
    expanded: bytes = decompressor.decompress(value, max_output_size=max(size, 1), allow_extra_data=False)
    if len(expanded) != size:
        raise EOFError
    return expanded


def _count_zstd(decompressor: zstandard.ZstdDecompressor, value: bytes, budget: _Budget) -> int:
    """Count what a frame of undeclared size expands to, keeping nothing of it."""
    produced = 0
    with decompressor.stream_reader(value, read_size=_PIECE, read_across_frames=True) as reader:
        while chunk := reader.read(_CHUNK):
            produced += len(chunk)
            budget.check(produced, len(value))
    return produced


_DECODERS: dict[str, Callable[[bytes, _Budget], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "zstd": _zstd,
    "br": _brotli,
}
