"""What leaves the service: event bytes, keys, CloudEvents headers, dead letters."""

import hashlib
import json
from uuid import UUID

import pytest

from schemas import DeadLetterHeaders, ErrorCode, NewsEvent, StageName
from service import __version__
from service.pipeline import Pipeline
from service.publish.dead_letter import write_dead_letter
from service.record import InputRecord
from service.settings import PipelineSettings

ARTICLE = """Ferry line to reopen after winter storms

The ferry between the two islands will carry passengers again from Monday, the harbour office said.

Engineers worked through eleven nights to replace the damaged ramp, which a storm tore away in December.

"We did not expect to be ready before March," said Runa Dahl, who leads the repair crew.
"""
TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    """One pipeline with the default settings."""
    return Pipeline(PipelineSettings())


def article(
    url: str | None = "https://harbour.example/ferry?utm_source=feed", **place: object
) -> InputRecord:
    """An input record that becomes an event."""
    headers = [("content-type", b"text/plain; charset=utf-8"), ("traceparent", TRACE.encode())]
    if url:
        headers.append(("url", url.encode()))
    return InputRecord(ARTICLE.encode(), b"k", tuple(headers), **place)  # type: ignore[arg-type]


def test_key_is_the_event_id(pipeline: Pipeline) -> None:
    """Consumers that compact or join by key find each event under its own id, a version 5 UUID."""
    published = pipeline.publish(article())
    assert published.event.id.encode() == published.output.key
    assert UUID(published.event.id).version == 5


def test_value_is_the_event_as_json(pipeline: Pipeline) -> None:
    """The value reads back into the same event."""
    published = pipeline.publish(article())
    assert published.output.value is not None
    assert published.event == NewsEvent.model_validate_json(published.output.value)


def test_cloud_event_headers(pipeline: Pipeline) -> None:
    """The headers are CloudEvents 1.0 in binary mode; the time is the record's, the trace goes on."""
    published = pipeline.publish(article(topic="t", partition=0, offset=7, timestamp=1_731_456_000_123))
    assert {
        "ce_specversion": b"1.0",
        "ce_type": b"dateline.news_event.v1",
        "ce_source": b"dateline",
        "ce_id": published.output.key,
        "ce_subject": b"https://harbour.example/ferry",
        "ce_time": b"2024-11-13T00:00:00.123Z",
        "ce_schemaversion": b"1.0",
        "content-type": b"application/json",
        "traceparent": TRACE.encode(),
    } == dict(published.output.headers)


@pytest.mark.parametrize("timestamp", [None, -1, 2**62])
def test_no_time_where_the_record_has_none(pipeline: Pipeline, timestamp: int | None) -> None:
    """A record without a usable timestamp gives an event without ``ce_time``, not a fault."""
    published = pipeline.publish(article(timestamp=timestamp))
    assert "ce_time" not in dict(published.output.headers)


def test_same_input_same_bytes(pipeline: Pipeline) -> None:
    """Delivered twice, at another offset, an article differs in ``lineage.input`` alone."""
    first = pipeline.publish(article(topic="t", partition=0, offset=1, timestamp=5))
    again = Pipeline(PipelineSettings()).publish(article(topic="t", partition=3, offset=9, timestamp=6))
    assert first.event.id == again.event.id
    events = [json.loads(p.output.value or b"") for p in (first, again)]
    for event in events:
        del event["lineage"]["input"]
    assert json.dumps(events[0]) == json.dumps(events[1])


def test_id_follows_canonical_url_and_content(pipeline: Pipeline) -> None:
    """Tracking parameters do not change the id; another address, or other content, does."""
    ids = [
        pipeline.publish(record).event.id
        for record in (
            article(),
            article("https://harbour.example/ferry?utm_source=mail"),
            article("https://harbour.example/other"),
            article(None),
            article()._replace(value=ARTICLE.replace("eleven", "twelve").encode()),
        )
    ]
    assert ids[0] == ids[1]
    assert 4 == len(set(ids))


def test_lineage_names_the_input(pipeline: Pipeline) -> None:
    """An event says which record it was made from, by coordinates and hash."""
    lineage = pipeline.publish(article(topic="t", partition=2, offset=5, timestamp=9)).event.lineage
    assert ("t", 2, 5, 9) == (
        lineage.input.topic,
        lineage.input.partition,
        lineage.input.offset,
        lineage.input.timestamp,
    )
    assert hashlib.sha256(ARTICLE.encode()).hexdigest() == lineage.input.sha256
    assert __version__ == lineage.service_version


def test_fingerprint_follows_the_settings_that_matter() -> None:
    """The fingerprint changes with a setting that changes events, and with no other."""

    def fingerprint(settings: PipelineSettings) -> str:
        return Pipeline(settings).publish(article()).event.lineage.pipeline_fingerprint

    plain = fingerprint(PipelineSettings())
    assert plain != fingerprint(PipelineSettings(source="elsewhere"))
    assert plain == fingerprint(PipelineSettings(drop=frozenset({ErrorCode.NO_ARTICLE})))


def test_dead_letter_keeps_the_record() -> None:
    """Key, value and headers of a dead letter are the original's, to the byte, with ours behind."""
    headers = (("h", b"\xff\x00"), ("h", None))
    record = InputRecord(b"\x00\x01", b"\xfe", headers, "articles.raw", 3, 41, 1_700_000_000_000)
    letter = write_dead_letter(record, StageName.ADMIT, ErrorCode.BINARY_CONTENT, "no\ntext", 2)
    assert (b"\xfe", b"\x00\x01") == (letter.key, letter.value)
    assert headers == letter.headers[:2]
    assert {
        "dateline-error-code": b"binary_content",
        "dateline-stage": b"admit",
        "dateline-message": b"no text",
        "dateline-attempts": b"2",
        "dateline-origin-topic": b"articles.raw",
        "dateline-origin-partition": b"3",
        "dateline-origin-offset": b"41",
        "dateline-origin-timestamp": b"1700000000000",
        "dateline-service-version": __version__.encode(),
    } == dict(letter.headers[2:])


def test_dead_letter_carries_one_reason() -> None:
    """A record that fails again after a replay carries its latest reason alone."""
    record = InputRecord(b"x", None, (("a", b"1"),), "articles.raw", 0, 1, 2)
    once = write_dead_letter(record, StageName.ADMIT, ErrorCode.NO_CONTENT, "first", 1)
    twice = write_dead_letter(
        record._replace(headers=once.headers), StageName.CLEAN, ErrorCode.NO_ARTICLE, "second", 1
    )
    assert len(once.headers) == len(twice.headers)
    assert b"second" == dict(twice.headers)["dateline-message"]


def test_dead_letter_headers_read_back() -> None:
    """A consumer reads the headers with the contract's own model."""
    record = InputRecord(b"x", None, (), "articles.raw", 0, 1, 2)
    letter = write_dead_letter(record, StageName.CLEAN, ErrorCode.NO_ARTICLE, "m" * 9_000, 1)
    texts = {name: value.decode() for name, value in letter.headers if value is not None}
    read = DeadLetterHeaders.model_validate_strings(texts)
    assert (ErrorCode.NO_ARTICLE, 500, 1) == (read.error_code, len(read.message), read.origin_offset)
