"""What is lost and what comes twice when the service is killed, or the broker restarted, under load.

    python -m benchmarks.delivery [--records 2000] [--kills 10] [--seed 1]

Each input record must end as one event or dead letter at least; a second copy must carry the same id.
"""

import argparse
import json
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.harness import all_committed, make_topics, preload, read_all, running
from service.demo.broker import LocalKafka
from service.record import InputRecord
from service.settings import TopicSettings

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
    """Run both and print the figures; exit with 1 where anything was lost."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=2_000, help="records a run (default 2000)")
    parser.add_argument("--kills", type=int, default=10, help="how often the service is killed (default 10)")
    parser.add_argument("--seed", type=int, default=1, help="chooses the moments of the kills (default 1)")
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)  # noqa: S311 - moments, not secrets
    with tempfile.TemporaryDirectory() as folder, LocalKafka() as broker:
        log = Path(folder) / "service.log"
        faults = kill_service(broker, arguments.records, arguments.kills, log, rng)
        faults += restart_broker(broker, arguments.records, log)
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    main()
