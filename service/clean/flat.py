"""Flat text to blocks that tile it: lines, blank stretches, lines cut at inline tags joined again."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from schemas import ErrorCode
from service.clean.blocks import (
    INVISIBLE,
    PROSE_WORDS,
    UNSPACED,
    Block,
    Document,
    count_words,
    ends_sentence,
    fold,
    reads_as_prose,
    visible_words,
)
from service.clean.glue import GLUED_LENGTH, Glue
from service.clean.markdown import is_markdown, read_line
from service.clean.phrases import is_icon_name, phrase_kind
from service.errors import CleanError

LINE = re.compile(r"[^\r\n\u2028\u2029]*(?:\r\n|[\r\n\u2028\u2029])|[^\r\n\u2028\u2029]+\Z")
TRAILERS = frozenset(",.;:!?)]’”»،。、，")
"""Marks that never begin a line of their own."""
CLOSERS = frozenset(":|>»")
RUN_WORDS = 3
"""Fewer words before a cut are a label, not the beginning of a sentence."""
LONG_RUN_WORDS = 6
WRAP_WIDTHS = range(50, 101)
"""Characters at which text is wrapped, if it is."""
LEAST_WRAPPED = 5
"""Fewer full lines may be so by chance."""
MOST_LOOSE = 0.1
"""Share of long lines to which the next word could have been added; one that ends a paragraph stands last."""
NEW_BLOCK = re.compile(r"\s*(?:[#>|•*+-]|\d{1,3}[.)]\s)")
"""Beginnings of lines that are blocks of their own in a wrapped text."""


class _Piece(NamedTuple):
    """A line, a part of one, or lines that are one sentence."""

    start: int
    end: int
    text: str
    """White space folded; empty for blank lines."""
    words: int
    """By spaces."""
    ends_line: bool = True
    """Whether the line ends with it."""
    lines: int = 1


def segment_flat(content: str, max_lines: int) -> Document:
    """Cut a flat text into blocks whose spans, blank ones included, rebuild it.

    Raises:
        CleanError: ``TOO_MANY_NODES`` for more lines, or more pieces of lines, than ``max_lines``.
    """
    if content.count("\n") + content.count("\r") > max_lines:
        raise CleanError(ErrorCode.TOO_MANY_NODES)
    marked_up = is_markdown(content)
    tiles = list(islice(_tiles(content, marked_up=marked_up), max_lines + 2))
    if len(tiles) > max_lines + 1:
        raise CleanError(ErrorCode.TOO_MANY_NODES)
    if marked_up:
        return Document([_marked_up_block(content, tile) for tile in tiles])
    is_spaced = content.isascii() or not UNSPACED.search(content)
    return Document([_block(tile, is_spaced=is_spaced) for tile in tiles])


def _block(tile: _Piece, *, is_spaced: bool) -> Block:
    start, end, text, words, _, _ = tile
    if not is_spaced:
        words = count_words(text, words)
    is_prose = words >= PROSE_WORDS and reads_as_prose(text, words)
    return Block(text, (start, end), "", None, words, 0.0, 0.0, is_prose)


def _marked_up_block(content: str, tile: _Piece) -> Block:
    start, end = tile.start, tile.end
    if not tile.text:
        return Block("", (start, end))
    line = read_line(content[start:end])
    text = fold(line.text) if tile.lines == 1 else _joined(line.text)
    words = count_words(text)
    link_share = min(1.0, line.link_length / len(text)) if text else 0.0
    prose = reads_as_prose(text, words, link_share)
    return Block(text, (start, end), line.tag, words=words, link_share=link_share, is_prose=prose)


def _joined(text: str) -> str:
    """Fold a block of several lines; a mark that ends a clause joins the line before it."""
    lines = [folded for line in text.splitlines() if (folded := fold(line))]
    joined = lines[:1]
    for line in lines[1:]:
        joined.append(line if line[0] in TRAILERS else f" {line}")
    return "".join(joined)


def _tiles(content: str, *, marked_up: bool) -> Iterator[_Piece]:
    """Yield what becomes a block each; line ends belong to the line, blank lines stand together."""
    lines = LINE.findall(content)
    glue = Glue(content, lines, marked_up=marked_up)
    width = _wrap_width(lines)
    split = visible_words if INVISIBLE.search(content) else str.split
    blank_start: int | None = None
    pieces: list[_Piece] = []
    end = 0
    for line in lines:
        start, end = end, end + len(line)
        words = split(line)
        if not words:
            if blank_start is None:
                yield from _paragraphs(content, pieces, width)
                pieces = []
                blank_start = start
            continue
        if blank_start is not None:
            yield _Piece(blank_start, start, "", 0)
            blank_start = None
        if end - start < GLUED_LENGTH:
            pieces.append(_Piece(start, end, " ".join(words), len(words)))
            continue
        for begin, cut in glue.cut(start, end):
            words = split(content[begin:cut])
            pieces.append(_Piece(begin, cut, " ".join(words), len(words), cut == end))
    yield from _paragraphs(content, pieces, width)
    if blank_start is not None:
        yield _Piece(blank_start, len(content), "", 0)


def _wrap_width(lines: Sequence[str]) -> int | None:
    """Find the width at which a text was wrapped: all its long lines are as full as their words allow."""
    longest = WRAP_WIDTHS.stop
    if any(len(line.rstrip()) >= longest and "](" not in line for line in lines if len(line) >= longest):
        return None
    bare = [line.rstrip() for line in lines]
    width = max((len(line) for line in bare if "](" not in line), default=0)
    if width not in WRAP_WIDTHS:
        return None
    full = loose = 0
    for line, following in pairwise(bare):
        if len(line) >= WRAP_WIDTHS.start and following.strip() and not NEW_BLOCK.match(following):
            is_full = _is_full(len(line), following, width)
            full += is_full
            loose += not is_full
    return width if full >= LEAST_WRAPPED and loose <= MOST_LOOSE * full else None


def _is_full(length: int, following: str, width: int) -> bool:
    """Tell whether the next line's first word found no place on a line of a length."""
    return length + 1 + len(following.split(maxsplit=1)[0]) > width


