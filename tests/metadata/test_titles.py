"""Headlines without the site's name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.clean.metadata.titles import SiteNames, cut_site, host_label
from tests.metadata.conftest import markup_of


@pytest.mark.parametrize(
    ("title", "site", "host", "cut"),
    [
        ("Bridge opens - Harbour Post", "Harbour Post", None, "Bridge opens"),
        ("Bridge opens | Harbour Post", "Harbour Post", None, "Bridge opens"),
        ("Bridge opens – Harbour Post", "HARBOUR POST", None, "Bridge opens"),
        ("Bridge opens — Harbour Post", "harbourpost", None, "Bridge opens"),
        ("Bridge opens · Harbour Post auf Deutsch", "Harbour Post", None, "Bridge opens"),
        ("Harbour Post | Bridge opens", "Harbour Post", None, "Bridge opens"),
        ("Harbour Post: Bridge opens", "Harbour Post", None, "Bridge opens"),
        ("Bridge opens - harbourpost.example", None, "harbourpost.example", "Bridge opens"),
        ("Bridge opens | The Harbour Post", None, "news.harbourpost.co.uk", "Bridge opens"),
        ("Bridge opens - East side - Harbour Post", "Harbour Post", None, "Bridge opens - East side"),
        ("Bridge - a love story", "Harbour Post", "harbourpost.example", "Bridge - a love story"),
        ("Bridge: a love story", "Harbour Post", "harbourpost.example", "Bridge: a love story"),
        ("East - West", None, None, "East - West"),
        ("Bridge opens", "Harbour Post", None, "Bridge opens"),
        ("Harbour Post", "Harbour Post", None, "Harbour Post"),
        ("大桥通车--时政--海港网", "海港网", None, "大桥通车--时政"),
        ("大桥通车_海港网", "海港网", None, "大桥通车"),
        ("橋が開通｜港新聞", "港新聞", None, "橋が開通"),
        ("", "Harbour Post", None, ""),
    ],
)
def test_site_names(title: str, site: str | None, host: str | None, cut: str) -> None:
    """The site's name is cut from either end; what nothing names stays."""
    assert cut == cut_site(title, SiteNames([site] if site else [], host))


def test_other_wording() -> None:
    """Another wording of the headline tells where it ends."""
    title = "Bridge opens - for walkers - Sea and Land"
    assert "Bridge opens - for walkers" == cut_site(
        title, SiteNames([], None), ["Bridge opens – for walkers"]
    )


def test_sections() -> None:
    """A section beside the site's name goes with it; a lone one stays."""
    site = SiteNames(["Harbour Post"], None)
    assert "Bridge opens" == cut_site("Bridge opens | Politics | Harbour Post", site, (), ["Politics"])
    assert "Bridge opens | Politics" == cut_site("Bridge opens | Politics", site, (), ["Politics"])


@pytest.mark.parametrize(
    ("host", "label"),
    [
        ("news.example.com", "example"),
        ("example.co.uk", "example"),
        ("a.b.example.com.au", "example"),
        ("localhost", None),
        ("127.0.0.1", None),
        ("", None),
        (None, None),
    ],
)
def test_host_labels(host: str | None, label: str | None) -> None:
    """The label that names the site stands before the public suffix."""
    assert label == host_label(host)


@pytest.mark.parametrize(
    ("html", "headline"),
    [
        ("<title>Bridge opens | Harbour Post</title>", "Bridge opens"),
        ("<title>Bridge opens - Harbour Post</title><h1>Bridge opens</h1>", "Bridge opens"),
        (
            "<title>New bridge | Harbour Post</title><h1>Menu</h1><h1>New bridge opens in the harbour</h1>",
            "New bridge opens in the harbour",
        ),
        ("<title>New bridge opens</title><h1>Menu</h1>", "New bridge opens"),
        (
            (
                "<meta property=og:title content='Bridge opens - Harbour Post'>"
                "<meta property=og:site_name content='Harbour Post'>"
            ),
            "Bridge opens",
        ),
        (
            (
                "<meta property=og:site_name content='Harbour Post'><h1>Harbour Post</h1>"
                "<h1>Bridge opens</h1><title>Bridge opens | Harbour Post</title>"
            ),
            "Bridge opens",
        ),
        (
            (
                "<meta property=og:title content='Bridge opens'>"
                "<h1><span>Harbour news</span> <span>Bridge opens</span></h1>"
            ),
            "Bridge opens",
        ),
        (
            (
                "<meta property=og:title content='Bridge opens after ten long...'>"
                "<meta name=twitter:title content='Bridge opens after ten long years of work'>"
            ),
            "Bridge opens after ten long years of work",
        ),
        (
            '<script type="application/ld+json">{"@type":"Article","headline":"Bridge &amp; sea"}</script>',
            "Bridge & sea",
        ),
        (
            "<meta property=og:title content='&lt;b&gt;Bridge&lt;/b&gt; opens&amp;nbsp;today'>",
            "Bridge opens today",
        ),
    ],
)
def test_best_title(html: str, headline: str) -> None:
    """The headline is the heading the metadata vouches for, else the metadata's own."""
    assert headline == markup_of(html).titles[0]


def test_headings_nobody_vouches_for() -> None:
    """A lone heading is kept after the metadata; several that say something else are not."""
    title = "<title>Bridge opens</title>"
    assert ("Bridge opens", "Sea") == markup_of(title + "<h1>Sea</h1>").titles
    assert ("Bridge opens",) == markup_of(title + "<h1>Menu</h1><h1>Sea</h1>").titles
    assert ("Menu", "Sea") == markup_of("<h1>Menu</h1><h1>Sea</h1>").titles


def test_svg_title_is_no_title() -> None:
    """The title of a drawing does not name the page."""
    assert ("Bridge opens",) == markup_of("<svg><title>Logo</title></svg><title>Bridge opens</title>").titles


@given(st.text(max_size=800), st.text(max_size=80), st.text(max_size=80))
def test_any_title(title: str, site: str, host: str) -> None:
    """Any title is cut without an error, and to a part of itself."""
    assert cut_site(title, SiteNames([site], host), [site], [host], loose=True) in title
