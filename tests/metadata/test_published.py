"""Which of several dates the article was published on."""

import pytest

from schemas import BlockKind
from tests.metadata.conftest import Blocks, ResolvePage

K = BlockKind
HEADLINE = (K.HEADLINE, "Bridge opens to walkers")
BODY = (K.BODY, "The bridge opened on Tuesday after ten years of work.")
MENU: Blocks = [(K.NAVIGATION, f"Section {letter}") for letter in "ABCDEFGHIJ"]


def ld(published: str) -> str:
    """Return a JSON-LD script of an article published then."""
    fields = f'"@type": "NewsArticle", "datePublished": "{published}"'
    return f'<script type="application/ld+json">{{{fields}}}</script>'


OPEN_GRAPH = "<meta property=article:published_time content=2024-05-04T08:00:00>"
PAGE_DATE = "<meta name=date content=2024-05-01>"


@pytest.mark.parametrize(
    ("html", "blocks", "value"),
    [
        (ld("2024-05-02T10:00:00Z"), [HEADLINE, (K.PUBLISHED, "4 May 2024"), BODY], "2024-05-02T10:00:00Z"),
        (
            ld("2024-05-02T10:00:00Z") + OPEN_GRAPH,
            [HEADLINE, (K.PUBLISHED, "4 May 2024"), BODY],
            "2024-05-04T08:00:00",
        ),
        (
            ld("2024-05-02T10:00:00Z") + OPEN_GRAPH,
            [HEADLINE, (K.PUBLISHED, "Updated 4 May 2024"), BODY],
            "2024-05-02T10:00:00Z",
        ),
        (
            ld("2024-05-02T22:04:00Z"),
            [HEADLINE, (K.BYLINE, "Von Anna Müller 3. Mai 2024 00:04 Uhr"), BODY],
            "2024-05-03T00:04",
        ),
        (
            ld("2024-05-02T22:04:00+09:00"),
            [HEADLINE, (K.PUBLISHED, "3. Mai 2024 00:04 Uhr"), BODY],
            "2024-05-02T22:04:00+09:00",
        ),
        (PAGE_DATE, [(K.PUBLISHED, "Friday, 3 May 2024"), *MENU, HEADLINE, BODY], "2024-05-01"),
        (PAGE_DATE, [HEADLINE, (K.PUBLISHED, "3 May 2024"), BODY], "2024-05-03"),
        (PAGE_DATE, [HEADLINE, BODY, *MENU * 5, (K.PUBLISHED, "9 May 2024")], "2024-05-01"),
        ("", [HEADLINE, BODY, *MENU * 5, (K.PUBLISHED, "9 May 2024")], "2024-05-09"),
    ],
)
def test_disagreeing_dates(resolve_page: ResolvePage, html: str, blocks: Blocks, value: str) -> None:
    """What the metadata states holds, unless it states another day too and that one is shown to the reader.

    The same moment shown in local time is taken; a date far from the headline dates something else.
    """
    moment = resolve_page(html, blocks).published_at
    assert moment is not None
    assert value == moment.value


@pytest.mark.parametrize(
    ("blocks", "value"),
    [
        ([HEADLINE, (K.BODY, "27.1.2024 - The bridge opened on Tuesday after ten years.")], "2024-01-27"),
        ([HEADLINE, (K.BODY, "27 January 2024 saw the bridge open after ten years.")], "2024-01-27"),
        ([HEADLINE, (K.PUBLISHED, "19.11.202419.11.2024")], "2024-11-19"),
        (
            [
                HEADLINE,
                *[(K.BLANK, ""), (K.NAVIGATION, "Share")] * 5,
                (K.NAVIGATION, "Saved by rover on 24 July 2024 - 18:55"),
                BODY,
            ],
            "2024-07-24T18:55",
        ),
    ],
)
def test_dates_of_flat_text(resolve_page: ResolvePage, blocks: Blocks, value: str) -> None:
    """A date opens the text or stands in a line above it; two dates may be written without a space."""
    moment = resolve_page(blocks=blocks).published_at
    assert moment is not None
    assert value == moment.value
