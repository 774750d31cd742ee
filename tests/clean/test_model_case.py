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


def test_caption_and_credit_are_apart(cleaned: Cleaned, content: str) -> None:
    """One caption, its credit without brackets."""
    (caption,) = cleaned.article.captions
    assert caption.credit == "SCREEN CAPTURE"
    assert f"{caption.text} [{caption.credit}]" in content.splitlines()


def test_section_and_agency(cleaned: Cleaned) -> None:
    """The bread crumbs name the section, the lone line the agency."""
    assert cleaned.article.section == ["National", "North Korea"]
    assert cleaned.article.agency == "Yonhap"


def test_removed_lines_get_fitting_kinds(cleaned: Cleaned) -> None:
    """Every line that is not article goes for what it is: above, within and below the article."""
    removed = [
        labelled.kind for labelled in cleaned.blocks if not labelled.kept and labelled.kind is not K.BLANK
    ]
    above = [K.REPEATED, K.BREADCRUMB, K.TOOL, K.REPEATED]
    below = [K.LOGIN, K.ICON, K.ICON, K.ICON, K.COMMENT, K.TOOL]
    assert [*above, K.RELATED, *below] == removed


def test_kept_and_removed_spans_are_the_input(cleaned: Cleaned, content: str) -> None:
    """No character is lost or told twice."""
    spans = [labelled.block.source.model_dump() for labelled in cleaned.blocks]
    assert content == "".join(content[span["start"] : span["end"]] for span in spans)
