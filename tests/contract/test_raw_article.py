"""The raw article: what the published schema allows is what Dateline reads."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from schemas import RawArticle, accepted_names
from schemas.export.asyncapi import ARTICLE_HEADERS
from service.admit import Admit
from service.errors import AdmitError
from service.record import InputRecord
from service.settings import AdmitSettings

Validator = Callable[[str], Draft202012Validator]

NAMES = [
    (field, name) for field, info in RawArticle.model_fields.items() for name in accepted_names(field, info)
]
CONTENT_NAMES = ["content", "html", "raw_html", "body", "text", "maintext"]
VALUES = {"url": "https://a.example/story", "content_type": "text/plain"}
"""Values for fields that do not take any text."""

NOT_FACTS = {"content-type", "content-encoding", "traceparent", "tracestate"}
"""Headers about the record, not the article."""


def read(article: dict[str, Any]) -> RawArticle | None:
    """Read an article as admit does; null where it is refused."""
    try:
        return Admit(AdmitSettings())(InputRecord(value=json.dumps(article).encode())).raw
    except AdmitError:
        return None


def test_content_comes_under_the_names_scrapers_use() -> None:
    """The names of the content are binding."""
    assert CONTENT_NAMES == [name for field, name in NAMES if field == "content"]


@pytest.mark.parametrize(("field", "name"), NAMES)
def test_every_published_name_is_read(validator: Validator, field: str, name: str) -> None:
    """A value under any published name reaches its field."""
    value = VALUES.get(field, "a value")
    article = {name: value} if field == "content" else {"content": "Text of it", name: value}

    assert [] == list(validator("raw-article").iter_errors(article))
    found = read(article)
    assert found is not None
    assert value == getattr(found, field)


@pytest.mark.parametrize("name", sorted(set(ARTICLE_HEADERS) - NOT_FACTS))
def test_every_published_header_is_read(name: str) -> None:
    """A fact in a header reaches the field of that name."""
    field = name.replace("-", "_")
    value = VALUES.get(field, "a value")
    record = InputRecord(value=b"Text of it", headers=((name, value.encode()),))

    assert value == getattr(Admit(AdmitSettings())(record).raw, field)


@pytest.mark.parametrize(("field", "name"), NAMES)
@pytest.mark.parametrize("value", [[], {}, True])
def test_wrong_type_is_refused_by_admit_and_schema(
    validator: Validator, field: str, name: str, value: object
) -> None:
    """No name takes a list, an object or a truth value."""
    article = {name: value} if field == "content" else {"content": "Text of it", name: value}

    assert not validator("raw-article").is_valid(article)
    assert read(article) is None


@pytest.mark.parametrize(
    "article",
    [{}, {"title": "Only a title"}, {"content": None}, {"html": ""}, {"text": " \n", "content": None}],
)
def test_article_without_content_is_refused_by_admit_and_schema(
    validator: Validator, article: dict[str, Any]
) -> None:
    """The content must be there under one of its names, and not blank."""
    assert not validator("raw-article").is_valid(article)
    assert read(article) is None


@pytest.mark.parametrize("empty", [None, "", "  "])
def test_name_without_a_value_leaves_the_word_to_the_next(validator: Validator, empty: str | None) -> None:
    """A scraper that writes all its fields, some empty, is understood."""
    article = {"content": empty, "html": "<p>the page</p>", "url": None, "title": None}

    assert [] == list(validator("raw-article").iter_errors(article))
    found = read(article)
    assert found is not None
    assert "<p>the page</p>" == found.content


def test_first_of_several_names_counts() -> None:
    """Where a scraper sends both the page and its own text, the order of the names decides."""
    found = read({"maintext": "the scraper's text", "html": "<p>the page</p>"})

    assert found is not None
    assert "<p>the page</p>" == found.content


def test_sample_of_version_1_0_is_still_read(
    sample: Callable[[str], dict[str, Any]], validator: Validator
) -> None:
    """An article in the shape of a scraper, with a field of its own, stays readable."""
    article = sample("raw-article-1.0")

    assert [] == list(validator("raw-article").iter_errors(article))
    found = read(article)
    assert found is not None
    assert article["maintext"] == found.content
    assert article["date_publish"] == found.published_at
