"""One value for each field, from ordered sources, with where it was read."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Access, BlockKind, TimestampPrecision, TimestampSource, WarningCode
from service.clean.metadata import Metadata
from tests.metadata.conftest import Blocks, ResolvePage, markup_of

K = BlockKind
URL = "https://news.example/bridge"


def ld(fields: str) -> str:
    """Return a JSON-LD script of an article with these fields."""
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", {fields}}}</script>'


def published(metadata: Metadata) -> tuple[str, TimestampSource] | None:
    """Return value and source of the published moment."""
    moment = metadata.published_at
    return None if moment is None else (moment.value, moment.source)


def test_flat_text(resolve_page: ResolvePage) -> None:
    """A flat text's facts come from its visible lines and its producer's hints."""
    blocks: Blocks = [
        (K.HEADLINE, "Bridge opens to walkers"),
        (K.BREADCRUMB, "Home > National > Harbour News"),
        (K.DECK, "Ten years late, it stands."),
        (K.BYLINE, "By Jane Doe and John Smith"),
        (K.BODY, "The bridge opened on Tuesday."),
        (K.AGENCY, "Yonhap"),
    ]
    metadata = resolve_page(blocks=blocks, published_at="2024-11-13", language="en", site="Harbour Post")
    assert metadata.published_at is not None
    assert ("2024-11-13", TimestampPrecision.DAY, TimestampSource.HINT, "2024-11-13") == (
        metadata.published_at.value,
        metadata.published_at.precision,
        metadata.published_at.source,
        metadata.published_at.raw,
    )
    assert "Bridge opens to walkers" == metadata.headline
    assert ["National", "Harbour News"] == metadata.section
    assert "Ten years late, it stands." == metadata.deck
    assert ["Jane Doe", "John Smith"] == [author.name for author in metadata.authors]
    assert ("Yonhap", "Harbour Post", "en") == (metadata.agency, metadata.site, metadata.language_hint)
    assert (None, None, None, [], Access.UNKNOWN, ()) == (
        metadata.modified_at,
        metadata.dateline,
        metadata.canonical_url,
        metadata.images,
        metadata.access,
        metadata.warnings,
    )
    assert {
        "headline": "visible headline block",
        "section": "visible breadcrumb block",
        "deck": "visible deck block",
        "authors": "visible byline block",
        "agency": "visible agency block",
        "published_at": "hint published_at",
        "site": "hint site",
        "language": "hint language",
    } == metadata.origins


def test_nothing_known(resolve_page: ResolvePage) -> None:
    """What nothing states is null or empty."""
    for html in (None, ""):
        assert Metadata() == resolve_page(html)


def test_title_hint(resolve_page: ResolvePage) -> None:
    """The producer's title is the headline where nothing else is, without the site's name."""
    metadata = resolve_page(title="Bridge opens | Harbour Post", site="Harbour Post")
    assert ("Bridge opens", "hint title") == (metadata.headline, metadata.origins["headline"])


DATED = (
    ld('"datePublished": "2024-11-11T08:00:00Z"')
    + "<meta property=article:published_time content=2024-11-12T08:00:00Z>"
    + "<meta name=parsely-pub-date content=2024-11-13>"
    + "<h1>Bridge</h1><time datetime=2024-11-14>x</time>"
)


@pytest.mark.parametrize(
    ("cut", "expected"),
    [
        (None, ("2024-11-11T08:00:00Z", TimestampSource.JSON_LD)),
        ("<script", ("2024-11-12T08:00:00Z", TimestampSource.OPEN_GRAPH)),
        ("<meta property", ("2024-11-13", TimestampSource.META)),
        ("<meta name", ("2024-11-15", TimestampSource.VISIBLE_TEXT)),
        ("visible", ("2024-11-14", TimestampSource.TIME_ELEMENT)),
        ("<h1", ("2024-11-16", TimestampSource.URL)),
        ("url", ("2024-11-17", TimestampSource.HINT)),
    ],
)
def test_published_order(
    resolve_page: ResolvePage, cut: str | None, expected: tuple[str, TimestampSource]
) -> None:
    """The published moment comes from the most reliable source there is."""
    html, blocks, url = DATED, [(K.PUBLISHED, "15 November 2024")], "https://news.example/2024/11/16/bridge"
    order = ["<script", "<meta property", "<meta name", "visible", "<h1", "url"]
    for step in order[: order.index(cut) + 1] if cut else []:
        if step == "visible":
            blocks = []
        elif step == "url":
            url = URL
        else:
            end = html.find("<", html.index(step) + 1) if step != "<script" else html.index("<meta")
            html = html[: html.index(step)] + (html[end:] if step != "<h1" else "")
    assert expected == published(resolve_page(html, blocks, url=url, published_at="2024-11-17"))


def test_day_refined(resolve_page: ResolvePage) -> None:
    """A day is said finer by a source that agrees, not by one that doesn't."""
    day = ld('"datePublished": "2024-11-13"')
    agreeing = "<meta property=article:published_time content=2024-11-13T10:15:00+09:00>"
    assert ("2024-11-13T10:15:00+09:00", TimestampSource.OPEN_GRAPH) == published(
        resolve_page(day + agreeing)
    )
    other = "<meta property=article:published_time content=2024-11-14T10:15:00+09:00>"
    assert ("2024-11-13", TimestampSource.JSON_LD) == published(resolve_page(day + other))


