"""Waiting without polling: until something has moved, or unless something happens first."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


class Progress:
    """Lets tasks wait until a condition holds that others bring about."""

    def __init__(self) -> None:
        """Begin with nobody waiting."""
        self._event = asyncio.Event()

    def moved(self) -> None:
        """Let every waiting task look at its condition again."""
        self._event.set()
        self._event.clear()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Return once the condition holds."""
        while not condition():
            await self._event.wait()


async def unless(event: asyncio.Event, work: Coroutine[Any, Any, Result]) -> Result | None:
    """Return the work's result, or null, the work given up, where the event is set first."""
    working = asyncio.create_task(work)
    waiting = asyncio.create_task(event.wait())
    try:
        await asyncio.wait([working, waiting], return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        for task in (working, waiting):
            task.cancel()
        await asyncio.gather(working, waiting, return_exceptions=True)
