"""``dateline check``: topics of a cluster that loses, has lost or may lose brokers, as its answer tells."""

import pytest

from service.cli.checking.finding import Finding, Status
from service.cli.checking.topics import Cluster, Found, look_at_topics
from service.settings import Settings

ALL = (1 << 13) - 1
BROKERS = {number: f"kafka-{number}:9092" for number in (1, 2, 3)}


def topic(
    replicas: int = 3, in_sync: int = 3, least: int = 2, leader: int = 1, **configuration: str
) -> Found:
    """Describe a topic of two partitions, the second of them in trouble."""
    whole = list(range(1, replicas + 1))
    partitions: list[tuple[object, ...]] = [
        (0, 0, 1, 0, whole, whole, []),
        (0, 1, leader, 0, whole, whole[:in_sync], []),
    ]
    sizes = {"max.message.bytes": "1048588", "min.insync.replicas": str(least), "cleanup.policy": "delete"}
    given = {name.replace("_", "."): value for name, value in configuration.items()}
    return Found(0, partitions, ALL, sizes | given)


def told(events: Found, **settings: object) -> list[Finding]:
    """Look at a cluster whose events topic is this one and whose others are as they should be."""
    topics = {"articles.raw": topic(), "articles.events": events, "articles.dead": topic()}
    given = Settings.model_validate(settings)
    return [f for f in look_at_topics(Cluster(BROKERS, topics), given) if f.status is not Status.OK]


def test_a_topic_as_it_should_be_is_fine() -> None:
    """Three replicas, two of them in sync at least: nothing to say."""
    assert [] == told(topic())


@pytest.mark.parametrize(
    ("events", "status", "found"),
    [
        (topic(in_sync=2), Status.WARNING, "2 of 3 replicas are in sync"),
        (topic(in_sync=1), Status.FAILURE, "1 replicas are in sync, min.insync.replicas wants 2"),
        (topic(leader=-1), Status.FAILURE, "partition 1 has no leader"),
        (topic(replicas=1, in_sync=1, least=1), Status.WARNING, "has one replica"),
        (topic(least=3), Status.WARNING, "min.insync.replicas is all 3 replicas"),
        (topic(least=1), Status.WARNING, "min.insync.replicas is 1"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_loses_records_or_stops_writing_is_told(events: Found, status: Status, found: str) -> None:
    """One line about the topic; a failure where the service could not write now."""
    (finding,) = told(events)
    assert (status, "topic articles.events") == (finding.status, finding.about)
    assert finding.found.startswith(found)
    assert (3 if status is Status.FAILURE else 0) == finding.exit_code


def test_records_larger_than_we_take_are_told() -> None:
    """What the raw topic holds and the service refuses will be dead letters."""
    (finding,) = told(topic(), pipeline={"admit": {"max_value_bytes": 1_000_000}})
    assert (Status.WARNING, "holds records up to 1,048,588 bytes, we take 1,000,000") == (
        finding.status,
        finding.found,
    )


def test_what_may_not_be_asked_is_said() -> None:
    """Without DescribeConfigs sizes are not known, and nothing is made up."""
    (finding,) = told(Found(0, topic().partitions, ALL))
    assert (Status.SKIPPED, "message sizes") == (finding.status, finding.about)
    assert "DescribeConfigs" in finding.found
