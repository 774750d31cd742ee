"""The labeller: gives each block its kind, the reason that decided, and how sure that is.

Ordered rules name the kind; the learned judge decides what they are poor at: whether a block belongs to
the article. Where both disagree the judge must be clearly sure.
"""

from collections.abc import Sequence

from schemas import BlockKind
from service.clean.blocks import Document, Hints, Verdict
from service.clean.context import read_context
from service.clean.flat_rules import flat_verdicts
from service.clean.html_rules import html_verdicts
from service.clean.kinds import BODY_KINDS, KEPT_KINDS, TEXT_KINDS
from service.clean.labelled import LabelledBlocks
from service.clean.learned.judge import Judge
from service.clean.neighbours import (
    extend_labels,
    mark_copies,
    mark_orphan_headings,
    mark_pull_quotes,
    promote_deck,
)
from service.clean.phrases import phrase_kind
from service.clean.weighing import weigh_verdicts

LOGIN_PAGE_WORDS = 60
"""A page that asks for a password and says less than this is a log-in page."""
LEAST_TEASERS = 4
TEASER_WORDS = 40
"""Linked titles with texts shorter than this, one to one, are a list of teasers."""
TITLE_WORDS = 3
MENU_WORDS = 25
"""A text of fewer words among more words in links needs a sign that it is an article."""
SIGNED_KINDS = frozenset({BlockKind.BYLINE, BlockKind.PUBLISHED, BlockKind.AGENCY, BlockKind.DATELINE})
"""Kinds that speak of an article."""


def label(document: Document, hints: Hints, judge: Judge) -> LabelledBlocks:
    """Label every block of a document, in its order.

    A document with no block of ``TEXT_KINDS`` holds no article.
    """
    context = read_context(document, hints)
    verdicts = html_verdicts(context) if document.is_html else flat_verdicts(context)
    extend_labels(document.blocks, verdicts)
    verdicts = weigh_verdicts(context, verdicts, judge)
    kept = [index for index, verdict in enumerate(verdicts) if verdict.kind in KEPT_KINDS]
    mark_copies(document.blocks, verdicts, kept)
    if document.is_html:
        mark_pull_quotes(document.blocks, verdicts, kept)
    promote_deck(verdicts, kept)
    mark_orphan_headings(verdicts, kept)
    texts = [document.blocks[index].words for index in kept if verdicts[index].kind in TEXT_KINDS]
    if _is_listing(document, verdicts, texts) or (
        not hints.is_article and _is_menu(document, verdicts, sum(texts))
    ):
        verdicts = [_as_listing(verdict) for verdict in verdicts]
    return LabelledBlocks(document.blocks, verdicts)


def _is_listing(document: Document, verdicts: Sequence[Verdict], texts: Sequence[int]) -> bool:
    """Tell a list of teasers or a log-in page from an article.

    Args:
        document: the blocks.
        verdicts: what is said of them.
        texts: words of the blocks that make an article.
    """
    if document.asks_password and sum(texts) < LOGIN_PAGE_WORDS:
        return all(
            phrase_kind(block.text, block.words) is BlockKind.LOGIN
            for block, verdict in zip(document.blocks, verdicts, strict=True)
            if verdict.kind is BlockKind.HEADLINE
        )
    if sum(texts) >= TEASER_WORDS * len(texts):
        return False
    linked = sum(
        verdict.reason in {"linked_heading", "mostly_links"} and block.words >= TITLE_WORDS
        for block, verdict in zip(document.blocks, verdicts, strict=True)
    )
    return linked >= max(LEAST_TEASERS, len(texts))


def _is_menu(document: Document, verdicts: Sequence[Verdict], words: int) -> bool:
    """Tell a page of links with a few words of text beside them from a very short article."""
    if words >= MENU_WORDS or any(verdict.kind in SIGNED_KINDS for verdict in verdicts):
        return False
    return sum(block.words * block.link_share for block in document.blocks) > words


def _as_listing(verdict: Verdict) -> Verdict:
    return Verdict(BlockKind.OTHER_ARTICLE, "listing", 0.7) if verdict.kind in BODY_KINDS else verdict
