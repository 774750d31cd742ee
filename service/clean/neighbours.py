"""The verdicts on blocks that need the verdicts around them."""

import re
from collections.abc import Sequence
from itertools import pairwise

from schemas import BlockKind
from service.clean.blocks import Block, Verdict
from service.clean.headline import key
from service.clean.html_rules import is_set_apart
from service.clean.kinds import BODY_KINDS, TEXT_KINDS

UNSURE_LINES = frozenset({"short_line_in_body", "bulleted_line", "outside_article"})
"""Reasons that only say where a short line stands."""
LABELS = frozenset({BlockKind.RELATED, BlockKind.COMMENT})
"""Kinds whose label speaks for what follows."""
LONG_WORD = re.compile(r"[^\W\d_]{4,}")
ANNOUNCED = 2
COPY_WORDS = 5
"""Shorter blocks may say the same twice."""
OPENING_LENGTH = 20
"""Characters at the beginning that copies share."""
MOST_QUOTES = 50
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


def extend_labels(blocks: Sequence[Block], verdicts: list[Verdict]) -> None:
    """Give what stands under a label such as "Related articles" or "Comments" to it."""
    labels = [
        index
        for index, verdict in enumerate(verdicts)
        if verdict.kind in LABELS and verdict.reason != "outside_article"
    ]
    last = len(verdicts)
    if any(verdicts[index].kind is BlockKind.COMMENT for index in labels):
        places = range(len(verdicts) - 1, -1, -1)
        last = next((index for index in places if verdicts[index].kind in TEXT_KINDS), last)
    for label_at, end in pairwise([*labels, len(verdicts)]):
        _extend(blocks, verdicts, range(label_at, end), last)


def _extend(blocks: Sequence[Block], verdicts: list[Verdict], reach: range, last: int) -> None:
    """Give what stands under one label to it, as far as that goes on.

    Args:
        blocks: the blocks.
        verdicts: what is said of them.
        reach: indexes of the label and of what stands between it and the next.
        last: index of the document's last text.
    """
    label = verdicts[reach[0]].kind
    of_comments = label is BlockKind.COMMENT
    listed: list[int] = []
    for index in reach[1:]:
        kind, reason, _ = verdicts[index]
        if of_comments and index > last and reason == "outside_article":
            verdicts[index] = Verdict(label, "under_comments", 0.6)
        elif not of_comments and reason in UNSURE_LINES and not blocks[index].is_prose:
            verdicts[index] = Verdict(label, "listed_under_label", 0.6)
            listed.append(index)
            if reason != "short_line_in_body":
                listed.clear()
        elif kind is not BlockKind.BLANK and reason != "counter":
            if len(listed) > 1 and _announces(blocks[listed[-1]].text, blocks[index].text):
                verdicts[listed[-1]] = Verdict(BlockKind.SUBHEADING, "heads_next_text", 0.5)
            return


def _announces(line: str, text: str) -> bool:
    """Tell whether a line is about the text under it: most of its longer words stand there."""
    said = set(LONG_WORD.findall(line.casefold()))
    again = said & set(LONG_WORD.findall(text.casefold()))
    return len(again) >= ANNOUNCED and 2 * len(again) > len(said)


def mark_copies(blocks: Sequence[Block], verdicts: list[Verdict], kept: Sequence[int]) -> None:
    """Remove a block that says what a kept one said before; body and fields each apart.

    Args:
        blocks: the blocks.
        verdicts: what is said of them.
        kept: indexes of those that are kept.
    """
    alike: dict[tuple[bool, str], list[int]] = {}
    for index in kept:
        block = blocks[index]
        if block.words >= COPY_WORDS:
            # Folding never shortens: what begins otherwise is no copy, and need not be folded whole.
            opening = block.text[:OPENING_LENGTH].casefold()[:OPENING_LENGTH]
            alike.setdefault((verdicts[index].kind in BODY_KINDS, opening), []).append(index)
    for group in alike.values():
        seen: set[str] = set()
        for index in group if len(group) > 1 else ():
            copy = blocks[index].text.casefold()
            if copy in seen:
                verdicts[index] = Verdict(BlockKind.REPEATED, "said_before", 0.9)
            seen.add(copy)


def mark_pull_quotes(blocks: Sequence[Block], verdicts: list[Verdict], kept: Sequence[int]) -> None:
    """Remove a quotation set apart whose words stand in another paragraph too.

    Args:
        blocks: the blocks.
        verdicts: what is said of them.
        kept: indexes of those that are kept, or were until now.
    """
    body = [index for index in kept if verdicts[index].kind in TEXT_KINDS]
    quotes = [index for index in body if blocks[index].words >= COPY_WORDS and is_set_apart(blocks[index])]
    if not quotes:
        return
    texts = {index: key(blocks[index].text) for index in body if blocks[index].is_prose}
    for quote in quotes[:MOST_QUOTES]:
        words = key(blocks[quote].text)
        if any(index != quote and words in text for index, text in texts.items()):
            verdicts[quote] = Verdict(BlockKind.REPEATED, "pull_quote", 0.85)
            texts.pop(quote, None)


def promote_deck(verdicts: list[Verdict], kept: Sequence[int]) -> None:
    """Make the deck body where nothing follows it: a stub of one paragraph."""
    if any(verdicts[index].kind in TEXT_KINDS for index in kept):
        return
    for index in kept:
        if verdicts[index].kind is BlockKind.DECK:
            verdicts[index] = Verdict(BlockKind.BODY, "deck_without_body", 0.5)


def mark_orphan_headings(verdicts: list[Verdict], kept: Sequence[int]) -> None:
    """Remove subheadings with no body after them."""
    headings = [index for index in kept if verdicts[index].kind is BlockKind.SUBHEADING]
    followed = False
    for index in range(kept[-1], headings[0] - 1, -1) if headings else ():
        kind = verdicts[index].kind
        if kind in TEXT_KINDS:
            followed = True
        elif kind in INTERRUPTIONS:
            followed = False
        elif not followed and kind is BlockKind.SUBHEADING:
            verdicts[index] = Verdict(BlockKind.RELATED, "heading_without_body", 0.7)
