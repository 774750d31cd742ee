"""A rolling upgrade: replicas of the version before and of this one share a group; nothing lost."""

import io
import json
import os
import subprocess
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from jsonschema import Draft202012Validator

from schemas import NewsEvent
from service.settings import TopicSettings
from tests.faults.replica_process import ReplicaProcess
from tests.flow.articles import offset_of, page
from tests.flow.kafka_io import Written, read, wait_for, write

ROOT = Path(__file__).parents[2]
SCHEMA = Path("schemas", "json", "news-event.schema.json")
PREVIOUS = "5edb3ba8aea8547754939045ac0f68685b3b9fb2"
"""The version before, to be moved on with each release; a shallow clone has only the present one instead."""
PARTITIONS = 4
RUN = ("service", "run")
MakeTopics = Callable[..., TopicSettings]


class Release(ReplicaProcess):
    """A replica of the code in some folder."""

    @property
    def fingerprint(self) -> str:
        """Fingerprint of its pipeline, by which events tell who wrote them."""
        told: str = self.lines("started")[0]["pipeline_fingerprint"]
        return told


def git(*arguments: str) -> bytes:
    """Run git on the checkout."""
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True).stdout


@pytest.fixture(scope="module")
def previous(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the code of the previous version."""
    folder = tmp_path_factory.mktemp("previous")
    known = subprocess.run(["git", "cat-file", "-e", PREVIOUS], cwd=ROOT, check=False, capture_output=True)
    commit = "HEAD" if known.returncode else PREVIOUS
    with tarfile.open(fileobj=io.BytesIO(git("archive", commit, "service", "schemas"))) as archive:
        archive.extractall(folder, filter="data")
    sys.stdout.write(f"previous version: {git('log', '-1', '--format=%h %cs %s', commit).decode()}")
    return folder


@contextmanager
def load(bootstrap: str, topic: str) -> Iterator[Callable[[], int]]:
    """Write some twenty pages a second meanwhile; give a function that ends it and counts what it wrote."""
    stop, count = Event(), 0

    def work() -> None:
        nonlocal count
        while not stop.is_set():
            write(bootstrap, topic, [page(count + n) for n in range(4)], partitions=PARTITIONS)
            count += 4
            stop.wait(0.2)

    thread = Thread(target=work)
    thread.start()

    def end() -> int:
        stop.set()
        thread.join()
        return count

    try:
        yield end
    finally:
        end()


@contextmanager
def cleared(*replicas: Release) -> Iterator[None]:
    """Leave none of them running."""
    try:
        yield
    finally:
        for replica in replicas:
            replica.clear()


def test_replicas_are_replaced_one_after_the_other(
    kafka: str, topics: MakeTopics, tmp_path: Path, previous: Path
) -> None:
    """Every record has its event in the end, and the events of each version are what its schema says.

    What the new version writes the old one reads, as its readers are told to: ignoring what they do not know.
    """
    named = topics(partitions=PARTITIONS)
    old, new = (
        [Release(kafka, named, tmp_path / f"{age}{n}.log", CONSUMER__SESSION_TIMEOUT_MS=6000) for n in (0, 1)]
        for age in ("old", "new")
    )
    with cleared(*old, *new), load(kafka, named.raw) as end:
        for replica in old:
            replica.launch(*RUN, folder=previous)
        for replica in old:
            replica.wait_ready()
        wait_for(kafka, [named.events], 32)
        begun = time.monotonic()
        for leaving, coming in zip(old, new, strict=True):
            coming.launch(*RUN)
            coming.wait_ready()
            assert 0 == leaving.stop()
        rolled = time.monotonic() - begun
        new[1].wait_for_metric("records_published_total", 16)
        count = end()
        wait_for(kafka, [named.events], count)
        assert [0, 0] == [replica.stop() for replica in new]
    events = read(kafka, named.events)
    done = Counter(offset_of(event) for event in events)
    writers = Counter(fingerprint_of(event) for event in events)
    sys.stdout.write(
        f"{count} records, replaced in {rolled:.1f} s under load: lost {count - len(done)}, "
        f"done twice {done.total() - len(done)}; events by fingerprint {dict(writers)}\n"
    )
    assert count == len(done)
    assert {old[0].fingerprint, new[0].fingerprint} == set(writers)
    for folder, replica in ((previous, old[0]), (ROOT, new[0])):
        obeys = Draft202012Validator(json.loads((folder / SCHEMA).read_text()))
        for event in events:
            if fingerprint_of(event) == replica.fingerprint:
                obeys.validate(json.loads(event.value or b""))
    for event in events:
        NewsEvent.model_validate_json(event.value or b"", extra="ignore")
    read_by(previous, events)


def fingerprint_of(event: Written) -> str:
    """Return the fingerprint of the pipeline that wrote an event."""
    told: str = json.loads(event.value or b"")["lineage"]["pipeline_fingerprint"]
    return told


def read_by(folder: Path, events: list[Written]) -> None:
    """Read events as a consumer with the code in some folder does."""
    script = (
        "import sys; from schemas import NewsEvent\n"
        "for line in sys.stdin.buffer: NewsEvent.model_validate_json(line, extra='ignore')"
    )
    lines = b"\n".join((event.value or b"").strip() for event in events)
    environment = os.environ | {"PYTHONPATH": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=folder,
        env=environment,
        input=lines,
        check=False,
        capture_output=True,
    )
    assert 0 == done.returncode, done.stderr.decode()[-2000:]
