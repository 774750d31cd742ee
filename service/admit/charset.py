"""Bytes to text: find the charset that is true, whatever is claimed.

The order: byte order mark, UTF-16 and UTF-32 by their NULs, valid UTF-8 (other bytes hardly ever are), the
``content-type`` header, what the page declares, detection. A claim is kept while few characters
must be replaced; each departure from what was claimed leaves a warning.
"""

import codecs
import re
from dataclasses import dataclass

import webencodings

from schemas import ErrorCode, WarningCode
from service.admit.binary import has_many_controls, refuse_binary_text, refuse_controls
from service.admit.charset_detection import detect_charset, mostly_runs, python_codec
from service.errors import AdmitError

_WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32le"),
    (codecs.BOM_UTF32_BE, "utf-32be"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
)
_MAX_REPLACED_SHARE = 0.01
_MAX_REPLACED_SHARE_OF_NON_ASCII = 0.1
"""A wrong charset fails on more of the characters that tell charsets apart than this."""
_MAX_OTHER_NULS = 0.3
"""Most NULs in the low bytes of UTF-16 for each in the high: ``U+AC00`` is a common syllable in Korean."""

_DECLARED_WITHIN = 4096
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_DECLARATION = re.compile(
    rb"""<meta\s[^>]{0,400}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([a-z0-9_:.+-]{2,40})"""
    rb"""|^\s{0,99}<\?xml\s[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([a-z0-9_:.+-]{2,40})""",
    re.IGNORECASE,
)
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and how it was read."""

    text: str
    charset: str
    """WHATWG name of the charset."""
    warnings: tuple[WarningCode, ...] = ()
    utf8: bytes | None = None
    """The text in UTF-8, where it came so."""


def decode(value: bytes, claimed: str | None = None) -> Decoded:
    """Decode bytes; the byte order mark is not part of the text.

    Args:
        value: Text in any charset.
        claimed: Charset the transport claims, as written.

    Raises:
        AdmitError: binary_content, nul_bytes, lone_surrogate or undecodable_text.
    """
    claim = charset_name(claimed)
    if value.startswith(codecs.BOM_UTF8):
        value, claim = value[len(codecs.BOM_UTF8) :], "utf-8"
    decoded = _decode_marked(value) or _decode_wide(value, claim)
    if decoded is not None:
        refuse_binary_text(decoded.text)
    else:
        refuse_controls(value)
        decoded = _decode_utf8(value, claim) or _decode_as_claimed(value, claim) or _decode_detected(value)
    # Bytes are searched faster, and a NUL in the text is one in the bytes whatever the charset.
    if 0 in value and "\0" in decoded.text:
        raise AdmitError(ErrorCode.NUL_BYTES)
    return decoded


def charset_name(label: str | None) -> str | None:
    """Name the charset a label stands for (WHATWG Encoding Standard); null where it is none, or unsafe."""
    encoding = None if label is None else webencodings.lookup(label.strip())
    if encoding is None or encoding.name in ("replacement", "x-user-defined"):
        return None
    name: str = encoding.name
    return name


def declared_charset(value: bytes) -> str | None:
    """Name the charset a page declares in ``<meta>`` or its XML declaration."""
    head = _COMMENT.sub(b"", value[:_DECLARED_WITHIN])
    for match in _DECLARATION.finditer(head):
        name = charset_name((match[1] or match[2]).decode("ascii"))
        if name is not None:
            # The declaration was read as ASCII, so it is not UTF-16 (HTML standard, encoding sniffing).
            return "utf-8" if name.startswith("utf-16") else name
    return None


def _decode_marked(value: bytes) -> Decoded | None:
    """Decode UTF-16 or UTF-32 by its byte order mark.

    Raises:
        AdmitError: lone_surrogate.
    """
    for mark, name in _WIDE_MARKS:
        if value.startswith(mark):
            rest = value[len(mark) :]
            decoded = _strictly(rest, name)
            if decoded is None and _reads(rest, name, "surrogatepass"):
                raise AdmitError(ErrorCode.LONE_SURROGATE)
            return decoded or _tolerantly(rest, name, sure=True)
    return None


def _decode_wide(value: bytes, claim: str | None) -> Decoded | None:
    """Decode UTF-16 or UTF-32 without a mark: NULs mostly on one side, and too many to be stray."""
    if b"\0" not in value:
        return None
    for name in ("utf-32le", "utf-32be"):
        decoded = _strictly(value, name)
        if decoded is not None:
            return decoded
    even, odd = value[::2].count(0), value[1::2].count(0)
    if min(even, odd) > _MAX_OTHER_NULS * max(even, odd):
        return None
    name = "utf-16be" if even > odd else "utf-16le"
    # Stray NULs leave the rest a readable text; seen as bytes, UTF-16 is none.
    readable = _reads(value, "utf-8") and not has_many_controls(value)
    return _strictly(value, name) if claim == name or not readable else None


def _decode_utf8(value: bytes, claim: str | None) -> Decoded | None:
    try:
        text = value.decode()
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and not value[: error.start].isascii():
            text = value[: error.start].decode() + _REPLACEMENT
            return Decoded(text, "utf-8", (WarningCode.CHARACTERS_REPLACED,))
        return _decode_surrogates(value) or _tolerantly(value, "utf-8")
    if text.isascii():
        japanese = _strictly(value, "iso-2022-jp") if b"\x1b$" in value else None
        return japanese or Decoded(text, "utf-8")
    warnings = () if claim in (None, "utf-8") else (WarningCode.CHARSET_REPAIRED,)
    return Decoded(text, "utf-8", warnings, value)


def _decode_surrogates(value: bytes) -> Decoded | None:
    """Decode CESU-8: UTF-8 in which characters past U+FFFF were written as surrogate pairs.

    Raises:
        AdmitError: lone_surrogate, for half a pair.
    """
    try:
        halves = value.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    try:
        text = halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError as error:
        raise AdmitError(ErrorCode.LONE_SURROGATE) from error
    return Decoded(text, "utf-8", (WarningCode.CHARSET_REPAIRED,))


def _decode_as_claimed(value: bytes, claim: str | None) -> Decoded | None:
    """Decode as the header or the page says, strictly before tolerantly."""
    declared = declared_charset(value)
    claims = [name for name in dict.fromkeys((claim, declared)) if name is not None]
    if claim == "windows-1252":
        # HTTP clients fill in Latin-1 where nothing was said, so the page knows better here.
        claims.reverse()
    if "windows-1252" in claims and mostly_runs(value):
        claims.remove("windows-1252")
    for read in (_strictly, _tolerantly):
        for name in claims:
            decoded = read(value, name)
            if decoded is not None:
                return decoded if name == (claim or declared) else _repaired(decoded)
    return None


def _decode_detected(value: bytes) -> Decoded:
    """Decode by detection, else with few replaced characters.

    Raises:
        AdmitError: undecodable_text.
    """
    name = detect_charset(value)
    decoded = None if name is None else _strictly(value, name) or _tolerantly(value, name)
    decoded = decoded or _tolerantly(value, "utf-8", sure=True)
    if decoded is None and not mostly_runs(value):
        decoded = _tolerantly(value, "windows-1252", sure=True)
    if decoded is None:
        raise AdmitError(ErrorCode.UNDECODABLE_TEXT)
    return _repaired(decoded)


def _strictly(value: bytes, name: str) -> Decoded | None:
    try:
        return Decoded(value.decode(_codec(name)), name)
    except UnicodeDecodeError:
        return None


def _tolerantly(value: bytes, name: str, *, sure: bool = False) -> Decoded | None:
    """Decode with replacement; null where that touches too much, measured by non-ASCII text unless sure."""
    text = value.decode(_codec(name), "replace")
    replaced = text.count(_REPLACEMENT)
    non_ascii = len(text) - len(text.encode("ascii", "ignore"))
    if replaced > max(1, _MAX_REPLACED_SHARE * len(text)):
        return None
    if not sure and replaced > _MAX_REPLACED_SHARE_OF_NON_ASCII * non_ascii:
        return None
    return Decoded(text, name, (WarningCode.CHARACTERS_REPLACED,))


def _reads(value: bytes, name: str, errors: str = "strict") -> bool:
    try:
        value.decode(_codec(name), errors)
    except UnicodeDecodeError:
        return False
    return True


def _repaired(decoded: Decoded) -> Decoded:
    return Decoded(decoded.text, decoded.charset, (WarningCode.CHARSET_REPAIRED, *decoded.warnings))


def _codec(name: str) -> str:
    return name if name.startswith("utf-") else python_codec(name)
