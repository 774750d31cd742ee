"""The page of ``dateline explain --html`` as a reader uses it, in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.chromium import Tab, find_chromium, open_tab
from tests.cli.command import Dateline
from tests.cli.test_explain_page import HOSTILE, QUOTING, SAMPLES

PROGRAM = find_chromium()
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="no Chromium or Chrome on the path")

LIT = "[...document.querySelectorAll('.lit')].map(e => e.id || e.dataset.fact || e.dataset.mark)"
FOCUSED = "document.activeElement.id"
IN_VIEW = """(() => {
  const last = [...document.querySelectorAll('PART')].at(-1), pane = last.closest('.pane');
  const inner = last.getBoundingClientRect(), outer = pane.getBoundingClientRect();
  return inner.top >= outer.top && inner.bottom <= outer.bottom;
})()"""
"""Whether the last element a selector finds is in its part's window."""
STATUS = "document.getElementById('status').textContent"


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    """One browser for all tests here."""
    assert PROGRAM is not None
    with open_tab(PROGRAM) as opened:
        yield opened


@pytest.fixture
def page(dateline: Dateline, tmp_path: Path) -> Path:
    """Write the page of an article with a quote, names, times and numbers."""
    (tmp_path / "article.txt").write_text(QUOTING)
    written = tmp_path / "page.html"
    article = tmp_path / "article.txt"
    assert dateline("explain", "--html", article, "--published-at", "2024-11-13", "-o", written).code == 0
    return written


def test_the_page_asks_for_nothing_else(tab: Tab, page: Path) -> None:
    """Its own policy lets its style and script run, and nothing is fetched or complained of."""
    tab.open(page)
    assert [page.as_uri()] == tab.requests
    assert [] == tab.complaints
    assert tab.evaluate("getComputedStyle(document.querySelector('main')).display") == "grid"


def test_pointing_at_words_lights_fact_and_origin(tab: Tab, page: Path) -> None:
    """The words, the fact that stands on them, the block they come from; the line below says it."""
    tab.open(page)
    tab.point_at("mark.time")
    lit = tab.evaluate(LIT)
    assert "time-1" in lit
    assert tab.evaluate("document.querySelector('mark.time').classList.contains('lit')")
    assert any(name.startswith("block-") for name in lit)
    assert tab.evaluate(STATUS).startswith("time: Tuesday · 2024-11-12")
    assert "Origin: block " in tab.evaluate(STATUS)


def test_pointing_at_a_fact_shows_its_words(tab: Tab, dateline: Dateline, tmp_path: Path) -> None:
    """From the list to the text and on to the input, which move into view; pointing away ends it."""
    written = tmp_path / "page.html"
    assert dateline("explain", "--html", SAMPLES / "en-live-ticker.html", "-o", written).code == 0
    tab.open(written, height=500)
    for part in ("mark.time", ".block[data-paragraph]"):
        assert not tab.evaluate(IN_VIEW.replace("PART", part))
    tab.point_at(".fact.time:last-child")
    for part in ("mark.time.lit", ".block.lit"):
        assert tab.evaluate(IN_VIEW.replace("PART", part))
    tab.point_at("h1")
    assert [] == tab.evaluate(LIT)


def test_words_in_a_quote_tell_of_both(tab: Tab, page: Path) -> None:
    """Pointing at a name inside a quote names the name and the quote."""
    tab.open(page)
    tab.point_at("#paragraph-2 mark.quote mark.time")
    status = tab.evaluate(STATUS)
    assert "time: Monday" in status
    assert "said by Orla Deane" in status


def test_the_keyboard_goes_everywhere(tab: Tab, page: Path) -> None:
    """Tab reaches the highlights as one stop, arrows move in them, Enter goes to the fact, Escape back."""
    tab.open(page)
    stops = []
    for _ in range(60):
        tab.press("Tab")
        stops.append(tab.evaluate(FOCUSED))
        if stops[-1].startswith("mark-"):
            break
    assert stops.index("input") < stops.index("article") < stops.index("show-quote") < len(stops) - 1
    assert stops[-1] == "mark-1"
    tab.press("ArrowRight")
    tab.press("ArrowRight")
    tab.press("ArrowLeft")
    assert tab.evaluate(FOCUSED) == "mark-2"
    assert tab.evaluate("document.activeElement.classList.contains('lit')")
    facts = tab.evaluate("document.activeElement.dataset.facts.split(' ')")
    tab.press("Enter")
    assert facts[0] == tab.evaluate(FOCUSED)
    assert "mark-2" in tab.evaluate(LIT)
    tab.press("Escape")
    assert tab.evaluate(FOCUSED) == "mark-2"
    tab.press("Tab")
    assert not tab.evaluate(FOCUSED).startswith("mark-")


