"""All works with exactly the rights docs/security.md lists; without any one of them it says which."""

import asyncio
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from confluent_kafka.admin import (  # type: ignore[attr-defined] # its stub re-exports none of them
    AclOperation,
    ResourcePatternType,
    ResourceType,
)

from service.app import Service
from service.errors import ServiceError
from service.runtime.log import client_log, configure_logging
from service.settings import LogSettings, Settings, TopicSettings
from tests.cli.command import Dateline
from tests.faults.node import PASSWORD, USER, Right
from tests.flow.articles import page
from tests.flow.kafka_io import write
from tests.security.secured import MutualKafka

DOCUMENT = Path(__file__).parents[2] / "docs" / "security.md"
ROW = re.compile(r"^\| (.+?) \| (.+?) \| `(.+?)` \| (.+?) \| (.+?) \|$", re.MULTILINE)
KINDS = {
    "topic": ResourceType.TOPIC,
    "group": ResourceType.GROUP,
    "transactional id": ResourceType.TRANSACTIONAL_ID,
}
RUN, ONCE, CREATE = "`run`", "`run`, exactly once, also", "`run` with `TOPICS__CREATE`, also"
DELIVERY = {RUN: "at_least_once", ONCE: "exactly_once", CREATE: "at_least_once"}
COMMANDS = {
    "`feed`": ("feed", "{folder}"),
    "`tail events`": ("tail", "events", "--from-beginning", "--limit", "1"),
    "`tail dead`": ("tail", "dead", "--from-beginning", "--limit", "1"),
    "`replay`": ("replay", "--yes"),
}
MakeTopics = Callable[..., TopicSettings]


class Listed(NamedTuple):
    """One row of the document."""

    purpose: str
    kind: str
    name: str
    pattern: str
    operation: str

    def right(self, topics: TopicSettings) -> Right:
        """Return it for a test's own topics and the group of the same name."""
        pattern = ResourcePatternType[self.pattern.upper()]
        return KINDS[self.kind], self.called(topics), pattern, AclOperation[self.operation.upper()]

    def called(self, topics: TopicSettings) -> str:
        """Return the name for a test's own topics."""
        own = {"articles.raw": topics.raw, "articles.events": topics.events, "articles.dead": topics.dead}
        own |= {"dateline": topics.raw, "dateline/dateline/": f"dateline/{topics.raw}/"}
        return own.get(self.name, self.name)


LISTED = [Listed(*row) for row in ROW.findall(DOCUMENT.read_text().partition("<!-- rights")[2])]


def listed(*purposes: str) -> list[Listed]:
    """Return what the document lists for some purposes."""
    return [row for row in LISTED if row.purpose in purposes]


def settings_of(secured: MutualKafka, topics: TopicSettings, **more: Any) -> Settings:  # noqa: ANN401 - settings
    """Return the settings of a service that connects as the user."""
    kafka = {
        "bootstrap_servers": secured.secured,
        "security_protocol": "SASL_SSL",
        "ssl_ca_file": secured.ca,
        "sasl_username": USER,
        "sasl_password": PASSWORD,
    }
    return Settings.model_validate(
        {
            "kafka": kafka,
            "topics": topics,
            "http": {"host": "127.0.0.1", "port": 0},
            "workers": {"count": 1},
            "consumer": {"group": topics.raw},
            "retry": {"max_ms": 500},
            **more,
        }
    )


async def serve(settings: Settings) -> str:
    """Run a service until it has its partitions, or ends; return what it ended with, empty where it works."""
    configure_logging(LogSettings(level="error"), sys.__stderr__ or sys.stderr)
    client_log.forget()
    service = Service(settings)
    ready = asyncio.Event()
    running = asyncio.create_task(service.run(ready.set))
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait([running, waiting], timeout=40, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    service.stop()
    try:
        assert 0 == await running
    except ServiceError as error:
        return f"{error.exit_code}: {error}"
    assert ready.is_set()
    return ""


def new_topics() -> TopicSettings:
    """Name topics that the service is to create."""
    name = uuid4().hex[:12]
    return TopicSettings(raw=f"{name}.raw", events=f"{name}.events", dead=f"{name}.dead", create=True)


def fill(bootstrap: str, topics: TopicSettings) -> None:
    """Write an event to follow, and a dead letter to follow and to send back."""
    write(bootstrap, topics.events, [b"{}"])
    letter = {
        "error-code": "internal_error",
        "stage": "clean",
        "origin-topic": topics.raw,
        "origin-partition": "0",
        "origin-offset": "0",
    }
    headers = [(f"dateline-{name}", value.encode()) for name, value in letter.items()]
    write(bootstrap, topics.dead, [page(1)], headers=headers)


def test_every_purpose_is_listed() -> None:
    """The document has rows for all that talks to a broker."""
    assert {RUN, ONCE, CREATE, *COMMANDS} == {row.purpose for row in LISTED}


@pytest.mark.parametrize("purpose", [RUN, ONCE, CREATE])
async def test_run(secured: MutualKafka, topics: MakeTopics, purpose: str) -> None:
    """It becomes ready with the listed rights; without one it ends and names resource and operation."""
    named = topics()
    for row in [*listed(purpose), None]:
        if purpose == CREATE:
            named = new_topics()
        needed = [one.right(named) for one in listed(RUN, purpose) if one != row]
        secured.grant(needed)
        told = await serve(settings_of(secured, named, delivery=DELIVERY[purpose]))
        secured.withdraw_all(needed)
        if row is None:
            assert "" == told
        else:
            sys.stdout.write(f"{purpose} without {row.operation} on {row.called(named)}: {told}\n")
            assert told[:1] in {"2", "3"}
            assert row.called(named).rstrip("/") in told
            assert row.operation in told


@pytest.mark.parametrize("purpose", COMMANDS)
def test_commands(
    secured: MutualKafka,
    topics: MakeTopics,
    dateline: Dateline,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    *,
    purpose: str,
) -> None:
    """Each command does its work with the listed rights; without one exit code 3 and a line that names it."""
    named = topics()
    (tmp_path / "page.html").write_bytes(page(1))
    fill(secured.bootstrap, named)
    for name, value in {
        **secured.environment(),
        **{f"TOPICS__{which.upper()}": getattr(named, which) for which in ("raw", "events", "dead")},
        "RETRY__MAX_MS": 500,
    }.items():
        monkeypatch.setenv(f"DATELINE_{name}", str(value))
    command = [part.format(folder=tmp_path) for part in COMMANDS[purpose]]
    for row in [*listed(purpose), None]:
        needed = [one.right(named) for one in listed(purpose) if one != row]
        secured.grant(needed)
        ended = dateline(*command)
        secured.withdraw_all(needed)
        if row is None:
            assert 0 == ended.code, ended.err
        else:
            sys.stdout.write(f"{purpose} without {row.operation} on {row.called(named)}: {ended.err}")
            assert 3 == ended.code
            assert row.called(named).rstrip("/") in ended.err
            assert row.operation in ended.err
