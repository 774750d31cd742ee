"""What holds no article ends so; the shortest article is one."""

from collections.abc import Callable

import pytest

from schemas import ErrorCode, WarningCode
from service.clean import Cleaned
from service.errors import CleanError

NAVIGATION = (
    "<nav><ul>" + "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(20)) + "</ul></nav>"
)
TEASERS = "".join(
    f"<div class=box><h2><a href='/{n}'>A linked title number {n} of the day</a></h2>"
    f"<p>The first words of story number {n} stand here to make readers open it.</p></div>"
    for n in range(8)
)
LOGIN = (
    "<h1>Log in to your account</h1><form><label>E-mail</label><input type=email>"
    "<input type=password></form><p>Forgot your password? We will send you a new one by e-mail at once.</p>"
)
SHELL = "<div id=root></div><noscript>You need to enable JavaScript to run this app.</noscript>"


@pytest.mark.parametrize(
    "body", [NAVIGATION, TEASERS, LOGIN, SHELL, ""], ids=["navigation", "teasers", "login", "shell", "empty"]
)
def test_pages_without_an_article(clean: Callable[..., Cleaned], body: str) -> None:
    """A page of menus, teasers or fields has its own code."""
    with pytest.raises(CleanError) as caught:
        clean(f"<html><head><title>Page</title></head><body>{body}</body></html>", html=True)
    assert caught.value.code is ErrorCode.NO_ARTICLE


@pytest.mark.parametrize(
    "content", ["Home\nNews\nSport\nWeather\n", "Log in\nRegister\nForgot your password?\n"]
)
def test_flat_texts_without_an_article(clean: Callable[..., Cleaned], content: str) -> None:
    """So has the flat text of one."""
    with pytest.raises(CleanError) as caught:
        clean(content)
    assert caught.value.code is ErrorCode.NO_ARTICLE


@pytest.mark.parametrize(
    ("content", "html"),
    [
        ("The king died in his sleep.", False),
        ("The king is dead\n\nThe king died in his sleep.", False),
        ("<html><body><h1>The king is dead</h1><p>The king died in his sleep.</p></body></html>", True),
    ],
)
def test_one_sentence_is_an_article(clean: Callable[..., Cleaned], content: str, *, html: bool) -> None:
    """It keeps its sentence and gets a warning."""
    cleaned = clean(content, html=html)
    assert cleaned.article.text == "The king died in his sleep."
    assert WarningCode.SHORT_TEXT in cleaned.cleaning.warnings
