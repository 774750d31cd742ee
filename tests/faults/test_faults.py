"""Faults a night on call can bring, with real processes on a real broker: nothing may be lost."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from service.demo.broker import JVM, LocalKafka
from service.runtime.workers import MAX_FAULTS
from service.settings import TopicSettings
from tests.faults.conftest import QUICK_SESSIONS, MakeReplica
from tests.flow.articles import number_of, offset_of, page
from tests.flow.kafka_io import committed, read, set_topic, wait_for, write

MakeTopics = Callable[..., TopicSettings]


@pytest.mark.parametrize(
    ("records", "kills"), [(600, 3), pytest.param(2000, 10, marks=pytest.mark.slow)], ids=["short", "long"]
)
def test_killing_the_service_loses_nothing(
    kafka: str,
    topics: MakeTopics,
    replica_process: MakeReplica,
    *,
    records: int,
    kills: int,
) -> None:
    """Kill -9 under load, again and again: every record has its event, ids of repeats are equal."""
    named = topics(partitions=4)
    write(kafka, named.raw, [page(n, order="sleep=0.004") for n in range(records)], partitions=4)
    for kill in range(kills):
        replica = replica_process(named).start()
        replica.wait_for_metric("records_published_total", 20)
        assert replica.balanced()
        replica.kill()
        assert len(read(kafka, named.events)) < records, f"all done before kill {kill}"
    replica = replica_process(named).start()
    replica.wait_until(lambda: sum(committed(kafka, named.raw, named.raw, 4).values()) == records)
    assert 0 == replica.stop()
    events = read(kafka, named.events)
    assert set(range(records)) == {number_of(event) for event in events}
    ids: dict[tuple[int, int], set[bytes | None]] = {}
    for event in events:
        ids.setdefault(offset_of(event), set()).add(event.key)
    assert {1} == {len(keys) for keys in ids.values()}
    sys.stdout.write(f"{len(events) - records} of {records} records repeated after {kills} kills\n")


def test_workers_end_with_a_killed_service(topics: MakeTopics, replica_process: MakeReplica) -> None:
    """No orphan goes on eating memory after its service was killed."""
    replica = replica_process(topics(), WORKERS__COUNT=2).start()
    workers = replica.workers()
    assert 2 <= len(workers)
    replica.kill()
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in workers):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_killing_workers_costs_no_record(
    kafka: str, topics: MakeTopics, replica_process: MakeReplica
) -> None:
    """Workers killed from outside under load: each record once, in order, and no dead letter."""
    named = topics()
    replica = replica_process(named).start()
    write(kafka, named.raw, [page(n, order="sleep=0.01") for n in range(300)])
    for published in (20, 120, 220):
        replica.wait_for_metric("records_published_total", published)
        (worker,) = replica.workers()
        os.kill(worker, signal.SIGKILL)
    wait_for(kafka, [named.events, named.dead], 300)
    assert 0 == replica.stop()
    assert list(range(300)) == [number_of(event) for event in read(kafka, named.events)]
    assert [] == read(kafka, named.dead)


def test_poison_records_are_dead_lettered_and_their_neighbours_survive(
    kafka: str, topics: MakeTopics, replica_process: MakeReplica
) -> None:
    """A record that kills, hangs or exhausts its worker costs itself only, wherever it stands."""
    named = topics()
    orders = {7: "exit", 8: "hang", 30: "memory"}
    replica = replica_process(named, WORKERS__RECORD_TIMEOUT_S=3, WORKERS__MAX_MEMORY_MB=512).start()
    write(kafka, named.raw, [page(n, order=orders.get(n, "")) for n in range(40)])
    wait_for(kafka, [named.events, named.dead], 40)
    assert replica.balanced()
    assert 0 == replica.stop()
    assert [n for n in range(40) if n not in orders] == [number_of(e) for e in read(kafka, named.events)]
    dead = [(letter.origin[1], letter.header("dateline-error-code")) for letter in read(kafka, named.dead)]
    assert [(7, "worker_crashed"), (8, "worker_timeout"), (30, "worker_out_of_memory")] == sorted(dead)


def test_sigterm_under_load_finishes_what_was_begun(
    kafka: str, topics: MakeTopics, replica_process: MakeReplica
) -> None:
    """A drained service has committed exactly what it wrote; the next one goes on from there."""
    named = topics(partitions=2)
    write(kafka, named.raw, [page(n, order="sleep=0.01") for n in range(500)], partitions=2)
    replica = replica_process(named, CONSUMER__MAX_IN_FLIGHT_RECORDS=100).start()
    replica.wait_for_metric("records_published_total", 50)
    assert 0 == replica.stop()
    written = len(read(kafka, named.events))
    assert 50 < written < 500
    assert written == sum(committed(kafka, named.raw, named.raw, 2).values())
    (stopped,) = replica.lines("stopped")
    assert (written, 0) == (stopped["published"], stopped["unfinished"])
    replica = replica_process(named).start()
    wait_for(kafka, [named.events], 500)
    assert 0 == replica.stop()
    assert list(range(500)) == sorted(number_of(event) for event in read(kafka, named.events))


def test_a_drain_that_takes_too_long_is_given_up(
    kafka: str, topics: MakeTopics, replica_process: MakeReplica
) -> None:
    """After the time limit or at the second signal it ends with 1, and has committed nothing unfinished."""
    named = topics()
    write(kafka, named.raw, [page(0), page(1, order="hang"), page(2)])
    replica = replica_process(named, DRAIN_TIMEOUT_S=1, WORKERS__CHUNK_RECORDS=1).start()
    wait_for(kafka, [named.events], 1)
    assert 1 == replica.stop()
    assert {0: 1} == committed(kafka, named.raw, named.raw, 1)
    replica = replica_process(named).start()
    replica.wait_until(lambda: replica.metric("records_received_total") == 2)
    replica.signal(signal.SIGTERM)
    replica.wait_until(lambda: "draining" in replica.get("/readyz")[1])
    replica.signal(signal.SIGTERM)
    assert 1 == replica.end(10)


def test_a_broker_restart_loses_nothing(
    topics_of: Callable[..., TopicSettings], replica_process: MakeReplica
) -> None:
    """While the broker is away the service waits, says so once, and goes on by itself."""
    with LocalKafka(properties=QUICK_SESSIONS) as broker:
        named = topics_of(broker.bootstrap, 2)
        replica = replica_process(named, broker.bootstrap).start()
        write(broker.bootstrap, named.raw, [page(n, order="sleep=0.01") for n in range(600)], partitions=2)
        replica.wait_for_metric("records_published_total", 50)
        broker.stop()
        replica.wait_until(lambda: replica.get("/readyz")[0] == 503)
        assert 200 == replica.get("/healthz")[0]
        broker.start()
        replica.wait_ready()
        replica.wait_until(lambda: replica.metric("records_in_flight") == 0, 90)
        wait_for(broker.bootstrap, [named.events], 600)
        replica.wait_until(lambda: sum(committed(broker.bootstrap, named.raw, named.raw, 2).values()) == 600)
        assert replica.balanced()
        assert 0 == replica.stop()
        assert set(range(600)) == {number_of(event) for event in read(broker.bootstrap, named.events)}
        assert 1 == len(replica.lines("broker lost, trying again until it is back"))
        assert 1 == len(replica.lines("broker back"))


def test_a_drain_without_a_broker_ends_in_time(
    topics_of: Callable[..., TopicSettings], replica_process: MakeReplica
) -> None:
    """SIGTERM while the broker is away ends within the drain's limit, and says what is to be read again."""
    with LocalKafka(properties=QUICK_SESSIONS) as broker:
        named = topics_of(broker.bootstrap, 1)
        replica = replica_process(named, broker.bootstrap, DRAIN_TIMEOUT_S=2).start()
        write(broker.bootstrap, named.raw, [page(n, order="sleep=0.02") for n in range(200)])
        replica.wait_for_metric("records_published_total", 20)
        broker.kill()
    replica.signal(signal.SIGTERM)
    assert 1 == replica.end(8)
    (stopped,) = replica.lines("stopped")
    assert 200 == stopped["published"] + stopped["unfinished"]
    assert stopped["unfinished"] == stopped["abandoned"]
    nowhere = replica_process(named, broker.bootstrap).start(wait=False)
    nowhere.wait_until(lambda: "no broker answers" in nowhere.get("/readyz")[1])
    assert 0 == nowhere.stop()


