"""What each delivery guarantee costs, and what is lost or comes twice when service or broker die under load.

    python -m benchmarks.delivery latency    [--records 1000] [--rate 50] [--only TEXT]
    python -m benchmarks.delivery throughput [--records 4000] [--rounds 3]
    python -m benchmarks.delivery faults     [--records 2000] [--kills 10] [--seed 1]

Latency runs from a scraper's write to a ``read_committed`` reader's sight of the event, records coming at
random moments at a rate, and tells what is beyond each record's own processing; plain loops are timed beside
the service. Throughput runs both guarantees in turn, on the demo's samples. With faults, each record must end
as one event or dead letter at least, exactly once as one; a second copy must carry the same id.
"""

import argparse
import itertools
import json
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.harness import all_committed, make_topics, preload, read_all, running
from benchmarks.streaming.latency import WARM_UP, latency
from service.demo.broker import LASTING_JVM, LocalKafka
from service.demo.samples import load_samples
from service.outcome import Disposition
from service.pipeline import Pipeline
from service.record import InputRecord
from service.settings import Settings, TopicSettings

GUARANTEES = ("at_least_once", "exactly_once")
PARTITIONS = 4
LIMIT_S = 300.0


def articles(count: int) -> Iterator[InputRecord]:
    """Write flat articles, each its own; one in fifty is no article and must become a dead letter."""
    for number in range(count):
        text = (
            f"Lighthouse {number} gets a new keeper\n\n"
            f"The lighthouse on island {number} has a new keeper, the coast office said on Monday.\n\n"
            "She will trim the lamp, log the weather and welcome the summer's visitors, it added.\n"
        )
        value = b"" if number % 50 == 0 else text.encode()
        headers = (
            ("url", f"https://coast.example/keeper/{number}".encode()),
            ("content-type", b"text/plain"),
        )
        yield InputRecord(value, str(number).encode(), headers)


def endings(bootstrap: str, topics: TopicSettings) -> dict[tuple[int, int], list[bytes | None]]:
    """Collect what each input record (partition, offset) became: event ids and dead letters' keys."""
    found: dict[tuple[int, int], list[bytes | None]] = defaultdict(list)
    for key, value, _ in read_all(bootstrap, topics.events):
        origin = json.loads(value or b"")["lineage"]["input"]
        found[origin["partition"], origin["offset"]].append(key)
    for key, _, headers in read_all(bootstrap, topics.dead):
        place = int(headers["dateline-origin-partition"]), int(headers["dateline-origin-offset"])
        found[place].append(key)
    return found


def report(name: str, records: int, found: dict[tuple[int, int], list[bytes | None]], seconds: float) -> int:
    """Print one line of figures; return the number of lost records."""
    lost = records - len(found)
    twice = sum(len(ids) - 1 for ids in found.values())
    unequal = sum(len(set(ids)) > 1 for ids in found.values())
    print(
        f"{name}: {records} records, lost {lost}, duplicated {twice} "
        f"({100 * twice / records:.1f} %, with unequal ids {unequal}), {seconds:.0f} s",
        flush=True,
    )
    return lost + unequal


def finish(bootstrap: str, topics: TopicSettings) -> None:
    """Wait until the group has committed everything."""
    deadline = time.monotonic() + LIMIT_S
    while not all_committed(bootstrap, topics):
        if time.monotonic() > deadline:
            raise RuntimeError(f"not everything is committed after {LIMIT_S} s")
        time.sleep(0.2)


