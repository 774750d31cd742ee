"""Kept blocks to the article's text, paragraphs and captions; the account of what was taken away."""

import re
from collections.abc import Sequence

import numpy as np
from pydantic import TypeAdapter

from schemas import (
    BlockKind,
    Caption,
    Cleaning,
    InputSpan,
    Paragraph,
    ParagraphKind,
    Source,
    WarningCode,
)
from service.clean.blocks import UNSPACED, LabelledBlock
from service.clean.captions import split_credit
from service.clean.kinds import KEPT_KINDS
from service.clean.labelled import LabelledBlocks

PARAGRAPH_KINDS = {
    BlockKind.BODY: ParagraphKind.PARAGRAPH,
    BlockKind.SUBHEADING: ParagraphKind.SUBHEADING,
    BlockKind.LIST: ParagraphKind.LIST,
    BlockKind.QUOTE: ParagraphKind.QUOTE,
    BlockKind.TABLE: ParagraphKind.TABLE,
    BlockKind.EMBED: ParagraphKind.EMBED,
}
MARKS = "\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff\u200c\u200d"
"""Vowel signs and joiners inside words: no letters to ``re``."""
_LETTERS = rf"(?:(?!{UNSPACED.pattern})[\w{MARKS}])+"
WORD = re.compile(rf"(?=\w){UNSPACED.pattern}|{_LETTERS}(?:['’.·]{_LETTERS})*")
NO_LETTER = re.compile(rf"[^\w{MARKS}]")
JOINERS = "'’.·"
"""What joins letters to one word where it stands between them."""
ASCII = bytes(range(128))
JOINER, LETTER = 1, 2
SHAPES = bytes(
    LETTER
    if chr(code) == "_" or chr(code).isalnum() or code not in ASCII
    else JOINER * (chr(code) in JOINERS)
    for code in range(256)
)
"""What each byte of UTF-8 is to a word: part of a letter, a joiner, or else a gap."""
MAX_MARKS = 60
"""Most kinds of marks outside ASCII that are replaced one by one; no language has as many."""
PARAGRAPHS = TypeAdapter(list[Paragraph])
SPANS = TypeAdapter(list[InputSpan])
"""These make all paragraphs, and all spans, in one call."""
GAP = "\n\n"
SHORT_TEXT_WORDS = 40
"""A text with fewer words gets the warning ``short_text``."""


def assemble_text(blocks: LabelledBlocks) -> tuple[str, list[Paragraph]]:
    """Join the body's blocks to the text, with the place of each in text and input."""
    body = blocks.of(*PARAGRAPH_KINDS)
    paragraphs: list[dict[str, object]] = []
    offset = 0
    for labelled, source in zip(body, _sources(body), strict=True):
        end = offset + len(labelled.block.text)
        kind = PARAGRAPH_KINDS[labelled.kind]
        paragraphs.append({"start": offset, "end": end, "kind": kind, "source": source})
        offset = end + len(GAP)
    return GAP.join(labelled.block.text for labelled in body), PARAGRAPHS.validate_python(paragraphs)


def _sources(blocks: Sequence[LabelledBlock]) -> Sequence[Source]:
    """Return where blocks stand in the input; the spans of a flat text are made in one call."""
    spans = [span for labelled in blocks if (span := labelled.block.span)]
    if len(spans) == len(blocks):
        return SPANS.validate_python([{"start": start, "end": end} for start, end in spans])
    return [labelled.block.source for labelled in blocks]


def assemble_captions(blocks: LabelledBlocks) -> list[Caption]:
    """Make the captions, each with the credit in it or right after it."""
    captions: list[Caption] = []
    for labelled in blocks.of(BlockKind.CAPTION, BlockKind.CREDIT):
        text, credit = split_credit(labelled.block.text)
        if labelled.kind is BlockKind.CAPTION:
            captions.append(Caption(text=text, credit=credit))
        elif captions and captions[-1].credit is None:
            captions[-1] = Caption(text=captions[-1].text, credit=credit or labelled.block.text)
    return captions


def account(blocks: LabelledBlocks, word_count: int, warnings: Sequence[WarningCode]) -> Cleaning:
    """Count what was removed, and say how sure the cut is.

    ``kept_ratio`` is by characters of block text. ``confidence`` is the mean score of the blocks that
    decide the text, each weighed by its length: those in it, and removed running text.
    """
    lengths = [len(block.text) for block, _ in blocks.pairs()]
    characters = sum(lengths)
    removed: dict[BlockKind, int] = {}
    kept_characters = 0
    for kind, indexes in sorted(blocks.places.items()):
        if kind in KEPT_KINDS:
            kept_characters += sum(lengths[index] for index in indexes)
        elif kind is not BlockKind.BLANK:
            removed[kind] = len(indexes)
    deciding = [
        (length, score)
        for length, (block, (kind, _, score)) in zip(lengths, blocks.pairs(), strict=True)
        if block.is_prose or kind in PARAGRAPH_KINDS
    ]
    weight = sum(length for length, _ in deciding)
    sure = sum(length * score for length, score in deciding)
    codes = set(warnings)
    if word_count < SHORT_TEXT_WORDS:
        codes.add(WarningCode.SHORT_TEXT)
    return Cleaning(
        removed=removed,
        kept_ratio=round(kept_characters / characters, 4) if characters else 0.0,
        confidence=round(sure / weight, 4) if weight else 0.0,
        warnings=sorted(codes),
    )


def count_text_words(text: str) -> int:
    """Count words by Unicode word boundaries; each character of a script without spaces is a word."""
    if not text.isascii():
        others = "".join(set(text.encode(errors="replace").translate(None, ASCII).decode()))
        marks = NO_LETTER.findall(others)
        if len(marks) > MAX_MARKS or UNSPACED.search(others):
            return len(WORD.findall(text))
        for mark in marks:
            text = text.replace(mark, "'" if mark in JOINERS else " ")
    # A word begins at each letter after a gap, and after a joiner that no letter stands before: told for all
    # bytes at once, which is far faster than an expression finds the words.
    shapes = np.frombuffer(b"\0\0" + text.encode(errors="replace").translate(SHAPES), np.uint8)
    letters = shapes == LETTER
    inside = letters[1:-1] | ((shapes[1:-1] == JOINER) & letters[:-2])
    return int(np.count_nonzero(letters[2:] & ~inside))
