"""The console as an operator uses it: a real service on a real Kafka, seen in a real browser."""

import time
from collections.abc import Iterator

import pytest

from service.console import viewer
from tests.cli.chromium import Tab
from tests.console.conftest import PARTITIONS, PUBLISHED, REJECTED, Running
from tests.console.standing import Standing
from tests.flow.articles import page
from tests.flow.kafka_io import write

TITLE = "document.querySelector('h1').textContent"
SAID = "document.getElementById('announcement').textContent"
NOTICE = "document.getElementById('notice').textContent"
FOCUSED = "document.activeElement.textContent"
OUTLINE = "(({outlineStyle: s, outlineWidth: w}) => `${s} ${w}`)(getComputedStyle(document.activeElement))"
RECEIVED = "document.querySelector('tfoot .count').textContent"
REFRESH = "document.dispatchEvent(new Event('visibilitychange'))"
"""What the page itself does when its reader comes back to it."""
CONTRASTS = """(() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const linear = (byte) => {
    const value = byte / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  const luminance = (color) => {
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(linear);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const color = getComputedStyle(e).backgroundColor;
      if (color !== "rgba(0, 0, 0, 0)") return color;
    }
  };
  const contrast = (color, element) => {
    const [dark, light] = [luminance(color), luminance(ground(element))].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const found = { text: [], drawing: [] };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim(), element = walker.currentNode.parentElement;
    if (!text || !element.checkVisibility() || element.closest("script, noscript")) continue;
    found.text.push([contrast(getComputedStyle(element).color, element), text]);
  }
  for (const path of document.querySelectorAll(".spark path:not(.base)")) {
    found.drawing.push([contrast(getComputedStyle(path).stroke, path), path.getAttribute("class")]);
  }
  for (const bar of document.querySelectorAll(".bar")) {
    found.drawing.push([contrast(getComputedStyle(bar).fill, bar), "bar"]);
  }
  return found;
})()"""
"""Contrast of every visible text, line and bar with its ground, as WCAG 2 reckons it."""
RECORDS = PUBLISHED + len(REJECTED)


@pytest.fixture
def tab(browser: Tab, running: Running) -> Iterator[Tab]:
    """Open the console of the running service, as wide as a laptop."""
    browser.open(running.url, width=1280, height=800)
    yield browser
    browser.open("about:blank")


def until(tab: Tab, condition: str, act: str = REFRESH) -> None:
    """Refresh the page until a condition holds in it."""
    deadline = time.monotonic() + 20
    while not tab.evaluate(condition):
        assert time.monotonic() < deadline, f"never: {condition}; the page says {tab.evaluate(TITLE)}"
        tab.evaluate(act)
        time.sleep(0.1)


def test_one_screen_answers_and_asks_for_nothing_else(tab: Tab, running: Running) -> None:
    """State, sums, lag and dead letters of the real run, on one screen, from one request."""
    assert [running.url] == tab.requests
    assert [] == tab.complaints
    until(tab, f"document.querySelectorAll('.partitions tbody tr').length === {PARTITIONS}")
    assert "Dateline is ready" == tab.evaluate(TITLE)
    assert int(tab.evaluate(RECEIVED)) >= RECORDS
    assert "These add up to what was received." == tab.evaluate(
        "document.querySelector('.records .note').textContent"
    )
    codes = tab.evaluate("[...document.querySelectorAll('.dead tbody th')].map(e => e.textContent)")
    assert {"null_value", "empty_value", "binary_content", "no_article"} <= set(codes)
    assert "console.raw-" in tab.evaluate("document.querySelector('.position').textContent")
    assert tab.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_figures_move_and_nothing_else_does(tab: Tab, running: Running, kafka: str) -> None:
    """New records are counted in place: focus, selection and nodes stay, and nothing is said aloud."""
    until(tab, f"document.querySelectorAll('.partitions tbody tr').length === {PARTITIONS}")
    tab.press("Tab")
    tab.evaluate(
        "getSelection().selectAllChildren(document.querySelector('.dead tbody tr:last-child .position'))"
    )
    tab.evaluate("window.kept = document.querySelector('.records tbody td')")
    selected = tab.evaluate("getSelection().toString()")
    before = int(tab.evaluate(RECEIVED))
    write(kafka, running.service.settings.topics.raw, [page(90), page(91)])
    until(tab, f"+{RECEIVED} === {before + 2}")
    assert "Pause updates" == tab.evaluate(FOCUSED)
    assert selected == tab.evaluate("getSelection().toString()") != ""
    assert tab.evaluate("window.kept === document.querySelector('.records tbody td')")
    assert "" == tab.evaluate(SAID)
    assert [] == tab.complaints


def test_the_keyboard_reaches_everything(tab: Tab, running: Running, kafka: str) -> None:
    """Tab goes from the button to the links, each visibly focused; Enter pauses and resumes."""
    stops = []
    for _ in range(4):
        tab.press("Tab")
        stops.append(tab.evaluate(FOCUSED))
        assert "solid 3px" == tab.evaluate(OUTLINE)
    assert ["Pause updates", "Metrics", "Readiness", "Liveness"] == stops
    tab.open(running.url)
    tab.press("Tab")
    tab.press("Enter")
    before = tab.evaluate(RECEIVED)
    assert "Resume updates" == tab.evaluate(FOCUSED)
    assert tab.evaluate(NOTICE).startswith("Updates are paused: what follows is from ")
    write(kafka, running.service.settings.topics.raw, [page(95)])
    tab.evaluate(REFRESH)
    assert before == tab.evaluate(RECEIVED)
    tab.press("Enter")
    assert "Pause updates" == tab.evaluate(FOCUSED)
    until(tab, f"+{RECEIVED} > {before} && !{NOTICE}")


