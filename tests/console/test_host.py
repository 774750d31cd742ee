"""Which Host headers the console answers to."""

import pytest

from service.console.host import answers_to

OWN = "reader-7.news.example.com"


@pytest.mark.parametrize(
    "host",
    [
        "",
        "127.0.0.1",
        "127.0.0.1:9464",
        "10.4.2.17:9464",
        "[::1]",
        "[fe80::1]:9464",
        "localhost:9464",
        "LOCALHOST",
        "dateline",
        "dateline:9464",
        "dateline.news.svc:9464",
        "dateline.news.svc.cluster.local.",
        "build-3.local",
        "Reader-7.News.Example.com:9464",
    ],
)
def test_addresses_and_private_names_are_answered(host: str) -> None:
    """No public site can take these names."""
    assert answers_to(host, OWN)


@pytest.mark.parametrize(
    "host",
    [
        "attacker.example",
        "dateline.attacker.example:9464",
        "localhost.attacker.example",
        "127.0.0.1.attacker.example",
        "svc.attacker.com",
        "notlocal.evilinternal.com",
        "news.example.com",
        "127.0.0.1,attacker.example",
        "attacker.example:9464:9464",
        "a b",
        "[localhost]",
        "[::1",
        ".",
        ":9464",
        "localhost/",
        "x" * 100_000 + ".com",
    ],
)
def test_public_names_and_nonsense_are_not(host: str) -> None:
    """Such a name may have been made to resolve here by a site that wants to read the page."""
    assert not answers_to(host, OWN)
