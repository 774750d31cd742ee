"""Which wording is the headline where a page has several, and which line of a flat text is."""

import pytest

from schemas import BlockKind
from service.clean.blocks import Document, Hints
from service.clean.flat import segment_flat
from service.clean.headline import find_headline
from tests.metadata.conftest import Blocks, ResolvePage

K = BlockKind


def page(h1: str, *, og: str = "", twitter: str = "", ld: str = "", title: str = "") -> str:
    """Return a page with these wordings of its headline."""
    return (
        (f"<title>{title}</title>" if title else "")
        + (f'<meta property="og:title" content="{og}">' if og else "")
        + (f'<meta name="twitter:title" content="{twitter}">' if twitter else "")
        + (
            f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{ld}"}}</script>'
            if ld
            else ""
        )
        + f"<h1>{h1}</h1>"
    )


SHOWN = "New bridge opens in the harbour"
EDITED = "Ten years, one bridge: the harbour walks"


@pytest.mark.parametrize(
    ("html", "headline", "origin"),
    [
        (page(SHOWN, og=EDITED, twitter=EDITED, ld=SHOWN, title=SHOWN), SHOWN, "element h1"),
        (page(SHOWN, og=EDITED, twitter=SHOWN, ld=SHOWN, title=SHOWN), EDITED, "open_graph og:title"),
        (page(SHOWN, og=EDITED, ld=EDITED, title=f"{SHOWN} and more"), EDITED, "open_graph og:title"),
        (page(SHOWN, og=EDITED, ld=SHOWN, title=EDITED), SHOWN, "element h1"),
        (page(f"Metro: {SHOWN}", og=SHOWN, ld=f"Metro: {SHOWN}"), SHOWN, "element h1"),
        (page(f"Metro: {SHOWN}", og=f"Metro: {SHOWN}", title=SHOWN), f"Metro: {SHOWN}", "element h1"),
        (page("Sea and Land", title=f"{SHOWN} | Sea and Land"), SHOWN, "element title"),
        (
            page("Office", title=f"Sea office - Reports - {SHOWN}") + f"<h1>Reports</h1><h1>{SHOWN}</h1>",
            SHOWN,
            "element h1",
        ),
    ],
)
def test_chosen_wording(resolve_page: ResolvePage, html: str, headline: str, origin: str) -> None:
    """The heading wins where the metadata vouches for it, a wording written by hand beside it before it."""
    metadata = resolve_page(html)
    assert (headline, origin) == (metadata.headline, metadata.origins["headline"])


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Bridge opens | Harbour Post", "Bridge opens"),
        ("# Bridge opens", "Bridge opens"),
        ("+ Bridge opens", "Bridge opens"),
        ("Bridge opens - for walkers", "Bridge opens - for walkers"),
    ],
)
def test_headline_of_flat_text(resolve_page: ResolvePage, title: str, headline: str) -> None:
    """A flat text's headline loses list marks and what follows its last bar."""
    blocks: Blocks = [(K.HEADLINE, title), (K.BODY, "The bridge opened on Tuesday after ten years.")]
    assert headline == resolve_page(blocks=blocks).headline


TEXT = (
    "The new bridge across the harbour opened to walkers on Tuesday, ten years after work began there.\n\n"
    "Engineers had promised the harbour a bridge for walkers by 2019, but storms kept closing the site.\n"
)
JAPANESE = (
    "港に新しい橋が火曜日に開通した。工事が始まってから十年がたっていた。\n港の技術者は橋の開通を喜んだ。\n"
)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (["Home", "Sport", "Weather today", "", SHOWN, "", "By Jane Doe", "9 July 2024"], TEXT),
        ([f"{SHOWN} - Harbour Post", "Log in", "Menu", "Our newsletters", SHOWN, "9 July 2024, 14:05"], TEXT),
        (["* Latest news from the city", "* Cookies and privacy", f"# {SHOWN}", "9 July 2024"], TEXT),
        (["Photo: Jane Doe", SHOWN, "Metro"], TEXT),
        (["ホーム", "スポーツ", "港に新しい橋が開通", "2024年7月9日 14:05"], JAPANESE),
    ],
)
def test_headline_among_lines(above: list[str], below: str) -> None:
    """The headline of a flat text is told by what the text says, by repetition, and by what follows it."""
    document = segment_flat("\n".join([*above, "", below]), 1_000)
    first = next(index for index, block in enumerate(document.blocks) if block.is_prose)
    found = find_headline(document, Hints(), first)
    assert found is not None
    assert document.blocks[found].text.lstrip("# ") in {SHOWN, "港に新しい橋が開通"}


def test_no_headline_among_menus() -> None:
    """Lines that are nothing but buttons give no headline."""
    document = segment_flat("Log in\nMenu\n" + TEXT, 1_000)
    assert find_headline(document, Hints(), 2) is None


def test_nothing_to_read() -> None:
    """An empty document has no headline."""
    assert find_headline(Document([]), Hints(), 0) is None
