"""``dateline tail``: follow events or dead letters, for eyes on a terminal, for programs in a pipe."""

import asyncio
import sys
from typing import Any

import orjson
from aiokafka import AIOKafkaConsumer, ConsumerRecord

from service.cli.broker import connected, consumer_of, existing, run_async
from service.cli.configure import settings_for
from service.cli.showing.console import say, stdout_console, write_line
from service.cli.showing.letters import record_as_json
from service.cli.showing.views import dead_letter_view, event_view
from service.settings import Settings

POLL_MS = 250


def tail_topic(
    stream: str,
    bootstrap_servers: str | None,
    *,
    from_beginning: bool,
    limit: int | None,
    timeout_s: float | None,
) -> int:
    """Follow a topic until the limit, the timeout or Ctrl-C.

    Args:
        stream: ``events`` or ``dead``.
        bootstrap_servers: brokers, instead of the setting.
        from_beginning: start with the oldest record, not with the next one.
        limit: records after which to end.
        timeout_s: seconds without a record after which to end.

    Returns:
        The exit code.
    """
    settings = settings_for(bootstrap_servers)
    return run_async(_tail(settings, stream, from_beginning=from_beginning, limit=limit, timeout_s=timeout_s))


async def _tail(
    settings: Settings, stream: str, *, from_beginning: bool, limit: int | None, timeout_s: float | None
) -> int:
    name = settings.topics.events if stream == "events" else settings.topics.dead
    topic = await existing(settings, name, "Read")
    show = _Show(stream, readable=sys.stdout.isatty())
    async with connected(consumer_of(settings), settings) as consumer:
        parts = topic.parts()
        consumer.assign(parts)
        await (consumer.seek_to_beginning(*parts) if from_beginning else consumer.seek_to_end(*parts))
        if sys.stderr.isatty():
            say(f"following {name} from the {'beginning' if from_beginning else 'end'}; Ctrl-C ends")
        await _follow(consumer, show, limit, timeout_s)
    return 0


async def _follow(
    consumer: AIOKafkaConsumer, show: "_Show", limit: int | None, timeout_s: float | None
) -> None:
    loop = asyncio.get_running_loop()
    heard = loop.time()
    count = 0
    while True:
        batches = await consumer.getmany(timeout_ms=POLL_MS)
        for record in (record for records in batches.values() for record in records):
            show(record)
            count += 1
            if count == limit:
                sys.stdout.flush()
                return
        sys.stdout.flush()
        if batches:
            heard = loop.time()
        elif timeout_s is not None and loop.time() - heard >= timeout_s:
            return


class _Show:
    """Writes one record to stdout."""

    def __init__(self, stream: str, *, readable: bool) -> None:
        self._stream = stream
        self._console = stdout_console() if readable else None

    def __call__(self, record: ConsumerRecord) -> None:
        if self._console is not None:
            view = event_view if self._stream == "events" else dead_letter_view
            self._console.print(view(record))
        elif self._stream == "events":
            self._write_event(record)
        else:
            write_line(
                orjson.dumps(_coordinates(record) | record_as_json(record.key, record.headers, record.value))
            )

    def _write_event(self, record: ConsumerRecord) -> None:
        try:
            event = orjson.loads(record.value or b"")
        except orjson.JSONDecodeError:
            say(f"{record.topic}:{record.partition}:{record.offset}: not an event, left out")
            return
        write_line(record.value if b"\n" not in record.value else orjson.dumps(event))


def _coordinates(record: ConsumerRecord) -> dict[str, Any]:
    return {
        "topic": record.topic,
        "partition": record.partition,
        "offset": record.offset,
        "timestamp": record.timestamp,
    }
