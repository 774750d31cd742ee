"""Disconnecting clients, which is never broken off: half stopped, a client goes on beside its successor."""

import asyncio
from collections.abc import Coroutine
from typing import Any

_stopping: set[asyncio.Task[None]] = set()
"""Clients under way to their end, of earlier sessions too: their requests may take long to fail."""


async def disconnect(*stops: Coroutine[Any, Any, None], limit_s: float) -> None:
    """Stop clients at the same time; wait for it as long as that, and leave the rest to themselves.

    Each is stopped in a task of its own: one whose broker is gone may take long, or end with the
    cancellation of a task of its own, which is not ours.
    """
    tasks = [asyncio.create_task(stop) for stop in stops]
    for task in tasks:
        _stopping.add(task)
        task.add_done_callback(_stopped)
    await asyncio.wait(tasks, timeout=limit_s)


def _stopped(task: asyncio.Task[None]) -> None:
    _stopping.discard(task)
    if not task.cancelled():
        task.exception()  # a client whose broker is gone may well fail to say goodbye
