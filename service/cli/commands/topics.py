"""``dateline topics``: show the three topics, create the missing ones."""

import sys

from prometheus_client import CollectorRegistry
from rich.table import Table

from service.cli.broker import TopicState, connected, consumer_of, describe, run_async
from service.cli.configure import settings_for
from service.cli.showing.console import say, stdout_console
from service.errors import BrokerError
from service.runtime.kafka.topics import check_topics
from service.runtime.log import configure_logging
from service.runtime.metrics import Metrics
from service.runtime.telemetry import Telemetry
from service.settings import LogSettings, Settings


def show_topics(bootstrap_servers: str | None, *, create: bool) -> int:
    """Write one line a topic.

    Returns:
        The exit code.

    Raises:
        BrokerError: the broker cannot be reached, or a topic is missing.
    """
    return run_async(_show(settings_for(bootstrap_servers), create=create))


async def _show(settings: Settings, *, create: bool) -> int:
    names = settings.topics.names
    states = await describe(settings, names)
    missing = [name for name in names if states[name] is None]
    if create and missing:
        configure_logging(LogSettings(level="error"), sys.stderr)  # what is created is said here
        await check_topics(
            settings.kafka,
            settings.topics.model_copy(update={"create": True}),
            Telemetry(Metrics(CollectorRegistry())),
        )
        say(f"created {', '.join(missing)}")
        states, missing = await describe(settings, names), []
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("topic", no_wrap=True)
    for heading in ("partitions", "replicas", "largest message", "records"):
        table.add_column(heading, justify="right")
    for name in names:
        table.add_row(name, *await _row(settings, states[name]))
    stdout_console().print(table)
    if missing:
        raise BrokerError(f"missing: {', '.join(missing)}; create with `dateline topics --create`")
    return 0


async def _row(settings: Settings, state: TopicState | None) -> list[str]:
    if state is None:
        return ["missing", "", "", ""]
    async with connected(consumer_of(settings), settings) as consumer:
        begins = await consumer.beginning_offsets(state.parts())
        ends = await consumer.end_offsets(state.parts())
    count = sum(ends[part] - begins[part] for part in begins)
    largest = "?" if state.max_message_bytes is None else f"{state.max_message_bytes:,}"
    return [f"{len(state.partitions)}", f"{state.replicas}", largest, f"{count:,}"]
