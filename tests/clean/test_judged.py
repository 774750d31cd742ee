"""What the learned judge adds: text is told from furniture where no rule knows the page."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import BlockKind, ParagraphKind
from service.clean import Cleaned
from service.clean.blocks import Hints
from service.clean.context import read_context
from service.clean.flat import segment_flat
from service.clean.html import parse, segment_html
from service.clean.learned.flat_features import FLAT_FEATURES, flat_features
from service.clean.learned.forest import Forest
from service.clean.learned.html_features import HTML_FEATURES, html_features

CleanText = Callable[..., Cleaned]
PARAGRAPHS = [
    "The ferry to the northern island will run all winter for the first time, the harbour office said.",
    "Until now the boat lay at the quay from November to March, and islanders had to fly or to stay.",
    "The council pays for a second crew, and the shipyard has fitted a heated deck over the summer.",
    "“It is the first winter in which my children can see the sea and the school,” said one mother.",
]
COMMENTS = [
    "I do not believe a word of this, they promised the same five years ago and nothing happened.",
    "Great news!!! My sister lives there and she has been waiting for this for ages, thank you so much.",
    "And who pays for it? We do, as always, while the bridge on our side of the bay falls to pieces.",
]


def _page(body: str) -> str:
    return f"<html><head><title>Ferry runs all winter</title></head><body>{body}</body></html>"


def _article(*parts: str) -> str:
    return _page(f"<article><h1>Ferry runs all winter</h1>{''.join(parts)}</article>")


def _tags(name: str, texts: Sequence[str], css: str = "") -> str:
    return "".join(f"<{name} class='{css}'>{text}</{name}>" for text in texts)


def test_comments_without_a_name_stay_out(clean: CleanText) -> None:
    """Readers' words under the article, in elements no rule has a word for, are no text of it."""
    entries = "".join(
        f"<div class=u17><span>Reader {place}</span> <time>12:4{place}</time><p class=u18>{text}</p>"
        "<a href=#>Answer</a> <a href=#>Report</a></div>"
        for place, text in enumerate(COMMENTS)
    )
    story = f"<article><h1>Ferry runs all winter</h1>{_tags('p', PARAGRAPHS)}</article>"
    cleaned = clean(_page(f"{story}<div class=u16>{entries}</div>"), html=True)
    assert "\n\n".join(PARAGRAPHS) == cleaned.article.text


def test_a_post_of_a_network_is_an_embed(clean: CleanText) -> None:
    """A post and its signature are told apart from the article's own words."""
    post = (
        "<blockquote class=x><p>The boat is out, come and see the lights tonight!</p>"
        "— Harbour Office (@harbour) November 3, 2025</blockquote>"
    )
    story = _article(_tags("p", PARAGRAPHS[:2]), post, _tags("p", PARAGRAPHS[2:]))
    cleaned = clean(story, html=True)
    kinds = {block.block.text: block.kind for block in cleaned.blocks}
    assert kinds["The boat is out, come and see the lights tonight!"] is BlockKind.EMBED
    assert kinds["— Harbour Office (@harbour) November 3, 2025"] is BlockKind.EMBED
    assert cleaned.article.published_at is None


def test_rows_of_a_table_stay_together(clean: CleanText) -> None:
    """All rows of a table in the article are text, its head too, whatever each says alone."""
    table = "<table><tr><th>Day<th>Boats</tr><tr><td>Monday<td>4</tr><tr><td>Sunday<td>2</tr></table>"
    story = _article(_tags("p", PARAGRAPHS[:2]), table, _tags("p", PARAGRAPHS[2:]))
    article = clean(story, html=True).article
    rows = [article.text[p.start : p.end] for p in article.paragraphs if p.kind is ParagraphKind.TABLE]
    assert rows in ([], ["Day | Boats", "Monday | 4", "Sunday | 2"])


def test_the_lines_of_a_menu_are_one_block(clean: CleanText) -> None:
    """Short links of one list are told once; each still stands in the block."""
    menu = "<nav><ul>" + _tags("li", ["<a href=#>Politics</a>", "<a href=#>Sport</a>"]) + "</ul></nav>"
    story = f"<article><h1>Ferry runs all winter</h1>{_tags('p', PARAGRAPHS)}</article>"
    cleaned = clean(_page(menu + story), html=True)
    assert "Politics | Sport" in [block.block.text for block in cleaned.blocks]
    assert {"navigation": 1} == cleaned.cleaning.removed


@pytest.mark.parametrize("html", [True, False])
def test_scores_say_how_sure_the_judge_is(clean: CleanText, html: bool) -> None:
    """Long paragraphs of an article are sure, and every score is a share."""
    body = f"<article><h1>Ferry runs all winter</h1>{_tags('p', PARAGRAPHS)}</article>"
    flat = "Ferry runs all winter\n\n" + "\n\n".join(PARAGRAPHS)
    cleaned = clean(_page(body) if html else flat, html=html)
    scores = {block.block.text: block.score for block in cleaned.blocks}
    assert all(0.0 <= score <= 1.0 for score in scores.values())
    assert all(scores[paragraph] > 0.8 for paragraph in PARAGRAPHS)


@pytest.mark.parametrize(("name", "features"), [("html", HTML_FEATURES), ("flat", FLAT_FEATURES)])
def test_the_models_fit_their_features(name: str, features: tuple[str, ...]) -> None:
    """No tree asks for a column that is not there."""
    forest = Forest.load(name)
    assert int(forest.columns.max()) < len(features)
    assert len(set(features)) == len(features)


@pytest.mark.parametrize("name", ["html", "flat"])
def test_the_model_card_tells_the_bytes_of_the_models(name: str) -> None:
    """Whoever makes the models anew can compare them with the card."""
    root = Path(__file__).parents[2]
    content = (root / "service" / "clean" / "learned" / f"{name}.npz").read_bytes()
    row = f"| `{name}.npz` | {len(content):,} bytes | `{sha256(content).hexdigest()}` |"
    assert row in (root / "docs" / "model-card.md").read_text(encoding="utf-8")


def test_a_forest_adds_the_leaf_each_answer_leads_to() -> None:
    """Two questions, both orders of answers: the leaf is the number the answers spell."""
    forest = Forest.of(
        {
            "columns": np.array([[0, 1]], np.uint8),
            "borders": np.array([[0.5, 10.0]], np.float32),
            "leaves": np.array([[1.0, 2.0, 4.0, 8.0]], np.float32),
            "bias": np.array(0.25),
        }
    )
    rows = np.array([[0, 0], [1, 0], [0, 11], [1, 11]], np.float32)
    assert [1.25, 2.25, 4.25, 8.25] == forest.log_odds(rows.T).tolist()


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_has_finite_features(text: str) -> None:
    """Whatever a block says, the judge gets numbers, one column a block."""
    for document, features, names in (
        (segment_html(parse(f"<div><p>{text}</p><li>{text}"), 500, 30_000), html_features, HTML_FEATURES),
        (segment_flat(f"{text}\n\n{text}", 30_000), flat_features, FLAT_FEATURES),
    ):
        if not any(block.text for block in document.blocks):
            continue
        context = read_context(document, Hints([text[:40]]))
        rows = np.flatnonzero([block.text != "" for block in document.blocks])
        found = features(context, rows)
        assert (len(names), len(rows)) == found.shape
        assert np.isfinite(found).all()
