"""The console over HTTP: what it says in each state, what it never says, and how little it costs."""

import asyncio
import base64
import hashlib
import re
from email.message import Message
from http.client import HTTPConnection

import orjson

from schemas import ErrorCode, StageName
from service.app import Service
from service.console import viewer
from service.outcome import Disposition, Outcome
from service.record import InputRecord
from service.runtime.health import Health
from service.runtime.inflight import TopicPartition
from service.settings import HttpSettings, KafkaSettings, Settings
from tests.console.standing import Standing

WORDS = "The minister resigned on Tuesday"


def get(port: int, path: str = "/", host: str | None = None) -> tuple[int, Message, str]:
    """Ask the console."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", path, headers={"Host": host} if host else {})
    with connection.getresponse() as answer:
        return answer.status, answer.headers, answer.read().decode()


def text_of(page: str) -> str:
    """Return what a page says, on one line."""
    body = page[page.index("<main") :]
    body = re.sub(r"<script>.*", "", re.sub("<wbr>", "", body), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())


def rejected(code: ErrorCode) -> Outcome:
    """Make the outcome of a record that became a dead letter."""
    return Outcome(Disposition.DEAD_LETTERED, None, code=code, stage=StageName.ADMIT, message=WORDS)


def record(offset: int) -> InputRecord:
    """Make a record as read."""
    return InputRecord(WORDS.encode(), topic="articles.raw", partition=3, offset=offset)


def test_the_page_is_locked_down() -> None:
    """Its policy knows its style and script by their hash; nothing may frame or keep it."""
    with Standing().serve() as port:
        status, headers, page = get(port)
        moving = get(port, "/console.json")[1]
    policy = headers["Content-Security-Policy"]
    for name in ("style", "script"):
        found = re.search(f"<{name}>(.*?)</{name}>", page, re.DOTALL)
        assert found is not None
        hashed = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
        assert f"{name}-src 'sha256-{hashed}';" in policy
    assert "default-src 'none';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"\s(style|on\w+)=", page)
    assert 200 == status
    for told in (headers, moving):
        assert ["DENY", "nosniff", "no-store", "no-referrer", "same-origin"] == [
            told[name]
            for name in (
                "X-Frame-Options",
                "X-Content-Type-Options",
                "Cache-Control",
                "Referrer-Policy",
                "Cross-Origin-Resource-Policy",
            )
        ]


def test_a_name_rebound_to_this_port_reads_nothing() -> None:
    """A public Host is refused on both paths; a private one is answered."""
    with Standing().serve() as port:
        for path in ("/", "/console.json"):
            status, _, body = get(port, path, "attacker.example:9464")
            assert (421, True) == (status, "addresses and private names only" in body)
            assert 200 == get(port, path, "dateline.news.svc:9464")[0]


def test_each_state_says_why() -> None:
    """Starting and draining pass by themselves; anything else that keeps from being ready is told in full."""
    standing = Standing()
    health = standing.health
    with standing.serve() as port:
        assert "Dateline is starting the workers load their models" in text_of(get(port)[2])
        health.clear("start")
        standing.now += 1
        assert "Dateline is ready" in text_of(get(port)[2])
        health.obstruct("broker", "the brokers do not answer: <img src=x onerror=alert(1)>")
        health.obstruct("topics", "articles.dead is missing")
        standing.now += 1
        page = get(port)[2]
        assert "Dateline is not ready" in text_of(page)
        assert "articles.dead is missing" in page
        assert "the brokers do not answer: &lt;img src=x onerror=alert(1)&gt;" in page
        health.obstruct("drain", "draining")
        standing.now += 1
        assert "Dateline is draining" in text_of(get(port)[2])


def test_a_silent_loop_makes_the_figures_old() -> None:
    """The page says since when nothing moves, long before the service counts as dead."""
    now = 100.0
    standing = Standing(health=Health(30, lambda: now))
    standing.health.clear("start")
    with standing.serve() as port:
        assert "Dateline is ready" in text_of(get(port)[2])
        now += viewer.LATE_S + 1
        standing.now += 1
        page = get(port)[2]
    assert "Dateline is not responding the event loop has not turned for 4 s" in text_of(page)
    assert "The figures are those of" in text_of(page)
    assert '<div class="stale">' in page


def test_a_loop_stuck_with_the_sums_keeps_nobody_waiting() -> None:
    """It may hold the lock for ever; the page goes without, and says so."""
    standing = Standing()
    standing.health.clear("start")
    with standing.serve() as port, standing.telemetry.metrics.consistent:
        page = text_of(get(port)[2])
    assert "Dateline is not responding the event loop does not let go of the figures" in page
    assert "What became of the records Not known." in page


def test_dispositions_add_up() -> None:
    """Every term of the sum is there, dead letters by code with its meaning, and so is the verdict."""
    standing = Standing()
    telemetry = standing.telemetry
    with standing.serve() as port:
        telemetry.received(4)
        telemetry.settled(record(1), Outcome(Disposition.PUBLISHED, None))
        telemetry.settled(record(2), rejected(ErrorCode.NUL_BYTES))
        telemetry.settled(record(3), Outcome(Disposition.DROPPED, None, code=ErrorCode.NULL_VALUE))
        telemetry.abandoned(1)
        said = text_of(get(port)[2])
        assert "Published 1 25 % Dead-lettered 1 25 % nul_bytes The text holds NUL characters. 1 25 %" in said
        assert "Dropped 1 25 % null_value" in said
        assert "In flight 0 0 % Handed on unfinished 1 25 % Received 4" in said
        assert "These add up to what was received." in said
        telemetry.received(1)
        standing.now += 1
        assert "These do not add up" in text_of(get(port)[2])


def test_dead_letters_tell_where_not_what() -> None:
    """The newest first, each with code, stage, time and position; never a word of the article or message."""
    standing = Standing()
    with standing.serve() as port:
        for offset in range(25):
            standing.telemetry.settled(record(offset), rejected(ErrorCode.NUL_BYTES))
        page, moving = get(port)[2], get(port, "/console.json")[2]
    found = re.findall(r"\d\d:\d\d:\d\d nul_bytes admit (articles\.raw-3-\d+)", text_of(page))
    assert [f"articles.raw-3-{offset}" for offset in range(24, 14, -1)] == found
    assert WORDS not in page + moving


def test_hundreds_of_partitions_fit() -> None:
    """The largest lags are listed, the rest summed; the page stays small."""
    standing = Standing()
    standing.telemetry.assigned(500)
    for number in range(500):
        standing.telemetry.lag(TopicPartition("articles.raw", number), number * 10, 0)
    with standing.serve() as port:
        page = get(port)[2]
    assert "over 500 partitions 1,247,500 records" in text_of(page)
    assert "partition records 499 4,990 498 4,980" in text_of(page)
    assert "490 more: 1,198,050 in all, at most 4,890 each." in text_of(page)
    assert len(page) < 40_000


def test_few_partitions_keep_their_places() -> None:
    """They are listed by number; one that was not measured, or none, is not called zero."""
    standing = Standing()
    with standing.serve() as port:
        assert "Lag by partition This replica has no partitions." in text_of(get(port)[2])
        standing.telemetry.assigned(2)
        standing.now += 1
        assert "Lag by partition Not measured yet." in text_of(get(port)[2])
        for number, lag in ((1, 70), (0, 5)):
            standing.telemetry.lag(TopicPartition("articles.raw", number), lag, 0)
        standing.now += 1
        assert "partition records 0 5 1 70" in text_of(get(port)[2])
        for number in range(16):
            standing.telemetry.lag(TopicPartition("articles.raw", number), 0, 0)
        standing.now += 1
        assert "6 more: nothing waits." in text_of(get(port)[2])


def test_one_reading_serves_all_who_look() -> None:
    """However many ask, the service is read once a second."""
    standing = Standing()
    with standing.serve() as port:
        first = get(port, "/console.json")[2]
        standing.telemetry.received(7)
        assert first == get(port, "/console.json")[2]
        standing.now += 1
        assert "Received 7" in text_of(
            orjson.loads(get(port, "/console.json")[2])["main"].join(["<main>", ""])
        )


async def test_a_setting_takes_it_away() -> None:
    """Off, the paths are not there, and the probes still are."""
    http = HttpSettings(host="127.0.0.1", port=0, console=False)
    service = Service(Settings(http=http, kafka=KafkaSettings(bootstrap_servers="127.0.0.1:1")))
    running = asyncio.create_task(service.run())
    await asyncio.sleep(0)  # it listens before it waits for anything
    assert service.port is not None
    answers = [
        await asyncio.to_thread(get, service.port, path) for path in ("/", "/console.json", "/healthz")
    ]
    service.stop()
    await running
    assert [404, 404, 200] == [status for status, _, _ in answers]
