"""The bare work: the pipeline on the same pages, in one process, set up as a worker is, without Kafka.

    python -m benchmarks.streaming.bare RECORDS WARM_UP

Prints the seconds and the CPU seconds of the records after the first ones, as JSON.
"""

import json
import sys
import time

from benchmarks.streaming.workloads import pages
from service.pipeline import Pipeline
from service.runtime.workers.worker import settle_memory
from service.settings import PipelineSettings


def main() -> None:
    """Measure and print."""
    count, warm_up = map(int, sys.argv[1:])
    pipeline = Pipeline(PipelineSettings())
    first, records = pages(warm_up), pages(count)
    settle_memory()
    for record in first:
        pipeline.run(record)
    begin, cpu = time.perf_counter(), time.process_time()
    for record in records:
        pipeline.run(record)
    print(json.dumps({"seconds": time.perf_counter() - begin, "cpu_seconds": time.process_time() - cpu}))


if __name__ == "__main__":
    main()