def test_a_killed_broker_loses_nothing(
    topics_of: Callable[..., TopicSettings], replica_process: MakeReplica
) -> None:
    """The same for a broker that did not say goodbye."""
    with LocalKafka(properties=QUICK_SESSIONS) as broker:
        named = topics_of(broker.bootstrap, 1)
        replica = replica_process(named, broker.bootstrap).start()
        write(broker.bootstrap, named.raw, [page(n, order="sleep=0.01") for n in range(200)])
        replica.wait_for_metric("records_published_total", 20)
        broker.kill()
        broker.start()
        replica.wait_for_metric("records_published_total", 200)
        assert 0 == replica.stop()
        assert set(range(200)) == {number_of(event) for event in read(broker.bootstrap, named.events)}


def test_an_event_larger_than_the_topic_takes(
    kafka: str, topics: MakeTopics, replica_process: MakeReplica
) -> None:
    """It is dead-lettered, without its value where that topic is too small as well; the rest is untouched."""
    named = topics()
    set_topic(kafka, named.events, max_message_bytes="6000")
    values = [page(n, paragraphs=400 if n in {3, 4, 11} else 0) for n in range(20)]
    replica = replica_process(named, PRODUCER__COMPRESSION="none").start()
    write(kafka, named.raw, values[:10])
    wait_for(kafka, [named.events, named.dead], 10)
    assert 0 == replica.stop()
    set_topic(kafka, named.dead, max_message_bytes="6000")
    replica = replica_process(named, PRODUCER__COMPRESSION="none").start()
    write(kafka, named.raw, values[10:])
    wait_for(kafka, [named.events, named.dead], 20)
    assert replica.balanced()
    assert 0 == replica.stop()
    assert [n for n in range(20) if n not in {3, 4, 11}] == [number_of(e) for e in read(kafka, named.events)]
    letters = read(kafka, named.dead)
    assert [values[3], values[4], None] == [letter.value for letter in letters]
    assert {("event_too_large", "publish")} == {
        (letter.header("dateline-error-code"), letter.header("dateline-stage")) for letter in letters
    }
    assert ["true"] == [v.decode() for x in letters if (v := x.headers.get("dateline-value-omitted"))]
    assert 11 == letters[2].origin[1]


