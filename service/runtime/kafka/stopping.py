"""Stopping clients, which is never broken off: half stopped, a client goes on beside its successor."""

import asyncio
from typing import Protocol

_stopping: set[asyncio.Task[None]] = set()
"""Clients under way to their end, of earlier sessions too: their requests may take long to fail."""


class Client(Protocol):
    """A client of aiokafka, or what holds some."""

    async def stop(self) -> None:
        """Disconnect."""


async def stop(*clients: Client, limit_s: float) -> None:
    """Stop clients at the same time; wait for it as long as that, and leave the rest to themselves.

    Each is stopped in a task of its own: one whose broker is gone may take long, or end with the
    cancellation of a task of its own, which is not ours.
    """
    tasks = [asyncio.ensure_future(client.stop()) for client in clients]
    for task in tasks:
        _stopping.add(task)
        task.add_done_callback(_stopped)
    await asyncio.wait(tasks, timeout=limit_s)


def _stopped(task: asyncio.Task[None]) -> None:
    _stopping.discard(task)
    if not task.cancelled():
        task.exception()  # a client whose broker is gone may well fail to say goodbye
