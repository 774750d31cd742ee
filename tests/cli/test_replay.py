"""``dateline replay``: dead letters back to where they came from, counted, never round for ever."""

import re
from collections.abc import Callable

import pytest

from schemas import ErrorCode, StageName
from service.publish.dead_letter import write_dead_letter
from service.record import InputRecord
from service.settings import TopicSettings
from tests.cli.command import Dateline
from tests.flow.kafka_io import Written, count, read, write

pytestmark = pytest.mark.kafka

Broker = Callable[[TopicSettings], Dateline]
MakeTopics = Callable[..., TopicSettings]


def fail(
    kafka: str,
    names: TopicSettings,
    record: Written,
    code: ErrorCode = ErrorCode.NO_ARTICLE,
    origin: str | None = None,
) -> None:
    """Dead-letter a record of the raw topic as the service does."""
    read_as = InputRecord(
        record.value,
        record.key,
        tuple(record.headers.items()),
        topic=origin or names.raw,
        partition=record.partition,
        offset=record.offset,
        timestamp=0,
    )
    stage = StageName.RUNTIME if code.startswith("worker") else StageName.CLEAN
    letter = write_dead_letter(read_as, stage, code, "it failed", 1)
    write(kafka, names.dead, [letter.value], headers=letter.headers, key=letter.key)


def raw(name: str, value: bytes | None = b"a page") -> Written:
    """Make a raw record with a key and headers of its own."""
    return Written(
        0, 0, name.encode(), value, {"url": f"https://example.org/{name}".encode(), "content-type": None}
    )


def sent(err: str) -> int:
    """Read from the summary how many records were sent."""
    found = re.search(r"^([\d,]+) records sent to ", err, re.MULTILINE)
    return int(found[1].replace(",", "")) if found else 0


def test_without_yes_it_only_shows_what_it_would_do(broker: Broker, topics: MakeTopics, kafka: str) -> None:
    """A dry run by default: a table by code, and nothing sent."""
    names = topics()
    fail(kafka, names, raw("a"))
    fail(kafka, names, raw("b"), ErrorCode.WORKER_CRASHED)
    ended = broker(names)("replay")
    rows = [line.split() for line in ended.out.splitlines()]
    assert ended.code == 0
    assert [["no_article", "clean", "1", "0"], ["worker_crashed", "runtime", "1", "0"]] == rows[1:]
    assert ended.err == f"2 records would be sent to {names.raw}; add --yes to send them\n"
    assert count(kafka, names.raw) == 0


def test_records_go_back_as_they_were_and_are_counted(broker: Broker, topics: MakeTopics, kafka: str) -> None:
    """Key, value and the record's own headers are kept, the reasons taken off, the replay counted."""
    names = topics()
    fail(kafka, names, raw("a"))
    fail(kafka, names, raw("tombstone", None))
    ended = broker(names)("replay", "--yes")
    back = read(kafka, names.raw)
    assert (0, 2) == (ended.code, sent(ended.err))
    assert [(b"a", b"a page"), (b"tombstone", None)] == [(record.key, record.value) for record in back]
    assert {"url": b"https://example.org/a", "content-type": None, "dateline-replays": b"1"} == back[
        0
    ].headers


@pytest.mark.parametrize(
    ("options", "keys"),
    [
        (["--code", "no_article"], {b"a", b"b"}),
        (["--code", "no_article", "--code", "worker_crashed"], {b"a", b"b", b"c"}),
        (["--stage", "runtime"], {b"c"}),
        (["--since", "1h"], {b"a", b"b", b"c"}),
        (["--until", "1h"], set()),
        (["--since", "2020-01-01", "--until", "2021-01-01T00:00:00Z"], set()),
    ],
)
def test_letters_are_chosen_by_code_stage_and_time(
    broker: Broker, topics: MakeTopics, kafka: str, options: list[str], keys: set[bytes]
) -> None:
    """Only what matches all the options goes back."""
    names = topics()
    fail(kafka, names, raw("a"))
    fail(kafka, names, raw("b"))
    fail(kafka, names, raw("c"), ErrorCode.WORKER_CRASHED)
    ended = broker(names)("replay", *options, "--yes")
    assert ended.code == 0
    assert keys == {record.key for record in read(kafka, names.raw)}


