"""The demo, on a real broker."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from aiokafka.admin import AIOKafkaAdminClient

from schemas import ErrorCode
from service.demo.run import demo
from service.demo.samples import load_samples
from service.settings import Settings


def test_the_demo_goes_on_without_java(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no Kafka can be run the demo says so and shows the same on the embedded cluster."""
    monkeypatch.setattr("service.demo.broker.can_run_kafka", lambda: False)
    code = demo(Settings(), None)
    shown = capsys.readouterr().out
    assert 0 == code, shown
    assert "Broker: librdkafka's mock cluster, embedded" in shown
    assert f"All {len(load_samples())} samples ended as expected" in shown


async def _topics(bootstrap: str) -> set[str]:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        return set(await admin.list_topics())
    finally:
        await admin.close()


def _demo_topics(bootstrap: str) -> set[str]:
    return {name for name in asyncio.run(_topics(bootstrap)) if name.startswith("dateline-demo-")}


@pytest.mark.kafka
def test_the_demo_shows_every_sample_and_ends_well(kafka: str, capsys: pytest.CaptureFixture[str]) -> None:
    """On a named broker: each sample shown, all as expected, the service stopped, the topics deleted."""
    code = demo(Settings(), kafka)
    shown = capsys.readouterr().out
    assert 0 == code, shown
    samples = load_samples()
    missing = [s.name for s in samples if f"{'dead' if s.code else 'event':5}  {s.name}" not in shown]
    assert [] == missing
    assert f"All {len(samples)} samples ended as expected" in shown
    assert "Service: exit code 0" in shown
    assert set() == _demo_topics(kafka)


@pytest.mark.kafka
def test_a_surprise_fails_the_demo(
    kafka: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sample that ends otherwise than its table says is named, and the exit code is 1."""
    blog, empty = (sample for sample in load_samples() if sample.name in {"en-blog", "empty"})
    wrong = blog._replace(code=ErrorCode.NO_ARTICLE)
    monkeypatch.setattr("service.demo.run.load_samples", lambda: [wrong, empty])
    assert 1 == demo(Settings(), kafka)
    shown = capsys.readouterr().out
    assert "Not as expected: en-blog: no_article expected, seen: published" in shown
    assert "ended as expected" not in shown


@pytest.mark.kafka
def test_an_interrupted_demo_leaves_nothing_behind(kafka: str, tmp_path: Path) -> None:
    """SIGTERM in the middle stops the service too, and deletes the topics and the folder."""
    command = [sys.executable, "-m", "service", "demo", "--bootstrap-servers", kafka]
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    line = ""
    while not line.startswith("Service: "):
        line = process.stdout.readline()
        assert line, "the demo ended before its service started"
    service = int(line.split("process ")[1].split(",")[0])
    process.send_signal(signal.SIGTERM)
    process.stdout.read()
    assert 130 == process.wait(60)
    process.stdout.close()
    with pytest.raises(ProcessLookupError):
        os.kill(service, 0)
    assert [] == list(tmp_path.iterdir())
    assert set() == _demo_topics(kafka)