def test_modified(resolve_page: ResolvePage) -> None:
    """A change is dated only where the page says so; its line is not the publication."""
    assert resolve_page(ld('"datePublished": "2024-11-13"')).modified_at is None
    metadata = resolve_page(None, [(K.PUBLISHED, "Updated: 14 Nov 2024, 9:41")])
    assert metadata.modified_at is not None
    assert ("2024-11-14T09:41", None) == (metadata.modified_at.value, metadata.published_at)


def test_vague_date_names_yield_to_the_page(resolve_page: ResolvePage) -> None:
    """A meta tag named just "date" may be the day of the build: the visible day is surer."""
    html = "<meta name=date content=2024-11-20>"
    assert ("2024-11-13", TimestampSource.VISIBLE_TEXT) == published(
        resolve_page(html, [(K.PUBLISHED, "13 November 2024")])
    )


def test_date_beside_the_headline(resolve_page: ResolvePage) -> None:
    """Where no block is labelled a date, one that opens a block beside the headline is taken."""
    blocks: Blocks = [
        (K.HEADLINE, "Bridge"),
        (K.OTHER, "13 November 2024 / 0 comments"),
        (K.BODY, "It opened."),
    ]
    assert ("2024-11-13", TimestampSource.VISIBLE_TEXT) == published(resolve_page(None, blocks))


@pytest.mark.parametrize("hint", ["yesterday", "0000-00-00", "2024-02-30", 7])
def test_unreadable_hint(resolve_page: ResolvePage, hint: str | float) -> None:
    """A hint that is no date is a warning and no moment."""
    metadata = resolve_page(published_at=hint)
    assert (None, (WarningCode.PUBLISHED_AT_UNREADABLE,)) == (metadata.published_at, metadata.warnings)


def test_unix_hint(resolve_page: ResolvePage) -> None:
    """A Unix time is a hint too; its raw value is kept."""
    moment = resolve_page(published_at=1731490860).published_at
    assert moment is not None
    assert ("2024-11-13T09:41:00Z", "1731490860") == (moment.value, moment.raw)


def test_future_refused(resolve_page: ResolvePage) -> None:
    """A date after the fetch is refused, whatever states it; a day's difference of clocks is not."""
    html = ld('"datePublished": "2025-11-13"')
    assert None is published(resolve_page(html, fetched_at="2024-11-13T00:00:00Z"))
    assert None is not published(resolve_page(html, fetched_at="2025-11-12"))


@pytest.mark.parametrize(
    ("html", "url", "value"),
    [
        ("<html lang=en-US>", URL, "2024-04-05"),
        ("<html lang=en-GB>", URL, "2024-05-04"),
        ("<html lang=en>", URL, "2024"),
        ("<html lang=fr>", URL, "2024-05-04"),
        ("<html lang=en>", "https://news.example.co.uk/a", "2024-05-04"),
        ("<html lang=en>", "https://news.example/2024/04/05/a", "2024-04-05"),
    ],
)
def test_day_order(resolve_page: ResolvePage, html: str, url: str, value: str) -> None:
    """Day and month are told apart by language, country and the address."""
    metadata = resolve_page(html + "<meta name=pubdate content=04/05/2024>", url=url)
    assert metadata.published_at is not None
    assert value == metadata.published_at.value


