"""A replica as a process of its own, to be killed, stopped and started."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

import pytest

from service.demo.broker import free_port
from service.settings import TopicSettings

ROOT = Path(__file__).parents[2]


class ReplicaProcess:
    """One replica; ``settings`` are environment variables without the prefix.

    With ``echo`` it has the least of a pipeline, where it is not the pipeline that is looked at.
    """

    def __init__(
        self, bootstrap: str, topics: TopicSettings, log: Path, *, echo: bool = False, **settings: object
    ) -> None:
        """Prepare the environment."""
        self.port = free_port()
        self.log = log
        self._order = log.with_suffix(".order")
        variables = {
            "KAFKA__BOOTSTRAP_SERVERS": bootstrap,
            "TOPICS__RAW": topics.raw,
            "TOPICS__EVENTS": topics.events,
            "TOPICS__DEAD": topics.dead,
            "CONSUMER__GROUP": topics.raw,
            "CONSUMER__SESSION_TIMEOUT_MS": 2000,
            "HTTP__HOST": "127.0.0.1",
            "HTTP__PORT": self.port,
            "WORKERS__COUNT": 1,
            "RETRY__MAX_MS": 1000,
            "LOG__FORMAT": "json",
            **settings,
        }
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")},
            **{f"DATELINE_{name}": str(value) for name, value in variables.items()},
            "KILL_ORDER": str(self._order),
            "PIPELINE": "echo" if echo else "",
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, wait: bool = True) -> Self:
        """Start it, in a process group of its own; wait until it is ready."""
        self.launch("tests.faults.replica")
        if wait:
            self.wait_ready()
        return self

    def launch(self, *module: str, folder: Path = ROOT) -> None:
        """Run a module of the code in some folder as the replica."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *module],
                cwd=folder,
                env=self.environment | {"PYTHONPATH": str(folder)},
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """Process id."""
        assert self.process is not None
        return self.process.pid

    @property
    def running(self) -> bool:
        """Whether it has been started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def get(self, path: str, limit_s: float = 5) -> tuple[int, str]:
        """Ask its HTTP port; status 0 where nothing answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=limit_s) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def metric(self, name: str) -> float:
        """Return a metric, summed over its labels."""
        return self.metrics().get(f"dateline_{name}", 0.0)

    def metrics(self) -> Counter[str]:
        """Return every metric as of one moment, summed over its labels."""
        sums: Counter[str] = Counter()
        for line in self.get("/metrics")[1].splitlines():
            if not line.startswith("#"):
                series, value = line.rsplit(" ", 1)
                sums[series.split("{")[0]] += float(value)  # type: ignore[assignment] # values are floats
        return sums

    def balanced(self) -> bool:
        """Say whether received = published + dead-lettered + dropped + abandoned + in flight, as exposed."""
        sums = self.metrics()
        ends = ("published_total", "dead_lettered_total", "dropped_total", "abandoned_total", "in_flight")
        received = sums["dateline_records_received_total"]
        return received == sum(sums[f"dateline_records_{name}"] for name in ends)

    def wait_ready(self, limit_s: float = 60) -> None:
        """Wait until it has joined its group."""
        self.wait_until(lambda: self.get("/readyz")[0] == 200, limit_s)

    def wait_unready(self, limit_s: float = 30) -> None:
        """Wait until it says that it is not ready; it is alive all the same."""
        self.wait_until(lambda: self.get("/readyz")[0] == 503, limit_s)
        assert 200 == self.get("/healthz")[0]

    def wait_for_metric(self, name: str, least: float, limit_s: float = 90) -> None:
        """Wait until a metric has grown to a value."""
        self.wait_until(lambda: self.metric(name) >= least, limit_s)

    def wait_until(self, condition: Callable[[], bool], limit_s: float = 60) -> None:
        """Wait for a condition; fail with the log where it does not come or the process ends."""
        deadline = time.monotonic() + limit_s
        while not condition():
            assert self.running, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.1)

    def signal(self, number: int) -> None:
        """Send a signal to the service process only."""
        os.kill(self.pid, number)

    def end(self, limit_s: float = 40) -> int:
        """Wait for its end; return the exit code."""
        assert self.process is not None
        return self.process.wait(limit_s)

    def stop(self) -> int:
        """End it by SIGTERM; return the exit code."""
        self.signal(signal.SIGTERM)
        return self.end()

    def kill(self) -> None:
        """End it as a power cut would; the workers are left to notice by themselves."""
        self.signal(signal.SIGKILL)
        self.end()

    def clear(self) -> None:
        """Leave nothing of it running, in whatever state it is."""
        if self.running:
            self.signal(signal.SIGCONT)
            self.kill()

    def die_at(self, point: str) -> None:
        """Order it to kill itself when it next comes to one of the points of ``tests.faults.replica``."""
        self._order.write_text(point)

    def lines(self, event: str) -> list[dict[str, Any]]:
        """Return the log lines of one kind."""
        parsed = [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]
        return [line for line in parsed if line["event"] == event]

    def workers(self) -> list[int]:
        """Return the process ids of its workers: the children of the server they are forked from."""
        children = [pid for child in _children(self.pid) for pid in _children(child)]
        return sorted(children)


MakeReplica = Callable[..., ReplicaProcess]


@pytest.fixture
def replica_process(kafka: str, tmp_path: Path) -> Iterator[MakeReplica]:
    """Make replicas: ``replica_process(topics, **settings)``; what still runs at the end is killed."""
    made: list[ReplicaProcess] = []

    def make(
        topics: TopicSettings, bootstrap: str = kafka, *, echo: bool = False, **settings: object
    ) -> ReplicaProcess:
        log = tmp_path / f"replica{len(made)}.log"
        made.append(ReplicaProcess(bootstrap, topics, log, echo=echo, **settings))
        return made[-1]

    yield make
    for replica in made:
        replica.clear()


def _children(parent: int) -> list[int]:
    threads = Path(f"/proc/{parent}/task").glob("*/children")
    return [int(pid) for thread in threads for pid in thread.read_text().split()]
