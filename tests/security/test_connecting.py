"""Connecting by certificate alone, going on when it is renewed, and listening at one address only."""

import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from service import app
from service.app import Service
from service.errors import BrokerError
from service.runtime.health import Health, probes
from service.runtime.http_server import PageServer
from service.runtime.metrics import Metrics
from service.settings import HttpSettings, Settings, TopicSettings
from tests.faults.node import certificate, rights
from tests.faults.replica_process import MakeReplica
from tests.flow.articles import page
from tests.flow.kafka_io import wait_for, write
from tests.security.secured import MutualKafka

MakeTopics = Callable[..., TopicSettings]


def put(certificate_file: Path, place: Path) -> None:
    """Put a certificate and its key where others were, one after the other."""
    for name in (certificate_file, certificate_file.with_suffix(".key")):
        new = place.with_suffix(".new")
        shutil.copy(name, new)
        new.rename(place.with_suffix(name.suffix))


def test_a_certificate_renewed_under_a_running_service(
    secured: MutualKafka, topics: MakeTopics, replica_process: MakeReplica, tmp_path: Path
) -> None:
    """A certificate says who we are; a new one is used from the next connection on, half of one is not.

    The broker comes back trusting the new one only, so what connects then has it.
    """
    named = topics()
    held = rights(named)
    secured.grant(held)
    place = tmp_path / "client.pem"
    put(secured.client, place)
    replica = replica_process(named, **secured.by_certificate(place)).start()
    write(secured.bootstrap, named.raw, [page(1)])
    wait_for(secured.bootstrap, [named.events], 1)

    place.write_text("half of a certifi")
    replica.wait_until(lambda: len(replica.lines("certificates not renewed")) == 1)
    put(secured.renewed, place)
    replica.wait_until(lambda: len(replica.lines("certificates renewed")) == 1)

    secured.trusted.write_text(secured.renewed.read_text())
    secured.stop()
    secured.start()
    write(secured.bootstrap, named.raw, [page(2)])
    wait_for(secured.bootstrap, [named.events], 2)
    assert 0 == replica.stop()
    secured.withdraw_all(held)


async def test_a_stranger_with_a_certificate_is_refused(
    secured: MutualKafka, topics: MakeTopics, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the service a certificate the broker does not trust is a closed connection: it says so, and ends."""
    monkeypatch.setattr(app, "CONNECT_LIMIT_S", 0.5)
    stranger = certificate(tmp_path, "stranger")
    kafka = {
        name.removeprefix("KAFKA__").lower(): value
        for name, value in secured.by_certificate(stranger).items()
    }
    settings = Settings.model_validate(
        {
            "kafka": kafka,
            "topics": topics(),
            "http": {"host": "127.0.0.1", "port": 0},
            "workers": {"count": 1},
        }
    )
    with pytest.raises(BrokerError, match="DATELINE_KAFKA__SSL_CERT_FILE"):
        await Service(settings).run()


def test_metrics_are_served_at_one_address_only() -> None:
    """With DATELINE_HTTP__HOST set, nothing answers at another address of the machine, here of loopback."""
    pages = probes(Health(30.0), Metrics(CollectorRegistry()))
    with PageServer(HttpSettings(host="127.0.0.2", port=0), pages) as server:
        with socket.create_connection(("127.0.0.2", server.port), timeout=5):
            pass
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", server.port), timeout=5)
