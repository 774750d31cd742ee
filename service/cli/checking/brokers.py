"""Whether a broker can be reached: its name, its port, TLS, the password, each told apart."""

import asyncio
import os
import re
import socket
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread
from typing import Any

from aiokafka.conn import AIOKafkaConnection
from aiokafka.errors import (
    IllegalSaslStateError,
    KafkaError,
    UnsupportedSaslMechanismError,
)

from service.cli.checking.finding import Finding, misconfigured, ok, refused, warning
from service.runtime.kafka.clients import FATAL, why
from service.runtime.kafka.protocols import speaks_otherwise
from service.settings import KafkaSettings

STEP_S = 2.0
"""Longest wait for one step, seconds."""
GOODBYE_S = 0.5
"""Longest wait for a connection to close, seconds."""
DAY_S = 86_400
RENEW_DAYS = 14
"""Days before its end at which a certificate deserves a warning."""
ADDRESS = re.compile(r"^(?:\[(?P<bracketed>[^\]]+)\]|(?P<host>[^:]+))(?::(?P<port>\d{1,5}))?$")
DEFAULT_PORT = 9092
PROTOCOL = "DATELINE_KAFKA__SECURITY_PROTOCOL"
UNTRUSTED, EXPIRED, NOT_YET, WRONG_HOST = (18, 19, 20, 21), 10, 9, (62, 63, 64)
"""OpenSSL's numbers for what is wrong with a certificate (X509_V_ERR_*)."""


class Unreachable(Exception):  # noqa: N818 - it is a finding on its way
    """A broker cannot be used; carries the finding."""

    def __init__(self, finding: Finding) -> None:
        """Take what was found."""
        super().__init__(finding.found)
        self.finding = finding


@dataclass(slots=True)
class Reached:
    """A broker that was reached: a connection to ask it, where there is one, and what was found."""

    findings: list[Finding]
    connection: Any = None


class Reach:
    """Reaches for brokers, the way the service would."""

    def __init__(self, settings: KafkaSettings, arguments: dict[str, Any]) -> None:
        """Take the clients' arguments, which hold certificates and credentials."""
        self._settings = settings
        self._tls: ssl.SSLContext | None = arguments.get("ssl_context")
        names = ("client_id", "security_protocol", "ssl_context")
        sasl = ("sasl_mechanism", "sasl_plain_username", "sasl_plain_password")
        self._arguments = {name: arguments[name] for name in (*names, *sasl) if name in arguments}
        self._arguments["request_timeout_ms"] = int(STEP_S * 1000)

    async def __call__(self, about: str, address: str) -> Reached:
        """Reach for one broker step by step; findings are about ``about``."""
        begun = time.monotonic()
        reached = Reached([])
        try:
            host, port = parse(about, address)
            await _resolve(about, host, port)
            await self._open(about, host, port)
            said = ["answers"]
            if self._tls is not None:
                version, days = await self._secure(about, host, port)
                said += [version, f"certificate for {days:.0f} days"]
                if days < RENEW_DAYS:
                    reached.findings.append(
                        warning(about, f"its certificate ends in {days:.0f} days", "renew it")
                    )
            reached.connection = await self._sign_in(about, host, port)
            if self._settings.security_protocol.startswith("SASL"):
                said.append(f"{self._settings.sasl_mechanism} as {self._settings.sasl_username}")
        except Unreachable as end:
            reached.findings.append(end.finding)
        else:
            milliseconds = (time.monotonic() - begun) * 1000
            reached.findings.insert(0, ok(about, f"{', '.join(said)}; {milliseconds:.0f} ms"))
        return reached

    async def _open(self, about: str, host: str, port: int) -> None:
        try:
            async with asyncio.timeout(STEP_S):
                _, writer = await asyncio.open_connection(host, port)
        except TimeoutError:
            raise Unreachable(
                refused(about, f"no answer in {STEP_S:.0f} s", "open the way there: firewall, network policy")
            ) from None
        except OSError as error:
            hint = "check the port, and that the broker runs"
            raise Unreachable(refused(about, f"cannot connect: {_reason(error)}", hint)) from None
        writer.transport.abort()

    async def _secure(self, about: str, host: str, port: int) -> tuple[str, float]:
        """Shake hands; return the TLS version and for how many days the certificate holds."""
        try:
            async with asyncio.timeout(STEP_S):
                _, writer = await asyncio.open_connection(host, port, ssl=self._tls)
        except ssl.SSLCertVerificationError as error:
            raise Unreachable(_mistrust(about, host, error)) from None
        except (OSError, TimeoutError, EOFError) as error:
            if await speaks_otherwise(host, port, secure=True):
                raise Unreachable(
                    refused(
                        about,
                        "the port speaks no TLS",
                        f"name the TLS listener's port, or set {PROTOCOL} to what this listener speaks",
                    )
                ) from None
            hint = "check DATELINE_KAFKA__SSL_CERT_FILE and the broker's TLS settings"
            raise Unreachable(refused(about, f"no TLS handshake: {_reason(error)}", hint)) from None
        tls = writer.get_extra_info("ssl_object")
        ends = ssl.cert_time_to_seconds(tls.getpeercert()["notAfter"])
        writer.transport.abort()
        return tls.version(), (ends - time.time()) / DAY_S

    async def _sign_in(self, about: str, host: str, port: int) -> Any:  # noqa: ANN401 - the client ships no types
        connection = AIOKafkaConnection(host, port, **self._arguments)
        try:
            async with asyncio.timeout(STEP_S):
                await connection.connect()
        except (KafkaError, OSError, TimeoutError) as error:
            await hang_up(connection)
            raise Unreachable(await self._not_let_in(about, host, port, error)) from None
        return connection

    async def _not_let_in(self, about: str, host: str, port: int, error: BaseException) -> Finding:
        if isinstance(error, UnsupportedSaslMechanismError):
            hint = "set DATELINE_KAFKA__SASL_MECHANISM to what this listener takes"
            return refused(about, f"takes no {self._settings.sasl_mechanism}", hint)
        if isinstance(error, IllegalSaslStateError):
            return refused(about, "the listener asks for no password", f"set {PROTOCOL} without SASL")
        for kind, hint in FATAL.items():
            if isinstance(error, kind):
                return refused(about, f"does not let us in: {_reason(error)}", hint)
        if self._tls is None and await speaks_otherwise(host, port, secure=False):
            return refused(about, "the port speaks TLS", f"set {PROTOCOL} to SSL or SASL_SSL")
        if self._tls is not None:  # how a broker says that it wants a certificate, or another one
            given = self._settings.ssl_cert_file is not None
            hint = "it may not trust our" if given else "it may want a client"
            hint += " certificate: check DATELINE_KAFKA__SSL_CERT_FILE"
            return refused(about, f"hangs up after the TLS handshake: {_reason(error)}", hint)
        return refused(about, f"speaks no Kafka: {_reason(error)}", "check host and port")