@pytest.mark.parametrize(
    ("html", "blocks", "section"),
    [
        ("", [(K.BREADCRUMB, "Home > National > North")], ["National", "North"]),
        (
            "",
            [(K.BREADCRUMB, "Startseite"), (K.BREADCRUMB, "Politik"), (K.BREADCRUMB, "Ausland")],
            ["Politik", "Ausland"],
        ),
        ("", [(K.BREADCRUMB, "Accueil › Monde » Asie")], ["Monde", "Asie"]),
        ("", [(K.BREADCRUMB, "홈 > 사회")], ["사회"]),
        ("", [(K.BREADCRUMB, "Home / News / Bridge opens"), (K.HEADLINE, "Bridge opens")], ["News"]),
        ("", [(K.SECTION, "Kultur")], ["Kultur"]),
        ("", [(K.BREADCRUMB, "Home > Kultur/Medien")], ["Kultur/Medien"]),
        ("", [(K.BREADCRUMB, " > ".join("ABCDEFGHIJKL"))], []),
        ("<meta property=article:section content=Sport>", [(K.SECTION, "Kultur")], ["Sport"]),
        ("<meta property=article:section content=Sport>", [(K.BREADCRUMB, "Home > Kultur")], ["Kultur"]),
        (ld('"articleSection": ["News", "Sport", "news"]'), [], ["News", "Sport"]),
        (ld('"articleSection": "Home"'), [], []),
        (
            "<meta property=og:site_name content='Harbour Post'>",
            [(K.BREADCRUMB, "Harbour Post > Sport")],
            ["Sport"],
        ),
        (
            (
                "<ol><li itemprop=itemListElement><a><span itemprop=name>Home</span></a></li>"
                "<li itemprop=itemListElement><a><span itemprop=name>Sport</span></a></li></ol>"
            ),
            [],
            ["Sport"],
        ),
        ("", [], []),
    ],
)
def test_sections(resolve_page: ResolvePage, html: str, blocks: Blocks, section: list[str]) -> None:
    """Sections come widest first, without the front page, the site and the headline."""
    assert section == resolve_page(html, blocks).section


@pytest.mark.parametrize(
    ("html", "blocks", "access"),
    [
        ("", [], Access.UNKNOWN),
        (ld('"isAccessibleForFree": true'), [], Access.FREE),
        (ld('"isAccessibleForFree": "True"'), [], Access.FREE),
        (ld('"isAccessibleForFree": "http://schema.org/True"'), [], Access.FREE),
        (ld('"isAccessibleForFree": false'), [], Access.PAYWALLED),
        (ld('"isAccessibleForFree": "False"'), [], Access.PAYWALLED),
        (ld('"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": false}'), [], Access.PAYWALLED),
        (
            ld('"isAccessibleForFree": true, "hasPart": [{"isAccessibleForFree": "False"}]'),
            [],
            Access.PAYWALLED,
        ),
        ("<meta property=article:content_tier content=free>", [], Access.FREE),
        ("<meta property=article:content_tier content=locked>", [], Access.PAYWALLED),
        ("<meta property=article:content_tier content=metered>", [], Access.PAYWALLED),
        ("<meta property=article:content_tier content=odd>", [], Access.UNKNOWN),
        ("", [(K.PAYWALL, "Subscribe to read on")], Access.PAYWALLED),
        (ld('"isAccessibleForFree": true'), [(K.PAYWALL, "Subscribe to read on")], Access.PAYWALLED),
    ],
)
def test_access(resolve_page: ResolvePage, html: str, blocks: Blocks, access: Access) -> None:
    """A statement or a visible wall decides; without either access is unknown."""
    assert access is resolve_page(html, blocks).access


@pytest.mark.parametrize(
    ("html", "url", "canonical"),
    [
        ("", URL + "?utm_source=x", URL),
        (
            "<link rel=canonical href='https://news.example/the-bridge'>",
            URL,
            "https://news.example/the-bridge",
        ),
        ("<link rel=canonical href='/the-bridge?utm_medium=y#top'>", URL, "https://news.example/the-bridge"),
        (
            "<link rel=author href='https://news.example/jo'><link rel='amphtml Canonical' href=/the-bridge>",
            URL,
            "https://news.example/the-bridge",
        ),
        ("<link itemprop=thumbnailUrl href='https://news.example/a.jpg'>", None, None),
        ("<link rel=canonical href='//news.example/a'>", URL, "https://news.example/a"),
        ("<meta property=og:url content='https://news.example/og'>", URL, "https://news.example/og"),
        ("<link rel=canonical href='https://news.example/'>", URL, URL),
        (
            "<link rel=canonical href='https://news.example/'><meta property=og:url content=/b>",
            URL,
            "https://news.example/b",
        ),
        (
            "<link rel=canonical href='https://news.example/'>",
            "https://news.example/",
            "https://news.example/",
        ),
        ("<link rel=canonical href='javascript:x'>", URL, URL),
        ("<link rel=canonical href='http://[broken'>", URL, URL),
        ("<link rel=canonical href='/a'>", None, None),
        ("<link rel=canonical href='https://news.example/a'>", None, "https://news.example/a"),
        ("<link rel=canonical href=''>", URL, URL),
        ("<link rel=canonical href='https%3A%2F%2Fnews.example%2Fa'>", URL, "https://news.example/a"),
    ],
)
def test_canonical_url(resolve_page: ResolvePage, html: str, url: str | None, canonical: str | None) -> None:
    """The page's own address, made absolute and normalised, unless it is no address of an article."""
    assert canonical == resolve_page(html, url=url).canonical_url


