"""The labeller: ordered rules that give each block its kind, the reason and how sure that is.

The seam of cleaning: whatever labels blocks, learned or ruled, has the signature of ``label``.
"""

import re
from collections.abc import Sequence

from schemas import BlockKind
from service.clean.blocks import Block, Document, Hints, LabelledBlock
from service.clean.context import (
    BODY_KINDS,
    KEPT_KINDS,
    TEXT_KINDS,
    Context,
    Verdict,
    read_context,
)
from service.clean.flat_rules import FLAT_RULES
from service.clean.headline import key
from service.clean.html_rules import HTML_RULES, is_set_apart
from service.clean.phrases import phrase_kind
from service.clean.rules import Rule

UNDECIDED = Verdict(BlockKind.OTHER, "no_rule", 0.0)
UNSURE_LINES = frozenset({"short_line_in_body", "bulleted_line", "outside_article"})
"""Reasons that only say where a short line stands."""
LABELS = frozenset({BlockKind.RELATED, BlockKind.COMMENT})
"""Kinds whose label speaks for what follows."""
LONG_WORD = re.compile(r"[^\W\d_]{4,}")
ANNOUNCED = 2
COPY_WORDS = 5
"""Shorter blocks may say the same twice."""
MOST_QUOTES = 50
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
INTERRUPTIONS = frozenset(
    {
        BlockKind.RELATED,
        BlockKind.COMMENT,
        BlockKind.SHARE,
        BlockKind.NAVIGATION,
        BlockKind.APPEAL,
        BlockKind.OTHER_ARTICLE,
    }
)
"""A heading right above one of these is theirs."""


def label(document: Document, hints: Hints) -> list[LabelledBlock]:
    """Label every block of a document, in its order.

    A document with no block of ``TEXT_KINDS`` holds no article.
    """
    context = read_context(document, hints)
    rules = HTML_RULES if document.is_html else FLAT_RULES
    verdicts = [_judge(rules, context, index, block) for index, block in enumerate(document.blocks)]
    _extend_labels(document.blocks, verdicts)
    _mark_copies(document.blocks, verdicts)
    _mark_pull_quotes(document.blocks, verdicts)
    _promote_deck(verdicts)
    _mark_orphan_headings(verdicts)
    if _is_listing(document, verdicts) or (not hints.is_article and _is_menu(document, verdicts)):
        verdicts = [_as_listing(verdict) for verdict in verdicts]
    return [
        LabelledBlock(block, verdict.kind, verdict.kind in KEPT_KINDS, verdict.reason, verdict.score)
        for block, verdict in zip(document.blocks, verdicts, strict=True)
    ]


def _judge(rules: Sequence[Rule], context: Context, index: int, block: Block) -> Verdict:
    """Take the first rule that decides."""
    for rule in rules:
        verdict = rule(context, index, block)
        if verdict is not None:
            return verdict
    return UNDECIDED


def _extend_labels(blocks: Sequence[Block], verdicts: list[Verdict]) -> None:
    """Give what stands under a label such as "Related articles" or "Comments" to it."""
    texts = [index for index, verdict in enumerate(verdicts) if verdict.kind in TEXT_KINDS]
    last = texts[-1] if texts else len(verdicts)
    label: BlockKind | None = None
    listed: list[int] = []
    for index, (block, verdict) in enumerate(zip(blocks, verdicts, strict=True)):
        unsure = verdict.reason in UNSURE_LINES
        if verdict.kind in LABELS and verdict.reason != "outside_article":
            label, listed = verdict.kind, []
        elif label is BlockKind.COMMENT and index > last and verdict.reason == "outside_article":
            verdicts[index] = Verdict(label, "under_comments", 0.6)
        elif label is BlockKind.RELATED and unsure and not block.is_prose:
            verdicts[index] = Verdict(label, "listed_under_label", 0.6)
            listed.append(index)
            if verdict.reason != "short_line_in_body":
                listed.clear()
        elif verdict.kind is not BlockKind.BLANK and verdict.reason != "counter":
            if len(listed) > 1 and _announces(blocks[listed[-1]].text, block.text):
                verdicts[listed[-1]] = Verdict(BlockKind.SUBHEADING, "heads_next_text", 0.5)
            label, listed = None, []


