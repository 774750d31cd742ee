"""The HTTP server: it only reads, and no client, however slow or odd, keeps the others from their answer."""

import http.client
import socket
from collections.abc import Iterable, Iterator

import pytest

from service.runtime.http_server import MOST_CONNECTIONS, Environ, PageServer, Start
from service.settings import HttpSettings

BODY = b"all is well\n"


ASKED: list[Environ] = []
"""What the page was asked for."""


@pytest.fixture(scope="module")
def server() -> Iterator[PageServer]:
    """Serve one page at /page."""

    def page(environ: Environ, start: Start) -> Iterable[bytes]:
        ASKED.append(environ)
        start("200 OK", [("Content-Type", "text/plain")])
        return [BODY]

    with PageServer(HttpSettings(host="127.0.0.1", port=0), {"/page": page}) as serving:
        yield serving


@pytest.fixture
def asked() -> list[Environ]:
    """Begin anew with what the page was asked for."""
    ASKED.clear()
    return ASKED


def ask(server: PageServer, method: str, path: str, body: bytes | None = None) -> http.client.HTTPResponse:
    """Send one request and read its answer's head."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    connection.request(method, path, body)
    return connection.getresponse()


def send(server: PageServer, request: bytes) -> bytes:
    """Send bytes and return all that comes back."""
    with socket.create_connection(("127.0.0.1", server.port), 5) as client:
        client.sendall(request)
        return b"".join(iter(lambda: client.recv(65_536), b""))


def test_head_is_get_without_its_body(server: PageServer) -> None:
    """The same status, type and length, and nothing after."""
    get, head = ask(server, "GET", "/page"), ask(server, "HEAD", "/page?at=once")
    assert (200, BODY) == (get.status, get.read())
    assert (200, b"") == (head.status, head.read())
    wanted = ("Content-Type", "Content-Length", "X-Content-Type-Options")
    assert ["text/plain", str(len(BODY)), "nosniff"] == [get.getheader(name) for name in wanted]
    assert ["text/plain", str(len(BODY)), "nosniff"] == [head.getheader(name) for name in wanted]


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "get", "X"]
)
def test_no_other_method_reaches_a_page(server: PageServer, asked: list[Environ], method: str) -> None:
    """Nothing that could change a state is passed on; the answer says what is allowed."""
    answer = ask(server, method, "/page", None if method == "CONNECT" else b"x=1")
    assert (405, "GET, HEAD") == (answer.status, answer.getheader("Allow"))
    assert [] == asked


@pytest.mark.parametrize(
    "path", ["/", "/page/", "/PAGE", "/page/../page", "/..%2fpage", "/%00", "//page/x", "http://a/page"]
)
def test_only_exact_paths_are_pages(server: PageServer, asked: list[Environ], path: str) -> None:
    """Whatever else is asked for is not there; the answer says what is."""
    answer = ask(server, "GET", path)
    assert (404, b'{"paths":["/page"]}\n') == (answer.status, answer.read())
    assert [] == asked


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET /page HTTP/9.9\r\n\r\n", b"505"),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", b"414"),
        (b"GET /page HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n", b"431"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n", b"400"),
    ],
)
def test_what_is_no_request_is_refused(server: PageServer, request_: bytes, status: bytes) -> None:
    """A client of another protocol, or a hostile one, gets a short answer."""
    assert status in send(server, request_)[:200]
    assert 200 == ask(server, "GET", "/page").status


def test_silent_clients_harm_only_each_other(server: PageServer) -> None:
    """Past the limit the oldest silent connection is closed, and a probe is answered."""
    clients = [
        socket.create_connection(("127.0.0.1", server.port), 5) for _ in range(MOST_CONNECTIONS + 10)
    ]  # fmt: skip
    try:
        for client in clients:
            client.sendall(b"GET /page HT")
        assert BODY == ask(server, "GET", "/page").read()
        assert all(client.recv(1) == b"" for client in clients[:11])
        clients[-1].sendall(b"TP/1.0\r\n\r\n")
        assert b"200 OK" in clients[-1].recv(1_000)
    finally:
        for client in clients:
            client.close()


def test_clients_that_go_away_are_no_news(server: PageServer, capfd: pytest.CaptureFixture[str]) -> None:
    """One that resets its connection in the middle of a request leaves nothing on standard error."""
    for request in (b"", b"GET /pa", b"GET /page HTTP/1.0\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", server.port), 5) as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
            client.sendall(request)
    assert 200 == ask(server, "GET", "/page").status
    assert "" == capfd.readouterr().err


def test_nobody_is_answered_after_the_end() -> None:
    """A connection still open when the server ends is closed with it."""
    with PageServer(HttpSettings(host="127.0.0.1", port=0), {}) as server:
        client = socket.create_connection(("127.0.0.1", server.port), 5)
        assert 404 == ask(server, "GET", "/").status  # so the silent one is accepted too
    with client:
        assert b"" == client.recv(1)
