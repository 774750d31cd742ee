"""Canonical addresses and hosts."""

import pytest

from schemas import WarningCode
from tests.admit.conftest import Deliver

CANONICAL = [
    ("https://news.example/a", "https://news.example/a"),
    (" \n HTTPS://WWW.News.Example:443/A/./b/../c#top ", "https://www.news.example/A/c"),
    ("http://news.example:80", "http://news.example/"),
    ("http://news.example:8080/a", "http://news.example:8080/a"),
    ("https://user:secret@news.example/a@b", "https://news.example/a@b"),
    (
        "https://news.example/a?utm_source=x&UTM_Medium=y&fbclid=1&gclid=2&mc_cid=3&xtor=4&_ga=5",
        "https://news.example/a",
    ),
    ("https://news.example/a?utm_source=x&id=7", "https://news.example/a?id=7"),
    ("https://news.example/view?oid=01&aid=02", "https://news.example/view?aid=02&oid=01"),
    ("https://news.example/view?tag=b&tag=a&&", "https://news.example/view?tag=b&tag=a"),
    ("https://news.example/article.php?12345", "https://news.example/article.php?12345"),
    ("https://news.example/a?", "https://news.example/a"),
    (
        "https://news.example/a?ref=1&cid=2&eid=3&source=4&gallery=5",
        "https://news.example/a?cid=2&eid=3&gallery=5&ref=1&source=4",
    ),
    ("https://news.example/a?q=%b0%a1&copy=1", "https://news.example/a?copy=1&q=%B0%A1"),
    ("https://news.example/뉴스/1", "https://news.example/%EB%89%B4%EC%8A%A4/1"),
    ("https://news.example/%eb%89%b4%ec%8a%a4/1", "https://news.example/%EB%89%B4%EC%8A%A4/1"),
    ("https://zeitung.bücher.example/a", "https://zeitung.xn--bcher-kva.example/a"),
    ("https://news.example/#!/artikel/9", "https://news.example/#!/artikel/9"),
    ("https://news.example/?utm_source=x#/artikel/9", "https://news.example/#/artikel/9"),
    ("https://news.example/a,1;b(c)?d=e:f", "https://news.example/a,1;b(c)?d=e:f"),
    ("http://[2001:DB8::1]:80/a", "http://[2001:db8::1]/a"),
]


@pytest.mark.parametrize(("url", "canonical"), CANONICAL)
def test_canonical(deliver: Deliver, url: str, canonical: str) -> None:
    """Addresses of one article become one; what tells articles apart stays."""
    admitted = deliver(b"The bridge opened.", url=url)
    assert (canonical, url.strip(), ()) == (admitted.canonical_url, admitted.raw.url, admitted.warnings)


@pytest.mark.parametrize(("url", "canonical"), CANONICAL)
def test_canonical_of_canonical(deliver: Deliver, url: str, canonical: str) -> None:
    """A canonical address is its own."""
    assert canonical == deliver(b"The bridge opened.", url=canonical).canonical_url, url


@pytest.mark.parametrize(
    "url",
    [
        "www.news.example/a",
        "/a/b",
        "//news.example/a",
        "ftp://news.example/a",
        "javascript:alert(1)",
        "https://",
        "https:///a",
        "http:news.example",
        "https://news example/a",
        "https://news.example:99999/a",
        "https://xn--a/",
        "https://news.example/" + "a" * 9_000,
        "n/a",
    ],
)
def test_invalid(deliver: Deliver, url: str) -> None:
    """What is no absolute http address is dropped with a warning."""
    admitted = deliver(b"The bridge opened.", url=url)
    assert (None, None, None, (WarningCode.URL_INVALID,)) == (
        admitted.raw.url,
        admitted.canonical_url,
        admitted.host,
        admitted.warnings,
    )


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://WWW.news.example./a", "news.example"),
        ("https://m.news.example:8080/a", "m.news.example"),
        ("https://user@www.news.example/a", "news.example"),
        ("http://www.com/a", "com"),
        ("http://192.0.2.7/a", "192.0.2.7"),
    ],
)
def test_host(deliver: Deliver, url: str, host: str) -> None:
    """The host is lower-case and without ``www.``, user and port."""
    assert host == deliver(b"The bridge opened.", url=url).host


def test_no_url(deliver: Deliver) -> None:
    """Without an address nothing is known and nothing is wrong."""
    admitted = deliver(b"The bridge opened.")
    assert (None, None, ()) == (admitted.canonical_url, admitted.host, admitted.warnings)
