"""``dateline run`` with the poison stage before the others; settings come from the environment.

Where ``PIPELINE`` is ``echo``, the least of a pipeline takes the place of all stages. It dies as in a
power cut on entering one of the points, once the file that ``KILL_ORDER`` names is there and holds its name.
"""

import os
import signal
import sys
from collections.abc import Callable
from functools import partial, wraps
from itertools import count
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from service.app import serve
from service.errors import ServiceError
from service.runtime.consuming import Consuming
from service.runtime.telemetry import Telemetry
from service.runtime.workers import pool
from service.settings import load_settings
from tests.faults import poison

POINTS: dict[str, tuple[type, str]] = {
    "before-send": (AIOKafkaProducer, "send_batch"),
    "between-produce-and-commit": (AIOKafkaConsumer, "commit"),
    "after-committing": (Telemetry, "committed"),
    "before-produce": (AIOKafkaProducer, "begin_transaction"),
    "between-produce-and-offsets": (AIOKafkaProducer, "send_offsets_to_transaction"),
    "before-commit": (AIOKafkaProducer, "commit_transaction"),
    "after-commit": (Consuming, "note_commit"),
    "opening": (Consuming, "rewind"),
    "rebalance": (Consuming, "on_partitions_revoked"),
}
"""Where to die: on entering a method."""


def arm(order: str) -> None:
    """Make a point deadly at its N-th time: ``POINT:N``."""
    point, _, turn = order.partition(":")
    calls = count(1)
    _make_deadly(point, lambda: next(calls) == int(turn))


def obey(order: Path) -> None:
    """Make every point deadly as soon as a file names it."""
    for point in POINTS:
        _make_deadly(point, partial(_ordered, order, point))


def _ordered(order: Path, point: str) -> bool:
    return order.exists() and order.read_text() == point


def _make_deadly(point: str, now: Callable[[], bool]) -> None:
    owner, name = POINTS[point]
    method: Callable[..., Any] = getattr(owner, name)

    @wraps(method)
    def deadly(*args: object, **options: object) -> object:
        if now():
            os.kill(os.getpid(), signal.SIGKILL)
        return method(*args, **options)

    setattr(owner, name, deadly)


def main() -> int:
    """Run the service; say why it cannot, in one line."""
    obey(Path(os.environ["KILL_ORDER"]))
    echo = os.environ["PIPELINE"] == "echo"
    if echo:
        pool.WARM = poison.__name__  # instead of every stage and model
    try:
        settings = load_settings()
        return serve(settings, partial(poison.Echo if echo else poison.poisoned, settings.pipeline))
    except ServiceError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
