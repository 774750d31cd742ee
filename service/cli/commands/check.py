"""``dateline check``: whether a deployment can take traffic, before it does."""

import asyncio
import os
import sys
import time
from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from aiokafka.errors import KafkaError

from service.cli.broker import quiet_client
from service.cli.checking.brokers import DAY_S, RENEW_DAYS, Reach, Reached, hang_up
from service.cli.checking.clock import look_at_clock
from service.cli.checking.finding import Finding, exit_code, misconfigured, ok, refused, skipped, warning
from service.cli.checking.machine import (
    look_at_machine,
    look_at_pipeline,
    look_at_port,
    look_at_tracing,
)
from service.cli.checking.rights import look_at_rights, unanswered
from service.cli.checking.topics import Cluster, ask, look_at_topics
from service.cli.configure import settings_for
from service.cli.showing.console import write_line
from service.cli.showing.findings import show_findings
from service.errors import ConfigurationError
from service.runtime.kafka.certificates import expiries
from service.runtime.kafka.clients import client_arguments
from service.runtime.log import configure_logging
from service.settings import LogSettings, Settings

REACH_LIMIT_S = 6.0
"""Longest all steps to one broker may take, seconds; brokers are reached for at once."""
ASK_LIMIT_S = 2.0
"""Longest wait for a broker's answers, seconds."""


def check_deployment(bootstrap_servers: str | None, *, as_json: bool) -> int:
    """Look at everything once and write a line for each finding.

    Returns:
        0 where the service can run, 2 where its configuration is wrong, 3 where a broker is.
    """
    configure_logging(LogSettings(level="error"), sys.stderr)
    quiet_client()
    try:
        settings = settings_for(bootstrap_servers)
    except ConfigurationError as error:
        findings = [misconfigured("configuration", line) for line in str(error).splitlines()]
    else:
        findings = asyncio.run(_look(settings))
    code = exit_code(findings)
    if as_json:
        found = [finding_of(one) for one in findings]
        write_line(orjson.dumps({"exit_code": code, "findings": found}, option=orjson.OPT_INDENT_2))
    else:
        show_findings(findings)
    return code


def finding_of(finding: Finding) -> dict[str, str | None]:
    """Write a finding as programs read it."""
    return {
        "status": finding.status.value,
        "about": finding.about,
        "found": finding.found,
        "advice": finding.advice,
    }


async def _look(settings: Settings) -> list[Finding]:
    loading = asyncio.create_task(look_at_pipeline(settings))
    tracing = asyncio.create_task(look_at_tracing(os.environ))
    findings = []
    if not settings.topics.differ:
        findings.append(
            misconfigured("configuration", "DATELINE_TOPICS__RAW, __EVENTS and __DEAD must differ")
        )
    try:
        arguments = client_arguments(settings.kafka)
    except ConfigurationError as error:
        findings.append(misconfigured("configuration", str(error)))
    else:
        findings = findings or [ok("configuration", "valid")]
        findings += await look_at_brokers(settings, arguments)
    findings += [*look_at_machine(settings), look_at_port(settings.http)]
    return [*findings, *await tracing, await loading]


async def look_at_brokers(settings: Settings, arguments: dict[str, Any]) -> list[Finding]:
    """Look at each broker, the topics and what the user may do; ``arguments`` are any client's."""
    findings = list(_look_at_certificates(settings))
    reach = Reach(settings.kafka, arguments)
    named = [address for part in settings.kafka.bootstrap_servers.split(",") if (address := part.strip())]
    reached = await _reach_all(reach, {f"broker {address}": address for address in named})
    try:
        findings += _findings(reached)
        connection = next((one.connection for one in reached.values() if one.connection), None)
        if connection is None:
            return [*findings, skipped("topics and rights", "there is no broker to ask")]
        cluster, asked = await _ask(connection, settings)
        if cluster is not None:
            advertised = {
                f"broker {node}, advertised as {address}": address
                for node, address in cluster.brokers.items()
                if address not in named
            }
            others = await _reach_all(reach, advertised)
            reached |= others
            findings += _findings(others)
            asked.append(await _look_at_clock(reached, cluster, settings))
    finally:
        await asyncio.gather(*(hang_up(one.connection) for one in reached.values() if one.connection))
    return [*findings, *asked]


async def _look_at_clock(reached: Mapping[str, Reached], cluster: Cluster, settings: Settings) -> Finding:
    connections = {address: one.connection for address, one in reached.items() if one.connection}
    try:
        async with asyncio.timeout(ASK_LIMIT_S):
            return await look_at_clock(connections, cluster, settings)
    except TimeoutError:
        return skipped("clock", f"no answer in {ASK_LIMIT_S:.0f} s")


async def _ask(connection: Any, settings: Settings) -> tuple[Cluster | None, list[Finding]]:  # noqa: ANN401 - the client ships no types
    cluster: Cluster | None = None
    findings: list[Finding] = []
    about = "topics"
    try:
        async with asyncio.timeout(ASK_LIMIT_S):
            cluster = await ask(connection, settings)
            findings += look_at_topics(cluster, settings)
            about = "rights"
            findings += await look_at_rights(connection, settings)
    except (KafkaError, TimeoutError, NotImplementedError) as error:
        findings.append(unanswered(about, error, settings))
    return cluster, findings


async def _reach_all(reach: Reach, addresses: Mapping[str, str]) -> dict[str, Reached]:
    """Reach for brokers at once; return how that went, by address."""

    async def one(about: str, address: str) -> Reached:
        try:
            async with asyncio.timeout(REACH_LIMIT_S):
                return await reach(about, address)
        except TimeoutError:
            return Reached([refused(about, f"not done after {REACH_LIMIT_S:.0f} s", "look at the network")])

    reached = await asyncio.gather(*(one(about, address) for about, address in addresses.items()))
    return dict(zip(addresses.values(), reached, strict=True))


def _findings(reached: Mapping[str, Reached]) -> list[Finding]:
    return [finding for one in reached.values() for finding in one.findings]


def _look_at_certificates(settings: Settings) -> Iterator[Finding]:
    for kind, end in expiries(settings.kafka).items():
        about = f"DATELINE_KAFKA__SSL_{'CA' if kind == 'ca' else 'CERT'}_FILE"
        days = (end - time.time()) / DAY_S
        if days < 0:
            yield misconfigured(about, "the certificate has expired", "renew it")
        elif days < RENEW_DAYS:
            yield warning(about, f"the certificate ends in {days:.0f} days", "renew it")
        else:
            yield ok(about, f"valid for {days:.0f} days")