async def hang_up(connection: Any) -> None:  # noqa: ANN401 - as above
    """Close a connection, and give it a moment to be closed."""
    with suppress(TimeoutError):
        async with asyncio.timeout(GOODBYE_S):
            await connection.close()


def parse(about: str, address: str) -> tuple[str, int]:
    """Split host and port.

    Raises:
        Unreachable: it is not an address.
    """
    found = ADDRESS.match(address)
    port = int(found["port"] or DEFAULT_PORT) if found else 0
    if found is None or not 0 < port < 1 << 16:
        raise Unreachable(
            misconfigured(about, "is no address", "write DATELINE_KAFKA__BOOTSTRAP_SERVERS as host:port,…")
        )
    return found["bracketed"] or found["host"], port


async def _resolve(about: str, host: str, port: int) -> None:
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[OSError | None] = loop.create_future()

    def hear(error: OSError | None) -> None:
        if not answer.done():
            answer.set_result(error)

    def tell(error: OSError | None) -> None:
        with suppress(RuntimeError):  # nobody waits any more
            loop.call_soon_threadsafe(hear, error)

    def ask() -> None:
        try:
            socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            tell(error)
        else:
            tell(None)

    # A daemon thread: a name server that never answers must not hold the command's end up.
    Thread(target=ask, daemon=True).start()
    hint = "check the name, and the DNS of this network"
    try:
        async with asyncio.timeout(STEP_S):
            error = await answer
    except TimeoutError:
        raise Unreachable(refused(about, f"DNS says nothing of {host} in {STEP_S:.0f} s", hint)) from None
    if error is not None:
        raise Unreachable(refused(about, f"DNS does not know {host}: {_reason(error)}", hint))


def _mistrust(about: str, host: str, error: ssl.SSLCertVerificationError) -> Finding:
    ca = "check DATELINE_KAFKA__SSL_CA_FILE"
    if error.verify_code == EXPIRED:
        return refused(
            about, "its certificate, or its CA's, has expired", "renew it; check this machine's clock"
        )
    if error.verify_code == NOT_YET:
        return refused(about, "its certificate is not valid yet", "check this machine's clock")
    if error.verify_code in WRONG_HOST:
        return refused(about, f"its certificate does not name {host}", "call it by a name in its certificate")
    if error.verify_code in UNTRUSTED:
        return refused(about, f"its certificate is not from a CA we trust: {error.verify_message}", ca)
    return refused(about, f"its certificate is not trusted: {error.verify_message}", ca)


def _reason(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return f"no answer in {STEP_S:.0f} s"
    if isinstance(error, ConnectionError) and error.errno:  # asyncio has words of its own for these
        return os.strerror(error.errno)
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return why(error)