def _paragraphs(content: str, pieces: Sequence[_Piece], width: int | None) -> Sequence[_Piece]:
    """Join neighbouring lines that are one sentence cut at its links and other inline tags."""
    last = len(pieces) - 1
    if last < 1:
        return pieces
    found: list[_Piece] = []
    first, words, torn = 0, 0, False
    for index, piece in enumerate(pieces):
        words += piece.words
        if index < last:
            following = pieces[index + 1]
            if (
                width is not None
                and not NEW_BLOCK.match(following.text)
                and _is_full(len(content[piece.start : piece.end].rstrip()), following.text, width)
            ):
                continue
            after = pieces[index + 2].text if index + 1 < last else ""
            if _runs_on(piece, words, following, after, torn=torn):
                torn = True
                continue
        found.append(piece if index == first else _join(content, pieces[first], piece, index - first + 1))
        first, words, torn = index + 1, 0, False
    return found


def _join(content: str, first: _Piece, last: _Piece, lines: int) -> _Piece:
    text = _joined(content[first.start : last.end])
    return _Piece(first.start, last.end, text, len(text.split()), last.ends_line, lines)


def _runs_on(piece: _Piece, words: int, following: _Piece, after: str, *, torn: bool) -> bool:
    """Tell whether the next line goes on with the sentence of this one.

    Args:
        piece: the line.
        words: words of the paragraph so far.
        following: the next line.
        after: the line after that, empty where there is none.
        torn: whether the paragraph was joined from lines before.
    """
    text, following_text = piece.text, following.text
    if not piece.ends_line or not text or not following_text:
        return False
    first = following_text[0]
    is_trailer, is_lower = first in TRAILERS, first.islower()
    if not is_trailer and not is_lower and words < RUN_WORDS:
        return False
    ended = text[-1] in CLOSERS or ends_sentence(text)
    if is_trailer:
        return words >= RUN_WORDS or (not ended and following.words >= RUN_WORDS)
    if ended:
        return False
    if is_lower:
        goes_on = words >= RUN_WORDS or following.words >= LONG_RUN_WORDS
        goes_on = goes_on and phrase_kind(following_text, following.words) is None
    else:
        open_end = text[-1] == "," or text[text.rfind(" ") + 1].islower()
        onward = after[:1]
        led_on = following.words <= LONG_RUN_WORDS and (onward.islower() or onward in TRAILERS)
        goes_on = open_end and (torn or led_on)
    return goes_on and not is_icon_name(following_text, following.words)
