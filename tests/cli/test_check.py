"""``dateline check`` on a real Kafka, open and secured: each thing that is wrong has a line of its own."""

import logging
import re
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import pytest
from confluent_kafka import Producer
from confluent_kafka.admin import AclOperation, NewTopic, ResourcePatternType, ResourceType  # type: ignore[attr-defined] # re-exported all the same

from service.cli.checking.finding import Finding, Status, exit_code, misconfigured, refused, warning
from service.cli.commands.check import look_at_brokers
from service.runtime.kafka.clients import client_arguments
from service.settings import Settings, TopicSettings
from tests.cli.command import Dateline
from tests.faults.node import PASSWORD, USER, certificate, rights
from tests.flow.kafka_io import count, set_topic
from tests.security.secured import MutualKafka

MakeTopics = Callable[..., TopicSettings]
Look = Callable[..., object]
NAMED = TopicSettings(raw="check.raw", events="check.events", dead="check.dead")


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MutualKafka]:
    """Run one secured node for this module, with three topics and all rights on them."""
    with MutualKafka(tmp_path_factory.mktemp("secured")) as broker:
        wanted = [NewTopic(name, 2, 1) for name in NAMED.names]
        for future in broker.admin.create_topics(wanted).values():
            future.result(30)
        broker.grant([*rights(NAMED), *describing()])
        yield broker


def describing() -> list[tuple[ResourceType, str, ResourcePatternType, AclOperation]]:
    """List the rights to see the topics' configuration, which the service can do without."""
    names = NAMED.names
    literal = ResourcePatternType.LITERAL
    return [(ResourceType.TOPIC, name, literal, AclOperation.DESCRIBE_CONFIGS) for name in names]


@pytest.fixture
def quiet() -> Iterator[None]:
    """Keep the client's log off the test's output."""
    log = logging.getLogger("aiokafka")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    yield
    log.setLevel(level)


async def look(secured: MutualKafka, kafka: dict[str, object] | None = None, **more: object) -> list[Finding]:
    """Look at the secured node as its user, with some settings changed."""
    named = {
        "bootstrap_servers": secured.secured,
        "security_protocol": "SASL_SSL",
        "ssl_ca_file": secured.ca,
        "sasl_username": USER,
        "sasl_password": PASSWORD,
        **(kafka or {}),
    }
    given = {"topics": NAMED, "consumer": {"group": NAMED.raw}, **more}
    settings = Settings.model_validate({"kafka": named, **given})
    return await look_at_brokers(settings, client_arguments(settings.kafka))


def topics_of(findings: list[Finding]) -> list[Finding]:
    """Return what is about topics."""
    return [finding for finding in findings if finding.about.startswith("topic ")]


def failures(findings: list[Finding]) -> list[tuple[str, str, str]]:
    """Return what failed: about, found, advice."""
    return [(f.about, f.found, f.advice or "") for f in findings if f.status is Status.FAILURE]


@pytest.mark.parametrize("delivery", ["at_least_once", "exactly_once"])
@pytest.mark.usefixtures("quiet")
async def test_with_the_rights_of_a_replica_nothing_fails(secured: MutualKafka, delivery: str) -> None:
    """TLS, password, topics and rights are said to be well; a certificate of two days is warned of."""
    findings = await look(secured, delivery=delivery)
    assert [] == failures(findings)
    told = {finding.about: finding for finding in findings if finding.status is Status.OK}
    broker = told[f"broker {secured.secured}"].found
    assert all(part in broker for part in ("TLSv1.", "certificate for", f"SCRAM-SHA-512 as {USER}"))
    assert told[f"topic {NAMED.raw}"].found.startswith(
        "2 partitions, 1 replicas, 1 in sync at least, Read granted"
    )
    assert told[f"group {NAMED.raw}"].found == "Read granted"
    assert ("transactional ids dateline/…" in told) == (delivery == "exactly_once")
    warned = [(f.about, f.advice) for f in findings if f.status is Status.WARNING and f.about != "clock"]
    assert [("DATELINE_KAFKA__SSL_CA_FILE", "renew it"), (f"broker {secured.secured}", "renew it")] == warned