def test_a_change_of_state_is_said_once(tab: Tab, running: Running) -> None:
    """Not ready is said with its reason on the page; the announcement is the state alone."""
    health = running.service.health
    health.obstruct("topics", "articles.dead is missing")
    try:
        until(tab, f"{TITLE} === 'Dateline is not ready'")
        assert "Dateline is not ready" == tab.evaluate(SAID)
        assert "articles.dead is missing" == tab.evaluate("document.querySelector('.reason').textContent")
        assert tab.evaluate("document.title").startswith("not ready · ")
    finally:
        health.clear("topics")
    until(tab, f"{SAID} === 'Dateline is ready'")


def test_a_stuck_loop_is_told_by_the_page(
    tab: Tab, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the loop is blocked the page still answers, and says that its figures are old."""
    monkeypatch.setattr(viewer, "LATE_S", 1.0)
    running.loop.call_soon_threadsafe(time.sleep, 3)
    until(tab, f"{TITLE} === 'Dateline is not responding'")
    assert tab.evaluate("document.querySelector('main .notice').textContent").startswith(
        "The figures are those of"
    )
    until(tab, f"{TITLE} === 'Dateline is ready'")
    assert not tab.evaluate("document.querySelector('main .notice')")


def test_a_replica_that_is_gone_is_not_called_ready(browser: Tab) -> None:
    """Without an answer the page says since when, and puts its figures back."""
    standing = Standing()
    standing.health.clear("start")
    with standing.serve() as port:
        browser.open(f"http://127.0.0.1:{port}/")
    assert "Dateline is ready" == browser.evaluate(TITLE)
    until(browser, f"{SAID}.startsWith('No answer from this replica since ')")
    assert browser.evaluate(NOTICE).startswith("No answer from this replica: what follows is from ")
    assert "Dateline was ready" == browser.evaluate(TITLE)
    assert browser.evaluate("document.body.classList.contains('stale')")


def test_a_screen_reader_hears_its_parts(tab: Tab) -> None:
    """Landmarks, headings, captioned tables, and drawings in words."""
    nodes = tab.call("Accessibility.getFullAXTree")["nodes"]
    named = {(n["role"]["value"], n.get("name", {}).get("value", "")) for n in nodes if "role" in n}
    roles = {role for role, _ in named}
    assert {"banner", "main", "contentinfo", "navigation", "status"} <= roles
    assert ("heading", "Dateline is ready") in named
    for part in ("What became of the records", "Lag by partition", "Latest dead letters", "This replica"):
        assert ("region", part) in named
        assert ("heading", part) in named
    assert ("table", "Records since the service began, by what became of them") in named
    assert ("columnheader", "topic-partition-offset") in named
    assert ("rowheader", "Published") in named
    drawings = [name for role, name in named if role == "image"]
    assert 3 == len(drawings)
    assert all(" over the last 15 minutes: " in name for name in drawings)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("stale", [False, True])
def test_everything_stands_out_from_its_ground(tab: Tab, running: Running, scheme: str, stale: bool) -> None:
    """Texts by 4.5 to 1 and drawings by 3 to 1 (WCAG AA), in both schemes, whatever the state."""
    tab.open(running.url, scheme=scheme)
    if stale:
        tab.evaluate("document.getElementById('pause').click()")
    for tone in ("good", "wait", "bad"):
        tab.evaluate(f"document.querySelector('.state').className = 'state {tone}'")
        found = tab.evaluate(CONTRASTS)
        assert len(found["text"]) > 60
        assert len(found["drawing"]) >= 4
        assert [] == [one for one in found["text"] if one[0] < 4.5]
        assert [] == [one for one in found["drawing"] if one[0] < 3]


@pytest.mark.parametrize("width", [320, 375, 820])
def test_narrow_windows_need_no_scrolling_sideways(tab: Tab, running: Running, width: int) -> None:
    """On a phone the parts stand one below the other, and no word is cut."""
    tab.open(running.url, width=width, height=700)
    assert width == tab.evaluate("document.documentElement.scrollWidth")
    assert [] == tab.evaluate(
        "[...document.querySelectorAll('main *')].filter(e => !e.closest('.hidden, caption, svg')"
        " && e.getBoundingClientRect().right > innerWidth).map(e => e.outerHTML)"
    )


def test_without_scripts_it_is_a_plain_page(tab: Tab, running: Running) -> None:
    """The figures are there, and how to get newer ones; the button that would do nothing is not."""
    tab.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        tab.open(running.url)
        nodes = tab.call("Accessibility.getFullAXTree")["nodes"]
    finally:
        tab.call("Emulation.setScriptExecutionDisabled", value=False)
    named = {(n["role"]["value"], n.get("name", {}).get("value", "")) for n in nodes if "role" in n}
    assert ("heading", "Dateline is ready") in named
    assert ("link", "load it anew") in named
    assert "button" not in {role for role, _ in named}
