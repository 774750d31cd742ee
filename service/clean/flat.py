"""Flat text to blocks that tile it: lines, blank stretches, lines cut at inline tags joined again."""

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate, compress, pairwise

from schemas import ErrorCode
from service.clean.blocks import (
    INVISIBLE_MARKS,
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

LINE_ENDS = "\r\n\u2028\u2029"
ODD_SPACES = "".join(
    character
    for character in map(chr, range(0x3100))
    if character.isspace() and character not in f" {LINE_ENDS}"
)
"""Characters that are spaces to a reader; some of them end a line to ``str.splitlines``."""
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
UNSPACED_BYTES = (0xE0, 0xE1, *range(0xE3, 0xEA), 0xEF)
"""With which characters of ``UNSPACED`` begin in UTF-8."""
NEW_BLOCK = re.compile(r"\s*(?:[#>|•*+-]|\d{1,3}[.)]\s)")
"""Beginnings of lines that are blocks of their own in a wrapped text."""


def segment_flat(content: str, max_lines: int) -> Document:
    """Cut a flat text into blocks whose spans, blank ones included, rebuild it.

    Raises:
        CleanError: ``TOO_MANY_NODES`` for more lines, or more pieces of lines, than ``max_lines``.
    """
    if len(content) > max_lines and content.count("\n") + content.count("\r") > max_lines:
        raise CleanError(ErrorCode.TOO_MANY_NODES)
    content = _even_spaces(content)
    marked_up = is_markdown(content)
    blocks = _tiles(content, marked_up=marked_up, most=max_lines + 1)
    if len(blocks) > max_lines + 1:
        raise CleanError(ErrorCode.TOO_MANY_NODES)
    if marked_up:
        for block in blocks:
            if block.text:
                _read_markup(content, block)
    if not _is_spaced(content):
        for block in blocks:
            block.words = count_words(block.text, block.words)
    for block in blocks:
        if block.words >= PROSE_WORDS:
            block.is_prose = reads_as_prose(block.text, block.words, block.link_share)
    return Document(blocks)


def _even_spaces(content: str) -> str:
    """Make all spaces plain ones, one for one: ends of lines stay, and so do places."""
    for space in ODD_SPACES:
        content = content.replace(space, " ")
    return content


def _is_spaced(content: str) -> bool:
    """Tell whether a text has no character of ``UNSPACED``: bytes are searched faster than characters."""
    if content.isascii():
        return True
    encoded = content.encode(errors="surrogatepass")
    return not any(byte in encoded for byte in UNSPACED_BYTES) or not UNSPACED.search(content)


def _read_markup(content: str, block: Block) -> None:
    """Take the markup off a block; without any it stays as it is."""
    start, end = block.span or (0, 0)
    written = content[start:end]
    line = read_line(written)
    if line.text != written:
        is_joined = len(written.splitlines()) > 1
        words = _joined(map(fold, line.text.splitlines())).split() if is_joined else visible_words(line.text)
        block.text = " ".join(words)
        block.words = len(words)
    block.tag = line.tag
    block.link_share = min(1.0, line.link_length / len(block.text)) if block.text else 0.0


def _joined(lines: Iterable[str]) -> str:
    """Join the folded lines of a block; a mark that ends a clause joins the line before it."""
    joined: list[str] = []
    for line in filter(None, lines):
        joined.append(line if not joined or line[0] in TRAILERS else f" {line}")
    return "".join(joined)


def _tiles(content: str, *, marked_up: bool, most: int) -> list[Block]:
    """Return the blocks, their words by spaces; line ends belong to the line, blank lines stand together.

    Long lines are cut no further once there are more blocks than ``most``.
    """
    lines = content.splitlines(keepends=True)
    lengths = list(map(len, lines))
    width = _wrap_width(lines, lengths)
    texts = _fold_lines(content, lines)
    ends = list(compress(accumulate(lengths), texts))
    lengths = list(compress(lengths, texts))
    glue = Glue(content, lengths, ends, marked_up=marked_up)
    tiles: list[Block] = []
    pieces: list[Block] = []
    done = 0
    for text, length, end in zip(filter(None, texts), lengths, ends, strict=True):
        start = end - length
        if start > done:
            tiles += _paragraphs(content, pieces, width) if len(pieces) > 1 else pieces
            pieces = []
            tiles.append(Block("", (done, start)))
        done = end
        if length < GLUED_LENGTH:
            pieces.append(Block(text, (start, end), "", None, text.count(" ") + 1))
            continue
        for _, cut in glue.cut(start, end):
            piece = text if cut - start == length else fold(content[start:cut])
            if piece:
                pieces.append(Block(piece, (start, cut), "", None, piece.count(" ") + 1))
                start = cut
        if start < end:  # what nobody sees at the end of a line belongs to the line's last piece
            first, _ = pieces[-1].span or (0, 0)
            pieces[-1].span = (first, end)
        if len(tiles) > most:
            break
    tiles += _paragraphs(content, pieces, width)
    if done < len(content):
        tiles.append(Block("", (done, len(content))))
    return tiles


def _fold_lines(content: str, lines: Sequence[str]) -> list[str]:
    """Fold the white space of a text's lines and drop what nobody sees; most texts have little of either."""
    for mark in INVISIBLE_MARKS:
        if mark in content:
            lines = [line.replace(mark, "") for line in lines]
    return [" ".join(line.split()) if "  " in line else line for line in map(str.strip, lines)]


def _wrap_width(lines: Sequence[str], lengths: Sequence[int]) -> int | None:
    """Find the width at which a text was wrapped: all its long lines are as full as their words allow."""
    longest = WRAP_WIDTHS.stop
    for line, length in zip(lines, lengths, strict=True):
        if length >= longest and len(line.rstrip()) >= longest and "](" not in line:
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


def _paragraphs(content: str, pieces: Sequence[Block], width: int | None) -> Sequence[Block]:
    """Join neighbouring lines that are one sentence cut at its links and other inline tags."""
    # Most lines begin like a sentence or a label, and so do the ones after them.
    onward = [(first := piece.text[:1]) in TRAILERS or first.islower() for piece in pieces]
    if width is None and True not in onward[1:]:
        return pieces
    last = len(pieces) - 1
    found: list[Block] = []
    begin, words, torn = 0, 0, False
    for index, piece in enumerate(pieces):
        words += piece.words
        if index < last:
            following = pieces[index + 1]
            start, end = piece.span or (0, 0)
            if (
                width is not None
                and not NEW_BLOCK.match(following.text)
                and _is_full(len(content[start:end].rstrip()), following.text, width)
            ):
                continue
            led_on = torn or (index + 1 < last and onward[index + 2] and following.words <= LONG_RUN_WORDS)
            if (
                (onward[index + 1] or (led_on and words >= RUN_WORDS))
                and content[end - 1] in LINE_ENDS
                and _runs_on(piece.text, words, following)
            ):
                torn = True
                continue
        found.append(piece if index == begin else _join(pieces[begin : index + 1]))
        begin, words, torn = index + 1, 0, False
    return found


def _join(pieces: Sequence[Block]) -> Block:
    """Make one block of several."""
    (start, _), (_, end) = pieces[0].span or (0, 0), pieces[-1].span or (0, 0)
    text = _joined(piece.text for piece in pieces)
    return Block(text, (start, end), "", None, text.count(" ") + 1)


def _runs_on(text: str, words: int, following: Block) -> bool:
    """Tell whether the next line, if it may, goes on with the sentence of this one.

    Args:
        text: the line.
        words: words of the paragraph so far.
        following: the next line.
    """
    following_text = following.text
    first = following_text[0]
    ended = text[-1] in CLOSERS or ends_sentence(text)
    if first in TRAILERS:
        return words >= RUN_WORDS or (not ended and following.words >= RUN_WORDS)
    if ended:
        return False
    if first.islower():
        goes_on = words >= RUN_WORDS or following.words >= LONG_RUN_WORDS
        goes_on = goes_on and phrase_kind(following_text, following.words) is None
    else:
        goes_on = text[-1] == "," or text[text.rfind(" ") + 1].islower()
    return goes_on and not is_icon_name(following_text, following.words)