@pytest.mark.parametrize(
    ("changed", "found", "advice"),
    [
        ({"sasl_password": "ferry line eight"}, "does not let us in", "check DATELINE_KAFKA__SASL_MECHANISM"),
        ({"sasl_mechanism": "PLAIN"}, "takes no PLAIN", "to what this listener takes"),
        ({"ssl_ca_file": "other"}, "is not from a CA we trust", "check DATELINE_KAFKA__SSL_CA_FILE"),
        ({"bootstrap_servers": "localhost:PORT"}, "does not name localhost", "call it by a name"),
        ({"bootstrap_servers": "OPEN"}, "the port speaks no TLS", "name the TLS listener's port"),
        ({"security_protocol": "SASL_PLAINTEXT"}, "the port speaks TLS", "to SSL or SASL_SSL"),
        ({"security_protocol": "PLAINTEXT"}, "the port speaks TLS", "to SSL or SASL_SSL"),
        ({"security_protocol": "SSL"}, "hangs up when asked", "may want a password"),
        (
            {"bootstrap_servers": "OPEN", "security_protocol": "SASL_PLAINTEXT"},
            "asks for no password",
            "without SASL",
        ),
        (
            {"bootstrap_servers": "MUTUAL", "security_protocol": "SSL"},
            "hangs up after the TLS handshake",
            "it may want a client certificate",
        ),
        (
            {"bootstrap_servers": "MUTUAL", "security_protocol": "SSL", "ssl_cert_file": "other"},
            "hangs up after the TLS handshake",
            "it may not trust our certificate",
        ),
        ({"bootstrap_servers": "nobody.invalid:9093"}, "DNS does not know nobody.invalid", "check the name"),
        ({"bootstrap_servers": "127.0.0.1:1"}, "cannot connect: Connection refused", "check the port"),
        ({"bootstrap_servers": "127.0.0.1:99999"}, "is no address", "host:port"),
        ({"bootstrap_servers": "SILENT"}, "no TLS handshake: no answer in", "TLS settings"),
    ],
    ids=lambda value: None if isinstance(value, dict) else str(value)[:30],
)
@pytest.mark.usefixtures("quiet")
async def test_what_keeps_us_out_is_told_apart(
    secured: MutualKafka,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    changed: dict[str, object],
    found: str,
    advice: str,
) -> None:
    """One failure, about that broker by name, with what to do; the password is not repeated."""
    if "other" in changed.values():
        other = certificate(tmp_path, "other")
        changed = {name: other if value == "other" else value for name, value in changed.items()}
        changed |= {"ssl_key_file": other.with_suffix(".key")}
    if changed.get("bootstrap_servers") == "SILENT":
        monkeypatch.setattr("service.cli.checking.brokers.STEP_S", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        places = {
            "OPEN": secured.bootstrap,
            "PORT": secured.secured.rpartition(":")[2],
            "MUTUAL": secured.mutual,
            "SILENT": f"127.0.0.1:{silent.getsockname()[1]}",
        }
        address = str(changed.get("bootstrap_servers", secured.secured))
        for name, place in places.items():
            address = address.replace(name, place)
        findings = await look(secured, {**changed, "bootstrap_servers": address})
    ((about, told, hint),) = failures(findings)
    assert found in told
    assert advice in hint
    assert about in (f"broker {address}", "topics")
    assert "ferry" not in f"{told}{hint}"


@pytest.mark.usefixtures("quiet")
async def test_a_certificate_signs_in(secured: MutualKafka) -> None:
    """With mutual TLS the certificate says who we are; its rights are that user's."""
    kafka = {
        name.removeprefix("KAFKA__").lower(): value
        for name, value in secured.by_certificate(secured.client).items()
    }
    assert [] == failures(await look(secured, kafka))


@pytest.mark.usefixtures("quiet")
async def test_a_clock_behind_the_records_is_told(secured: MutualKafka) -> None:
    """An empty topic tells nothing, a present record that all is well, one of the future that it is not."""
    producer = Producer({"bootstrap.servers": secured.bootstrap})
    told = []
    for ahead_s in (None, 0, 1_800):
        if ahead_s is not None:
            producer.produce(NAMED.raw, b"x", timestamp=int((time.time() + ahead_s) * 1000))
            assert 0 == producer.flush(30)
        (clock,) = (finding for finding in await look(secured) if finding.about == "clock")
        told.append((clock.status, re.sub(r"1,7\d\d|1,800", "1,800", clock.found)))
    assert [
        (Status.SKIPPED, f"{NAMED.raw} holds no record to compare with, and none is written to find out"),
        (Status.OK, f"no record of {NAMED.raw} is ahead of this machine's"),
        (Status.WARNING, f"records of {NAMED.raw} are 1,800 s ahead of this machine's clock"),
    ] == told


@pytest.mark.usefixtures("quiet")
async def test_one_broker_of_several_that_is_down_is_named(secured: MutualKafka) -> None:
    """The rest is looked at all the same."""
    findings = await look(secured, {"bootstrap_servers": f"127.0.0.1:1,{secured.secured}"})
    assert ["broker 127.0.0.1:1"] == [about for about, *_ in failures(findings)]
    assert f"topic {NAMED.dead}" in {finding.about for finding in findings}


@pytest.mark.usefixtures("quiet")
async def test_where_a_broker_says_it_is_is_looked_at_too(secured: MutualKafka) -> None:
    """A broker answers, and sends its clients to an address where nobody is: the classic trap."""
    findings = await look(
        secured, {"bootstrap_servers": secured.behind_proxy, "security_protocol": "PLAINTEXT"}
    )
    assert f"broker {secured.behind_proxy}" in {f.about for f in findings if f.status is Status.OK}
    told = [("broker 1, advertised as " + secured.proxied, "cannot connect: Connection refused")]
    assert told == [failure[:2] for failure in failures(findings)]


@pytest.mark.usefixtures("quiet")
async def test_each_right_that_is_missing_is_named(secured: MutualKafka) -> None:
    """One right after another is taken away; the line names it, whose and on what."""
    read_raw, read_group, write_events, write_dead, transact = rights(NAMED)
    for right, delivery, about, advice in [
        (read_raw, "at_least_once", f"topic {NAMED.raw}", f"User:{USER} Read on topic {NAMED.raw}"),
        (read_group, "at_least_once", f"group {NAMED.raw}", f"User:{USER} Read on group {NAMED.raw}"),
        (
            write_events,
            "at_least_once",
            f"topic {NAMED.events}",
            f"User:{USER} Write on topic {NAMED.events}",
        ),
        (write_dead, "at_least_once", f"topic {NAMED.dead}", f"User:{USER} Write on topic {NAMED.dead}"),
        (
            transact,
            "exactly_once",
            "transactional ids dateline/…",
            f"User:{USER} Write on transactional ids that begin with dateline/",
        ),
    ]:
        secured.withdraw_all([right])
        findings = await look(secured, delivery=delivery)
        secured.grant([right])
        told = [(a, hint.removeprefix("create it, or ")) for a, _, hint in failures(findings)]
        assert [(about, f"grant {advice}")] == told


@pytest.mark.usefixtures("quiet")
async def test_topics_are_looked_at(secured: MutualKafka) -> None:
    """One that is missing or hidden, one that takes less than comes in, one that is compacted."""
    hidden = await look(secured, topics={**NAMED.model_dump(), "dead": "check.none"})
    assert [("topic check.none", "is missing, or the user may not Write it")] == [
        f[:2] for f in failures(hidden)
    ]
    open_listener: dict[str, object] = {
        "bootstrap_servers": secured.bootstrap,
        "security_protocol": "PLAINTEXT",
    }
    missing = {**NAMED.model_dump(), "dead": "check.none"}
    findings = await look(secured, open_listener, topics=missing)
    assert [("topic check.none", "is missing")] == [f[:2] for f in failures(findings)]
    created = await look(secured, open_listener, topics={**missing, "create": True})
    assert [] == failures(created)
    set_topic(secured.bootstrap, NAMED.events, max_message_bytes="65536")
    set_topic(secured.bootstrap, NAMED.dead, cleanup_policy="compact")
    try:
        odd = await look(secured, open_listener, producer={"max_request_bytes": 100_000})
    finally:
        set_topic(secured.bootstrap, NAMED.events, max_message_bytes="1048588")
        set_topic(secured.bootstrap, NAMED.dead, cleanup_policy="delete")
    assert [] == failures(odd)
    warned = [
        (f.about, f.found.split(":")[0], f.advice) for f in topics_of(odd) if f.status is Status.WARNING
    ]
    assert [
        (
            f"topic {NAMED.dead}",
            "cleanup.policy is compact",
            "set cleanup.policy=delete",
        ),
        (
            f"topic {NAMED.events}",
            f"takes 65,536 bytes, {NAMED.raw} 1,048,588",
            f"raise max.message.bytes of {NAMED.events} to 1048588",
        ),
        (
            f"topic {NAMED.dead}",
            "takes 1,048,588 bytes, our producer sends 100,000",
            "raise DATELINE_PRODUCER__MAX_REQUEST_BYTES",
        ),
    ] == warned


def test_the_command_says_each_finding_in_a_line(
    broker: Callable[[TopicSettings], Dateline],
    topics: MakeTopics,
    kafka: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On an open broker all is well, nothing is written, and programs get the same as JSON."""
    named = topics(partitions=2)
    monkeypatch.setenv("DATELINE_HTTP__PORT", "0")
    monkeypatch.setenv("DATELINE_WORKERS__COUNT", "1")
    ended = broker(named)("check")
    sys.stdout.write(ended.out)
    assert (0, "") == (ended.code, ended.err)
    lines = ended.out.splitlines()
    assert f"ok       broker {kafka}  answers; " in ended.out
    assert [] == [line for line in lines[:-1] if line.split()[0] not in ("ok", "warning", "skipped")]
    assert any(line.startswith("ok       models and plug-ins  loaded in ") for line in lines)
    assert lines[-1].endswith(" skipped")
    assert [0, 0, 0] == [count(kafka, name) for name in named.names]


def test_a_wrong_setting_and_a_lost_broker_are_told_at_once(
    dateline: Dateline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything is looked at, whatever else is wrong; programs get the same as one object."""
    monkeypatch.setenv("DATELINE_HTTP__PORT", "0")
    monkeypatch.setenv("DATELINE_PIPELINE__ENRICH__SPACY_MODEL", "no_such_model")
    ended = dateline("check", "--json", "-b", "127.0.0.1:1")
    assert (2, "") == (ended.code, ended.err)
    shown = orjson.loads(ended.out)
    assert 2 == shown["exit_code"]
    failed = [finding for finding in shown["findings"] if finding["status"] == "failure"]
    assert {
        "status": "failure",
        "about": "broker 127.0.0.1:1",
        "found": "cannot connect: Connection refused",
        "advice": "check the port, and that the broker runs",
    } == failed[0]
    assert "DATELINE_PIPELINE__ENRICH__SPACY_MODEL" in failed[1]["found"]


def test_variables_that_are_wrong_are_findings(dateline: Dateline, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line for each, exit code 2, and nothing else is looked at."""
    monkeypatch.setenv("DATELINE_WORKERS__COUNT", "many")
    monkeypatch.setenv("DATELINE_KAFKA__SASL_PASWORD", "hunter2")
    ended = dateline("check")
    assert (2, "") == (ended.code, ended.err)
    assert ended.out.splitlines()[0].startswith(
        "failure  configuration  DATELINE_KAFKA__SASL_PASWORD: no such"
    )
    assert "hunter2" not in ended.out


def test_the_exit_code_says_who_is_to_mend_it() -> None:
    """2 where a setting is wrong, whatever else is; 3 where only a broker is; warnings are no failure."""
    kinds = [warning("a", "b", "c"), refused("a", "b"), misconfigured("a", "b")]
    assert [0, 0, 3, 2] == [exit_code(kinds[:count]) for count in range(4)]
