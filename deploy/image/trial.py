"""Running the image: it becomes ready, works, is confined, and loses nothing when it is stopped at work."""

# ruff: noqa: T201 - it prints what it found
# ruff: noqa: INP001 - it stands alone

import asyncio
import json
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from deploy.image.engine import CheckFailed, log_of, podman, start_container, timed
from service.demo.broker import free_port

RAW, EVENTS = "articles.raw", "articles.events"
RECORDS = 4_000
STOP_AFTER = 800
"""Events after which the service is stopped, with the rest still to do."""
READY_LIMIT_S = 90.0
WORK_LIMIT_S = 240.0
DRAIN_LIMIT_S = 90
"""More than the service's own default, so that a slow machine fails nothing; how long it took is printed."""
STOP_LIMIT_S = DRAIN_LIMIT_S + 10
ARTICLE = (
    "<html lang=en><head><title>Library {number} reopens</title></head><body><article>"
    "<h1>Library {number} reopens</h1>"
    "<p>The town library opened its doors again on Monday after a year of repairs to the roof.</p>"
    "<p>Some four hundred people came to borrow a book on the first morning, the librarian said.</p>"
    "<p>The council paid for the work with a grant, and a second reading room follows in spring.</p>"
    "</article></body></html>"
)
ABOUT_ITSELF = """
import json, pathlib
status = dict(line.split(':', 1) for line in pathlib.Path('/proc/1/status').read_text().splitlines())
try:
    pathlib.Path('/opt/dateline/written').touch()
    refused = ''
except OSError as error:
    refused = error.strerror
print(json.dumps({**{name: status[name].split() for name in ('Uid', 'CapEff', 'CapBnd', 'NoNewPrivs')},
                  'writing': refused}))
"""
CONFINED = {
    "Uid": ["10001"] * 4,
    "CapEff": ["0" * 16],
    "CapBnd": ["0" * 16],
    "NoNewPrivs": ["1"],
    "writing": "Read-only file system",
}


class Container:
    """The image at work on a Kafka; a context manager."""

    def __init__(self, image: str, bootstrap_servers: str) -> None:
        """Start nothing yet."""
        self._image = image
        self._name = f"{image}-run"
        self._port = free_port()
        self._environment = {
            "DATELINE_KAFKA__BOOTSTRAP_SERVERS": bootstrap_servers,
            "DATELINE_TOPICS__CREATE": "true",
            "DATELINE_TOPICS__PARTITIONS": "2",
            "DATELINE_HTTP__PORT": str(self._port),
            "DATELINE_WORKERS__COUNT": "2",
            "DATELINE_DRAIN_TIMEOUT_S": str(DRAIN_LIMIT_S),
        }

    def __enter__(self) -> Self:
        podman("rm", "--force", self._name, check=False)
        self._begun = time.monotonic()
        start_container(self._name, self._image, self._environment)
        self._started = time.monotonic()
        return self

    def __exit__(self, *_: object) -> None:
        podman("rm", "--force", self._name, check=False)

    def wait_until_ready(self) -> None:
        """Ask ``/readyz`` until it says 200, and print how long that took from the start of process 1.

        Raises:
            CheckFailed: it does not.
        """
        while time.monotonic() - self._started < READY_LIMIT_S:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/readyz", timeout=2):
                    began = podman("inspect", "--format", "{{.State.StartedAt.Unix}}", self._name)
                    seconds = min(time.monotonic() - self._started, time.time() - float(began))
                    print(f"start to ready: {max(seconds, 0):.1f} s")
                    return
            except (urllib.error.URLError, OSError):
                if podman("inspect", "--format", "{{.State.Running}}", self._name) != "true":
                    break
                time.sleep(0.05)
        raise CheckFailed(f"not ready:\n{log_of(self._name)}")

    def look(self) -> None:
        """See that it is confined, needs no shell, and passes its own health check.

        Raises:
            CheckFailed: it is not, or does not.
        """
        told = json.loads(podman("exec", self._name, "python3", "-I", "-S", "-c", ABOUT_ITSELF))
        if told != CONFINED:
            raise CheckFailed(f"confined as {told}, not {CONFINED}")
        if podman("exec", self._name, "sh", "-c", "echo there", check=False):
            raise CheckFailed("a shell still runs, so the trial says nothing of doing without")
        inspected: list[dict[str, Any]] = json.loads(podman("image", "inspect", self._image))
        test = inspected[0]["HealthCheck" if "HealthCheck" in inspected[0] else "Healthcheck"]["Test"]
        with timed("health check of the image"):
            podman("exec", self._name, *test[1:])

    def stop(self) -> float:
        """Send SIGTERM to process 1 and want code 0; return how long that took, seconds.

        Raises:
            CheckFailed: it ends otherwise, or not at all.
        """
        begun = time.monotonic()
        podman("kill", "--signal", "TERM", self._name)
        while podman("inspect", "--format", "{{.State.Running}}", self._name) == "true":
            if time.monotonic() - begun > STOP_LIMIT_S:
                raise CheckFailed(f"still running {STOP_LIMIT_S} s after SIGTERM")
            time.sleep(0.05)
        seconds = time.monotonic() - begun
        code = podman("inspect", "--format", "{{.State.ExitCode}}", self._name)
        if code != "0":
            raise CheckFailed(f"ended with code {code} on SIGTERM:\n{log_of(self._name)}")
        return seconds


