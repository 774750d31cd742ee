"""``dateline run`` with the poison stage before the others; settings come from the environment.

``KILL_AT=POINT:N`` kills the process, as a power cut would, when it comes to a point for the N-th time.
"""

import os
import signal
import sys
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from aiokafka import AIOKafkaProducer

from service.app import serve
from service.errors import ServiceError
from service.runtime.consuming import Consuming
from service.settings import load_settings
from tests.faults.poison import poisoned

POINTS: dict[str, tuple[type, str]] = {
    "before-produce": (AIOKafkaProducer, "begin_transaction"),
    "between-produce-and-offsets": (AIOKafkaProducer, "send_offsets_to_transaction"),
    "before-commit": (AIOKafkaProducer, "commit_transaction"),
    "after-commit": (Consuming, "note_commit"),
    "opening": (Consuming, "rewind"),
    "rebalance": (Consuming, "on_partitions_revoked"),
}
"""Where to die: on entering a method."""


def arm(order: str) -> None:
    """Make a method deadly at its N-th call."""
    point, _, turn = order.partition(":")
    owner, name = POINTS[point]
    method: Callable[..., Any] = getattr(owner, name)
    calls = 0

    @wraps(method)
    def deadly(*args: object, **options: object) -> object:
        nonlocal calls
        calls += 1
        if calls == int(turn):
            os.kill(os.getpid(), signal.SIGKILL)
        return method(*args, **options)

    setattr(owner, name, deadly)


def main() -> int:
    """Run the service; say why it cannot, in one line."""
    if order := os.environ.get("KILL_AT"):
        arm(order)
    try:
        settings = load_settings()
        return serve(settings, partial(poisoned, settings.pipeline))
    except ServiceError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