def _announces(line: str, text: str) -> bool:
    """Tell whether a line is about the text under it: most of its longer words stand there."""
    said = set(LONG_WORD.findall(line.casefold()))
    again = said & set(LONG_WORD.findall(text.casefold()))
    return len(again) >= ANNOUNCED and 2 * len(again) > len(said)


def _mark_copies(blocks: Sequence[Block], verdicts: list[Verdict]) -> None:
    """Remove a block that says what a kept one said before; body and fields each apart."""
    seen: set[tuple[bool, str]] = set()
    for index, (block, verdict) in enumerate(zip(blocks, verdicts, strict=True)):
        if verdict.kind not in KEPT_KINDS or block.words < COPY_WORDS:
            continue
        copy = (verdict.kind in BODY_KINDS, key(block.text))
        if copy in seen:
            verdicts[index] = Verdict(BlockKind.REPEATED, "said_before", 0.9)
        seen.add(copy)


def _mark_pull_quotes(blocks: Sequence[Block], verdicts: list[Verdict]) -> None:
    """Remove a quotation set apart whose words stand in another paragraph too."""
    quotes = [
        index
        for index, (block, verdict) in enumerate(zip(blocks, verdicts, strict=True))
        if verdict.kind in TEXT_KINDS and block.words >= COPY_WORDS and is_set_apart(block)
    ]
    if not quotes:
        return
    texts = {
        index: key(block.text)
        for index, (block, verdict) in enumerate(zip(blocks, verdicts, strict=True))
        if verdict.kind in TEXT_KINDS and block.is_prose
    }
    for quote in quotes[:MOST_QUOTES]:
        words = key(blocks[quote].text)
        if any(index != quote and words in text for index, text in texts.items()):
            verdicts[quote] = Verdict(BlockKind.REPEATED, "pull_quote", 0.85)
            texts.pop(quote, None)


def _promote_deck(verdicts: list[Verdict]) -> None:
    """Make the deck body where nothing follows it: a stub of one paragraph."""
    if any(verdict.kind in TEXT_KINDS for verdict in verdicts):
        return
    for index, verdict in enumerate(verdicts):
        if verdict.kind is BlockKind.DECK:
            verdicts[index] = Verdict(BlockKind.BODY, "deck_without_body", 0.5)


def _mark_orphan_headings(verdicts: list[Verdict]) -> None:
    """Remove subheadings with no body after them."""
    followed = False
    for index in range(len(verdicts) - 1, -1, -1):
        kind = verdicts[index].kind
        if kind in TEXT_KINDS:
            followed = True
        elif kind in INTERRUPTIONS:
            followed = False
        elif kind is BlockKind.SUBHEADING and not followed:
            verdicts[index] = Verdict(BlockKind.RELATED, "heading_without_body", 0.7)


def _is_listing(document: Document, verdicts: Sequence[Verdict]) -> bool:
    """Tell a list of teasers or a log-in page from an article."""
    pairs = list(zip(document.blocks, verdicts, strict=True))
    texts = [block.words for block, verdict in pairs if verdict.kind in TEXT_KINDS]
    if document.asks_password and sum(texts) < LOGIN_PAGE_WORDS:
        titles = [block for block, verdict in pairs if verdict.kind is BlockKind.HEADLINE]
        return all(phrase_kind(block.text, block.words) is BlockKind.LOGIN for block in titles)
    linked = sum(
        verdict.reason in {"linked_heading", "mostly_links"} and block.words >= TITLE_WORDS
        for block, verdict in pairs
    )
    return linked >= max(LEAST_TEASERS, len(texts)) and sum(texts) < TEASER_WORDS * len(texts)


def _is_menu(document: Document, verdicts: Sequence[Verdict]) -> bool:
    """Tell a page of links with a few words beside them from a very short article."""
    if any(verdict.kind in SIGNED_KINDS for verdict in verdicts):
        return False
    pairs = list(zip(document.blocks, verdicts, strict=True))
    text = sum(block.words for block, verdict in pairs if verdict.kind in TEXT_KINDS)
    linked = sum(block.words * block.link_share for block in document.blocks)
    return text < MENU_WORDS and linked > text


def _as_listing(verdict: Verdict) -> Verdict:
    return Verdict(BlockKind.OTHER_ARTICLE, "listing", 0.7) if verdict.kind in BODY_KINDS else verdict
