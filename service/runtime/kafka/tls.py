"""The TLS context our connections are made with; renewed files are taken up without a restart."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from service.errors import ConfigurationError
from service.settings import KafkaSettings

Stamp = tuple[int, int, int] | None
"""Device, inode and time of change of a file; null where it is missing."""


class Tls:
    """One context for all clients: what they connect with next is what was loaded last."""

    def __init__(self, settings: KafkaSettings) -> None:
        """Load the files.

        Raises:
            ConfigurationError: a file is missing or is not what it should be.
        """
        self._settings = settings
        self._stamps = self._look()
        self.context = _context(settings)

    def renew(self) -> bool:
        """Load the files anew where they have changed; return whether they had.

        A change that cannot be used is told once, and leaves everything as it is.

        Raises:
            ConfigurationError: a file is missing or is not what it should be.
        """
        stamps = self._look()
        if stamps == self._stamps:
            return False
        self._stamps = stamps
        _context(self._settings)  # tried on another: what fails could leave a certificate without its key
        if self._settings.ssl_ca_file is not None:
            with _named("SSL_CA_FILE", self._settings.ssl_ca_file):
                self.context.load_verify_locations(self._settings.ssl_ca_file)
        _load_own(self._settings, self.context)
        return True

    def _look(self) -> list[Stamp]:
        settings = self._settings
        files = (settings.ssl_ca_file, settings.ssl_cert_file, settings.ssl_key_file)
        return [_stamp(file) for file in files if file is not None]


@cache
def tls(settings: KafkaSettings) -> Tls:
    """Return the context of these settings, the same one each time.

    Raises:
        ConfigurationError: a file is missing or is not what it should be.
    """
    return Tls(settings)


def _context(settings: KafkaSettings) -> ssl.SSLContext:
    with _named("SSL_CA_FILE", settings.ssl_ca_file):
        context = ssl.create_default_context(cafile=settings.ssl_ca_file)
    _load_own(settings, context)
    return context


def _load_own(settings: KafkaSettings, context: ssl.SSLContext) -> None:
    if settings.ssl_cert_file is not None:
        # A password is always passed: without one OpenSSL would ask for it on the terminal.
        password = settings.ssl_key_password.get_secret_value() if settings.ssl_key_password else ""
        with _named("SSL_CERT_FILE", settings.ssl_cert_file):
            context.load_cert_chain(settings.ssl_cert_file, settings.ssl_key_file, password)


@contextmanager
def _named(variable: str, file: Path | None) -> Iterator[None]:
    try:
        yield
    except (OSError, ssl.SSLError) as error:
        raise ConfigurationError(f"DATELINE_KAFKA__{variable}: cannot load {file}: {error}") from None


def _stamp(file: Path) -> Stamp:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_mtime_ns
