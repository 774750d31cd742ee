"""A real Prometheus and a real Alertmanager that watch one replica, and whoever is woken by them.

The rules are the committed ones with every duration a hundredth of what it is.
"""

import json
import shutil
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple, Self

import pytest
import yaml

from deploy.prometheus.shorten import shorten
from service.demo.broker import WITH_US, free_port

ROOT = Path(__file__).parents[2]
UNPACKED = ROOT / ".prometheus"
RULES = ROOT / "deploy/prometheus/rules/dateline.yml"
FACTOR = 100


def tool(*names: str) -> str | None:
    """Return a program of Prometheus, unpacked by make or installed; null where there is none."""
    found = (shutil.which(name, path=UNPACKED / "usr/bin") or shutil.which(name) for name in names)
    return next((path for path in found if path), None)


PROMETHEUS = tool("prometheus")
PROMTOOL = tool("promtool")
ALERTMANAGER = tool("prometheus-alertmanager", "alertmanager")
AMTOOL = tool("amtool")
needs_prometheus = pytest.mark.skipif(
    None in {PROMETHEUS, PROMTOOL, ALERTMANAGER, AMTOOL},
    reason="no Prometheus and Alertmanager here: `make test` fetches Debian's",
)


class Told(NamedTuple):
    """One alert as it reached a receiver."""

    receiver: str
    status: str
    labels: dict[str, str]
    annotations: dict[str, str]


class Monitoring:
    """Prometheus and Alertmanager with a webhook behind them; a context manager."""

    def __init__(self, folder: Path, target: int) -> None:
        """Watch what serves metrics on a port of this machine."""
        self.folder = folder
        self.target = target
        self.told: list[Told] = []
        self.address = ""
        self._ending = ExitStack()

    def __enter__(self) -> Self:
        try:
            hook = self._ending.enter_context(_webhook(self.told))
            Thread(target=hook.serve_forever, daemon=True).start()
            self._ending.callback(hook.shutdown)
            alertmanager = self._start_alertmanager(hook.server_port)
            self.address = self._start_prometheus(alertmanager)
        except BaseException:
            self._ending.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.close()

    def _start_alertmanager(self, hook: int) -> str:
        configuration = yaml.safe_load((ROOT / "deploy/prometheus/alertmanager.yml").read_text())
        configuration["route"] |= {"group_wait": "0s", "group_interval": "1s"}
        for receiver in configuration["receivers"]:
            receiver["webhook_configs"][0]["url"] = f"http://127.0.0.1:{hook}/{receiver['name']}"
        path = self.folder / "alertmanager.yml"
        path.write_text(yaml.safe_dump(configuration))
        return self._start(
            ALERTMANAGER,
            f"--config.file={path}",
            f"--storage.path={self.folder / 'alertmanager'}",
            "--cluster.listen-address=",
        )

    def _start_prometheus(self, alertmanager: str) -> str:
        rules = self.folder / "rules.yml"
        rules.write_text(shorten(RULES.read_text(), FACTOR))
        configuration = yaml.safe_load((ROOT / "deploy/prometheus/prometheus.yml").read_text())
        (scraped,) = configuration["scrape_configs"]
        configuration |= {
            "global": {"scrape_interval": "1s", "evaluation_interval": "500ms"},
            "rule_files": [str(rules)],
            "alerting": {"alertmanagers": [{"static_configs": [{"targets": [alertmanager]}]}]},
            "scrape_configs": [
                {
                    "job_name": scraped["job_name"],
                    "static_configs": [{"targets": [f"127.0.0.1:{self.target}"]}],
                }
            ],
        }
        path = self.folder / "prometheus.yml"
        path.write_text(yaml.safe_dump(configuration))
        return self._start(
            PROMETHEUS, f"--config.file={path}", f"--storage.tsdb.path={self.folder / 'prometheus'}"
        )

    def _start(self, program: str | None, *arguments: str) -> str:
        """Start a program that serves HTTP; return its address once it is ready."""
        assert program is not None
        address = f"127.0.0.1:{free_port()}"
        tied = WITH_US if shutil.which(WITH_US[0]) else ()
        log = (self.folder / Path(program).name).with_suffix(".log")
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*tied, program, f"--web.listen-address={address}", *arguments],
                cwd=UNPACKED if UNPACKED.exists() else None,  # where Alertmanager looks for its templates
                stdout=output,
                stderr=output,
            )
        self._ending.callback(process.wait)
        self._ending.callback(process.kill)

        def ready() -> bool:
            assert process.poll() is None, log.read_text()
            return _answers(f"http://{address}/-/ready")

        wait_until(ready, "it is ready")
        return address

    def ask(self, expression: str) -> list[dict[str, Any]]:
        """Return the samples of an expression now."""
        query = urllib.parse.urlencode({"query": expression})
        try:
            with urllib.request.urlopen(f"http://{self.address}/api/v1/query?{query}", timeout=5) as answer:
                samples: list[dict[str, Any]] = json.load(answer)["data"]["result"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{expression}: {error.read().decode()}") from None
        return samples

    def wait_for(self, status: str, alert: str, severity: str, limit_s: float = 30) -> Told:
        """Wait until somebody is told that an alert is firing, or resolved."""

        def matching() -> list[Told]:
            wanted = {"alertname": alert, "severity": severity}.items()
            return [told for told in self.told if told.status == status and wanted <= told.labels.items()]

        wait_until(lambda: bool(matching()), f"{alert} is {status}", limit_s)
        return matching()[-1]


def wait_until(condition: Callable[[], bool], what: str, limit_s: float = 30) -> None:
    """Wait for a condition."""
    deadline = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline, f"not after {limit_s} s: {what}"
        time.sleep(0.1)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - an address of ours
            return True
    except OSError:
        return False


def _webhook(told: list[Told]) -> ThreadingHTTPServer:
    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["content-length"])))
            told.extend(
                Told(self.path.strip("/"), alert["status"], alert["labels"], alert["annotations"])
                for alert in sent["alerts"]
            )
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            """Nobody reads it."""

    return ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
