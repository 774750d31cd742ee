"""The real service with a stage that passes records through: ``dateline run`` but for the pipeline.

DATELINE_... python -m benchmarks.streaming.passing
"""

from time import perf_counter

from schemas import StageName
from service.app import serve
from service.outcome import Disposition, Outcome
from service.record import InputRecord, OutputRecord
from service.settings import load_settings


class PassThrough:
    """Stands where the pipeline stands in a worker."""

    def run(self, record: InputRecord, attempts: int = 1) -> Outcome:  # noqa: ARG002 - the protocol's signature
        """Make the record its own event."""
        begin = perf_counter()
        output = OutputRecord(record.key, record.value, record.headers)
        return Outcome(Disposition.PUBLISHED, output, durations={StageName.PUBLISH: perf_counter() - begin})


if __name__ == "__main__":
    raise SystemExit(serve(load_settings(), PassThrough))