def test_links_of_a_fact_lead_to_its_words(tab: Tab, page: Path) -> None:
    """Enter on a fact's link puts the focus on the words."""
    tab.open(page)
    tab.evaluate("document.querySelector('.fact.time .where a').focus()")
    tab.press("Enter")
    assert tab.evaluate("document.activeElement.textContent") == "Tuesday"


def test_a_screen_reader_hears_parts_and_facts(tab: Tab, page: Path) -> None:
    """Landmarks have names, and a highlight is described by its fact."""
    tab.open(page)
    nodes = tab.call("Accessibility.getFullAXTree")["nodes"]
    named = {(n["role"]["value"], n.get("name", {}).get("value")) for n in nodes if "role" in n}
    for part in ("Input", "Facts", "Event as JSON"):
        assert ("region", part) in named
    assert ("article", "Article") in named
    assert ("navigation", "Parts of this page") in named
    described = [n.get("description", {}).get("value", "") for n in nodes]
    assert any(text.startswith("Tuesday · 2024-11-12") for text in described)


def test_dark_readers_get_a_dark_page(tab: Tab, page: Path) -> None:
    """The page follows the reader's scheme, and text stands out from its ground in both."""
    lightness = {}
    for scheme in ("light", "dark"):
        tab.open(page, scheme=scheme)
        ground = tab.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        ink = tab.evaluate("getComputedStyle(document.documentElement).color")
        lightness[scheme] = [sum(int(n) for n in color[4:-1].split(",")) / 765 for color in (ground, ink)]
    assert [1.0, 0.0] == [round(value) for value in lightness["light"]]
    assert [0.0, 1.0] == [round(value) for value in lightness["dark"]]
    assert min(abs(ground - ink) for ground, ink in lightness.values()) > 0.7


def test_highlights_can_be_put_out(tab: Tab, page: Path) -> None:
    """A box in the legend takes the lines of its kind away."""
    tab.open(page)
    line = "getComputedStyle(document.querySelector('mark.time')).textDecorationLine"
    assert tab.evaluate(line) == "underline"
    tab.evaluate("document.getElementById('show-time').click()")
    assert tab.evaluate(line) == "none"


def test_a_narrow_window_needs_no_scrolling_sideways(tab: Tab, page: Path) -> None:
    """On a small screen the parts stand one below the other."""
    tab.open(page, width=380, height=700)
    assert tab.evaluate("document.documentElement.scrollWidth") == 380


def test_a_hostile_article_runs_nothing(tab: Tab, dateline: Dateline, tmp_path: Path) -> None:
    """No script, style or picture of the input's comes alive."""
    (tmp_path / "a.html").write_text(HOSTILE)
    written = tmp_path / "page.html"
    assert dateline("explain", "--html", tmp_path / "a.html", "-o", written).code == 0
    tab.open(written)
    assert [written.as_uri()] == tab.requests
    assert [] == tab.complaints
    assert tab.evaluate("document.title").endswith("Dateline explains")
    assert tab.evaluate("document.scripts.length") == 1


@pytest.mark.parametrize("name", ["ar-souk.html", "de-bruecke.html", "ja-onsen.html", "es-sequia.txt"])
def test_every_highlight_can_be_pointed_at(tab: Tab, dateline: Dateline, tmp_path: Path, name: str) -> None:
    """On real articles no pointer and no focus meets a fault."""
    written = tmp_path / "page.html"
    assert dateline("explain", "--html", SAMPLES / name, "-o", written).code == 0
    tab.open(written)
    subjects = "document.querySelectorAll('mark[data-facts], .fact, .block, .paragraph')"
    assert tab.evaluate(
        f"{subjects}.forEach(e => e.dispatchEvent(new PointerEvent('pointerover', {{bubbles: true}})));"
        f"{subjects}.length"
    )
    assert [] == tab.complaints
