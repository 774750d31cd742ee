"""Articles in, events and dead letters out, on a real broker."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from prometheus_client import CollectorRegistry

from service.app import Service
from service.settings import TopicSettings
from tests.flow.articles import number_of, offset_of, page
from tests.flow.conftest import Replica
from tests.flow.kafka_io import Written, committed, read, set_topic, wait_for, write

MakeTopics = Callable[..., TopicSettings]

both = pytest.mark.parametrize("delivery", ["at_least_once", "exactly_once"])
"""What holds whichever way events are delivered."""


async def outputs(kafka: str, topics: TopicSettings, expected: int) -> tuple[list[Written], list[Written]]:
    """Wait for so many outputs; return events and dead letters."""
    await asyncio.to_thread(wait_for, kafka, [topics.events, topics.dead], expected)
    return await asyncio.to_thread(read, kafka, topics.events), await asyncio.to_thread(
        read, kafka, topics.dead
    )


def sample(registry: CollectorRegistry, name: str) -> float:
    """Return a metric's value, summed over its labels."""
    return sum(
        s.value for family in registry.collect() for s in family.samples if s.name == f"dateline_{name}"
    )


def balance(service: Service) -> tuple[float, float]:
    """Return both sides of the equation that must always hold."""
    ends = ("published_total", "dead_lettered_total", "dropped_total", "abandoned_total", "in_flight")
    received = sample(service.registry, "records_received_total")
    return received, sum(sample(service.registry, f"records_{name}") for name in ends)


async def until(condition: Callable[[], bool]) -> None:
    """Wait for what a metric shows; there is no event to await."""
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 - there is no event to await
            await asyncio.sleep(0.05)


@both
async def test_every_record_becomes_one_event_or_one_dead_letter(
    kafka: str, topics: MakeTopics, replica: Replica
) -> None:
    """Good pages become events; each bad value a dead letter with its own code and untouched bytes."""
    named = topics(partitions=2)
    bad = {b"": "empty_value", None: "null_value", b"{not json": "invalid_json", b"[1, 2]": "wrong_shape"}
    async with replica(named) as service:
        write(kafka, named.raw, [page(n) for n in range(40)], partitions=2)
        write(kafka, named.raw, list(bad), headers=[("content-type", b"application/json"), ("trace", b"t1")])
        events, dead = await outputs(kafka, named, 44)
        received, ended = balance(service)
    assert list(range(40)) == sorted(number_of(event) for event in events)
    assert bad == {letter.value: letter.header("dateline-error-code") for letter in dead}
    assert {b"t1"} == {letter.headers["trace"] for letter in dead}
    assert {("0", n) for n in range(20, 24)} == {letter.origin for letter in dead}
    assert (44, 44) == (received, ended)


async def test_events_carry_their_key_and_cloud_event_headers(
    kafka: str, topics: MakeTopics, replica: Replica
) -> None:
    """An event is keyed by its article's id, typed by its headers, and keeps the trace it came with."""
    named = topics()
    trace = b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    async with replica(named):
        write(kafka, named.raw, [page(1)], headers=[("traceparent", trace)], key=b"scraper key")
        (event,), dead = await outputs(kafka, named, 1)
    assert [] == dead
    assert event.value is not None
    assert json.loads(event.value)["id"].encode() == event.key
    assert (event.key, b"1.0", trace) == (
        event.headers["ce_id"],
        event.headers["ce_specversion"],
        event.headers["traceparent"],
    )


@both
async def test_outputs_leave_in_the_order_of_the_input(
    kafka: str, topics: MakeTopics, replica: Replica
) -> None:
    """Several workers on chunks of one partition change nothing about the order behind it."""
    named = topics()
    values = [page(n, order="sleep=0.02" if n % 10 == 0 else "") for n in range(120)]
    async with replica(named, workers={"count": 2, "chunk_records": 4}):
        write(kafka, named.raw, values)
        events, _ = await outputs(kafka, named, 120)
    assert list(range(120)) == [number_of(event) for event in events]


@both
async def test_a_new_replica_begins_where_the_last_one_ended(
    kafka: str, topics: MakeTopics, replica: Replica
) -> None:
    """A clean stop has committed everything it wrote, so nothing is written twice."""
    named = topics(partitions=2)
    async with replica(named):
        write(kafka, named.raw, [page(n) for n in range(30)], partitions=2)
        await outputs(kafka, named, 30)
    assert {0: 15, 1: 15} == committed(kafka, named.raw, named.raw, 2)
    async with replica(named):
        write(kafka, named.raw, [page(n) for n in range(30, 40)], partitions=2)
        events, _ = await outputs(kafka, named, 40)
    assert list(range(40)) == sorted(number_of(event) for event in events)


