"""The service as the demo runs it: ``dateline run`` in a process of its own."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Self
from urllib.request import urlopen

from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from service.demo.broker import free_port
from service.settings import PREFIX, KafkaSettings, TopicSettings

STOP_LIMIT_S = 40.0
"""Longer than the service's own time to drain."""


class ServiceProcess:
    """``dateline run`` with settings in its environment and its log in a file; an async context manager."""

    def __init__(self, kafka: KafkaSettings, topics: TopicSettings, log: Path) -> None:
        """Prepare its environment; nothing starts yet.

        No ``DATELINE_*`` variable of this process is passed on: what they say of the broker is in
        ``kafka``, and the rest is not to change what the demo expects.
        """
        self.log = log
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        settings = {
            **{f"KAFKA__{name.upper()}": value for name, value in _texts(kafka).items()},
            "TOPICS__RAW": topics.raw,
            "TOPICS__EVENTS": topics.events,
            "TOPICS__DEAD": topics.dead,
            "CONSUMER__GROUP": topics.raw,
            "HTTP__HOST": "127.0.0.1",
            "HTTP__PORT": str(port),
            "LOG__FORMAT": "json",
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        self.environment = kept | {PREFIX + name: value for name, value in settings.items()}

    async def __aenter__(self) -> Self:
        """Start it; it may take a few seconds to be ready."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(  # noqa: ASYNC220 - starting it takes no time
                [sys.executable, "-m", "service", "run"],
                env=self.environment,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C is for the demo, which then stops it cleanly
            )
        return self

    async def __aexit__(self, *_: object) -> None:
        """Make sure it is gone."""
        await self.stop()

    @property
    def running(self) -> bool:
        """Whether it is alive."""
        return self.process.poll() is None

    async def stop(self) -> int:
        """Ask it to drain and end, kill it where it does not; return its exit code."""
        if self.running:
            self.process.send_signal(signal.SIGTERM)
        try:
            return await asyncio.to_thread(self.process.wait, STOP_LIMIT_S)
        except (subprocess.TimeoutExpired, asyncio.CancelledError):
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            raise

    async def counts(self) -> dict[str, int]:
        """Read from its own metrics how many records were received, how they ended, how many are in flight.

        Empty while it does not answer.
        """
        try:
            text = await asyncio.to_thread(self._read_metrics)
        except OSError:
            return {}
        names = {
            "dateline_records_received_total": "received",
            "dateline_records_published_total": "published",
            "dateline_records_dead_lettered_total": "dead-lettered",
            "dateline_records_dropped_total": "dropped",
            "dateline_records_abandoned_total": "abandoned",
            "dateline_records_in_flight": "in flight",
        }
        counts = dict.fromkeys(names.values(), 0)
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                if sample.name in names:
                    counts[names[sample.name]] += int(sample.value)
        return counts

    def _read_metrics(self) -> str:
        with urlopen(f"{self.url}/metrics", timeout=2) as answer:  # noqa: S310 - it is http
            text: str = answer.read().decode()
        return text

    def last_words(self, lines: int = 5) -> str:
        """Return the end of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def _texts(kafka: KafkaSettings) -> dict[str, str]:
    """Write settings as the environment holds them, secrets in the clear, nulls left out."""
    values = kafka.model_dump(exclude_none=True).items()
    return {name: v.get_secret_value() if isinstance(v, SecretStr) else str(v) for name, v in values}
