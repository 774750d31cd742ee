"""Whether we stand still: stopped, or paused with our container, so that clocks go on and no work is done."""

import asyncio
import time

PULSE_S = 0.5
"""Time between looks, seconds."""


class Stillness:
    """How long this process, and its workers with it, have stood still."""

    def __init__(self) -> None:
        """Begin with none."""
        self.seconds = 0.0

    async def watch(self) -> None:
        """Add up by how much each look comes too late, until cancelled."""
        while True:
            due = time.monotonic() + PULSE_S
            await asyncio.sleep(PULSE_S)
            self.seconds += time.monotonic() - due
