"""The real service with other workers: ``dateline run`` but for what is done with a record.

    DATELINE_... python -m benchmarks.streaming.passing nothing|timed-nothing|timed-pipeline

``nothing`` passes records through; what is timed tells in a header what it was made of, and in what time.
"""

import sys
from collections.abc import Callable
from time import perf_counter

from benchmarks.streaming.stages import timing
from schemas import StageName
from service.app import serve
from service.outcome import Disposition, Outcome
from service.record import InputRecord, OutputRecord
from service.runtime.workers.worker import Runs, build_pipeline
from service.settings import PipelineSettings, load_settings


class PassThrough:
    """Stands where the pipeline stands in a worker."""

    def run(self, record: InputRecord, attempts: int = 1) -> Outcome:  # noqa: ARG002 - the protocol's signature
        """Make the record its own event."""
        begin = perf_counter()
        output = OutputRecord(record.key, record.value, record.headers)
        return Outcome(Disposition.PUBLISHED, output, durations={StageName.PUBLISH: perf_counter() - begin})


class Timed:
    """Runs what it is given with a clock around it."""

    def __init__(self, inner: Runs) -> None:
        """Take what does the work."""
        self._inner = inner

    def run(self, record: InputRecord, attempts: int = 1) -> Outcome:
        """Add a header to the output."""
        begin = perf_counter()
        outcome = self._inner.run(record, attempts)
        header = timing(record.key, perf_counter() - begin)
        output = outcome.output
        return outcome._replace(output=output and output._replace(headers=(*output.headers, header)))


def timed_nothing() -> Runs:
    """Build the pass-through with a clock."""
    return Timed(PassThrough())


def timed_pipeline() -> Runs:
    """Build the real pipeline with a clock."""
    return Timed(build_pipeline(PipelineSettings()))


FACTORIES: dict[str, Callable[[], Runs]] = {
    "nothing": PassThrough,
    "timed-nothing": timed_nothing,
    "timed-pipeline": timed_pipeline,
}

if __name__ == "__main__":
    raise SystemExit(serve(load_settings(), FACTORIES[sys.argv[1]]))
