"""Tell text from pictures, archives, programs and other binary content."""

from schemas import ErrorCode
from service.errors import AdmitError

_MAGIC = {
    0: (
        b"%PDF-",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"GIF87a",
        b"GIF89a",
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"\x7fELF",
        b"\xca\xfe\xba\xbe",
        b"\xd0\xcf\x11\xe0",
        b"7z\xbc\xaf\x27\x1c",
        b"Rar!\x1a\x07",
        b"BZh91AY&SY",
        b"\xfd7zXZ\x00",
        b"\x1a\x45\xdf\xa3",
        b"OggS\x00",
        b"fLaC",
        b"ID3\x02",
        b"ID3\x03",
        b"ID3\x04",
        b"wOFF",
        b"wOF2",
        b"II*\x00",
        b"MM\x00*",
        b"SQLite format 3\x00",
        b"Obj\x01",
        b"PAR1",
    ),
    4: (b"ftyp",),
    8: (b"WEBPVP8", b"AVI LIST", b"WAVEfmt "),
}
"""Offsets, and the bytes there that open the common binary formats a crawler meets."""

_SAMPLE = 8 * 1024
_TEXT_CONTROLS = b"\t\n\v\f\r\x1b"
_CONTROLS = bytes(code for code in (*range(0x20), 0x7F) if code not in _TEXT_CONTROLS)
_MIN_CONTROLS = 3
_MAX_CONTROL_SHARE = 0.05
"""Uniformly random bytes hold 11 % of these codes, text as good as none."""


def refuse_magic(value: bytes) -> None:
    """Refuse bytes that open like a binary format.

    Raises:
        AdmitError: binary_content.
    """
    if any(value.startswith(magics, offset) for offset, magics in _MAGIC.items()):
        raise AdmitError(ErrorCode.BINARY_CONTENT, "a binary format by its first bytes")


def has_many_controls(value: bytes) -> bool:
    """Whether bytes hold more control codes, NUL included, than any text, judged by both ends."""
    sample = value if len(value) <= 2 * _SAMPLE else value[:_SAMPLE] + value[-_SAMPLE:]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls >= _MIN_CONTROLS and controls > _MAX_CONTROL_SHARE * len(sample)


def refuse_controls(value: bytes) -> None:
    """Refuse bytes that hold too many control codes.

    Raises:
        AdmitError: binary_content.
    """
    if has_many_controls(value):
        raise AdmitError(ErrorCode.BINARY_CONTENT, "many control characters")


def refuse_binary_text(text: str) -> None:
    """Refuse text that is binary content read as characters, as a lax producer of JSON makes it.

    Raises:
        AdmitError: binary_content.
    """
    head = text[:_SAMPLE].encode("latin-1", "replace")
    refuse_magic(head)
    refuse_controls(head)
