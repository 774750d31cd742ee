"""HTML or flat text: what is claimed, what is seen, and the warning where they differ."""

import pytest

from schemas import WarningCode
from tests.admit.conftest import Deliver

MISMATCH = (WarningCode.CONTENT_TYPE_MISMATCH,)

HTML = {
    "page": "<!DOCTYPE html>\n<html lang=pt><head><title>Ponte</title></head><body>A ponte.</body></html>",
    "page after comments": "\ufeff \n<!-- cached --><!-- by -->\n<HTML><BODY>A ponte abriu.</BODY></HTML>",
    "XHTML": '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN">\n<html/>',
    "body alone": "<body>A ponte abriu.",
    "paragraphs": "<p>A ponte abriu na quinta-feira.</p>\n<p>O trânsito voltou ao normal.</p>",
    "one block": '<div class="story">A ponte abriu na quinta-feira.</div>',
    "feed summary": 'A ponte abriu. <a href="https://news.example/1">Leia mais</a> ou <b>assine</b>.',
    "line breaks": "A ponte abriu na quinta-feira.<br/><br/>O trânsito voltou ao normal.<br>Fim.",
    "long fragment": "<section>"
    + "<p>A ponte abriu na quinta-feira, depois de oito meses.</p>" * 5_000
    + "</section>",
}

FLAT = {
    "prose": "The bridge opened on Thursday.\n\nTraffic is back to normal.",
    "mentions a tag": "Editors forget the <b> tag more often than any other, the survey says.",
    "explains tags": "Put <b> before the word and </b> behind it, the manual says. "
    + "It explains much more. " * 40,
    "opens with a tag": "<b> is the tag editors forget most often, the survey says.",
    "comparison": "Growth a < b, and x<y> was the notation in the paper; 3 <p 0.05.",
    "Markdown": "# The bridge\n\nIt *opened* on **Thursday**. [More](https://news.example)\n\n![](a.jpg)<br>",
    "addresses in brackets": "Write to <desk@news.example> or see <https://news.example/1>.",
    "placeholders": "<photo> <caption> The bridge on Thursday </caption>",
    "long text, one link at the end": "The bridge opened on Thursday. " * 300 + '<a href="/1">More</a>',
}


@pytest.mark.parametrize("content", HTML.values(), ids=HTML)
@pytest.mark.parametrize(
    "content_type", ["", "application/octet-stream", "text/html", "application/xhtml+xml"]
)
def test_html(deliver: Deliver, content: str, content_type: str) -> None:
    """Pages and fragments are HTML, claimed or not."""
    admitted = deliver(content.encode(), content_type=content_type)
    assert (True, ()) == (admitted.is_html, admitted.warnings)


@pytest.mark.parametrize("content", FLAT.values(), ids=FLAT)
@pytest.mark.parametrize("content_type", ["", "text/plain; charset=utf-8"])
def test_flat(deliver: Deliver, content: str, content_type: str) -> None:
    """Prose about tags, comparisons and Markdown are flat text, claimed or not."""
    admitted = deliver(content.encode(), content_type=content_type)
    assert (False, ()) == (admitted.is_html, admitted.warnings)


@pytest.mark.parametrize("name", ["page", "page after comments", "XHTML", "body alone"])
def test_page_claimed_flat(deliver: Deliver, name: str) -> None:
    """A whole page is HTML though it claims to be plain text."""
    admitted = deliver(HTML[name].encode(), content_type="text/plain")
    assert (True, MISMATCH) == (admitted.is_html, admitted.warnings)


@pytest.mark.parametrize("name", ["prose", "comparison", "addresses in brackets", "placeholders"])
def test_flat_claimed_html(deliver: Deliver, name: str) -> None:
    """A text without any tag is flat though it claims to be HTML."""
    admitted = deliver(FLAT[name].encode(), content_type="text/html")
    assert (False, MISMATCH) == (admitted.is_html, admitted.warnings)


def test_fragment_claimed_flat(deliver: Deliver) -> None:
    """Plain text with some markup left stays plain text, as claimed."""
    assert not deliver(HTML["line breaks"].encode(), content_type="text/plain").is_html


@pytest.mark.parametrize("content_type", ["text/html", "TEXT/HTML; charset=utf-8"])
def test_claim_inside_json(deliver: Deliver, content_type: str) -> None:
    """The type of the content is the one inside the object."""
    value = f'{{"content": "Mind the <b>gap</b>.", "content_type": "{content_type}"}}'
    admitted = deliver(value.encode(), content_type="application/json")
    assert (True, content_type) == (admitted.is_html, admitted.raw.content_type)


@pytest.mark.parametrize(
    "hostile", ["<a " * 300_000, "<!--" * 300_000, "<!-- -->" * 200_000, "<" * 2_000_000]
)
def test_hostile_markup(deliver: Deliver, hostile: str) -> None:
    """Markup made to slow a pattern down is told flat from HTML all the same."""
    assert hostile == deliver(hostile.encode()).raw.content
