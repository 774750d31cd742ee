"""Pictures of the article: stated ones, and those above its captions."""

import pytest

from schemas import BlockKind, Image
from tests.metadata.conftest import Blocks, ResolvePage, markup_of

K = BlockKind
URL = "https://news.example/a/bridge"
CAPTION: Blocks = [(K.CAPTION, "Walkers on the new bridge.")]
TEXT = "Walkers on the new bridge. Photo: Jane Doe"


@pytest.mark.parametrize(
    "html",
    [
        f"<figure><img src=/p/b.jpg alt=Bridge><figcaption>{TEXT}</figcaption></figure>",
        f"<figure><a href=#><picture><img src=/p/b.jpg alt=Bridge></picture></a><p>{TEXT}</p></figure>",
        f"<div><img src=/p/b.jpg alt=Bridge><noscript>x</noscript><p class=legende>{TEXT}</p></div>",
        f"<div><img src='data:image/gif;base64,R0' data-src=/p/b.jpg alt=Bridge></div><p>{TEXT}</p>",
        f"<div><img srcset='/p/b.jpg 1x, /p/c.jpg 2x' alt=Bridge></div><p>{TEXT}</p>",
    ],
)
def test_captioned(resolve_page: ResolvePage, html: str) -> None:
    """A picture right above one of the article's captions is the article's."""
    expected = [Image(url="https://news.example/p/b.jpg", alt="Bridge")]
    assert expected == resolve_page(html, CAPTION, url=URL).images


@pytest.mark.parametrize(
    "html",
    [
        "<img src=/logo.svg alt=Logo><p>Home</p>",
        "<figure><img src=/p/z.jpg><figcaption>Another story</figcaption></figure>",
        f"<img src=/p/z.jpg><p>{'long text ' * 300}{TEXT}</p>",
        "<img src=/p/z.jpg>",
        f"<img><p>{TEXT}</p>",
    ],
)
def test_not_captioned(resolve_page: ResolvePage, html: str) -> None:
    """Logos, teasers and pictures without an address are not the article's."""
    assert [] == resolve_page(html, CAPTION, url=URL).images


def test_stated_picture_takes_the_alt_shown(resolve_page: ResolvePage) -> None:
    """A stated picture that the page shows takes its alternative text, and is not listed twice."""
    html = (
        "<meta property=og:image content=https://news.example/p/b.jpg?w=1200>"
        f"<figure><img src=/p/b.jpg?w=600 alt=Bridge><figcaption>{TEXT}</figcaption></figure>"
    )
    expected = [Image(url="https://news.example/p/b.jpg?w=1200", alt="Bridge")]
    assert expected == resolve_page(html, CAPTION, url=URL).images


def test_many_pictures() -> None:
    """A page of pictures is read within bounds."""
    assert len(markup_of("<div>" + "<p><img src=a.jpg>" * 5_000 + "x" * 100_000).pictures) <= 200
