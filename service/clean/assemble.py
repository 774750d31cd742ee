"""Kept blocks to the article's text, paragraphs and captions; the account of what was taken away."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from pydantic import TypeAdapter

from schemas import BlockKind, Caption, Cleaning, Paragraph, ParagraphKind, WarningCode
from service.clean.blocks import UNSPACED, LabelledBlock
from service.clean.captions import split_credit

PARAGRAPH_KINDS = {
    BlockKind.BODY: ParagraphKind.PARAGRAPH,
    BlockKind.SUBHEADING: ParagraphKind.SUBHEADING,
    BlockKind.LIST: ParagraphKind.LIST,
    BlockKind.QUOTE: ParagraphKind.QUOTE,
    BlockKind.TABLE: ParagraphKind.TABLE,
    BlockKind.EMBED: ParagraphKind.EMBED,
}
CAPTION_KINDS = frozenset({BlockKind.CAPTION, BlockKind.CREDIT})
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
"""Makes all paragraphs in one call."""
GAP = "\n\n"
SHORT_TEXT_WORDS = 40
"""A text with fewer words gets the warning ``short_text``."""


def assemble_text(blocks: Sequence[LabelledBlock]) -> tuple[str, list[Paragraph]]:
    """Join the body's blocks to the text, with the place of each in text and input."""
    paragraphs: list[dict[str, object]] = []
    pieces: list[str] = []
    offset = 0
    for labelled in blocks:
        kind = PARAGRAPH_KINDS.get(labelled.kind)
        if kind is None:
            continue
        text = labelled.block.text
        end = offset + len(text)
        paragraphs.append({"start": offset, "end": end, "kind": kind, "source": labelled.block.source})
        pieces.append(text)
        offset = end + len(GAP)
    return GAP.join(pieces), PARAGRAPHS.validate_python(paragraphs)


def assemble_captions(blocks: Sequence[LabelledBlock]) -> list[Caption]:
    """Make the captions, each with the credit in it or right after it."""
    captions: list[Caption] = []
    for labelled in blocks:
        if labelled.kind not in CAPTION_KINDS:
            continue
        if labelled.kind is BlockKind.CAPTION:
            text, credit = split_credit(labelled.block.text)
            captions.append(Caption(text=text, credit=credit))
        else:
            _, credit = split_credit(labelled.block.text)
            if captions and captions[-1].credit is None:
                captions[-1] = Caption(text=captions[-1].text, credit=credit or labelled.block.text)
    return captions


def account(blocks: Sequence[LabelledBlock], word_count: int, warnings: Sequence[WarningCode]) -> Cleaning:
    """Count what was removed, and say how sure the cut is.

    ``kept_ratio`` is by characters of block text. ``confidence`` is the mean score of the blocks that
    decide the text, each weighed by its length: those in it, and removed running text.
    """
    removed: Counter[BlockKind] = Counter()
    kept_characters = characters = 0
    weight = sure = 0.0
    for labelled in blocks:
        block, kind = labelled.block, labelled.kind
        length = len(block.text)
        characters += length
        if labelled.kept:
            kept_characters += length
        elif kind is not BlockKind.BLANK:
            removed[kind] += 1
        if kind in PARAGRAPH_KINDS or block.is_prose:
            weight += length
            sure += length * labelled.score
    codes = set(warnings)
    if word_count < SHORT_TEXT_WORDS:
        codes.add(WarningCode.SHORT_TEXT)
    return Cleaning(
        removed=dict(sorted(removed.items())),
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
