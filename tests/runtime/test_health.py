"""Health: alive while the loop turns, ready while nothing stands in the way, answered from a thread."""

import asyncio
import socket
import time
import urllib.error
import urllib.request

import orjson
import pytest
from prometheus_client import CollectorRegistry, Counter

from service.errors import ConfigurationError
from service.runtime.health import Health, probes
from service.runtime.http_server import PageServer
from service.runtime.metrics import Metrics
from service.settings import HttpSettings

HERE = HttpSettings(host="127.0.0.1", port=0)


def get(port: int, path: str) -> tuple[int, object]:
    """Ask a health server."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status, orjson.loads(answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return error.code, orjson.loads(error.read())


def test_a_loop_that_does_not_turn_is_not_alive() -> None:
    """Silence past the limit fails liveness, and readiness with it; a beat mends both."""
    now = 100.0
    health = Health(30, lambda: now)
    health.clear("start")
    now += 30
    assert (None, None) == (health.alive(), health.ready())
    now += 1
    silent = "the event loop has not turned for 31 s"
    assert (silent, silent) == (health.alive(), health.ready())
    health.beat()
    assert (None, None) == (health.alive(), health.ready())


def test_each_obstacle_keeps_from_being_ready() -> None:
    """Ready is when the last obstacle is gone; clearing one that is not there is no fault."""
    health = Health(30)
    assert "starting" == health.ready()
    health.obstruct("broker", "the brokers do not answer")
    health.clear("start")
    health.clear("start")
    assert "the brokers do not answer" == health.ready()
    health.clear("broker")
    assert health.ready() is None


async def test_a_blocked_loop_is_seen_from_outside() -> None:
    """The server answers from its own thread while the loop is stuck, and says what is wrong."""
    health = Health(0.2)
    health.clear("start")
    with PageServer(HERE, probes(health, Metrics(CollectorRegistry()))) as server:
        asking = asyncio.create_task(asyncio.to_thread(_ask_after, 0.4, server.port))
        await asyncio.sleep(0.05)
        health.beat()
        time.sleep(0.7)  # noqa: ASYNC251 - blocking the loop is what is tested
        status, body = await asking
        health.beat()
        assert (200, {"status": "ok"}) == await asyncio.to_thread(get, server.port, "/healthz")
    assert 503 == status
    assert isinstance(body, dict)
    assert str(body["reason"]).startswith("the event loop has not turned for")


def _ask_after(seconds: float, port: int) -> tuple[int, object]:
    time.sleep(seconds)
    return get(port, "/healthz")


def test_the_metrics_page_shows_the_registry() -> None:
    """What was registered is exposed; an unknown path says which there are."""
    registry = CollectorRegistry()
    Counter("things_total", "Things.", registry=registry).inc(3)
    with PageServer(HERE, probes(Health(30), Metrics(registry))) as server:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/metrics", timeout=5) as answer:
            page = answer.read().decode()
        unknown = get(server.port, "/favicon.ico")
    assert "things_total 3.0" in page
    assert (404, {"paths": ["/metrics", "/healthz", "/readyz"]}) == unknown


def test_a_taken_port_is_a_clear_error() -> None:
    """The line names the address and the setting."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(
            ConfigurationError, match=f"cannot listen on 127.0.0.1:{port} .*DATELINE_HTTP__PORT"
        ):
            PageServer(HttpSettings(host="127.0.0.1", port=port), {})
