"""When the certificates we connect with expire: ours, and those by which we know the brokers.

Python's ssl module tells a certificate's dates only of CA certificates and of the peer's; ours is neither.
So the one field is read from the DER encoding (RFC 5280, section 4.1), of files OpenSSL has accepted.
"""

import re
import ssl
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from service.settings import KafkaSettings

PEM = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
VERSION, GENERALIZED_TIME = 0xA0, 0x18
TWO_DIGIT_YEARS_FROM = 50
"""A year of two digits is of the last century from here on (RFC 5280, section 4.1.2.5.1)."""


def expiries(settings: KafkaSettings, now: float | None = None) -> dict[str, float]:
    """Return when the configured files expire, seconds since 1970, by ``ca`` and ``client``.

    A file counts as of its first certificate to expire; of the CAs, one that has expired beside valid ones
    is a leftover and does not count.
    """
    if not settings.security_protocol.endswith("SSL"):
        return {}
    found = {}
    if settings.ssl_ca_file is not None:
        ends = _ends(settings.ssl_ca_file)
        now = time.time() if now is None else now
        found["ca"] = min([end for end in ends if end > now] or ends, default=None)
    if settings.ssl_cert_file is not None:
        found["client"] = min(_ends(settings.ssl_cert_file), default=None)
    return {file: end for file, end in found.items() if end is not None}


def _ends(path: Path) -> list[float]:
    ends = []
    for block in PEM.findall(path.read_text(encoding="ascii", errors="replace")):
        with suppress(ValueError, IndexError):  # OpenSSL judges files; this must not end the service
            ends.append(_not_after(ssl.PEM_cert_to_DER_cert(block)))
    return ends


def _not_after(certificate: bytes) -> float:
    (_, whole), *_ = _elements(certificate)
    (_, signed), *_ = _elements(whole)
    fields = [content for tag, content in _elements(signed) if tag != VERSION]
    _serial, _algorithm, _issuer, validity, *_ = fields
    _, (tag, end) = _elements(validity)
    text = end.decode("ascii")
    if tag != GENERALIZED_TIME:
        text = ("19" if int(text[:2]) >= TWO_DIGIT_YEARS_FROM else "20") + text
    return datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC).timestamp()


def _elements(der: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield tag and content of each element, one after another."""
    place = 0
    while place < len(der):
        tag, length = der[place], der[place + 1]
        place += 2
        if length & 0x80:  # long form: the length itself takes so many bytes
            size = length & 0x7F
            length = int.from_bytes(der[place : place + size], "big")
            place += size
        yield tag, der[place : place + length]
        place += length
