"""``dateline tail`` and ``dateline topics``: looking without touching."""

import base64
import os
import signal
import subprocess
import time
from collections.abc import Callable

import orjson
import pytest
from confluent_kafka.admin import AdminClient

from schemas import ErrorCode, StageName
from service.pipeline import Pipeline
from service.publish.dead_letter import write_dead_letter
from service.record import InputRecord
from service.settings import PipelineSettings, TopicSettings
from tests.cli.command import Dateline, clean_environment, on_terminal, program
from tests.cli.test_process import TEXT
from tests.flow.kafka_io import write

pytestmark = pytest.mark.kafka

Broker = Callable[[TopicSettings], Dateline]
MakeTopics = Callable[..., TopicSettings]


@pytest.fixture(scope="module")
def event() -> bytes:
    """One real event."""
    record = InputRecord(TEXT.encode(), headers=(("content-type", b"text/plain"),))
    value = Pipeline(PipelineSettings()).publish(record).output.value
    assert value is not None
    return value


def put_dead_letter(kafka: str, topic: str, value: bytes | None) -> None:
    """Write a dead letter as the service does."""
    record = InputRecord(
        value,
        b"a key",
        (("url", b"https://example.org/a"),),
        topic="articles.raw",
        partition=2,
        offset=7,
        timestamp=5,
    )
    letter = write_dead_letter(record, StageName.CLEAN, ErrorCode.NO_ARTICLE, "nothing in it", 1)
    write(kafka, topic, [letter.value], headers=letter.headers, key=letter.key)


def test_events_in_a_pipe_are_their_json(
    broker: Broker, topics: MakeTopics, kafka: str, event: bytes
) -> None:
    """One event a line, byte for byte; what is no event goes to stderr."""
    names = topics()
    write(kafka, names.events, [event, b"not an event", event])
    ended = broker(names)("tail", "--from-beginning", "--timeout", 2)
    assert (0, f"{event.decode()}\n" * 2) == (ended.code, ended.out)
    assert ended.err == f"{names.events}:0:1: not an event, left out\n"


def test_dead_letters_in_a_pipe_carry_all_that_is_known(
    broker: Broker, topics: MakeTopics, kafka: str
) -> None:
    """Coordinates, key, headers and value, the value as text or base64."""
    names = topics()
    for value in (b"some text", b"\xff\xfe\x00", None):
        put_dead_letter(kafka, names.dead, value)
    ended = broker(names)("tail", "dead", "--from-beginning", "--limit", 3)
    text, binary, tombstone = map(orjson.loads, ended.out.splitlines())
    assert ended.code == 0
    assert (names.dead, 0, 0, "a key") == (text["topic"], text["partition"], text["offset"], text["key"])
    assert (text["headers"]["dateline-error-code"], text["headers"]["url"]) == (
        "no_article",
        "https://example.org/a",
    )
    assert ("some text", "utf-8") == (text["value"], text["value_encoding"])
    assert (base64.b64encode(b"\xff\xfe\x00").decode(), "base64") == (
        binary["value"],
        binary["value_encoding"],
    )
    assert (None, None) == (tombstone["value"], tombstone["value_encoding"])


def test_it_follows_from_the_end_and_ends_quietly(topics: MakeTopics, kafka: str, event: bytes) -> None:
    """Only what comes after it began is shown, at once, until Ctrl-C."""
    names = topics()
    write(kafka, names.events, [b'{"id": "before"}'])
    process = subprocess.Popen(
        program("tail", "-b", kafka),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=clean_environment({"DATELINE_TOPICS__EVENTS": names.events}),
    )
    assert process.stdout is not None
    assert process.stderr is not None
    with process:
        seen = b""
        os.set_blocking(process.stdout.fileno(), False)
        deadline = time.monotonic() + 60
        while not seen and time.monotonic() < deadline:
            write(kafka, names.events, [event])
            time.sleep(0.5)
            seen = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert event + b"\n" == seen
        assert (130, b"") == (process.wait(20), process.stderr.read())


def test_a_terminal_shows_blocks_for_reading(topics: MakeTopics, kafka: str, event: bytes) -> None:
    """Headline, facts and first words of an event; what was wrong with a dead letter and its origin."""
    names = topics()
    write(kafka, names.events, [event])
    put_dead_letter(kafka, names.dead, b"\x1b[2Jsome text")
    environ = {
        "TERM": "dumb",
        "COLUMNS": "100",
        "DATELINE_KAFKA__BOOTSTRAP_SERVERS": kafka,
        "DATELINE_TOPICS__EVENTS": names.events,
        "DATELINE_TOPICS__DEAD": names.dead,
    }
    shown = {
        stream: on_terminal("tail", stream, "--from-beginning", "--limit", 1, environ=environ)
        for stream in ("events", "dead")
    }
    assert shown["events"].startswith("Bakers in Lyon agree on a later start")
    assert " · en · " in shown["events"]
    assert "LYON, France - Bakers in Lyon will light their ovens" in shown["events"]
    assert shown["dead"].startswith("no_article  nothing in it")
    assert "articles.raw 2:7" in shown["dead"]
    assert "https://example.org/a" in shown["dead"]


def test_it_commits_nothing_and_joins_no_group(
    broker: Broker, topics: MakeTopics, kafka: str, event: bytes
) -> None:
    """Nobody who shares the topics notices."""
    names = topics()
    write(kafka, names.events, [event])
    admin = AdminClient({"bootstrap.servers": kafka})
    before = {group.group_id for group in admin.list_consumer_groups().result().valid}
    broker(names)("tail", "--from-beginning", "--limit", 1)
    after = {group.group_id for group in admin.list_consumer_groups().result().valid}
    assert before == after


def test_topics_are_shown_and_the_missing_ones_created(
    broker: Broker, topics: MakeTopics, kafka: str
) -> None:
    """Partitions, replicas, limits and records; exit code 3 while one is missing."""
    names = topics(partitions=2, max_message_bytes="2000000")
    write(kafka, names.raw, [b"one", b"two", b"three"], partitions=2)
    lost = names.model_copy(update={"dead": f"{names.dead}.lost"})
    missing = broker(lost)("topics")
    created = broker(lost)("topics", "--create")
    again = broker(lost)("topics", "--create")
    rows = {line.split()[0]: line.split()[1:] for line in missing.out.splitlines()}
    assert missing.code == 3
    assert ["2", "1", "2,000,000", "3"] == rows[names.raw]
    assert ["missing"] == rows[lost.dead]
    assert missing.err == f"dateline: missing: {lost.dead}; create with `dateline topics --create`\n"
    assert (f"created {lost.dead}\n", 0) == (created.err, created.code)
    assert (0, "") == (again.code, again.err)


def test_a_missing_topic_is_told(broker: Broker, topics: MakeTopics) -> None:
    """``tail`` of a topic that is not there does not wait for ever."""
    ended = broker(topics().model_copy(update={"events": "nowhere"}))("tail")
    assert ended.code == 3
    assert ended.err.startswith("dateline: topic nowhere does not exist at ")