def test_a_limit_lowered_while_running_loses_nothing(
    kafka: str, topics: MakeTopics, replica_process: MakeReplica
) -> None:
    """A broker that suddenly refuses whole batches gets the records one by one."""
    named = topics()
    replica = replica_process(named, PRODUCER__COMPRESSION="none").start()
    write(kafka, named.raw, [page(n) for n in range(5)])
    wait_for(kafka, [named.events], 5)
    set_topic(kafka, named.events, max_message_bytes="6000")
    write(kafka, named.raw, [page(n, paragraphs=400 if n == 60 else 0) for n in range(5, 100)])
    wait_for(kafka, [named.events, named.dead], 100)
    replica.wait_until(lambda: sum(committed(kafka, named.raw, named.raw, 1).values()) == 100)
    assert replica.balanced()
    assert 0 == replica.stop()
    assert set(range(100)) - {60} == {number_of(event) for event in read(kafka, named.events)}
    assert {60} == {letter.origin[1] for letter in read(kafka, named.dead)}


def test_a_zombie_does_no_harm(kafka: str, topics: MakeTopics, replica_process: MakeReplica) -> None:
    """A replica frozen past its session comes back as one of the group; nothing is lost meanwhile."""
    named = topics(partitions=2)
    zombie = replica_process(named).start()
    write(kafka, named.raw, [page(n, order="sleep=0.01") for n in range(400)], partitions=2)
    zombie.wait_for_metric("records_published_total", 20)
    zombie.signal(signal.SIGSTOP)
    other = replica_process(named).start(wait=False)
    other.wait_for_metric("partitions_assigned", 2)
    other.wait_for_metric("records_published_total", 20)
    zombie.signal(signal.SIGCONT)
    zombie.wait_until(
        lambda: zombie.metric("partitions_assigned") == 1 == other.metric("partitions_assigned")
    )
    write(kafka, named.raw, [page(n) for n in range(400, 440)], partitions=2)
    other.wait_until(lambda: sum(committed(kafka, named.raw, named.raw, 2).values()) == 440)
    assert zombie.balanced()
    assert other.balanced()
    assert [0, 0] == [zombie.stop(), other.stop()]
    assert set(range(440)) == {number_of(event) for event in read(kafka, named.events)}


