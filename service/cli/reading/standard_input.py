"""The standard input, waited for together with Ctrl-C.

The interpreter looks for signals, then reads. A Ctrl-C between the two is seen when the read returns, which
may be never: whoever waits for a pipe waits for signals as well.
"""

import io
import os
import select
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from service.errors import ConfigurationError


@contextmanager
def standard_input() -> Iterator[io.BufferedReader]:
    """Open the standard input for reading; from the main thread alone, which is where signals arrive.

    Raises:
        ConfigurationError: there is none.
    """
    if sys.stdin is None:
        raise ConfigurationError("the standard input is closed; give the command a pipe, or name files")
    signals, writer = os.pipe()
    os.set_blocking(writer, False)
    before = signal.set_wakeup_fd(writer)
    try:
        yield io.BufferedReader(_Interruptible(sys.stdin.fileno(), signals))
    finally:
        signal.set_wakeup_fd(before)
        os.close(signals)
        os.close(writer)


class _Interruptible(io.RawIOBase):
    """A file of which every read ends with Ctrl-C, whenever it came."""

    def __init__(self, file: int, signals: int) -> None:
        super().__init__()
        self._file, self._signals = file, signals

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # any writable buffer
        while True:
            ready, _, _ = select.select((self._file, self._signals), (), ())
            if self._signals in ready and signal.SIGINT in os.read(self._signals, len(buffer)):
                raise KeyboardInterrupt
            if self._file in ready:
                return os.readv(self._file, [buffer])
