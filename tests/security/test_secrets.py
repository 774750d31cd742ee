"""Passwords go to the broker and to OpenSSL, and nowhere else: not into any output, not into a worker."""

import json
import sys
from base64 import b64encode
from collections.abc import Callable, Mapping
from io import StringIO
from pathlib import Path
from typing import Literal

import pytest
import structlog

from service.runtime.kafka.clients import client_arguments
from service.runtime.log import configure_logging
from service.settings import LogSettings, TopicSettings, load_settings
from tests.cli.command import Dateline
from tests.faults.node import PASSWORD, rights
from tests.faults.replica_process import MakeReplica
from tests.flow.articles import page
from tests.flow.kafka_io import read, wait_for, write
from tests.security.secured import MutualKafka, encrypted

MakeTopics = Callable[..., TopicSettings]
KEY_PASSWORD = "lantern room nine"  # noqa: S105 - of a key that lives as long as a test
PAGES = ("/metrics", "/healthz", "/readyz", "/", "/nothing")


def silent(said: str) -> bool:
    """Say whether a text holds neither password, however it is written."""
    return not any(
        form in said
        for secret in (PASSWORD, KEY_PASSWORD)
        for form in (secret, secret.replace(" ", "%20"), b64encode(secret.encode()).decode())
    )


def environment(settings: Mapping[str, object]) -> dict[str, str]:
    """Write settings as environment variables."""
    return {f"DATELINE_{name}": str(value) for name, value in settings.items()}


@pytest.fixture
def settings(secured: MutualKafka, tmp_path: Path) -> dict[str, object]:
    """Give the settings of who has a password and a certificate, whose key has one too."""
    key = encrypted(secured.renewed.with_suffix(".key"), tmp_path / "client.key", KEY_PASSWORD)
    return {
        **secured.environment(),
        "KAFKA__SSL_CERT_FILE": secured.renewed,
        "KAFKA__SSL_KEY_FILE": key,
        "KAFKA__SSL_KEY_PASSWORD": KEY_PASSWORD,
    }


def test_a_service_at_work_keeps_them(
    secured: MutualKafka, topics: MakeTopics, replica_process: MakeReplica, settings: dict[str, object]
) -> None:
    """Not in the debug log, pages, events or dead letters, through a worker's crash and a right withdrawn.

    Workers, which parse what strangers wrote, have neither in their environment.
    """
    named = topics()
    held = rights(named)
    secured.grant(held)
    replica = replica_process(named, LOG__LEVEL="debug", **settings).start()
    workers = "".join(Path(f"/proc/{pid}/environ").read_text() for pid in replica.workers())
    write(secured.bootstrap, named.raw, [page(1), b"\x00", page(2, order="exit")])
    wait_for(secured.bootstrap, [named.events, named.dead], 3)
    pages = "".join(replica.get(path)[1] for path in PAGES)
    outputs = [record for topic in (named.events, named.dead) for record in read(secured.bootstrap, topic)]
    secured.withdraw_all(held)
    assert 3 == replica.end(30)
    assert "dateline_build_info" in pages
    assert "DATELINE_KAFKA__SASL_USERNAME" in workers
    assert "worker failed" in replica.log.read_text()
    for said in (pages, repr(outputs), workers, replica.log.read_text()):
        assert silent(said)


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_crash_with_a_password_at_hand_does_not_tell_it(
    settings: dict[str, object], form: Literal["json", "console"]
) -> None:
    """The trace of an internal fault shows code, never what its variables held."""
    log = StringIO()
    configure_logging(LogSettings(level="debug", format=form), log)
    loaded = load_settings(environment(settings))
    try:
        crash(client_arguments(loaded.kafka))
    except KeyError:
        structlog.get_logger().exception("internal fault", settings=loaded)
    finally:
        configure_logging(LogSettings(), sys.__stderr__ or sys.stderr)
    assert "KeyError" in log.getvalue()
    assert silent(log.getvalue())


def crash(arguments: dict[str, object]) -> None:
    """Fail in a frame that holds the password."""
    assert PASSWORD == arguments["sasl_plain_password"]
    raise KeyError("crash")


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ({"KAFKA__SASL_PASWORD": PASSWORD}, "KAFKA__SASL_PASWORD: no such setting"),
        ({"KAFKA": json.dumps({"sasl_password": PASSWORD})}, "DATELINE_KAFKA: no such setting"),
        ({"KAFKA__SSL_KEY_PASSWORD": f"not {KEY_PASSWORD}"}, "KAFKA__SSL_CERT_FILE: cannot load"),
        ({"KAFKA__SASL_PASSWORD": f"not {PASSWORD}"}, "check DATELINE_KAFKA__SASL_MECHANISM"),
        ({"KAFKA__SASL_MECHANISM": "SCRAM"}, "KAFKA__SASL_MECHANISM: input should be"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_errors_do_not_tell_them(
    dateline: Dateline,
    settings: dict[str, object],
    monkeypatch: pytest.MonkeyPatch,
    fault: dict[str, str],
    told: str,
) -> None:
    """Whatever is wrong, the service and the commands say which setting it is, and no password."""
    for name, value in environment(settings | fault).items():
        monkeypatch.setenv(name, value)
    commands = (("run",), ("config",), ("check",), ("topics",), ("tail", "dead"), ("replay",))
    ended = {command[0]: dateline(*command) for command in commands}
    assert told in ended["run"].err
    for said in ended.values():
        assert silent(said.out + said.err)
