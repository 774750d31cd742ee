"""A page or a text, its labelled blocks and its producer's hints, resolved."""

from typing import Any, Protocol

import pytest

from schemas import BlockKind, RawArticle
from service.admit import Admitted
from service.admit.identify import canonical_url, host_name
from service.clean.blocks import Block, Verdict
from service.clean.html import parse
from service.clean.labelled import LabelledBlocks
from service.clean.metadata import Markup, Metadata, read_markup, resolve
from service.record import InputRecord

Blocks = list[tuple[BlockKind, str]]


class ResolvePage(Protocol):
    """Resolve the metadata of a page, or of a flat text where ``html`` is null."""

    def __call__(
        self,
        html: str | None = None,
        blocks: Blocks | None = None,
        **raw: Any,  # noqa: ANN401 - fields of a raw article
    ) -> Metadata:
        """Return the metadata."""


@pytest.fixture
def resolve_page() -> ResolvePage:
    """Resolve through the real parser, with blocks as a labeller gives them."""

    def run(html: str | None = None, blocks: Blocks | None = None, **raw: Any) -> Metadata:  # noqa: ANN401
        article = RawArticle(content="x", **raw)
        canonical = canonical_url(article.url) if article.url else None
        host = host_name(canonical) if canonical else None
        record = InputRecord(b"x")
        admitted = Admitted(record, article, html is not None, canonical, host, "", "utf-8", ())
        labelled = LabelledBlocks(
            [Block(text, (0, len(text))) for _, text in blocks or []],
            [Verdict(kind, "given", 1.0) for kind, _ in blocks or []],
        )
        return resolve(None if html is None else markup_of(html), labelled, admitted)

    return run


def markup_of(html: str) -> Markup:
    """Read the markup of a page."""
    return read_markup(parse(html))
