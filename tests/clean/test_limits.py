"""Hostile markup: bounded before, while and after it is parsed."""

from collections.abc import Callable

import pytest

from schemas import ErrorCode
from service.clean import Cleaned
from service.clean.limits import check_markup
from service.errors import CleanError

PAGE = "<html><body><h1>A headline of five words</h1>{}</body></html>"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("<div>" * 100_000 + "deep", ErrorCode.NESTED_TOO_DEEP),
        ("<ul><li>" * 50_000 + "deep", ErrorCode.NESTED_TOO_DEEP),
        ("<DIV>" * 600 + "deep", ErrorCode.NESTED_TOO_DEEP),
        ("<svg>" + "<g>" * 100_000, ErrorCode.NESTED_TOO_DEEP),
        ("<table><tr><td>" * 30_000, ErrorCode.NESTED_TOO_DEEP),
        ("<p>a</p>" * 12_000, ErrorCode.TOO_MANY_NODES),
        ("<p>a</p>" * 250_000, ErrorCode.TOO_MANY_NODES),
        ("<br>" * 900_000, ErrorCode.TOO_MANY_NODES),
        ("<select>" + "<option>x" * 30_000, ErrorCode.TOO_MANY_NODES),
        ("<select>" + "<option selected>x</option>" * 30_000, ErrorCode.TOO_MANY_NODES),
        ("<optgroup></b>" * 30_000, ErrorCode.TOO_MANY_NODES),
        ("<path></b>" * 30_000, ErrorCode.NESTED_TOO_DEEP),
        ("<svg>" + "<td></b>" * 30_000, ErrorCode.NESTED_TOO_DEEP),
        ("<math></path>" + "<path></p>" * 30_000, ErrorCode.NESTED_TOO_DEEP),
        ("<div " + " ".join(f"a{number}" for number in range(50_000)) + ">", ErrorCode.TOO_MANY_NODES),
        ("<div " + " ".join(f"a{number}='>'" for number in range(50_000)) + ">", ErrorCode.TOO_MANY_NODES),
        ("<div " + "".join(f"a{number}='' " for number in range(50_000)) + ">", ErrorCode.TOO_MANY_NODES),
        ("<div " + "".join(f"a{number}=''" for number in range(50_000)) + ">", ErrorCode.TOO_MANY_NODES),
        ("<div " + " ".join(f"a<{number}" for number in range(50_000)) + ">", ErrorCode.TOO_MANY_NODES),
        (
            "<div title='\">" + "<div " + " ".join(f"a{number}='>'" for number in range(50_000)) + ">",
            ErrorCode.TOO_MANY_NODES,
        ),
        ("<p>" + "A word or two. " * 40_000, ErrorCode.TEXT_TOO_LONG),
        ("".join(f"<p><font id=f{number}>" for number in range(20_000)), ErrorCode.NESTED_TOO_DEEP),
        ("<b id=1><b id=2><b id=3><b id=4><b id=5><b id=6>" + "<p>x</p>" * 180_000, ErrorCode.TOO_MANY_NODES),
    ],
)
def test_costly_markup_is_refused(clean: Callable[..., Cleaned], content: str, code: ErrorCode) -> None:
    """Depth, number and unclosed formatting end with their own code, not with a stall."""
    with pytest.raises(CleanError) as caught:
        clean(PAGE.format(content), html=True)
    assert caught.value.code is code


def test_reopened_formatting_is_refused_before_it_is_parsed() -> None:
    """A page of middling size is enough: the parser would make a million elements of it."""
    with pytest.raises(CleanError) as caught:
        check_markup(b"<b>" * 900 + b"<p>x" * 1_200, 500, 30_000)
    assert caught.value.code is ErrorCode.TOO_MANY_NODES


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("A word or two. " * 40_000, ErrorCode.TEXT_TOO_LONG),
        ("line\n" * 40_000, ErrorCode.TOO_MANY_NODES),
        ("\n\n".join(f"line {number} of a list" for number in range(8_000)), ErrorCode.TOO_MANY_NODES),
    ],
)
def test_costly_text_is_refused(clean: Callable[..., Cleaned], content: str, code: ErrorCode) -> None:
    """Length, lines and blocks of a flat text end with their own code."""
    with pytest.raises(CleanError) as caught:
        clean(content, html=False)
    assert caught.value.code is code


SENTENCE = "The council of the harbour city voted on Tuesday night to rebuild its tram line at last."


@pytest.mark.parametrize(
    "genuine",
    [
        "<svg>" + "<path d='M0 0h1'/>" * 5_000 + "</svg>",
        "<svg>" + "<g><path d='M0 0h1'></path></g>" * 5_000 + "</svg>",
        "<select>" + "<option value=x>A country" * 250 + "</select>",
        ("<select>" + "<option value=x>A country</option>" * 250 + "</select>") * 10,
        "<div data-state='" + '{"some": "state", "of": [1, 2, 3]}, ' * 20_000 + "'></div>",
        "<script>var state = {" + '"a word": 1, ' * 50_000 + "};</script>",
        "<img srcset='" + ", ".join(f"/a{width}.jpg {width}w" for width in range(3_000)) + "'>",
        "<ul>" + "<li>entry" * 2_000 + "</ul>",
        "<table>" + "<tr><td>1<td>2<td>3" * 2_000 + "</table>",
    ],
)
def test_large_but_genuine_pages_are_read(clean: Callable[..., Cleaned], genuine: str) -> None:
    """Drawings, lists to choose from, inlined state and long tables are no attack."""
    article = clean(
        f"<html><body><h1>A tram line</h1><p>{SENTENCE}</p><p>{SENTENCE} Again.</p>{genuine}", html=True
    )
    assert article.article.text.startswith(SENTENCE)


@pytest.mark.parametrize(
    "noise",
    [
        "<span>" * 300,
        "</div>" * 5_000,
        "<p>" * 5_000,
        "<" * 20_000,
        "<a href='" * 500,
        "<!--" * 5_000,
        "&" * 20_000,
        " \n" * 50_000,
        "[](" * 20_000,
        "." * 50_000,
        "x" * 500_000,
    ],
)
@pytest.mark.parametrize("html", [True, False])
def test_noise_costs_the_noise_only(clean: Callable[..., Cleaned], noise: str, *, html: bool) -> None:
    """Broken markup and endless signs beside an article end in an article or a clear error."""
    content = f"<p>{SENTENCE}</p>{noise}" if html else f"{SENTENCE}\n{noise}"
    code: ErrorCode | None = None
    try:
        text = clean(content, html=html).article.text
    except CleanError as error:
        code = error.code
    else:
        assert SENTENCE == text[: len(SENTENCE)]
    refused = {ErrorCode.NESTED_TOO_DEEP, ErrorCode.TOO_MANY_NODES, ErrorCode.TEXT_TOO_LONG}
    assert code in {None, ErrorCode.NO_ARTICLE, *refused}
