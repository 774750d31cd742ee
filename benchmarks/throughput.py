"""How many records a second go through a real broker, and what the transport costs beside the work.

    python -m benchmarks.throughput [--records 4000] [--rounds 3]

Feeds the demo's sample articles, over and over, to a topic of four partitions, then runs in turn: the
bare pipeline in this process, the service with one worker, the service with two. Absolute times depend
on the machine; the ratio "bare ÷ service" (CPU a record) is what to compare.
"""

import argparse
import itertools
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.harness import make_topics, preload, running
from service.demo.broker import LocalKafka
from service.demo.samples import load_samples
from service.outcome import Disposition
from service.pipeline import Pipeline
from service.record import InputRecord
from service.settings import Settings

PARTITIONS = 4
WARM_UP = 200
"""Records a service has handled before its time and CPU are measured."""


def published_samples(pipeline: Pipeline) -> list[InputRecord]:
    """Choose the samples that become events."""
    records = [sample.record for sample in load_samples()]
    return [r for r in records if pipeline.run(r).disposition is Disposition.PUBLISHED]


def measure_bare(pipeline: Pipeline, records: list[InputRecord]) -> tuple[float, float]:
    """Return records a second and CPU seconds a record of the pipeline alone."""
    begin, cpu = time.perf_counter(), time.process_time()
    for record in records:
        pipeline.run(record)
    return len(records) / (time.perf_counter() - begin), (time.process_time() - cpu) / len(records)


def measure_service(
    bootstrap: str, records: list[InputRecord], workers: int, log: Path
) -> tuple[float, float]:
    """Return records a second and CPU seconds a record of the service on a preloaded topic."""
    topics = make_topics(bootstrap, PARTITIONS)
    count = preload(bootstrap, topics.raw, records, PARTITIONS)
    with running(bootstrap, topics, workers, log) as service:
        service.wait_for(WARM_UP, 120)
        begin, cpu, first = time.perf_counter(), service.cpu_seconds(), service.ended()
        service.wait_for(count, 600)
        seconds, cpu = time.perf_counter() - begin, service.cpu_seconds() - cpu
        if code := service.stop():
            raise RuntimeError(f"the service ended with {code}; see {log}")
    return (count - first) / seconds, cpu / (count - first)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=4_000, help="records a run (default 4000)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of all runs (default 3)")
    arguments = parser.parse_args()
    pipeline = Pipeline(Settings().pipeline)
    samples = published_samples(pipeline)
    records = list(itertools.islice(itertools.cycle(samples), arguments.records))
    mean_kb = statistics.mean(len(r.value or b"") for r in samples) / 1024
    print(f"{len(samples)} samples of {mean_kb:.1f} KiB on average, {len(records)} records a run")
    results: dict[str, list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as folder, LocalKafka() as broker:
        log = Path(folder) / "service.log"
        for turn in range(arguments.rounds):
            runs = {
                "bare pipeline": measure_bare(pipeline, records),
                "service, 1 worker": measure_service(broker.bootstrap, records, 1, log),
                "service, 2 workers": measure_service(broker.bootstrap, records, 2, log),
            }
            for name, measured in runs.items():
                results.setdefault(name, []).append(measured)
            print(f"round {turn + 1} of {arguments.rounds} done", flush=True)
    print(f"\n{'run':<20}{'records/s':>12}{'CPU ms/record':>16}{'bare / service CPU':>28}")
    for name, rounds in results.items():
        rate = statistics.median(rate for rate, _ in rounds)
        cpu = statistics.median(cpu for _, cpu in rounds)
        ratios = [bare[1] / run[1] for bare, run in zip(results["bare pipeline"], rounds, strict=True)]
        spread = f"{statistics.median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f})"
        print(f"{name:<20}{rate:>12.0f}{cpu * 1000:>16.2f}{spread:>28}")


if __name__ == "__main__":
    main()
