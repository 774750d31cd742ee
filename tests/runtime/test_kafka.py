"""From settings to the client's arguments: security, and errors that name the setting."""

import ssl
from pathlib import Path

import pytest
from aiokafka.errors import KafkaConnectionError, TopicAuthorizationFailedError
from pydantic import SecretStr

from service.errors import ConfigurationError
from service.runtime.kafka.clients import client_arguments, fatal
from service.settings import KafkaSettings


def test_plain_connections_need_nothing() -> None:
    """Without security settings no security arguments are passed."""
    arguments = client_arguments(KafkaSettings(bootstrap_servers="broker:9092"))
    assert ("broker:9092", "PLAINTEXT") == (arguments["bootstrap_servers"], arguments["security_protocol"])
    assert not {"ssl_context", "sasl_mechanism"} & arguments.keys()


def test_sasl_over_tls_passes_credentials_and_certificates() -> None:
    """The server's certificate and name are checked."""
    arguments = client_arguments(
        KafkaSettings(security_protocol="SASL_SSL", sasl_username="reader", sasl_password=SecretStr("secret"))
    )
    assert ("SCRAM-SHA-512", "reader", "secret") == (
        arguments["sasl_mechanism"],
        arguments["sasl_plain_username"],
        arguments["sasl_plain_password"],
    )
    context = arguments["ssl_context"]
    assert (ssl.CERT_REQUIRED, True) == (context.verify_mode, context.check_hostname)


def test_missing_credentials_are_a_clear_error() -> None:
    """The line names both variables."""
    settings = KafkaSettings(security_protocol="SASL_PLAINTEXT", sasl_username="reader")
    with pytest.raises(ConfigurationError, match="DATELINE_KAFKA__SASL_PASSWORD"):
        client_arguments(settings)


@pytest.mark.parametrize(
    ("field", "variable"), [("ssl_ca_file", "SSL_CA_FILE"), ("ssl_cert_file", "SSL_CERT_FILE")]
)
@pytest.mark.parametrize("content", [None, "no certificate"])
def test_bad_certificates_are_a_clear_error(
    tmp_path: Path, field: str, variable: str, content: str | None
) -> None:
    """A file that is missing or holds something else is named with its variable."""
    path = tmp_path / "file.pem"
    if content is not None:
        path.write_text(content)
    settings = KafkaSettings.model_validate({"security_protocol": "SSL", field: path})
    with pytest.raises(ConfigurationError, match=f"DATELINE_KAFKA__{variable}: cannot load {path}"):
        client_arguments(settings)


def test_only_what_waiting_does_not_cure_ends_the_service() -> None:
    """A refused topic is final, a lost connection is not."""
    refused = fatal(TopicAuthorizationFailedError("articles.raw"))
    assert refused is not None
    assert "TopicAuthorizationFailedError" in str(refused)
    assert fatal(KafkaConnectionError("gone")) is None
