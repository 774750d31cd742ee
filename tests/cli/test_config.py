"""``dateline config``: what is in effect, where it comes from, and never a secret."""

import orjson
import pytest

from service.settings import variables
from tests.cli.command import Dateline, on_terminal

SECRETS = {
    "DATELINE_KAFKA__SASL_PASSWORD": "hunter2hunter2hunter2",
    "DATELINE_KAFKA__SSL_KEY_PASSWORD": "xyzzy",
    "OTEL_EXPORTER_OTLP_HEADERS": "authorization=Bearer%20s3cr3t",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "http://robot:s3cr3t@otel:4318",
}


def test_every_setting_has_its_value_and_origin(dateline: Dateline, monkeypatch: pytest.MonkeyPatch) -> None:
    """All variables are there, in the order of the documentation; a value of the environment says so."""
    monkeypatch.setenv("DATELINE_WORKERS__COUNT", "3")
    monkeypatch.setenv("DATELINE_PIPELINE__DROP", "no_article, null_value")
    monkeypatch.setenv("DATELINE_CONSUMER__GROUP", "dateline")
    ended = dateline("config", "--json")
    assert (0, "") == (ended.code, ended.err)
    shown = orjson.loads(ended.out)
    assert [name for name, _ in variables()] == [name for name in shown if name.startswith("DATELINE_")]
    assert {"value": 3, "default": 0, "origin": "environment"} == shown["DATELINE_WORKERS__COUNT"]
    assert ["no_article", "null_value"] == shown["DATELINE_PIPELINE__DROP"]["value"]
    assert {"value": "dateline", "default": "dateline", "origin": "environment"} == shown[
        "DATELINE_CONSUMER__GROUP"
    ]
    assert {"value": None, "default": None, "origin": "default"} == shown["DATELINE_KAFKA__SSL_CA_FILE"]


def test_changed_shows_only_what_differs(dateline: Dateline, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that is set to its default is no change."""
    monkeypatch.setenv("DATELINE_WORKERS__COUNT", "3")
    monkeypatch.setenv("DATELINE_CONSUMER__GROUP", "dateline")
    monkeypatch.setenv("DATELINE_TOPICS__CREATE", "true")
    lines = [line.split() for line in dateline("config", "--changed").out.splitlines()]
    assert [
        ["DATELINE_TOPICS__CREATE", "true", "environment"],
        ["DATELINE_WORKERS__COUNT", "3", "environment"],
    ] == [line for line in lines if line[0].startswith("DATELINE_")]


@pytest.mark.parametrize("arguments", [[], ["--json"], ["--changed"], ["--changed", "--json"]])
def test_no_secret_is_shown_nor_how_long_it_is(
    dateline: Dateline, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    """Passwords of any length and tokens of OpenTelemetry's variables look the same."""
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    ended = dateline("config", *arguments)
    assert 0 == ended.code
    told = [secret for secret in ("hunter2", "xyzzy", "s3cr3t", "robot") if secret in ended.out + ended.err]
    assert [] == told
    if "--json" in arguments:
        shown = orjson.loads(ended.out)
        assert {"********"} == {shown[name]["value"] for name in list(SECRETS)[:3]}
        assert "http://********@otel:4318" == shown["OTEL_EXPORTER_OTLP_ENDPOINT"]["value"]


def test_a_wrong_variable_is_told_as_run_tells_it(
    dateline: Dateline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 2, one line, each variable named; a wrong secret is not repeated."""
    monkeypatch.setenv("DATELINE_WORKERS__COUNT", "many")
    monkeypatch.setenv("DATELINE_HTTP__PORT", "99999")
    wrong = dateline("config")
    assert (2, "", 1) == (wrong.code, wrong.out, len(wrong.err.splitlines()))
    assert all(name in wrong.err for name in ("DATELINE_WORKERS__COUNT", "DATELINE_HTTP__PORT"))
    assert wrong == dateline("run")
    monkeypatch.setenv("DATELINE_KAFKA__SASL_PASWORD", "hunter2")
    unknown = dateline("config")
    assert "DATELINE_KAFKA__SASL_PASWORD: no such setting" in unknown.err
    assert "hunter2" not in unknown.err


def test_a_terminal_gets_a_table() -> None:
    """What differs is bold, a line is never broken."""
    servers = ",".join(f"broker-{number}.kafka.newsroom.example:9093" for number in range(1, 4))
    environ = {"TERM": "xterm-256color", "COLUMNS": "80", "DATELINE_KAFKA__BOOTSTRAP_SERVERS": servers}
    shown = on_terminal("config", environ=environ)
    line = next(line for line in shown.splitlines() if "BOOTSTRAP_SERVERS" in line)
    assert servers in line
    assert "\x1b[1m" in line
