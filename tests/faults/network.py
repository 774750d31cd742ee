"""A network that may be slow, narrow, silent or cut: Toxiproxy between a replica and its broker."""

import json
import signal
import socket
import subprocess
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Self

from service.demo.broker import free_port

TOXIPROXY = Path(__file__).parents[2] / ".toxiproxy" / "server"
"""Where ``make`` puts it."""
START_LIMIT_S = 15.0


class Network:
    """One proxied address; a context manager."""

    def __init__(self, listen: str, upstream: str) -> None:
        """Take what comes to ``listen`` to ``upstream``, both as host:port."""
        self.address = listen
        self._upstream = upstream
        self._port = free_port()

    def __enter__(self) -> Self:
        command = [str(TOXIPROXY), "-host", "127.0.0.1", "-port", str(self._port)]
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        deadline = time.monotonic() + START_LIMIT_S
        while True:
            try:
                socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
                break
            except OSError:
                assert time.monotonic() < deadline, "Toxiproxy does not come up"
                time.sleep(0.05)
        self._ask("/proxies", name="kafka", listen=self.address, upstream=self._upstream, enabled=True)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()

    def cut(self) -> None:
        """Break every connection and refuse new ones."""
        self._ask("/proxies/kafka", enabled=False)

    def silence(self) -> None:
        """Let nothing through any more, with every connection open; what is sent is lost."""
        for stream in ("upstream", "downstream"):
            self._add("timeout", stream, timeout=0)

    def slow(self, latency_ms: int, jitter_ms: int) -> None:
        """Let everything take longer, in both directions."""
        for stream in ("upstream", "downstream"):
            self._add("latency", stream, latency=latency_ms, jitter=jitter_ms)

    def narrow(self, kilobytes_per_second: int) -> None:
        """Let little through to the broker, on each connection."""
        self._add("bandwidth", "upstream", rate=kilobytes_per_second)

    def restore(self) -> None:
        """Be as it was."""
        self._ask("/reset")

    def stand_still(self) -> None:
        """Hold everything back; ``go_on`` delivers it, late."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Go on after ``stand_still``."""
        self._process.send_signal(signal.SIGCONT)

    def _add(self, kind: str, stream: str, **attributes: int) -> None:
        self._ask("/proxies/kafka/toxics", type=kind, stream=stream, attributes=attributes)

    def _ask(self, path: str, **body: object) -> None:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=10)
        connection.request("POST", path, json.dumps(body))
        answer = connection.getresponse().read()
        connection.close()
        assert b'"error"' not in answer, answer