@pytest.mark.parametrize(
    ("html", "raw", "site"),
    [
        ("<meta property=og:site_name content='Harbour Post'>", {}, "Harbour Post"),
        (ld('"publisher": {"name": "Harbour Post"}'), {}, "Harbour Post"),
        ("<meta name=application-name content='Harbour'>", {"site": "Hint"}, "Harbour"),
        ("", {"site": "Hint", "url": URL}, "Hint"),
        ("", {"url": "https://www.news.example/a"}, "news.example"),
        ("", {}, None),
    ],
)
def test_site(resolve_page: ResolvePage, html: str, raw: dict[str, Any], site: str | None) -> None:
    """The site's name is the page's own, else the hint, else the host."""
    assert site == resolve_page(html, **raw).site


@pytest.mark.parametrize(
    ("html", "blocks", "names", "agency"),
    [
        (ld('"author": {"name": "Jane Doe"}'), [(K.BYLINE, "By John Smith")], ["Jane Doe"], None),
        ("<meta name=author content='Jane Doe'>", [(K.BYLINE, "By John Smith")], ["Jane Doe"], None),
        (
            ld('"author": "https://www.facebook.com/harbour"'),
            [(K.BYLINE, "By John Smith")],
            ["John Smith"],
            None,
        ),
        (ld('"author": "jdoe"'), [(K.BYLINE, "By Jane Doe")], ["Jane Doe"], None),
        (ld('"author": "jdoe"'), [], ["jdoe"], None),
        (
            ld('"author": {"@type": "Organization", "name": "Harbour Post"}'),
            [(K.BYLINE, "By Jane Doe")],
            ["Jane Doe"],
            None,
        ),
        (ld('"author": {"@type": "Organization", "name": "Harbour Post"}'), [], ["Harbour Post"], None),
        (ld('"author": {"@type": "Organization", "name": "Harbour Post"}'), [(K.AGENCY, "(AFP)")], [], "AFP"),
        (ld('"author": [{"name": "Jane Doe"}, {"name": "Reuters"}]'), [], ["Jane Doe", "Reuters"], "Reuters"),
        (
            ld('"author": [{"name": "Jane Doe"}, {"name": "Garden Team"}]'),
            [],
            ["Jane Doe", "Garden Team"],
            None,
        ),
        (
            ld('"author": [{"name": "Jane Doe"}, {"@type": "Organization", "name": "Harbour Group"}]'),
            [],
            ["Jane Doe"],
            None,
        ),
        (ld('"author": {"name": "Jane Doe, Reuters"}'), [], ["Jane Doe"], "Reuters"),
        (ld('"author": {"name": "Associated Press"}'), [], ["Associated Press"], "AP"),
        ("<h1>Bridge</h1><a rel=author href=/jane>Jane Doe</a>", [], ["Jane Doe"], None),
        ("<h1>Bridge</h1><div class=article-author>By Jane Doe</div>", [], ["Jane Doe"], None),
        ("<div class=author-bio>Jane Doe has walked all bridges</div>", [], [], None),
        ("<span itemprop=author><b itemprop=name>Jane Doe</b> at home</span>", [], ["Jane Doe"], None),
        ("", [(K.BODY, "PARIS (AFP) – The bridge opened.")], [], "AFP"),
    ],
)
def test_signatures(
    resolve_page: ResolvePage, html: str, blocks: Blocks, names: list[str], agency: str | None
) -> None:
    """People sign before accounts, accounts before the newsroom; agencies sign listed or alone."""
    metadata = resolve_page(html, blocks)
    assert (names, agency) == ([author.name for author in metadata.authors], metadata.agency)


