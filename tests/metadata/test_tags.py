"""The subjects a page files its article under."""

import pytest

from tests.metadata.conftest import ResolvePage


def ld(keywords: str) -> str:
    """Return a JSON-LD script of an article with these keywords."""
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "keywords": {keywords}}}</script>'


@pytest.mark.parametrize(
    ("html", "tags", "origin"),
    [
        (ld('["Bridges", "Harbour", "bridges"]'), ["Bridges", "Harbour"], "json_ld keywords"),
        (ld('"Brücken, Hafen; Verkehr"'), ["Brücken", "Hafen", "Verkehr"], "json_ld keywords"),
        (ld('[{"@type": "DefinedTerm", "name": "橋"}, {"name": "港"}]'), ["橋", "港"], "json_ld keywords"),
        (ld('["type:article", "nid_4711", "Section: Metro", "Bridges"]'), ["Bridges"], "json_ld keywords"),
        (
            "<meta property=article:tag content=Bridges><meta property=article:tag content=Harbour>",
            ["Bridges", "Harbour"],
            "open_graph article:tag",
        ),
        (
            "<meta name=keywords content='sea'><meta name=news_keywords content='Bridges'>",
            ["Bridges"],
            "meta news_keywords",
        ),
        (
            "<meta name=keywords content='sea'><a rel=tag>Bridges</a><a rel='category tag'>Metro</a>",
            ["Bridges"],
            "element rel tag",
        ),
        (
            (
                "<meta property=og:site_name content='Harbour Post'>"
                "<meta name=keywords content='Harbour Post, news, Bridges, 2024, Bridge opens'>"
                "<h1>Bridge opens</h1>"
            ),
            ["Bridges"],
            "meta keywords",
        ),
        (ld('[null, 7, {}, "", "' + "x" * 90 + '"]'), [], None),
        ("<p>No tags</p>", [], None),
    ],
)
def test_tags(resolve_page: ResolvePage, html: str, tags: list[str], origin: str | None) -> None:
    """The first source with tags gives them, once each, without codes and the site's own name."""
    metadata = resolve_page(html)
    assert (tags, origin) == (metadata.tags, metadata.origins.get("tags"))


def test_tags_are_bounded(resolve_page: ResolvePage) -> None:
    """A page cannot file its article under any number of subjects."""
    stated = ", ".join(f"Subject {chr(97 + number % 26)}{number}" for number in range(500))
    assert 30 == len(resolve_page(f"<meta name=news_keywords content='{stated}'>").tags)


def test_flat_text_has_no_tags(resolve_page: ResolvePage) -> None:
    """A flat text marks no tags."""
    assert [] == resolve_page().tags
