"""Whether a port speaks TLS: asked when no broker answers, as mixing the two up looks like a lost broker."""

import asyncio
import ssl
from contextlib import suppress

from aiokafka.conn import collect_hosts

from service.settings import KafkaSettings

PROBE_LIMIT_S = 3.0
"""Longest wait for a port's answer, seconds."""
VERSIONS = bytes.fromhex("0000000a 0012 0000 00000001 ffff")
"""A request any broker answers before it knows who asks: ApiVersions, version 0, number 1, of no client."""
ANSWERED = bytes.fromhex("00000001")
"""How an answer to it begins, after its length."""


async def mixed_up(settings: KafkaSettings) -> str | None:
    """Say that a broker's port speaks TLS and we do not, or the other way round; null where neither is so."""
    secure = settings.security_protocol.endswith("SSL")
    for host, port, _ in collect_hosts(settings.bootstrap_servers):
        if await speaks_otherwise(host, port, secure=secure):
            there = "plaintext" if secure else "TLS"
            return (
                f"{host}:{port} speaks {there}, and DATELINE_KAFKA__SECURITY_PROTOCOL is "
                f"{settings.security_protocol}: it is another port, or another protocol"
            )
    return None


async def speaks_otherwise(host: str, port: int, *, secure: bool) -> bool:
    """Tell whether a port speaks plaintext where we are secure, or TLS where we are not."""
    speaks = _speaks_plainly if secure else _speaks_tls
    with suppress(OSError, TimeoutError, EOFError):
        async with asyncio.timeout(PROBE_LIMIT_S):
            return await speaks(host, port)
    return False


async def _speaks_tls(host: str, port: int) -> bool:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # nothing is sent: whom it speaks to is no matter
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    _, writer = await asyncio.open_connection(host, port, ssl=context)
    writer.transport.abort()
    return True


async def _speaks_plainly(host: str, port: int) -> bool:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(VERSIONS)
        return (await reader.readexactly(8))[4:] == ANSWERED
    finally:
        writer.transport.abort()