def throughput(broker: LocalKafka, records: int, rounds: int, log: Path) -> None:
    """Measure both guarantees in turn and print the ratio of each round."""
    pipeline = Pipeline(Settings().pipeline)
    samples = [sample.record for sample in load_samples()]
    events = [r for r in samples if pipeline.run(r).disposition is Disposition.PUBLISHED]
    load = list(itertools.islice(itertools.cycle(events), records))
    ratios = []
    for turn in range(rounds):
        rates = []
        for guarantee in GUARANTEES if turn % 2 == 0 else GUARANTEES[::-1]:
            topics = make_topics(broker.bootstrap, PARTITIONS)
            preload(broker.bootstrap, topics.raw, load, PARTITIONS)
            with running(broker.bootstrap, topics, 2, log, DELIVERY=guarantee) as service:
                service.wait_for(records // 10, LIMIT_S)
                begin, cpu, first = time.perf_counter(), service.cpu_seconds(), service.ended()
                service.wait_for(records, LIMIT_S)
                seconds, cpu = time.perf_counter() - begin, service.cpu_seconds() - cpu
                ended, sums = service.ended() - first, service.metrics()
                service.stop()
            if sums.get("dateline_worker_failures_total"):
                raise RuntimeError("the run is void: a worker of it died")
            rates.append((guarantee, ended / seconds))
            print(
                f"round {turn + 1}: {guarantee:<16}{ended / seconds:>8.0f} records/s"
                f"{1000 * cpu / ended:>8.2f} CPU ms/record"
                f"{sums.get('dateline_transactions_total', 0):>8.0f} transactions",
                flush=True,
            )
        by_name = dict(rates)
        ratios.append(by_name["exactly_once"] / by_name["at_least_once"])
    spread = f"{min(ratios):.3f} to {max(ratios):.3f}"
    print(f"exactly once / at least once: {statistics.median(ratios):.3f} ({spread})")


def kill_service(broker: LocalKafka, records: int, kills: int, log: Path, rng: random.Random) -> int:
    """Kill the service again and again while it works; return the number of faults."""
    begin = time.monotonic()
    topics = make_topics(broker.bootstrap, PARTITIONS)
    preload(broker.bootstrap, topics.raw, articles(records), PARTITIONS)
    session = {"CONSUMER__SESSION_TIMEOUT_MS": "6000"}  # the killed replica is missed sooner
    share = records // (kills + 1)
    for turn in range(kills):
        with running(broker.bootstrap, topics, 2, log, **session) as service:
            service.wait_for(rng.randrange(1, share), LIMIT_S)
            service.kill()
        print(f"kill {turn + 1} of {kills}", flush=True)
    with running(broker.bootstrap, topics, 2, log, **session) as service:
        finish(broker.bootstrap, topics)
        service.stop()
    return report(f"kill -9 x {kills}", records, endings(broker.bootstrap, topics), time.monotonic() - begin)


def restart_broker(broker: LocalKafka, records: int, log: Path) -> int:
    """Stop the broker for three seconds while the service works; return the number of faults."""
    begin = time.monotonic()
    topics = make_topics(broker.bootstrap, PARTITIONS)
    preload(broker.bootstrap, topics.raw, articles(records), PARTITIONS)
    with running(broker.bootstrap, topics, 1, log) as service:
        service.wait_for(records // 4, LIMIT_S)
        broker.stop()
        time.sleep(3)
        broker.start()
        finish(broker.bootstrap, topics)
        service.stop()
    return report("broker restart", records, endings(broker.bootstrap, topics), time.monotonic() - begin)


def main() -> None:
    """Run one of the three; exit with 1 where anything was lost."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    timing = commands.add_parser("latency", help="from write to sight, at a low rate")
    timing.add_argument("--records", type=int, default=1_000, help="records a run (default 1000)")
    timing.add_argument("--rate", type=float, default=50.0, help="records a second (default 50)")
    timing.add_argument(
        "--only",
        action="append",
        metavar="TEXT",
        help="only who has this in the name or stage; may be repeated",
    )
    speed = commands.add_parser("throughput", help="records a second of a preloaded topic")
    speed.add_argument("--records", type=int, default=4_000, help="records a run (default 4000)")
    speed.add_argument("--rounds", type=int, default=3, help="rounds of both (default 3)")
    deaths = commands.add_parser("faults", help="kills and a restart, at least once")
    deaths.add_argument("--records", type=int, default=2_000, help="records a run (default 2000)")
    deaths.add_argument("--kills", type=int, default=10, help="how often the service is killed (default 10)")
    deaths.add_argument("--seed", type=int, default=1, help="chooses the moments of the kills (default 1)")
    arguments = parser.parse_args()
    faults = 0
    with tempfile.TemporaryDirectory() as folder, LocalKafka(jvm=LASTING_JVM) as broker:
        log = Path(folder) / "service.log"
        if arguments.command == "latency":
            load = (record for record in articles(2 * (arguments.records + WARM_UP)) if record.value)
            records = list(itertools.islice(load, arguments.records + WARM_UP))
            faults = not latency(broker.bootstrap, records, arguments.rate, log, arguments.only or ())
        elif arguments.command == "throughput":
            throughput(broker, arguments.records, arguments.rounds, log)
        else:
            rng = random.Random(arguments.seed)  # noqa: S311 - moments, not secrets
            faults = kill_service(broker, arguments.records, arguments.kills, log, rng)
            faults += restart_broker(broker, arguments.records, log)
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    main()
