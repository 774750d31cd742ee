"""Test-only pipelines: with a stage that harms its worker process where a record's value asks for it.

Workers import this module by its name, so it stands beside the tests, not inside one.
"""

import hashlib
import json
import os
import re
import signal
import time
from typing import TYPE_CHECKING

from schemas import ErrorCode, StageName
from service.outcome import Disposition, Outcome, reject
from service.record import InputRecord, OutputRecord
from service.settings import PipelineSettings

if TYPE_CHECKING:
    from service.pipeline import Pipeline

ORDER = re.compile(rb"poison:([a-z]+)(?:=([0-9.]+))?")


def poisoned(settings: PipelineSettings) -> "Pipeline":
    """Build the real pipeline with the poison stage before it."""
    from service.pipeline import Pipeline  # noqa: PLC0415 - the parent, which only names us, never loads it

    pipeline = Pipeline(settings)
    pipeline.stages = ((StageName.ADMIT, poison), *pipeline.stages)
    return pipeline


class Echo:
    """The least of a pipeline, for tests of all that is around it: no models, so it starts in no time."""

    def __init__(self, settings: PipelineSettings) -> None:
        """Load nothing."""
        self._settings = settings

    def run(self, record: InputRecord, attempts: int = 1) -> Outcome:
        """Make an event that says which record it is of, under the same key every time."""
        poison(record)
        if not record.value:
            code = ErrorCode.EMPTY_VALUE
            return reject(self._settings, record, StageName.ADMIT, code, code.meaning, attempts=attempts)
        origin = {"partition": record.partition, "offset": record.offset}
        event = {"article": {"text": record.value.decode()}, "lineage": {"input": origin}}
        key = hashlib.sha256(record.value).hexdigest().encode()
        return Outcome(Disposition.PUBLISHED, OutputRecord(key, json.dumps(event).encode(), ()))


def broken(settings: PipelineSettings) -> "Pipeline":
    """Fail as a pipeline does whose model file is missing."""
    raise FileNotFoundError(f"no such model for {settings.source}")


def poison(record: InputRecord) -> InputRecord:  # noqa: C901 - a list of harms
    """Do what the record's value says, or pass it on."""
    order = ORDER.search(record.value or b"")
    if order is None:
        return record
    match order[1]:
        case b"fail":
            raise RuntimeError("as a broken model would")
        case b"exit":
            os._exit(13)
        case b"kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case b"stop":
            os.kill(os.getpid(), signal.SIGSTOP)
        case b"hang":
            time.sleep(3600)
        case b"spin":
            while True:
                pass
        case b"memory":
            hoard = []
            while True:
                hoard.append(bytearray(16 << 20))
        case b"sleep":
            time.sleep(float(order[2]))
    return record
