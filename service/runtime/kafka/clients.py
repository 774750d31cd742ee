"""From settings to the arguments of aiokafka's clients, and from its faults to ours."""

import ssl
from typing import Any

from aiokafka.errors import (
    AuthenticationFailedError,
    AuthenticationMethodNotSupported,
    ClusterAuthorizationFailedError,
    GroupAuthorizationFailedError,
    IllegalSaslStateError,
    IncompatibleBrokerVersion,
    InvalidGroupIdError,
    InvalidSessionTimeoutError,
    InvalidTopicError,
    KafkaError,
    MessageSizeTooLargeError,
    RecordListTooLargeError,
    SaslAuthenticationFailed,
    TopicAuthorizationFailedError,
    TransactionalIdAuthorizationFailed,
    UnsupportedSaslMechanismError,
    UnsupportedVersionError,
)

from service.errors import BrokerError, ConfigurationError
from service.runtime.kafka.tls import tls
from service.settings import KafkaSettings

CREDENTIALS = "check DATELINE_KAFKA__SASL_MECHANISM, __SASL_USERNAME and __SASL_PASSWORD"
CERTIFICATE = (
    "check DATELINE_KAFKA__SSL_CA_FILE, and that the certificate names the brokers' hosts as we call them"
)
VERSION = "Dateline needs Kafka 2.1 or later"
METADATA_AGE_MS = 5_000
"""Age at which a client asks for the topics anew, milliseconds: how long added partitions go unread."""
FATAL: dict[type[KafkaError], str] = {
    AuthenticationFailedError: CREDENTIALS,
    AuthenticationMethodNotSupported: CREDENTIALS,
    IllegalSaslStateError: CREDENTIALS,
    SaslAuthenticationFailed: CREDENTIALS,
    UnsupportedSaslMechanismError: CREDENTIALS,
    ClusterAuthorizationFailedError: "the user needs IdempotentWrite on the cluster",
    GroupAuthorizationFailedError: "the user needs Read on the group DATELINE_CONSUMER__GROUP",
    TopicAuthorizationFailedError: "the user needs Read on the raw topic, Write on events and dead letters",
    IncompatibleBrokerVersion: VERSION,
    UnsupportedVersionError: VERSION,
    InvalidGroupIdError: "check DATELINE_CONSUMER__GROUP",
    InvalidSessionTimeoutError: "DATELINE_CONSUMER__SESSION_TIMEOUT_MS is outside the broker's "
    "group.min.session.timeout.ms and group.max.session.timeout.ms",
    InvalidTopicError: "check DATELINE_TOPICS__RAW, __EVENTS and __DEAD",
    TransactionalIdAuthorizationFailed: "the user needs Write and Describe on the transactional ids that "
    "begin with dateline/",
}
"""Faults that waiting does not cure, and what does."""

TOO_LARGE = (MessageSizeTooLargeError, RecordListTooLargeError)
"""The client's or the broker's word that a record or batch is over its limit."""


def client_arguments(settings: KafkaSettings) -> dict[str, Any]:
    """Return the arguments every aiokafka client takes.

    Raises:
        ConfigurationError: certificates cannot be read, or credentials are missing.
    """
    arguments: dict[str, Any] = {
        "bootstrap_servers": settings.bootstrap_servers,
        "client_id": settings.client_id,
        "security_protocol": settings.security_protocol,
        "request_timeout_ms": settings.request_timeout_ms,
        "metadata_max_age_ms": METADATA_AGE_MS,
    }
    if settings.security_protocol.endswith("SSL"):
        arguments["ssl_context"] = tls(settings).context
    if settings.security_protocol.startswith("SASL"):
        if settings.sasl_username is None or settings.sasl_password is None:
            raise ConfigurationError(
                f"{settings.security_protocol} needs DATELINE_KAFKA__SASL_USERNAME "
                "and DATELINE_KAFKA__SASL_PASSWORD"
            )
        arguments["sasl_mechanism"] = settings.sasl_mechanism
        arguments["sasl_plain_username"] = settings.sasl_username
        arguments["sasl_plain_password"] = settings.sasl_password.get_secret_value()
    return arguments


def fatal(error: BaseException | None) -> BrokerError | None:
    """Return the error that ends the service, or null where trying again may help."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return BrokerError(f"the broker's certificate is not trusted ({why(error)}): {CERTIFICATE}")
    for kind, hint in FATAL.items():
        if isinstance(error, kind):
            return BrokerError(f"the broker refuses us ({why(error)}): {hint}")
    return None


def why(error: BaseException) -> str:
    """Name a fault in a few words."""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}"[:300] if text else type(error).__name__


__all__ = ["FATAL", "TOO_LARGE", "KafkaError", "client_arguments", "fatal", "why"]
