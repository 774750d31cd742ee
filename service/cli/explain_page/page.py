"""An explanation to one HTML page that needs nothing beside itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import orjson
from jinja2 import Environment
from markupsafe import Markup

from schemas import NewsEvent, Paragraph
from service.cli.commands.explanation import Explanation
from service.cli.explain_page.bounds import (
    MOST_CODE_CHARACTERS,
    MOST_LINKS,
    MOST_TEXT_CHARACTERS,
    cut,
    shorten,
    visible,
)
from service.cli.explain_page.facts import FactList, ListedFact, list_facts
from service.cli.explain_page.input_side import InputSide, show_input
from service.cli.explain_page.marking import Mark, Piece, by_paragraph, make_marks, nest
from service.cli.showing.advice import ADVICE
from service.cli.showing.explain_view import article_fields
from service.html_pages import asset, environment, policy_hash

PACKAGE = "service.cli.explain_page"


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """A paragraph of the clean text, marked."""

    number: int
    kind: str
    block: int | None
    """Number of the block it was made of, where that one is shown."""
    language: str | None
    """Its language, where that is not the article's."""
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class ArticleSide:
    """The clean article as the page shows it."""

    language: str | None
    fields: list[tuple[str, str, str]]
    """Name, value and origin of each field that is known."""
    paragraphs: list[ShownParagraph]
    text_left_out: int
    """Characters of the text not shown."""
    marks_left_out: int
    lists: list[FactList]
    links: dict[str, Sequence[Mark]]
    """The marks a fact's words can be found at, by fact."""


def render_page(explanation: Explanation) -> str:
    """Write the page; what is unknown of a rejected article is left out.

    Everything from outside passes the template's escaping, and a content security policy allows the page's
    own style and script and nothing else.
    """
    admitted, cleaned, published = explanation.admitted, explanation.cleaned, explanation.published
    event = published.event if published else None
    paragraphs = event.article.paragraphs if event else []
    input_side = show_input(cleaned, paragraphs) if cleaned else None
    style, script = asset(PACKAGE, "page.css"), asset(PACKAGE, "page.js")
    title = (event and event.article.headline) or "An article without a headline"
    if explanation.error:
        title = "A rejected article"
    return _environment().get_template("page.html").render(
        title=shorten(title),
        label=shorten(explanation.label),
        advice=explanation.error and ADVICE[explanation.error.code],
        error=explanation.error,
        admitted=admitted,
        cleaning=cleaned.cleaning if cleaned else None,
        is_complete=explanation.is_complete,
        input=input_side,
        source=_source(explanation),
        article=_article_side(event, explanation, input_side) if event else None,
        event=event and cut(_json(event), MOST_CODE_CHARACTERS),
        most_links=MOST_LINKS,
        style=Markup(style),  # noqa: S704 - the package's own file
        script=Markup(script),  # noqa: S704 - the package's own file
        style_hash=policy_hash(style),
        script_hash=policy_hash(script),
    )  # fmt: skip


def _source(explanation: Explanation) -> tuple[str, int] | None:
    """Return the content where the blocks are not it: a page's markup, a rejected text."""
    if explanation.admitted is None or (explanation.cleaned and not explanation.admitted.is_html):
        return None
    return cut(explanation.admitted.raw.content, MOST_CODE_CHARACTERS)


def _article_side(event: NewsEvent, explanation: Explanation, input_side: InputSide | None) -> ArticleSide:
    article = event.article
    origins = explanation.cleaned.origins if explanation.cleaned else {}
    numbers = input_side.numbers if input_side else {}
    shown = list(_bounded(article.paragraphs))
    length = shown[-1].end if shown else 0
    lists = list_facts(event)
    # Where facts share their words the plainest is told first, the main event last.
    facts = [fact for listed in reversed(lists) for fact in listed.facts]
    marks, marks_left_out = make_marks(facts, length)
    return ArticleSide(
        language=article.language.code if article.language else None,
        fields=[
            (name, value, visible(origins.get(name, ""))) for name, value in article_fields(article) if value
        ],
        paragraphs=[
            ShownParagraph(
                number,
                paragraph.kind,
                numbers.get(paragraph.source),
                paragraph.language.code if paragraph.language else None,
                list(nest(article.text, paragraph.start, paragraph.end, touching)),
            )
            for number, (paragraph, touching) in enumerate(
                zip(shown, by_paragraph(shown, marks), strict=True), 1
            )
        ],
        text_left_out=len(article.text) - length,
        marks_left_out=marks_left_out,
        lists=lists,
        links=_links(facts, marks),
    )


def _bounded(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    for paragraph in paragraphs:
        if paragraph.end > MOST_TEXT_CHARACTERS:
            if paragraph.start < MOST_TEXT_CHARACTERS:
                yield paragraph.model_copy(update={"end": MOST_TEXT_CHARACTERS})
            return
        yield paragraph


def _links(facts: Sequence[ListedFact], marks: Sequence[Mark]) -> dict[str, Sequence[Mark]]:
    links: dict[str, list[Mark]] = {fact.id: [] for fact in facts}
    for mark in marks:
        for fact in mark.facts:
            links[fact].append(mark)
    return {**links}


def _json(event: NewsEvent) -> str:
    return orjson.dumps(event.model_dump(mode="json"), option=orjson.OPT_INDENT_2).decode()


@cache
def _environment() -> Environment:
    templates = environment(PACKAGE)
    templates.filters["visible"] = visible
    return templates
