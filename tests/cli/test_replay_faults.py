"""``dateline replay`` cut off: run again it sends the rest, each letter exactly once."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from schemas import ErrorCode, StageName
from service.demo.broker import LocalKafka
from service.publish.dead_letter import write_dead_letter
from service.record import InputRecord
from service.settings import TopicSettings
from tests.cli.command import Dateline, clean_environment, program
from tests.flow.kafka_io import count, read, set_topic, wait_for, write

pytestmark = pytest.mark.kafka

Broker = Callable[[TopicSettings], Dateline]
MakeTopics = Callable[..., TopicSettings]
Start = Callable[..., subprocess.Popen[str]]

ROOT = Path(__file__).parents[2]
SLOWLY = ("--rate", "400")
"""A hundred records a transaction, four transactions a second."""
DEADLY = """
import sys
from service.cli import execute
from tests.faults.replica import arm

arm(sys.argv[1])
sys.exit(execute(sys.argv[2:]))
"""


def fail(
    kafka: str,
    names: TopicSettings,
    values: Sequence[bytes],
    code: ErrorCode = ErrorCode.NO_ARTICLE,
    partitions: int = 2,
) -> None:
    """Dead-letter records of the raw topic, in turn to each partition."""
    origin = InputRecord(None, None, (("url", b"u"),), topic=names.raw, partition=0, offset=0)
    letter = write_dead_letter(origin, StageName.CLEAN, code, "", 1)
    write(kafka, names.dead, values, partitions=partitions, headers=letter.headers, key=b"a key")


def pages(number: int) -> list[bytes]:
    """Make values that differ."""
    return [f"page {n}".encode() for n in range(number)]


def values(kafka: str, topic: str) -> Counter[bytes | None]:
    """Count what a reader of committed records sees, by value."""
    return Counter(record.value for record in read(kafka, topic))


@pytest.fixture
def start() -> Iterator[Start]:
    """Start the command as a process; what still runs at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def run(
        bootstrap: str, names: TopicSettings, *arguments: str, kill_at: str | None = None
    ) -> subprocess.Popen[str]:
        environ = clean_environment(
            {
                "DATELINE_KAFKA__BOOTSTRAP_SERVERS": bootstrap,
                **{f"DATELINE_TOPICS__{n.upper()}": getattr(names, n) for n in ("raw", "events", "dead")},
            }
        )
        command = [sys.executable, "-c", DEADLY, kill_at] if kill_at else program()
        process = subprocess.Popen(
            [*command, "replay", "--yes", *arguments],
            cwd=ROOT,
            env=environ,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        if process.poll() is None:
            os.kill(process.pid, signal.SIGCONT)
            process.kill()
        process.communicate()


def test_killed_in_the_middle_it_goes_on_where_it_was(
    broker: Broker, topics: MakeTopics, kafka: str, start: Start
) -> None:
    """After kill -9 the rest goes, then nothing more, whatever the options."""
    names = topics(partitions=2)
    fail(kafka, names, pages(600))
    process = start(kafka, names, *SLOWLY)
    wait_for(kafka, [names.raw], 1)
    process.kill()
    process.wait()
    rest = broker(names)("replay", "--yes")
    again = [broker(names)("replay", *options) for options in (["--yes"], [], ["--code", "no_article"])]
    assert 0 == rest.code
    assert "left where they are: sent back already " in rest.err
    assert f"600 records sent to {names.raw}" not in rest.err
    assert Counter(pages(600)) == values(kafka, names.raw)
    assert {f"left where they are: sent back already 600\n0 records to send to {names.raw}\n"} == {
        ended.err.replace("would be sent", "to send") for ended in again
    }


def test_killed_at_every_point_of_a_transaction_nothing_goes_twice(
    broker: Broker, topics: MakeTopics, kafka: str, start: Start
) -> None:
    """Records and the memory of them change together, a transaction for each of three partitions."""
    names = topics(partitions=3)
    fail(kafka, names, pages(300), partitions=3)
    seen = []
    for point in ("before-commit:1", "before-produce:2", "between-produce-and-offsets:2"):
        assert -signal.SIGKILL == start(kafka, names, kill_at=point).wait(60)
        seen.append(count(kafka, names.raw))
    rest = broker(names)("replay", "--yes")
    assert [0, 100, 200] == seen
    assert (0, f"100 records sent to {names.raw}") == (rest.code, rest.err.splitlines()[-1])
    assert Counter(pages(300)) == values(kafka, names.raw)


def test_interrupted_it_says_how_to_go_on(
    broker: Broker, topics: MakeTopics, kafka: str, start: Start
) -> None:
    """Ctrl-C: what went is told, a time so long ago is fixed, and readers need not wait."""
    names = topics(partitions=2)
    fail(kafka, names, pages(600))
    process = start(kafka, names, *SLOWLY, "--since", "1h")
    wait_for(kafka, [names.raw], 1)
    process.send_signal(signal.SIGINT)
    last = process.communicate(timeout=30)[1].splitlines()[-1]
    told, _, advice = last.partition("; ")
    sent = count(kafka, names.raw)
    assert (130, f"interrupted: {sent} of 600 records were sent") == (process.returncode, told)
    assert 0 < sent < 600
    since = advice.removeprefix("the same command").removesuffix(" sends the rest").split()
    assert 0 == broker(names)("replay", "--yes", *since).code
    assert Counter(pages(600)) == values(kafka, names.raw)


def test_a_paused_replay_cannot_send_what_its_successor_sent(
    broker: Broker, topics: MakeTopics, kafka: str, start: Start
) -> None:
    """Resumed, it is refused and says so."""
    names = topics(partitions=2)
    fail(kafka, names, pages(600))
    process = start(kafka, names, *SLOWLY)
    wait_for(kafka, [names.raw], 1)
    process.send_signal(signal.SIGSTOP)
    assert 0 == broker(names)("replay", "--yes").code
    process.send_signal(signal.SIGCONT)
    last = process.communicate(timeout=60)[1].splitlines()[-1]
    assert Counter(pages(600)) == values(kafka, names.raw)
    assert 3 == process.returncode, last
    assert last.startswith("dateline: another replay to the same topic began")


def test_a_lost_broker_costs_and_repeats_nothing(start: Start, tmp_path: Path) -> None:
    """Killed under way and started again: the command goes on, or ends and is run again."""
    names = TopicSettings(raw="raw", events="events", dead="dead")
    with LocalKafka(tmp_path) as node:
        _create(node.bootstrap, names)
        fail(node.bootstrap, names, pages(600))
        process = start(node.bootstrap, names, *SLOWLY)
        wait_for(node.bootstrap, ["raw"], 1)
        node.kill()
        node.start()
        process.communicate(timeout=60)
        again = start(node.bootstrap, names)
        again.communicate(timeout=60)
        assert process.returncode in {0, 3}
        assert 0 == again.returncode
        assert Counter(pages(600)) == values(node.bootstrap, "raw")


def _create(bootstrap: str, names: TopicSettings) -> None:
    admin = AdminClient({"bootstrap.servers": bootstrap})
    for future in admin.create_topics([NewTopic(n, 2, 1) for n in (names.raw, names.dead)]).values():
        future.result(30)


def test_what_one_choice_left_another_sends(broker: Broker, topics: MakeTopics, kafka: str) -> None:
    """A letter goes once whatever choice it was in; one that was passed over is not lost."""
    names = topics(partitions=2)
    for number, code in enumerate([ErrorCode.NO_ARTICLE, ErrorCode.TEXT_TOO_LONG] * 3):
        fail(kafka, names, [f"page {number}".encode()], code)
    run = broker(names)
    ends = [run("replay", "--yes", *options) for options in (["--code", "text_too_long"], [], [])]
    sent = [ended.err.splitlines()[-1].split()[0] for ended in ends]
    assert ["3", "3", "0"] == sent
    assert Counter(pages(6)) == values(kafka, names.raw)


def test_a_letter_written_again_by_a_fault_is_not_sent_again(
    broker: Broker, topics: MakeTopics, kafka: str
) -> None:
    """At least once, a crash may leave two letters of one failure: they are one."""
    names = topics(partitions=2)
    fail(kafka, names, pages(1))
    run = broker(names)
    assert 0 == run("replay", "--yes").code
    fail(kafka, names, pages(1))
    assert f"0 records to send to {names.raw}\n" in run("replay", "--yes").err
    assert 1 == count(kafka, names.raw)


def test_marks_hold_over_more_letters_than_one_group_takes(
    broker: Broker, topics: MakeTopics, kafka: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Letters far apart keep their marks in groups of their own."""
    monkeypatch.setattr("service.cli.marks.CHUNK_LETTERS", 7)
    names = topics(partitions=2)
    run = broker(names)
    fail(kafka, names, pages(40))
    fail(kafka, names, [b"other"] * 3, ErrorCode.TEXT_TOO_LONG)
    ends = [run("replay", "--yes", "--code", "no_article"), run("replay", "--yes"), run("replay", "--yes")]
    assert ["40", "1", "0"] == [ended.err.splitlines()[-1].split()[0] for ended in ends]
    assert Counter([*pages(40), b"other"]) == values(kafka, names.raw)


def test_a_letter_the_topic_does_not_take_stays_and_the_rest_goes(
    broker: Broker, topics: MakeTopics, kafka: str
) -> None:
    """It is named, and goes once the topic takes it."""
    names = topics(partitions=2)
    large = os.urandom(50_000)
    fail(kafka, names, [b"a", large, b"b", b"c", b"d"])
    set_topic(kafka, names.raw, max_message_bytes="20000")
    first = broker(names)("replay", "--yes")
    assert (
        f"dead letter 1:0: not sent: larger than the broker takes\n4 records sent to {names.raw}" in first.err
    )
    set_topic(kafka, names.raw, max_message_bytes="1000000")
    assert f"1 records sent to {names.raw}" in broker(names)("replay", "--yes").err
    assert Counter([b"a", large, b"b", b"c", b"d"]) == values(kafka, names.raw)


def test_letters_of_a_service_that_delivers_exactly_once_are_read(
    broker: Broker, topics: MakeTopics, kafka: str
) -> None:
    """Markers of transactions are no letters, and what was aborted never was one."""
    names = topics()
    origin = InputRecord(None, None, (), topic=names.raw, partition=0, offset=0)
    letter = write_dead_letter(origin, StageName.CLEAN, ErrorCode.NO_ARTICLE, "", 1)
    producer = Producer({"bootstrap.servers": kafka, "transactional.id": names.dead})
    producer.init_transactions(30)
    for values_of_one, kept in (([b"a", b"b"], True), ([b"aborted"], False), ([b"c"], True)):
        producer.begin_transaction()
        for value in values_of_one:
            producer.produce(names.dead, value, headers=list(letter.headers))
        producer.flush(30)
        (producer.commit_transaction if kept else producer.abort_transaction)(30)
    ended = broker(names)("replay", "--yes")
    assert (0, f"3 records sent to {names.raw}") == (ended.code, ended.err.splitlines()[-1])
    assert Counter([b"a", b"b", b"c"]) == values(kafka, names.raw)


def test_a_letter_without_its_value_is_left(broker: Broker, topics: MakeTopics, kafka: str) -> None:
    """There is nothing to send: it was larger than the dead topic takes."""
    names = topics()
    origin = InputRecord(None, None, (), topic=names.raw, partition=0, offset=0)
    letter = write_dead_letter(origin, StageName.CLEAN, ErrorCode.NO_ARTICLE, "", 1)
    write(kafka, names.dead, [None], headers=[*letter.headers, ("dateline-value-omitted", b"true")], key=b"k")
    ended = broker(names)("replay", "--yes")
    assert ended.err.startswith("left where they are: too large to have kept their value 1\n")
    assert 0 == count(kafka, names.raw)
