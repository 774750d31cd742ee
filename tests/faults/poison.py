"""A test-only stage that harms its worker process where a record's value asks for it.

Workers import this module by its name, so it stands beside the tests, not inside one.
"""

import os
import re
import signal
import time

from schemas import StageName
from service.pipeline import Pipeline
from service.record import InputRecord
from service.settings import PipelineSettings

ORDER = re.compile(rb"poison:([a-z]+)(?:=([0-9.]+))?")


def poisoned(settings: PipelineSettings) -> Pipeline:
    """Build the real pipeline with the poison stage before it."""
    pipeline = Pipeline(settings)
    pipeline.stages = ((StageName.ADMIT, poison), *pipeline.stages)
    return pipeline


def broken(settings: PipelineSettings) -> Pipeline:
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
