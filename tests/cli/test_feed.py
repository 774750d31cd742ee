"""``dateline feed``: files to the raw topic of a real broker."""

import gzip
import hashlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from service.cli.pace import BURST_S
from service.settings import TopicSettings
from tests.cli.command import Dateline
from tests.cli.test_warc import PAGE, archive, response
from tests.flow.kafka_io import count, read

pytestmark = pytest.mark.kafka

Broker = Callable[[TopicSettings], Dateline]
MakeTopics = Callable[..., TopicSettings]


def lines(urls: range) -> bytes:
    """Write raw articles as JSON lines."""
    return b"".join(
        orjson.dumps({"content": f"Story number {n}", "url": f"https://example.org/{n}"}) + b"\n"
        for n in urls
    )


def test_files_arrive_as_they_are_with_headers_and_keys(
    broker: Broker, topics: MakeTopics, kafka: str, tmp_path: Path
) -> None:
    """Bytes untouched, type and hints in headers, the address as key, else a hash of the path."""
    names = topics()
    (tmp_path / "a.html").write_bytes(PAGE)
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(b"A flat text."))
    (tmp_path / "c.jsonl").write_bytes(lines(range(1)))
    archive(tmp_path / "d.warc.gz", response("https://example.org/ferry"))
    (tmp_path / "e.png").write_bytes(b"\x89PNG")
    ended = broker(names)("feed", tmp_path, "--header", "Crawl=seven")
    page, text, article, crawled = read(kafka, names.raw)
    assert ended.code == 0
    assert f"4 records sent to {names.raw} (0.0 MB), 1 skipped (unknown kind of file .png 1); " in ended.err
    assert {"content-type": b"text/html", "crawl": b"seven"} == page.headers
    assert (PAGE, hashlib.sha256(str(tmp_path / "a.html").encode()).hexdigest()[:32].encode()) == (
        page.value,
        page.key,
    )
    assert text.headers["content-encoding"] == b"gzip"
    assert article.key == b"https://example.org/0"
    assert (b"https://example.org/ferry", b"2024-11-13T10:00:00Z") == (
        crawled.key,
        crawled.headers["fetched-at"],
    )


def test_every_record_arrives_once_and_in_order(
    broker: Broker, topics: MakeTopics, kafka: str, tmp_path: Path
) -> None:
    """Thousands of records, versions of one article in the order they were fed."""
    names = topics(partitions=3)
    (tmp_path / "a.jsonl").write_bytes(
        b"".join(
            orjson.dumps({"content": f"Version {n}", "url": f"https://example.org/{n % 7}"}) + b"\n"
            for n in range(5_000)
        )
    )
    ended = broker(names)("feed", tmp_path / "a.jsonl")
    found = read(kafka, names.raw)
    versions: dict[str, list[int]] = {}
    for record in found:
        article = orjson.loads(record.value or b"")
        versions.setdefault(article["url"], []).append(int(article["content"].removeprefix("Version ")))
    assert ended.code == 0
    assert Counter(range(5_000)) == Counter(n for ns in versions.values() for n in ns)
    assert all(sorted(ns) == ns for ns in versions.values())


def test_a_record_too_large_for_the_topic_is_told_and_the_rest_arrives(
    broker: Broker, topics: MakeTopics, kafka: str, tmp_path: Path
) -> None:
    """What compression brings under the topic's limit goes; what it does not is named, nothing else lost."""
    names = topics(max_message_bytes="50000")
    noise = hashlib.shake_256(b"noise").hexdigest(80_000)
    (tmp_path / "a.jsonl").write_bytes(
        lines(range(3))
        + orjson.dumps({"content": noise})
        + b"\n"
        + orjson.dumps({"content": "calm " * 40_000})
        + b"\n"
        + lines(range(3, 6))
    )
    ended = broker(names)("feed", tmp_path)
    assert ended.code == 4
    assert ended.err.splitlines()[0] == f"{tmp_path}/a.jsonl:4: skipped: larger than the broker takes"
    assert len(read(kafka, names.raw)) == 7


def test_a_page_the_service_would_refuse_is_not_sent(
    broker: Broker, topics: MakeTopics, kafka: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The size limit of the service holds before the network is asked."""
    monkeypatch.setenv("DATELINE_PIPELINE__ADMIT__MAX_VALUE_BYTES", "1000")
    names = topics()
    (tmp_path / "a.html").write_bytes(PAGE * 100)
    ended = broker(names)("feed", tmp_path)
    assert ended.code == 4
    assert f"{tmp_path}/a.html: skipped: larger than the 1,000 bytes the service takes" in ended.err
    assert count(kafka, names.raw) == 0


def test_a_rate_is_kept_and_everything_arrives(
    broker: Broker, topics: MakeTopics, kafka: str, tmp_path: Path
) -> None:
    """Slower than it could, in order, all of it."""
    names = topics()
    (tmp_path / "a.jsonl").write_bytes(lines(range(300)))
    ended = broker(names)("feed", tmp_path, "--rate", "200,1MB")
    seconds = float(ended.err.rpartition("; ")[2].split(" s, ")[0])
    assert ended.code == 0
    assert seconds >= 300 / 200 - 2 * BURST_S
    assert [f"https://example.org/{n}".encode() for n in range(300)] == [
        record.key for record in read(kafka, names.raw)
    ]


def test_a_dry_run_sends_nothing_and_needs_no_broker(dateline: Dateline, tmp_path: Path) -> None:
    """The count is shown, the topic not touched."""
    (tmp_path / "a.jsonl").write_bytes(lines(range(5)))
    ended = dateline("feed", tmp_path, "--dry-run", "-b", "127.0.0.1:1")
    assert ended.code == 0
    assert ended.err.startswith("5 records would be sent to articles.raw (0.0 MB); ")


def test_a_missing_topic_is_told_with_what_to_do(broker: Broker, topics: MakeTopics, tmp_path: Path) -> None:
    """Exit code 3, and the command that creates it."""
    names = topics().model_copy(update={"raw": "nowhere"})
    (tmp_path / "a.html").write_bytes(PAGE)
    ended = broker(names)("feed", tmp_path)
    assert ended.code == 3
    assert ended.err.startswith("dateline: topic nowhere does not exist at ")
    assert "dateline topics --create" in ended.err
