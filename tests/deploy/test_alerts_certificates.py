"""When certificates expire, as the alert about it needs to know."""

import ssl
import subprocess
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from service.runtime.kafka.certificates import expiries
from service.runtime.metrics import Metrics
from service.runtime.telemetry import Telemetry
from service.settings import KafkaSettings

DAY = 86400.0
NOW = 0.0


def certificate(folder: Path, days: int, kind: str = "ec") -> Path:
    """Make a certificate that vouches for itself, its key beside it."""
    path = folder / f"{kind}-{days}.pem"
    algorithm = (
        ["-newkey", "rsa:2048"] if kind == "rsa" else ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    )
    files = ["-keyout", str(path.with_suffix(".key")), "-out", str(path)]
    command = [
        "openssl",
        "req",
        "-x509",
        *algorithm,
        "-nodes",
        "-days",
        str(days),
        "-subj",
        "/CN=Zürich & Söhne",
    ]
    subprocess.run([*command, "-utf8", *files], check=True, capture_output=True)
    return path


def end(path: Path) -> float:
    """Return when the first certificate of a file ends, by OpenSSL's own reading."""
    command = ["openssl", "x509", "-in", str(path), "-noout", "-enddate"]
    line = subprocess.run(command, check=True, text=True, capture_output=True).stdout
    return float(ssl.cert_time_to_seconds(line.strip().removeprefix("notAfter=")))


def settings(**files: Path) -> KafkaSettings:
    """Return settings with TLS and these files."""
    return KafkaSettings.model_validate({"security_protocol": "SSL", **files})


@pytest.mark.parametrize(("days", "kind"), [(2, "ec"), (400, "rsa"), (20000, "ec"), (1000000, "rsa")])
def test_expiry_is_read_as_openssl_reads_it(tmp_path: Path, days: int, kind: str) -> None:
    """Years of two digits and of four, short keys and long."""
    path = certificate(tmp_path, days, kind)

    assert {"ca": end(path), "client": end(path)} == expiries(
        settings(ssl_ca_file=path, ssl_cert_file=path), NOW
    )


def test_first_to_expire_counts(tmp_path: Path) -> None:
    """A client's chain is as good as its weakest certificate; the key in the file is passed over."""
    long, short = certificate(tmp_path, 90), certificate(tmp_path, 3)
    chain = tmp_path / "chain.pem"
    chain.write_text(
        long.read_text() + long.with_suffix(".key").read_text() + "a comment\n" + short.read_text()
    )

    assert {"client": end(short)} == expiries(settings(ssl_cert_file=chain), NOW)


def test_an_expired_ca_beside_a_valid_one_is_a_leftover(tmp_path: Path) -> None:
    """It wakes nobody; one that is all there is does."""
    long, short = certificate(tmp_path, 90), certificate(tmp_path, 3)
    both = tmp_path / "both.pem"
    both.write_text(short.read_text() + long.read_text())

    assert {"ca": end(long)} == expiries(settings(ssl_ca_file=both), end(short) + DAY)
    assert {"ca": end(short)} == expiries(settings(ssl_ca_file=both), end(long) + DAY)


def test_without_tls_there_is_nothing_to_expire(tmp_path: Path) -> None:
    """Files that are named and not used do not count, nor do the system's CAs."""
    path = certificate(tmp_path, 2)

    assert {} == expiries(KafkaSettings(ssl_ca_file=path), NOW)
    assert {} == expiries(settings(), NOW)


def test_expiry_is_exported() -> None:
    """The alert finds it by the file it is about."""
    registry = CollectorRegistry()
    Telemetry(Metrics(registry)).certificates({"ca": 1.8e9, "client": 1.7e9})

    name = "dateline_certificate_expiry_timestamp_seconds"
    assert 1.7e9 == registry.get_sample_value(name, {"file": "client"})
    assert 1.8e9 == registry.get_sample_value(name, {"file": "ca"})
