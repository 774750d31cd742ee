"""JSON-LD in the shapes pages write it, broken ones included."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.clean.metadata import Markup
from service.clean.metadata.json_ld import MAX_SCRIPT_CHARS, read_json_ld
from tests.metadata.conftest import markup_of

ARTICLE: dict[str, Any] = {
    "@type": "NewsArticle",
    "headline": "Bridge opens",
    "datePublished": "2024-11-13T10:15:00Z",
    "author": {"@type": "Person", "name": "Jane Doe"},
}


def page(*scripts: object, body: str = "") -> Markup:
    """Read a page with the given JSON-LD scripts, values or texts."""
    texts = [script if isinstance(script, str) else json.dumps(script) for script in scripts]
    return markup_of("".join(f'<script type="application/ld+json">{text}</script>' for text in texts) + body)


@pytest.mark.parametrize(
    "script",
    [
        ARTICLE,
        [ARTICLE],
        {"@graph": [{"@type": "WebSite", "name": "Harbour Post"}, ARTICLE]},
        [{"@type": "BreadcrumbList"}, [ARTICLE]],
        {"@type": "WebPage", "name": "Bridge", "mainEntity": ARTICLE},
        {"@type": "WebPage", "mainEntityOfPage": {"@graph": [ARTICLE]}},
        ARTICLE | {"@type": ["Article", "NewsArticle"]},
        ARTICLE | {"@type": "https://schema.org/ReportageNewsArticle"},
        ARTICLE | {"@type": "BlogPosting"},
        ARTICLE | {"@type": "LiveBlogPosting"},
        ARTICLE | {"headline": ["Bridge opens", "Other"]},
        ARTICLE | {"headline": {"@value": "Bridge opens"}},
        json.dumps(ARTICLE)[:-1] + ",}",
        json.dumps([ARTICLE])[:-1] + " , ]",
        "<!-- " + json.dumps(ARTICLE) + " -->",
        "//<![CDATA[\n" + json.dumps(ARTICLE) + "\n//]]>",
        "/* <![CDATA[ */" + json.dumps(ARTICLE) + "/* ]]> */",
        json.dumps(ARTICLE) + ";",
        json.dumps({"@type": "WebSite"}) + "\n" + json.dumps(ARTICLE),
        json.dumps(ARTICLE).replace("Bridge opens", "Bridge\n opens\t"),
        json.dumps(ARTICLE).replace('"', "&quot;"),
        json.dumps(ARTICLE)[:-1] + ', "description": "the "new" bridge"}',
    ],
)
def test_shapes(script: object) -> None:
    """The article is found in every shape, and in broken JSON."""
    markup = page(script)
    assert ("Bridge opens",) == markup.titles
    assert ["2024-11-13T10:15:00Z"] == [candidate.value for candidate in markup.published]


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Jane Doe", ["Jane Doe"]),
        (["Jane Doe", "John Smith"], ["Jane Doe", "John Smith"]),
        ({"name": "Jane Doe"}, ["Jane Doe"]),
        ({"@type": "Person", "name": ["Jane Doe"]}, ["Jane Doe"]),
        ([{"name": "Jane Doe"}, "John Smith"], ["Jane Doe", "John Smith"]),
        ([[{"name": "Jane Doe"}]], ["Jane Doe"]),
        ({"givenName": "Jane", "familyName": "Doe"}, ["Jane Doe"]),
        ({"@id": "#jane"}, ["Jane Doe"]),
        ([], []),
        (None, []),
        (7, ["7"]),
        ({"@type": "Organization", "name": "Harbour Post"}, []),
    ],
)
def test_author_shapes(author: object, names: list[str]) -> None:
    """Authors are objects, lists, strings and references; organisations are kept apart."""
    person = {"@type": "Person", "@id": "#jane", "name": "Jane Doe"}
    markup = page({"@graph": [person, {"@type": "Article", "headline": "Bridge", "author": author}]})
    assert names == [candidate.value for candidate in markup.authors]


def test_organisation_signs() -> None:
    """An organisation that signs is an organisation."""
    author = {"@type": "Organization", "name": "Harbour Post"}
    assert ["Harbour Post"] == [one.value for one in page(ARTICLE | {"author": author}).organisations]


def test_article_of_this_page() -> None:
    """Of several articles the one about this page is read, by its address or its headline."""
    other = ARTICLE | {
        "headline": "Ferry sinks",
        "datePublished": "2020-01-01",
        "url": "https://a.example/ferry",
    }
    by_title = page(other, ARTICLE, body="<h1>Bridge opens</h1>")
    assert "2024-11-13T10:15:00Z" == by_title.published[0].value
    this = ARTICLE | {"headline": "A bridge", "url": "https://a.example/bridge?x=1"}
    by_address = page(other, this, body="<link rel=canonical href='https://www.a.example/bridge/'>")
    assert "2024-11-13T10:15:00Z" == by_address.published[0].value


def test_related_articles_are_not_read() -> None:
    """Articles inside a list of items are other articles."""
    listed = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": ARTICLE}]}
    assert () == page(listed).published


def test_page_object_is_the_last_resort() -> None:
    """A WebPage states the date where no article does."""
    markup = page({"@type": "WebPage", "datePublished": "2023-01-01"}, ARTICLE)
    assert ["2024-11-13T10:15:00Z", "2023-01-01"] == [candidate.value for candidate in markup.published]


def test_bread_crumbs() -> None:
    """Bread crumbs come in the order of their positions, named directly or by their item."""
    crumbs = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"position": "2", "item": {"@id": "/b", "name": "Bridges"}},
            {"position": 1, "name": "News"},
            {"position": "x"},
            "text",
        ],
    }
    assert ("News", "Bridges") == page(crumbs).sections[0].names


@pytest.mark.parametrize(
    "script",
    [
        "",
        "null",
        "7",
        "{",
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"@graph":[' * 50_000,
        "[" * 500 + "]" * 500,
        '{"headline": "' + '\\"' * 100_000,
        ", " * 100_000,
        "<!--" * 50_000,
        ";" * 100_000,
        "\ud800",
        '{"@type": {"a": 1}, "@id": [1]}',
        '{"@type": "Article", "author": {"name": {"a": 1}}, "image": [[1]], "publisher": 3, "hasPart": [1]}',
        '{"@type": "BreadcrumbList", "itemListElement": [{"position": {"a": 1}, "name": 1}]}',
    ],
)
def test_hostile(script: str) -> None:
    """Nothing in a script is an error, whatever its shape or depth."""
    assert isinstance(read_json_ld([script]).articles, tuple)
    if script.isascii():
        assert isinstance(page(script), Markup)


def test_size_limit() -> None:
    """A script past the size limit is skipped; the next is read."""
    huge = json.dumps(ARTICLE | {"articleBody": "x" * MAX_SCRIPT_CHARS})
    assert ("Bridge opens",) == page(huge.replace("Bridge", "Tunnel"), ARTICLE).titles


def test_many_articles() -> None:
    """A list of a hundred thousand articles is cut off, not worked through."""
    scripts = ["[" + ",".join(['{"@type":"Article","headline":"x"}'] * 20_000) + "]"] * 5
    assert len(read_json_ld(scripts).articles) <= 2_000


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "@type",
                    "@id",
                    "@graph",
                    "@value",
                    "author",
                    "name",
                    "headline",
                    "image",
                    "url",
                    "publisher",
                    "hasPart",
                    "itemListElement",
                    "position",
                    "item",
                    "mainEntity",
                    "mainEntityOfPage",
                    "breadcrumb",
                    "datePublished",
                ]
            ),
            inner | st.sampled_from(["Article", "WebPage", "BreadcrumbList", "Organization", "WebSite"]),
            max_size=6,
        )
    ),
    max_leaves=30,
)


@given(JSON)
def test_any_json(value: object) -> None:
    """Any JSON value is read without an error."""
    page(value, body="<h1>Bridge opens</h1>")


@given(st.text(max_size=300))
def test_any_script(script: str) -> None:
    """Any text in a script is read without an error."""
    read_json_ld([script, '{"a":' + script, "[" + script])
