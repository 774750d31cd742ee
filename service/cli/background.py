"""An event loop in a thread of its own.

Reading files and pipes blocks. With the loop elsewhere, what is under way goes on meanwhile, and Ctrl-C
reaches a command that waits for its standard input.
"""

import asyncio
import signal
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from contextlib import suppress
from types import TracebackType
from typing import Any, Self, TypeVar

Result = TypeVar("Result")
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
            self.submit(_cancel_all()).result(STOP_S)

    def submit(self, task: Coroutine[Any, Any, Result]) -> Future[Result]:
        """Start a task in the loop."""
        return asyncio.run_coroutine_threadsafe(task, self._loop)

    def run(self, task: Coroutine[Any, Any, Result]) -> Result:
        """Run a task in the loop and wait for what it returns or raises."""
        return self.submit(task).result()


async def _cancel_all() -> None:
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
