"""The model case: one real page as a scraper flattens it, bare."""

from collections.abc import Callable
from pathlib import Path

import pytest

from schemas import BlockKind
from service.clean import Cleaned

K = BlockKind


@pytest.fixture
def content(shared: Path) -> str:
    """Read the sample."""
    return (shared / "samples" / "korea-joongang-daily.txt").read_text(encoding="utf-8")


@pytest.fixture
def cleaned(clean: Callable[..., Cleaned], content: str) -> Cleaned:
    """Clean the sample."""
    return clean(content)


def test_headline_stands_once_and_not_in_the_text(cleaned: Cleaned, content: str) -> None:
    """The headline is a field; its copy is removed as repeated."""
    headline = content.split("\n", 1)[0]
    assert headline == cleaned.article.headline
    assert headline not in cleaned.article.text


def test_ten_paragraphs_are_the_article(cleaned: Cleaned, content: str) -> None:
    """The ten long lines after the captions, in order, and nothing else."""
    lines = [line.strip() for line in content.splitlines() if len(line) > 120]
    assert lines[2:] == cleaned.article.text.split("\n\n")
    assert len(cleaned.article.paragraphs) == 10


def test_caption_and_credit_are_apart(cleaned: Cleaned) -> None:
    """One caption, its credit without brackets."""
    (caption,) = cleaned.article.captions
    assert caption.credit == "SCREEN CAPTURE"
    assert caption.text.endswith("also known as Spravdi.")


def test_section_and_agency(cleaned: Cleaned) -> None:
    """The bread crumbs name the section, the lone line the agency."""
    assert cleaned.article.section == ["National", "North Korea"]
    assert cleaned.article.agency == "Yonhap"


def test_removed_lines_get_fitting_kinds(cleaned: Cleaned) -> None:
    """Every line that is not article goes for what it is."""
    removed = [
        (labelled.block.text[:24], labelled.kind)
        for labelled in cleaned.blocks
        if not labelled.kept and labelled.kind is not K.BLANK
    ]
    expected = [
        ("Home > National > North ", K.BREADCRUMB),
        ("print dictionary print", K.TOOL),
        ("U.S. confirms North Kore", K.REPEATED),
        ("A screen capture shows s", K.REPEATED),
        ("Related Article", K.RELATED),
        ("Log in to Twitter or Fac", K.LOGIN),
        ("help-image Social commen", K.ICON),
        ("s", K.ICON),
        ("lock icon", K.ICON),
        ("To write comments, pleas", K.COMMENT),
        ("Standards Board Policy (", K.TOOL),
    ]
    assert expected == removed


def test_kept_and_removed_spans_are_the_input(cleaned: Cleaned, content: str) -> None:
    """No character is lost or told twice."""
    spans = [labelled.block.source.model_dump() for labelled in cleaned.blocks]
    assert content == "".join(content[span["start"] : span["end"]] for span in spans)
