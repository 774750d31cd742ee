"""What harms one record, one replica or its end: the rest is untouched, and nothing is lost."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from service.runtime.workers.pool import MAX_FAULTS
from service.settings import TopicSettings
from tests.faults.node import Node
from tests.faults.replica_process import MakeReplica
from tests.flow.articles import number_of, page
from tests.flow.kafka_io import committed, read, set_topic, wait_for, write

MakeTopics = Callable[..., TopicSettings]


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


def test_a_pause_of_the_whole_container_is_no_records_fault(
    kafka: str, topics: MakeTopics, replica_process: MakeReplica
) -> None:
    """A record under way when everything is frozen past its time limit is tried again, not dead-lettered."""
    named = topics()
    settings = {"WORKERS__CHUNK_RECORDS": 1, "CONSUMER__SESSION_TIMEOUT_MS": 10_000}
    replica = replica_process(named, WORKERS__RECORD_TIMEOUT_S=2, **settings).start()
    write(kafka, named.raw, [page(n, order="sleep=1.2" if n == 3 else "") for n in range(10)])
    replica.wait_for_metric("records_published_total", 3)
    os.killpg(replica.pid, signal.SIGSTOP)
    time.sleep(2.2)
    os.killpg(replica.pid, signal.SIGCONT)
    wait_for(kafka, [named.events, named.dead], 10)
    assert 1 == replica.metric("worker_failures_total")
    assert 0 == replica.stop()
    assert list(range(10)) == [number_of(event) for event in read(kafka, named.events)]


def test_sigterm_under_load_finishes_what_was_begun(
    kafka: str, topics: MakeTopics, replica_process: MakeReplica
) -> None:
    """A drained service has committed exactly what it wrote; the next one goes on from there."""
    named = topics(partitions=2)
    write(kafka, named.raw, [page(n, order="sleep=0.01") for n in range(250)], partitions=2)
    replica = replica_process(named, CONSUMER__MAX_IN_FLIGHT_RECORDS=60).start()
    replica.wait_for_metric("records_published_total", 20)
    assert 0 == replica.stop()
    written = len(read(kafka, named.events))
    assert 20 < written < 250
    assert written == sum(committed(kafka, named.raw, named.raw, 2).values())
    (stopped,) = replica.lines("stopped")
    assert (written, 0) == (stopped["published"], stopped["unfinished"])
    replica = replica_process(named).start()
    wait_for(kafka, [named.events], 250)
    assert 0 == replica.stop()
    assert list(range(250)) == sorted(number_of(event) for event in read(kafka, named.events))


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


def test_a_drain_without_a_broker_ends_in_time(
    node: Node, topics: MakeTopics, replica_process: MakeReplica
) -> None:
    """SIGTERM while the broker is away ends within the drain's limit, and says what is to be read again."""
    named = topics()
    replica = replica_process(named, DRAIN_TIMEOUT_S=2).start()
    write(node.bootstrap, named.raw, [page(n, order="sleep=0.02") for n in range(200)])
    replica.wait_for_metric("records_published_total", 20)
    node.kill()
    try:
        replica.signal(signal.SIGTERM)
        assert 1 == replica.end(8)
        (stopped,) = replica.lines("stopped")
        assert 200 == stopped["published"] + stopped["unfinished"]
        assert stopped["unfinished"] == stopped["abandoned"]
        nowhere = replica_process(named).start(wait=False)
        nowhere.wait_until(lambda: "no broker answers" in nowhere.get("/readyz")[1])
        assert 0 == nowhere.stop()
    finally:
        node.start()


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