def test_a_record_that_keeps_failing_stops_going_round(
    broker: Broker, topics: MakeTopics, kafka: str
) -> None:
    """However often the command is run, a record goes back ``--max-replays`` times and is then left."""
    names = topics()
    fail(kafka, names, raw("hopeless"))
    rounds = []
    for _ in range(5):
        seen = count(kafka, names.raw)
        ended = broker(names)("replay", "--yes", "--max-replays", 2)
        rounds.append(sent(ended.err))
        for record in read(kafka, names.raw)[seen:]:
            fail(kafka, names, record)
    assert [1, 1, 0, 0, 0] == rounds
    assert "dead letter 0:2: left alone, sent back 2 times already (no_article)" in ended.err
    assert f"0 records to send to {names.raw}, 1 sent back too often" in ended.err


def test_of_one_record_only_the_latest_letter_counts(broker: Broker, topics: MakeTopics, kafka: str) -> None:
    """A record that failed otherwise the second time is chosen by its second failure, and sent once."""
    names = topics()
    fail(kafka, names, raw("a"), ErrorCode.WORKER_TIMEOUT)
    broker(names)("replay", "--yes")
    (back,) = read(kafka, names.raw)
    fail(kafka, names, back, ErrorCode.NO_ARTICLE)
    by_first = broker(names)("replay", "--code", "worker_timeout", "--yes")
    by_second = broker(names)("replay", "--code", "no_article", "--yes")
    assert (0, 1) == (sent(by_first.err), sent(by_second.err))
    assert [b"1", b"2"] == [record.headers["dateline-replays"] for record in read(kafka, names.raw)]


def test_letters_of_another_topic_stay_unless_one_is_named(
    broker: Broker, topics: MakeTopics, kafka: str
) -> None:
    """Records do not stray into a topic they never came from, but may be sent to a chosen one."""
    names, other = topics(), topics()
    fail(kafka, names, raw("ours"))
    fail(kafka, names, raw("strange"), origin="elsewhere")
    ended = broker(names)("replay", "--yes")
    assert "from another topic (elsewhere) 1" in ended.err
    assert [b"ours"] == [record.key for record in read(kafka, names.raw)]
    broker(names)("replay", "--yes", "--to", other.raw)
    assert {b"ours", b"strange"} == {record.key for record in read(kafka, other.raw)}


def test_what_is_no_dead_letter_stays(broker: Broker, topics: MakeTopics, kafka: str) -> None:
    """A stray record and one with an unreadable count are left and told."""
    names = topics()
    write(kafka, names.dead, [b"stray"])
    odd = raw("odd")
    odd.headers["dateline-replays"] = b"-1"
    fail(kafka, names, odd)
    ended = broker(names)("replay", "--yes")
    assert (0, 0) == (sent(ended.err), count(kafka, names.raw))
    assert "not a dead letter of Dateline 1" in ended.err
    assert "sent back an unreadable number of times already" in ended.err


def test_an_empty_dead_topic_is_nothing_to_do(broker: Broker, topics: MakeTopics) -> None:
    """No letters, no table, no waiting."""
    names = topics(partitions=3)
    ended = broker(names)("replay", "--yes")
    assert (0, "", f"0 records to send to {names.raw}\n") == (ended.code, ended.out, ended.err)


def test_thousands_of_letters_over_partitions_go_back_once(
    broker: Broker, topics: MakeTopics, kafka: str
) -> None:
    """Each record once, whatever partition its letter stands in."""
    names = topics(partitions=3)
    letter = write_dead_letter(
        InputRecord(b"x", None, (), topic=names.raw, partition=0, offset=0),
        StageName.CLEAN,
        ErrorCode.NO_ARTICLE,
        "",
        1,
    )
    values = [f"page {number}".encode() for number in range(3_000)]
    write(kafka, names.dead, values, partitions=3, headers=letter.headers)
    ended = broker(names)("replay", "--yes")
    assert (0, 3_000) == (ended.code, sent(ended.err))
    assert set(values) == {record.value for record in read(kafka, names.raw)}
    assert count(kafka, names.raw) == 3_000
