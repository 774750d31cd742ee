"""Flat text to blocks: they tile the input, and lines cut at inline tags are joined again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import ErrorCode, InputSpan
from service.clean.flat import segment_flat
from service.errors import CleanError

LINES = st.text(st.sampled_from("aB1 .,\u00a0\u200b\t\r\n\u2028\x0b\x85*#[](>|가。"), max_size=60)


def texts(content: str) -> list[str]:
    """Return the visible texts of the blocks."""
    return [block.text for block in segment_flat(content, 1000).blocks if block.text]


@given(st.one_of(st.text(), LINES, st.lists(st.text(min_size=190, max_size=260), max_size=3).map("\n".join)))
def test_spans_of_blocks_rebuild_the_input(content: str) -> None:
    """Blank blocks included, the spans have no gap and no overlap."""
    spans = [block.source for block in segment_flat(content, 10_000).blocks]
    assert content == "".join(content[span.start : span.end] for span in spans if isinstance(span, InputSpan))


@given(st.one_of(st.text(), LINES))
def test_text_is_folded(content: str) -> None:
    """No block's text has white space at its ends or twice in a row."""
    for text in texts(content):
        assert " ".join(text.split()) == text


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("One line.\n\u00a0\nAnother line.\n", ["One line.", "Another line."]),
        ("The mayor of\nOld Town\nsaid no.", ["The mayor of Old Town said no."]),
        ("They met in\nCastle Bridge\n, as planned.", ["They met in Castle Bridge, as planned."]),
        ("News\nSport\nWeather", ["News", "Sport", "Weather"]),
        ("home\nnews\nsport", ["home", "news", "sport"]),
        ("A long headline stands here\nBy Ida Brandt", ["A long headline stands here", "By Ida Brandt"]),
        ("Soft\u00adhyphen and zero\u200bwidth", ["Softhyphen and zerowidth"]),
        ("", []),
        (" \n\t\n", []),
    ],
)
def test_lines_become_blocks(content: str, expected: list[str]) -> None:
    """A sentence cut over lines is one block; labels under each other are not."""
    assert expected == texts(content)


def test_glued_paragraphs_are_cut_apart() -> None:
    """A long line with no space after a full stop was two paragraphs."""
    first = "The first paragraph says what happened to the bridge during the storm of last winter."
    second = "The second paragraph says who will pay for it, and when the works are going to begin at last."
    assert [first, second, first] == texts(first + second + first)


def test_markdown_residue_is_undone() -> None:
    """Links, images, headings and bullets lose their signs; a link counts as one."""
    content = (
        "# Headline here\n\n![a ship](/s.png)\n\n"
        "* [More about ships](/ships)\n\nThe **old** [ship](/s) left.\n"
    )
    document = segment_flat(content, 100)
    blocks = [(block.tag, block.text, block.link_share) for block in document.blocks if block.text]
    expected = [
        ("h1", "Headline here", 0.0),
        ("li", "More about ships", 1.0),
        ("", "The old ship left.", 4 / 18),
    ]
    assert expected == blocks


def test_too_many_lines_are_refused() -> None:
    """More lines than the limit end with their own code."""
    with pytest.raises(CleanError) as caught:
        segment_flat("a\n" * 11, 10)
    assert caught.value.code is ErrorCode.TOO_MANY_NODES
