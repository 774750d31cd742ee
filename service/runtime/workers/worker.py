"""The worker process: takes chunks of records from a socket, runs the pipeline, sends outcomes back.

It dies rather than misbehave: on an overrun of the time limit by SIGALRM (which ends even C code that
never returns to Python), on memory exhaustion with an exit code of its own, and with its parent, whose
end of the socket closes.
"""

import gc
import os
import pickle
import resource
import signal
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from ctypes import c_int
from typing import BinaryIO, Protocol, cast

from service.outcome import Outcome
from service.record import InputRecord
from service.settings import MEBIBYTE, PipelineSettings

EXIT_OUT_OF_MEMORY = 77
EXIT_TIMEOUT = -signal.SIGALRM
LENGTH = struct.Struct("!Q")
COLLECT_AFTER = 50_000
"""Objects made and still alive after which the garbage collector looks at the young ones."""


class Runs(Protocol):
    """What a worker needs of the pipeline."""

    def run(self, record: InputRecord, attempts: int = 1) -> Outcome:
        """Take a record to its disposition."""


PipelineFactory = Callable[[], Runs]
"""Builds the pipeline inside the worker; picklable by reference."""


def build_pipeline(settings: PipelineSettings) -> Runs:
    """Build the real pipeline; the parent, which only moves bytes, never loads the stages."""
    from service.pipeline import Pipeline  # noqa: PLC0415 - as said above

    return Pipeline(settings)


def work(
    channel: socket.socket, under_way: c_int, factory: PipelineFactory, time_limit_s: float, memory_mb: int
) -> None:
    """Serve chunks until the parent's end of the channel closes.

    First sends null, or why the pipeline could not be built. Then, for each pickled
    ``(records, attempts)``, sends the list of outcomes, all as plain tuples, which pickle fastest. What is
    sent is pickled, after its length.
    ``under_way``, shared with the parent, says which record of the chunk it is at.
    """
    # The parent decides when a worker ends: a terminal's Ctrl-C and a supervisor's SIGTERM go to
    # the whole process group, and would kill what the parent is draining.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_DATA, (memory_mb * MEBIBYTE, memory_mb * MEBIBYTE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Closing the stream flushes it, which fails once more where the parent is gone.
    with suppress(EOFError, ConnectionError), channel, channel.makefile("rwb", buffering=MEBIBYTE) as stream:
        try:
            _serve(cast("BinaryIO", stream), under_way, factory, time_limit_s)
        except MemoryError:
            os._exit(EXIT_OUT_OF_MEMORY)


def settle_memory() -> None:
    """Keep the garbage collector out of the way of short-lived records.

    Code and models live as long as the process, so they need not be walked again and again; a record makes
    some thousand objects and no cycles, so the default threshold would collect dozens of times for nothing.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)


def _serve(stream: BinaryIO, under_way: c_int, factory: PipelineFactory, time_limit_s: float) -> None:
    def send(message: object) -> None:
        payload = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
        stream.write(LENGTH.pack(len(payload)))
        stream.write(payload)
        stream.flush()

    try:
        pipeline = factory()
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent says it
        send(f"{type(error).__name__}: {error}")
        return
    settle_memory()
    send(None)
    while True:
        records, attempts = pickle.load(stream)  # noqa: S301 - from our own parent
        outcomes = []
        for position, record in enumerate(map(InputRecord._make, records)):
            under_way.value = position
            signal.setitimer(signal.ITIMER_REAL, time_limit_s)
            outcomes.append(tuple(pipeline.run(record, attempts)))
        signal.setitimer(signal.ITIMER_REAL, 0)
        under_way.value = 0
        send(outcomes)