def test_a_service_whose_every_record_fails_stops_itself(
    kafka: str, topics: MakeTopics, replica_process: MakeReplica
) -> None:
    """A broken pipeline costs a handful of dead letters, not the topic, and the exit code says so."""
    named = topics()
    replica = replica_process(named).start()
    write(kafka, named.raw, [page(n, order="fail") for n in range(300)])
    assert 4 == replica.end()
    assert "the pipeline is broken, not the records" in replica.log.read_text()
    assert MAX_FAULTS > len(read(kafka, named.dead))
    assert [] == read(kafka, named.events)


@pytest.mark.parametrize("delivery", ["at_least_once", "exactly_once"])
def test_a_slow_output_pauses_fetching(
    topics_of: Callable[..., TopicSettings], replica_process: MakeReplica, delivery: str
) -> None:
    """While the brokers take little, little is read: ready, bounded, lag in sight; then all comes through."""
    with LocalKafka(properties=QUICK_SESSIONS) as broker:
        named = topics_of(broker.bootstrap, 1)
        write(broker.bootstrap, named.raw, [page(n) for n in range(300)])
        limit_writing(broker, 30_000)
        replica = replica_process(
            named,
            broker.bootstrap,
            DELIVERY=delivery,
            CONSUMER__MAX_IN_FLIGHT_RECORDS=60,
            CONSUMER__MAX_BATCH_RECORDS=20,
            PRODUCER__COMPRESSION="none",
            PRODUCER__MAX_BATCH_BYTES=20_000,
        ).start()
        replica.wait_for_metric("fetch_paused", 1)
        for _ in range(20):
            sums = replica.metrics()
            assert sums["dateline_records_in_flight"] <= 60
            assert 200 == replica.get("/readyz")[0]
            time.sleep(0.1)
        assert sums["dateline_consumer_lag"] > 60
        limit_writing(broker, None)
        wait_for(broker.bootstrap, [named.events], 300)
        assert 0 == replica.stop()
        assert list(range(300)) == [number_of(event) for event in read(broker.bootstrap, named.events)]


def limit_writing(broker: LocalKafka, bytes_per_second: int | None) -> None:
    """Set, or take away, the quota of what the service's clients may write."""
    quota = "producer_byte_rate"
    change = (
        ["--add-config", f"{quota}={bytes_per_second}"] if bytes_per_second else ["--delete-config", quota]
    )
    command = ["java", *JVM, "-cp", f"{broker.jars}/*", "kafka.admin.ConfigCommand"]
    where = ["--bootstrap-server", broker.bootstrap, "--entity-type", "clients", "--entity-name", "dateline"]
    subprocess.run([*command, *where, "--alter", *change], check=True, capture_output=True)
