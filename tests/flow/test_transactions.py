"""Transactions on a real broker: what the client library's and the broker's behaviour must go on being."""

import asyncio
import logging
from collections.abc import Callable

import pytest

from service.settings import TopicSettings
from tests.flow.articles import number_of, page
from tests.flow.conftest import Replica
from tests.flow.kafka_io import committed, read, wait_for, write
from tests.flow.test_flow import sample

MakeTopics = Callable[..., TopicSettings]


@pytest.fixture
def delivery() -> str:
    """Deliver exactly once in every test here."""
    return "exactly_once"


async def test_short_transactions_meet_no_back_off(
    kafka: str, topics: MakeTopics, replica: Replica, caplog: pytest.LogCaptureFixture
) -> None:
    """One record after another, each in its own transaction: no request of the producer is refused."""
    named = topics()
    async with replica(named, consumer={"group": named.raw, "max_in_flight_records": 1}) as service:
        with caplog.at_level(logging.WARNING, "aiokafka.producer"):
            write(kafka, named.raw, [page(n) for n in range(60)])
            await asyncio.to_thread(wait_for, kafka, [named.events], 60)
        transactions = sample(service.registry, "transactions_total")
    assert 60 == transactions
    assert [] == [line for line in caplog.messages if "retrying" in line]


async def test_a_backlog_goes_in_few_large_transactions(
    kafka: str, topics: MakeTopics, replica: Replica
) -> None:
    """Under load a transaction takes many records."""
    named = topics()
    write(kafka, named.raw, [page(n) for n in range(400)])
    async with replica(named) as service:
        await asyncio.to_thread(wait_for, kafka, [named.events], 400)
        transactions = sample(service.registry, "transactions_total")
    assert 1 <= transactions <= 100
    assert list(range(400)) == [number_of(event) for event in read(kafka, named.events)]
    assert {0: 400} == committed(kafka, named.raw, named.raw, 1)


async def test_an_output_the_topic_does_not_take_is_dead_lettered_in_order(
    kafka: str, topics: MakeTopics, replica: Replica
) -> None:
    """A refused event replaces the producer, not the order: its neighbours are there, once each."""
    named = topics(max_message_bytes="6000")
    values = [page(n, paragraphs=400 if n in {3, 4, 11} else 0) for n in range(15)]
    raw = named.model_copy(update={"raw": topics().raw})
    async with replica(raw, producer={"compression": "none"}) as service:
        write(kafka, raw.raw, values)
        await asyncio.to_thread(wait_for, kafka, [raw.events, raw.dead], 15)
        aborted = service.registry.get_sample_value("dateline_transactions_total", {"result": "aborted"})
    assert [n for n in range(15) if n not in {3, 4, 11}] == [number_of(e) for e in read(kafka, raw.events)]
    letters = read(kafka, raw.dead)
    assert [3, 4, 11] == [letter.origin[1] for letter in letters]
    assert {"event_too_large"} == {letter.header("dateline-error-code") for letter in letters}
    assert {0: 15} == committed(kafka, raw.raw, raw.raw, 1)
    assert 6 == aborted  # each event, and each dead letter with its value