async def test_an_empty_topic_is_no_trouble(kafka: str, topics: MakeTopics, replica: Replica) -> None:
    """With nothing to read the service is ready, has no lag, and stops at once."""
    named = topics()
    async with replica(named) as service:
        assert service.health.ready() is None
        labels = {"topic": named.raw, "partition": "0"}
        await until(lambda: service.registry.get_sample_value("dateline_consumer_lag", labels) is not None)
        assert (0.0, 1.0) == (
            sample(service.registry, "consumer_lag"),
            sample(service.registry, "partitions_assigned"),
        )
    assert ([], []) == (read(kafka, named.events), read(kafka, named.dead))


async def test_tiny_limits_pause_fetching_and_lose_nothing(
    kafka: str, topics: MakeTopics, replica: Replica
) -> None:
    """However little may be in flight, all that is in the topic comes through, in order."""
    named = topics()
    write(kafka, named.raw, [page(n) for n in range(300)])
    most = 0.0
    limits: dict[str, Any] = {"group": named.raw, "max_in_flight_records": 8, "max_batch_records": 5}
    async with replica(named, consumer={**limits, "max_poll_interval_ms": 300}) as service:
        while sample(service.registry, "records_published_total") < 300:
            most = max(most, sample(service.registry, "records_in_flight"))
            await asyncio.sleep(0)
        events, _ = await outputs(kafka, named, 300)
    assert list(range(300)) == [number_of(event) for event in events]
    assert 0 < most <= 8


@both
async def test_an_asked_for_drop_is_counted_and_not_written(
    kafka: str, topics: MakeTopics, replica: Replica
) -> None:
    """A dropped record leaves no dead letter, is committed past, and appears by its reason."""
    named = topics()
    async with replica(named, pipeline={"drop": {"null_value"}}) as service:
        write(kafka, named.raw, [None, page(1)])
        events, dead = await outputs(kafka, named, 1)
        labels = {"reason": "null_value"}
        assert 1 == service.registry.get_sample_value("dateline_records_dropped_total", labels)
    assert (1, []) == (len(events), dead)
    assert {0: 2} == committed(kafka, named.raw, named.raw, 1)


@both
async def test_a_second_replica_joins_and_leaves(kafka: str, topics: MakeTopics, replica: Replica) -> None:
    """Partitions move twice under load; nothing is lost or written twice, and all is accounted for."""
    named = topics(partitions=4)
    values = [page(n, order="sleep=0.005") for n in range(600)]
    async with replica(named) as first:
        write(kafka, named.raw, values[:300], partitions=4)
        async with replica(named) as second:
            write(kafka, named.raw, values[300:500], partitions=4)
            await until(lambda: sample(second.registry, "partitions_assigned") == 2)
            await asyncio.sleep(0.5)
        write(kafka, named.raw, values[500:], partitions=4)
        events, _ = await outputs(kafka, named, 600)
        balances = balance(first), balance(second)
    assert list(range(600)) == sorted(number_of(event) for event in events)
    assert all(received == ended for received, ended in balances)
    assert 0 < sample(second.registry, "records_published_total") < 600
    origins = sorted(offset_of(event) for event in events)
    assert [(p, o) for p in range(4) for o in range(150)] == origins


@both
async def test_a_value_far_over_the_limit_is_no_trouble(
    kafka: str, topics: MakeTopics, replica: Replica
) -> None:
    """It is dead-lettered without its value, which fits nowhere; its neighbours become events."""
    named = topics()
    await asyncio.to_thread(set_topic, kafka, named.raw, max_message_bytes=str(40 << 20))
    huge = b"<p>" + b"The same words again. " * 1_000_000
    async with replica(named):
        write(kafka, named.raw, [page(0), huge, page(1)])
        events, (letter,) = await outputs(kafka, named, 3)
    assert [0, 1] == [number_of(event) for event in events]
    assert (None, b"true") == (letter.value, letter.headers["dateline-value-omitted"])
    assert ("value_too_large", ("0", 1)) == (letter.header("dateline-error-code"), letter.origin)


async def test_the_metrics_page_is_served(topics: MakeTopics, replica: Replica) -> None:
    """Metrics, liveness and readiness answer over HTTP while the service runs."""
    named = topics()

    async def get(port: int | None, path: str) -> tuple[str, bytes]:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET {path} HTTP/1.0\r\n\r\n".encode())
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        writer.close()
        return head.split(b"\r\n")[0].decode(), body

    async with replica(named) as service:
        metrics = await get(service.port, "/metrics")
        health = [await get(service.port, path) for path in ("/healthz", "/readyz", "/nothing")]
    assert "HTTP/1.0 200 OK" == metrics[0]
    assert b"dateline_build_info{pipeline_fingerprint=" in metrics[1]
    assert b"process_resident_memory_bytes" in metrics[1]
    ok = ("HTTP/1.0 200 OK", {"status": "ok"})
    assert [ok, ok] == [(status, orjson.loads(body)) for status, body in health[:2]]
    assert "HTTP/1.0 404 Not Found" == health[2][0]