async def try_out(image: str, bootstrap_servers: str) -> None:
    """Start the image, feed it, stop it in the middle, start it again, and count.

    Raises:
        CheckFailed: something is lost, or does not work.
    """
    with Container(image, bootstrap_servers) as container:
        container.wait_until_ready()
        container.look()
        await _write(bootstrap_servers, 1)
        await _outcomes(bootstrap_servers, 1)
        await _write(bootstrap_servers, RECORDS)
        await _outcomes(bootstrap_servers, STOP_AFTER)
        seconds = container.stop()
    done = sum((await _outcomes(bootstrap_servers, 0)).values())
    if done > RECORDS:
        raise CheckFailed("all was done before it was stopped: the trial says nothing")
    print(f"SIGTERM to end, under load: {seconds:.1f} s, with {RECORDS + 1 - done} of {RECORDS} left to do")
    with Container(image, bootstrap_servers) as container:
        container.wait_until_ready()
        seen = await _outcomes(bootstrap_servers, RECORDS + 1)
        container.stop()
    lost, repeated = RECORDS + 1 - len(seen), sum(seen.values()) - len(seen)
    print(f"drained and started again: lost {lost}, done twice {repeated}")
    if lost or repeated:
        raise CheckFailed("a drain must neither lose nor repeat")


async def _write(bootstrap_servers: str, records: int) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap_servers, linger_ms=20)
    await producer.start()
    try:
        for number in range(records):
            await producer.send(RAW, ARTICLE.format(number=number).encode(), key=str(number).encode())
        await producer.flush()
    finally:
        await producer.stop()


async def _outcomes(bootstrap_servers: str, least: int) -> Counter[tuple[int, int]]:
    """Wait for events of so many different records, then read what else is there; by the record's place."""
    seen: Counter[tuple[int, int]] = Counter()
    deadline = time.monotonic() + WORK_LIMIT_S
    async with _reader(bootstrap_servers) as reader:
        while True:
            batches = await reader.getmany(timeout_ms=500)
            for record in (record for records in batches.values() for record in records):
                origin = json.loads(record.value)["lineage"]["input"]
                seen[origin["partition"], origin["offset"]] += 1
            if not batches and len(seen) >= least:
                return seen
            if least == STOP_AFTER and len(seen) >= least:
                return seen
            if time.monotonic() > deadline:
                raise CheckFailed(f"{len(seen)} of {least} records after {WORK_LIMIT_S:.0f} s")


@asynccontextmanager
async def _reader(bootstrap_servers: str) -> AsyncIterator[AIOKafkaConsumer]:
    reader = AIOKafkaConsumer(EVENTS, bootstrap_servers=bootstrap_servers, auto_offset_reset="earliest")
    await reader.start()
    try:
        yield reader
    finally:
        await reader.stop()


def run(image: str, bootstrap_servers: str) -> None:
    """Try an image out.

    Raises:
        CheckFailed: it does not do what it must.
    """
    asyncio.run(try_out(image, bootstrap_servers))
