"""JSON in the shapes scrapers write, and the facts headers add."""

import json

import pytest

from schemas import RawArticle, WarningCode
from tests.admit.conftest import Deliver

TEXT = "The council approved the tram line on Thursday after a debate of six hours."
PAGE = f"<html><body><p>{TEXT}</p></body></html>"
CONTENT_NAMES = ["content", "html", "raw_html", "body", "text", "maintext"]


def written(**fields: object) -> bytes:
    """Write fields as JSON."""
    return json.dumps(fields, ensure_ascii=False).encode()


@pytest.mark.parametrize("name", CONTENT_NAMES)
def test_content_by_any_name(deliver: Deliver, name: str) -> None:
    """The content comes under each name scrapers use."""
    assert TEXT == deliver(written(**{name: TEXT})).raw.content


@pytest.mark.parametrize("blank", ["", " \n", None, "\ufeff"])
@pytest.mark.parametrize("position", range(len(CONTENT_NAMES) - 1))
def test_blank_content_falls_through(deliver: Deliver, blank: str | None, position: int) -> None:
    """A blank or null content leaves the word to the next name."""
    fields = dict.fromkeys(CONTENT_NAMES[position + 1 :], TEXT)
    assert TEXT == deliver(written(**{CONTENT_NAMES[position]: blank}, **fields)).raw.content


def test_first_name_wins(deliver: Deliver) -> None:
    """Of several contents the page comes before its text, wherever they stand; the rest may be anything."""
    admitted = deliver(written(maintext=["a", "b"], text=TEXT, html=PAGE))
    assert (PAGE, True) == (admitted.raw.content, admitted.is_html)


def test_every_alias(deliver: Deliver) -> None:
    """A news crawler's own names reach the fields of the contract."""
    admitted = deliver(
        written(
            maintext=TEXT,
            link=" https://news.example/tram ",
            headline="Tram approved",
            date_publish="2025-03-06 18:20:00",
            date_download=1741285200,
            lang="en",
            source_domain="news.example",
            id="a-17",
            authors=["A. Reporter"],
            extra={"deep": [None]},
        )
    )
    assert admitted.raw == RawArticle(
        content=TEXT,
        url="https://news.example/tram",
        title="Tram approved",
        published_at="2025-03-06 18:20:00",
        fetched_at=1741285200,
        language="en",
        site="news.example",
        id="a-17",
    )


def test_null_hints(deliver: Deliver) -> None:
    """Null and blank hints are unknown, and the next name is asked."""
    admitted = deliver(
        written(text=TEXT, title=None, headline="Tram approved", url="", language=" ", id=None)
    )
    raw = admitted.raw
    assert ("Tram approved", None, None, None, ()) == (
        raw.title,
        raw.url,
        raw.language,
        raw.id,
        admitted.warnings,
    )


HEADERS = {
    "url": "https://news.example/tram",
    "fetched_at": "2025-03-06T18:20:00Z",
    "published_at": "2025-03-06",
    "title": "Straßenbahn – beschlossen",
    "language": "de",
    "site": "Example News",
    "id": "a-17",
}


@pytest.mark.parametrize("value", [TEXT.encode(), PAGE.encode(), written(text=TEXT)])
def test_headers(deliver: Deliver, value: bytes) -> None:
    """Headers carry the facts of bare bytes, and those JSON lacks."""
    raw = deliver(value, **HEADERS).raw
    assert {name: getattr(raw, name) for name in HEADERS} == HEADERS


def test_json_before_headers(deliver: Deliver) -> None:
    """What JSON carries, its headers do not change."""
    admitted = deliver(written(text=TEXT, headline="Tram approved", pub_date=1741285200), **HEADERS)
    assert ("Tram approved", 1741285200) == (admitted.raw.title, admitted.raw.published_at)


def test_unreadable_header(deliver: Deliver) -> None:
    """A header that is not UTF-8 is absent."""
    assert deliver(TEXT.encode(), title=b"\xff\xfe", url=b"\xe9").raw.title is None


@pytest.mark.parametrize("prefix", [b"", b"\xef\xbb\xbf", b" \r\n\t"])
@pytest.mark.parametrize("content_type", ["", "application/json", "application/vnd.news+json", "text/json"])
def test_recognised(deliver: Deliver, prefix: bytes, content_type: str) -> None:
    """An object is recognised with or without a type, a mark or white space before it."""
    admitted = deliver(prefix + written(text=TEXT), content_type=content_type)
    assert (TEXT, ()) == (admitted.raw.content, admitted.warnings)


@pytest.mark.parametrize("content_type", ["text/html", "text/plain"])
def test_object_under_another_type(deliver: Deliver, content_type: str) -> None:
    """An object labelled as a page is read as an object, with a warning."""
    admitted = deliver(written(text=TEXT), content_type=content_type)
    assert (TEXT, False, (WarningCode.CONTENT_TYPE_MISMATCH,)) == (
        admitted.raw.content,
        admitted.is_html,
        admitted.warnings,
    )


@pytest.mark.parametrize(
    "text",
    [
        "{Update} The council met on Thursday.",
        "[Reuters] The council met on Thursday.",
        '"We will build it," the mayor said.',
        "{",
        "[1] The council met on Thursday.",
    ],
)
def test_text_that_opens_like_json(deliver: Deliver, text: str) -> None:
    """Brackets and quotation marks at the head of a text do not make it JSON."""
    assert text == deliver(text.encode()).raw.content


def test_repeated_field(deliver: Deliver) -> None:
    """The last of repeated fields counts, as in every JSON library."""
    assert TEXT == deliver(b'{"text": "Draft.", "text": ' + json.dumps(TEXT).encode() + b"}").raw.content


def test_characters_past_the_basic_plane(deliver: Deliver) -> None:
    """A surrogate pair in an escape is one character."""
    assert "Ferry \N{SHIP}" == deliver(b'{"text": "Ferry \\ud83d\\udea2"}').raw.content


def test_large_unknown_fields(deliver: Deliver) -> None:
    """A million entries in a field nobody asked for change nothing."""
    value = b'{"links": [' + b'"/a",' * 1_000_000 + b'"/a"], "text": "The council met."}'
    assert "The council met." == deliver(value).raw.content
