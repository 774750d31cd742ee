"""What the user may do beside reading and writing topics, found out without doing it."""

from typing import Any

from aiokafka.errors import (
    ClusterAuthorizationFailedError,
    GroupAuthorizationFailedError,
    KafkaError,
    TransactionalIdAuthorizationFailed,
)
from aiokafka.protocol.group import HeartbeatRequest
from aiokafka.protocol.transaction import EndTxnRequest, InitProducerIdRequest

from service.cli.checking.finding import Finding, ok, refused, skipped
from service.runtime.inflight import TopicPartition
from service.runtime.kafka.clients import CREDENTIALS, why
from service.runtime.transactions import transactional_id
from service.settings import Settings

NOBODY = 1 << 62
"""A producer id no broker ever gave."""


async def look_at_rights(connection: Any, settings: Settings) -> list[Finding]:  # noqa: ANN401 - the client ships no types
    """Try what only an allowed user is answered, with requests that change nothing.

    A heartbeat of a member that is none, and the end of a transaction of a producer that is none, are
    refused as such only after the rights were looked at; a producer id is given and forgotten.

    Raises:
        KafkaError: the broker does not answer.
    """
    group = settings.consumer.group
    findings = []
    heartbeat = await connection.send(HeartbeatRequest(group, -1, "dateline-check"))
    if heartbeat.error_code == GroupAuthorizationFailedError.errno:
        advice = f"grant {grant('Read', settings)} on group {group}"
        findings.append(refused(f"group {group}", "the user may not Read it", advice))
    else:
        findings.append(ok(f"group {group}", "Read granted"))
    if not settings.exactly_once:
        given = await connection.send(InitProducerIdRequest(None, 0))
        if given.error_code == ClusterAuthorizationFailedError.errno:
            advice = f"grant {grant('Write', settings)} on the events and dead-letter topics"
            findings.append(refused("idempotent writes", "the user may not", advice))
        else:
            findings.append(ok("idempotent writes", "granted"))
        return findings
    name = transactional_id(group, TopicPartition(settings.topics.raw, 0))
    ended = await connection.send(EndTxnRequest(name, NOBODY, 0, False))
    about = "transactional ids dateline/…"
    if ended.error_code == TransactionalIdAuthorizationFailed.errno:
        advice = f"grant {grant('Write', settings)} on transactional ids that begin with dateline/"
        findings.append(refused(about, f"the user may not Write {name}", advice))
    else:
        findings.append(ok(about, "Write granted"))
    return findings


def unanswered(
    about: str, error: KafkaError | TimeoutError | NotImplementedError, settings: Settings
) -> Finding:
    """Say that a broker that was reached does not answer our questions."""
    if isinstance(error, NotImplementedError):
        return skipped(about, "the broker is too old to be asked what the user may do (Kafka 2.3 or later)")
    if settings.kafka.security_protocol.startswith("SASL"):
        return refused(about, f"no answer: {why(error)}", CREDENTIALS)
    return refused(
        about,
        f"hangs up when asked: {why(error)}",
        "the listener may want a password: set DATELINE_KAFKA__SECURITY_PROTOCOL to SASL_…",
    )


def grant(right: str, settings: Settings) -> str:
    """Write a right as it is granted: to whom, and what."""
    user = settings.kafka.sasl_username
    return f"User:{user} {right}" if user else right