@pytest.mark.parametrize("stated", ["Sea Voice (www.harbour-post.example)", "Harbour Post - the sea daily"])
def test_the_site_is_no_author(resolve_page: ResolvePage, stated: str) -> None:
    """A stated author that gives the site's name or address gives way to a byline, and signs without one."""
    page = f"<meta name=author content='{stated}'>"
    url = "https://www.harbour-post.example/bridge"
    signed = resolve_page(page, [(K.BYLINE, "By Jane Doe")], url=url)
    assert ["Jane Doe"] == [author.name for author in signed.authors]
    assert stated.startswith(resolve_page(page, url=url).authors[0].name)


def test_tags_images_and_access_have_origins(resolve_page: ResolvePage) -> None:
    """Each field says where its value was read."""
    page = (
        "<meta property=article:tag content=Bridges><meta property=og:image content=https://a.example/b.jpg>"
        "<meta property=article:content_tier content=metered><meta property=article:section content=Metro>"
        "<link rel=canonical href=https://a.example/bridge><html lang=en>"
    )
    origins = resolve_page(page, url="https://a.example/bridge?x=1").origins
    expected = {
        "tags": "open_graph article:tag",
        "images": "open_graph og:image",
        "access": "open_graph article:content_tier",
        "section": "open_graph article:section",
        "canonical_url": "element link canonical",
        "language": "element html lang",
    }
    assert expected == {name: origins.get(name) for name in expected}


def test_dateline(resolve_page: ResolvePage) -> None:
    """The dateline opens one of the first paragraphs; publication tells its year."""
    blocks: Blocks = [(K.BODY, "SEOUL, Nov. 13 (Yonhap) -- The bridge opened.")]
    metadata = resolve_page(None, blocks, published_at="2024-11-14")
    assert metadata.dateline is not None
    assert ("SEOUL", "2024-11-13") == (metadata.dateline.place, metadata.dateline.date)


def test_images(resolve_page: ResolvePage) -> None:
    """Pictures are absolute, each once, the Open Graph one first."""
    html = "<meta property=og:image content=/a.jpg><meta property=og:image:alt content='A bridge'>" + ld(
        '"image": [{"url": "https://news.example/b.jpg", "caption": "Walkers"}, "/a.jpg", "data:x"]'
    )
    images = resolve_page(html, url=URL).images
    assert [("https://news.example/a.jpg", "A bridge"), ("https://news.example/b.jpg", "Walkers")] == [
        (image.url, image.alt) for image in images
    ]


def test_deck_is_visible(resolve_page: ResolvePage) -> None:
    """A description that stands nowhere on the page is no deck."""
    assert resolve_page("<meta name=description content='Read all about it'>").deck is None


@pytest.mark.parametrize(
    "html",
    [
        "<meta name=author content='a b'>" * 20_000,
        "<meta property=og:title content='" + "- " * 200_000 + "'>",
        "<title>" + "x | " * 100_000 + "</title><h1>" + "x - " * 100_000 + "</h1>",
        "<div class=author>" * 400 + "x" * 100_000,
        "<div itemprop=author>" * 400 + "x" * 100_000,
        "<h1>" + "<b>x</b>" * 50_000 + "</h1>",
        "<time>" * 300 + "2024",
        "<meta property=article:published_time content='" + "1" * 100_000 + "'>",
        "<meta property=article:published_time content='" + "12:" * 100_000 + "'>",
        "<link rel=canonical href='https://news.example/" + "a" * 100_000 + "'>",
        "<meta name=author content='" + "by " * 100_000 + "'>",
    ],
)
def test_hostile_pages(resolve_page: ResolvePage, html: str) -> None:
    """Masses of tags, huge values and deep nesting are bounded, not errors."""
    assert isinstance(resolve_page(html, url=URL), Metadata)


PIECES = st.sampled_from(
    [
        "<h1>",
        "</h1>",
        "<title>",
        "</title>",
        "<meta name=",
        "author",
        " content=",
        "'",
        '"',
        ">",
        "<time datetime=",
        "2024-11-13",
        "<a rel=author>",
        "</a>",
        "Jane Doe",
        "By",
        " |",
        "<link rel=canonical href=",
        "//a.example",
        "<script type=application/ld+json>",
        "{",
        "}",
        "[",
        "]",
        '"@type":"Article",',
        '"headline":"x"',
        "</script>",
        "<div class=byline>",
        "</div>",
        "<span itemprop=author>",
        "&amp;",
        "&lt;",
        "ü",
        "日",
    ]
)


@given(st.lists(PIECES, max_size=80))
def test_any_page(pieces: list[str]) -> None:
    """Any page is read without an error, and reading it twice says the same."""
    html = "".join(pieces)
    assert markup_of(html) == markup_of(html)
