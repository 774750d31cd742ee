"""``dateline feed``: articles to the raw topic, acknowledged, in bounded memory."""

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence

from service.cli.background import Background, Belt
from service.cli.broker import TopicState, existing, quiet_client
from service.cli.configure import settings_for
from service.cli.faults import ExitCode
from service.cli.pace import Pace, Rate
from service.cli.reading.keys import key_of
from service.cli.reading.sources import Skipped, Sourced, Sources
from service.cli.sending import Sending
from service.cli.showing.console import Meter, progress_bar, say
from service.cli.showing.report import tally
from service.errors import BrokerError, ConfigurationError
from service.record import OutputRecord
from service.settings import Settings

BELT_BYTES = 16 << 20
"""Bytes read ahead of what was handed to the client."""
RECORD_OVERHEAD = 1_024
"""What a record takes beside its value, bytes, roughly."""


def feed_paths(
    paths: Sequence[str],
    hints: Mapping[str, str | None],
    pairs: Sequence[str],
    bootstrap_servers: str | None,
    *,
    rate: Rate,
    dry_run: bool,
) -> int:
    """Send every record the paths hold.

    Args:
        paths: files, directories, or ``-``.
        hints: headers by name; null ones are left out.
        pairs: further headers as ``NAME=VALUE``.
        bootstrap_servers: brokers, instead of the setting.
        rate: most to send in a second.
        dry_run: read and count, and talk to no broker.

    Returns:
        The exit code: ``REJECTED`` where a source was damaged or a record too large to send.
    """
    settings = settings_for(bootstrap_servers)
    headers = {name: text for name, text in hints.items() if text is not None} | dict(map(_pair, pairs))
    sources = Sources(paths, headers, settings.pipeline.admit.max_value_bytes)
    total = sources.total() if sys.stderr.isatty() else None
    with progress_bar("feeding", total) as meter:
        feeder = _Feeder(settings, sources, meter)
        if dry_run:
            feeder.count_all()
        else:
            feeder.send_all(Pace(rate))
    feeder.summarise(dry_run=dry_run)
    return ExitCode.REJECTED if feeder.refused else ExitCode.DONE


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name.strip() and equals):
        raise ConfigurationError(f"--header {text}: write it as NAME=VALUE")
    return name.strip().lower(), value


class _Feeder:
    """Reads sources, sends what is fit, counts the rest."""

    def __init__(self, settings: Settings, sources: Sources, meter: Meter) -> None:
        self.settings = settings
        self.sources = sources
        self.meter = meter
        self.topic = settings.topics.raw
        self.count = 0
        self.bytes = 0
        self.refused: list[str] = []
        self.skipped: Counter[str] = Counter()
        self.begin = time.monotonic()

    def count_all(self) -> None:
        """Read without sending."""
        for source in self.sources:
            if isinstance(source, Skipped):
                self._skip(source)
            elif self._is_fit(source):
                self._count(_output(source))

    def send_all(self, pace: Pace) -> None:
        """Send at that pace, and wait for every acknowledgement.

        Raises:
            BrokerError: the broker cannot be reached, refuses, or stops answering.
        """
        quiet_client()
        with Background() as background:
            topic = background.run(existing, self.settings, self.topic, "Write")
            sending = background.run(self._open, topic)

            async def send(source: Sourced) -> None:
                record = _output(source)
                if wait := pace.take(len(record.key or b"") + len(record.value or b"")):
                    await asyncio.sleep(wait)
                if not await sending.send(record):
                    self._refuse(source.label, "skipped: larger than the broker takes")

            try:
                belt = Belt(background, send, BELT_BYTES)
                for source in self.sources:
                    if isinstance(source, Skipped):
                        self._skip(source)
                    elif self._is_fit(source):
                        belt.put(source, len(source.record.value or b"") + RECORD_OVERHEAD)
                belt.finish()
                background.run(sending.flush)
            except BrokerError as error:
                raise BrokerError(f"{error} ({self.count:,} records were acknowledged)") from error
            finally:
                background.run(sending.stop)

    async def _open(self, topic: TopicState) -> Sending:
        sending = Sending(self.settings, topic, self._count)
        await sending.start()
        return sending

    def _is_fit(self, source: Sourced) -> bool:
        if len(source.record.value or b"") <= self.sources.limit:
            return True
        self._refuse(source.label, f"skipped: larger than the {self.sources.limit:,} bytes the service takes")
        return False

    def _skip(self, source: Skipped) -> None:
        if source.damaged:
            self._refuse(source.label, source.reason)
        else:
            self.skipped[source.reason] += 1

    def _refuse(self, label: str, reason: str) -> None:
        self.refused.append(label)
        say(f"{label}: {reason}")

    def _count(self, record: OutputRecord) -> None:
        self.count += 1
        self.bytes += len(record.value or b"")
        self.meter(self.sources.position, f"{self.count:,} records, {self.count / self._seconds():,.0f}/s")

    def _seconds(self) -> float:
        return max(time.monotonic() - self.begin, 1e-9)

    def summarise(self, *, dry_run: bool) -> None:
        """Write what was done to stderr."""
        seconds = self._seconds()
        verb = "would be sent" if dry_run else "sent"
        parts = [f"{self.count:,} records {verb} to {self.topic} ({self.bytes / 1e6:,.1f} MB)"]
        if self.refused:
            parts.append(f"{len(self.refused):,} damaged or too large")
        if self.skipped:
            parts.append(f"{self.skipped.total():,} skipped ({tally(self.skipped)})")
        say(f"{', '.join(parts)}; {seconds:.1f} s, {self.count / seconds:,.0f}/s")


def _output(source: Sourced) -> OutputRecord:
    return OutputRecord(key_of(source), source.record.value, source.record.headers)
