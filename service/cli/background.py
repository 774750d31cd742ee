"""An event loop in a thread of its own.

Reading files and pipes blocks. With the loop elsewhere, what is under way goes on meanwhile, and Ctrl-C
reaches a command that waits for its standard input.
"""

import asyncio
import signal
import threading
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from types import TracebackType
from typing import Any, Generic, Self, TypeVar, TypeVarTuple

Result = TypeVar("Result")
Argument = TypeVar("Argument")
Arguments = TypeVarTuple("Arguments")
Thing = TypeVar("Thing")
STOP_S = 10.0
"""Time given to what is still running when the block ends, seconds."""


class Background:
    """The loop, while the block lasts."""

    def __enter__(self) -> Self:
        """Start the loop."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._turn, name="background-loop", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Cancel what still runs, and end the loop."""
        self.cancel()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(STOP_S)
        if not self._thread.is_alive():
            self._loop.close()

    def _turn(self) -> None:
        # Ctrl-C is the main thread's; processes started from here inherit that they do not get it.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        self._loop.run_forever()

    def cancel(self) -> None:
        """Cancel every task, and wait until they have ended."""
        with suppress(TimeoutError):
            self.submit(_cancel_all).result(STOP_S)

    def submit(
        self, function: Callable[[*Arguments], Coroutine[Any, Any, Result]], *arguments: *Arguments
    ) -> Future[Result]:
        """Start a task in the loop.

        Its coroutine is made there: one made here could be left without a loop by Ctrl-C.
        """
        ended: Future[Result] = Future()

        def start() -> None:
            self._loop.create_task(function(*arguments)).add_done_callback(lambda task: _settle(ended, task))

        self._loop.call_soon_threadsafe(start)
        return ended

    def call(self, function: Callable[[Argument], object], argument: Argument) -> None:
        """Call a function in the loop, soon."""
        self._loop.call_soon_threadsafe(function, argument)

    def run(
        self, function: Callable[[*Arguments], Coroutine[Any, Any, Result]], *arguments: *Arguments
    ) -> Result:
        """Run a task in the loop and wait for what it returns or raises."""
        return self.submit(function, *arguments).result()


class Belt(Generic[Thing]):
    """Things from this thread to a task in the loop, in order, a bounded number of bytes ahead of it."""

    def __init__(
        self, background: Background, consume: Callable[[Thing], Awaitable[None]], limit: int
    ) -> None:
        """Start the task.

        Args:
            background: where it runs.
            consume: takes one thing after another.
            limit: bytes on the belt at which ``put`` waits; a larger thing goes alone.
        """
        self._consume = consume
        self._limit = limit
        self._held = 0
        self._room = threading.Condition()
        self._queue: asyncio.Queue[tuple[Thing, int] | None] = asyncio.Queue()
        self._background = background
        self._task = background.submit(self._carry)
        self._task.add_done_callback(lambda _: self._release(0))

    def put(self, thing: Thing, size: int) -> None:
        """Lay a thing of so many bytes on the belt; raises what the task raised."""
        with self._room:
            self._room.wait_for(
                lambda: self._task.done() or not self._held or self._held + size <= self._limit
            )
            self._held += size
        if self._task.done():
            self._task.result()
        self._background.call(self._queue.put_nowait, (thing, size))

    def finish(self) -> None:
        """Wait until everything was consumed; raises what the task raised."""
        self._background.call(self._queue.put_nowait, None)
        self._task.result()

    async def _carry(self) -> None:
        while (laid := await self._queue.get()) is not None:
            await self._consume(laid[0])
            self._release(laid[1])

    def _release(self, size: int) -> None:
        with self._room:
            self._held -= size
            self._room.notify()


def _settle(ended: Future[Result], task: asyncio.Task[Result]) -> None:
    if task.cancelled():
        ended.cancel()
    elif error := task.exception():
        ended.set_exception(error)
    else:
        ended.set_result(task.result())


async def _cancel_all() -> None:
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
