"""Hostile markup: bounded before, while and after it is parsed."""

from collections.abc import Callable

import pytest

from schemas import ErrorCode
from service.clean import Cleaned
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
        ("<p>a</p>" * 250_000, ErrorCode.TOO_MANY_NODES),
        ("<br>" * 900_000, ErrorCode.TOO_MANY_NODES),
        ("".join(f"<p><font id=f{number}>" for number in range(20_000)), ErrorCode.NESTED_TOO_DEEP),
        ("<b id=1><b id=2><b id=3><b id=4><b id=5><b id=6>" + "<p>x</p>" * 180_000, ErrorCode.TOO_MANY_NODES),
    ],
)
def test_costly_markup_is_refused(clean: Callable[..., Cleaned], content: str, code: ErrorCode) -> None:
    """Depth, number and unclosed formatting end with their own code, not with a stall."""
    with pytest.raises(CleanError) as caught:
        clean(PAGE.format(content), html=True)
    assert caught.value.code is code


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
    sentence = "The council of the harbour city voted on Tuesday night to rebuild its tram line at last."
    content = f"<p>{sentence}</p>{noise}" if html else f"{sentence}\n{noise}"
    code: ErrorCode | None = None
    try:
        text = clean(content, html=html).article.text
    except CleanError as error:
        code = error.code
    else:
        assert sentence == text[: len(sentence)]
    assert code in {None, ErrorCode.NO_ARTICLE, ErrorCode.NESTED_TOO_DEEP, ErrorCode.TOO_MANY_NODES}
