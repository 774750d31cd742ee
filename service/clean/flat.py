"""Flat text to blocks that tile it: lines, blank stretches, lines cut at inline tags joined again."""

import re
from collections.abc import Iterator, Sequence

from schemas import ErrorCode, InputSpan
from service.clean.blocks import SENTENCE_END, Block, Document, count_words, fold, reads_as_prose
from service.clean.markdown import Line, is_markdown, read_line
from service.clean.phrases import is_icon_name, phrase_kind
from service.errors import CleanError

LINE = re.compile(r"[^\r\n\u2028\u2029]*(?:\r\n|[\r\n\u2028\u2029])|[^\r\n\u2028\u2029]+\Z")
GLUE = re.compile(
    r"(?<=[^\W\d_][^\W\d_][.!?…])(?=[A-ZÀ-ÖØ-ÞΑ-ΩА-Я]\w|[“„«‘])|(?<=[.!?…][\"'”’»“])(?=[A-ZÀ-ÖØ-ÞΑ-ΩА-Я]\w)"
)
"""Where two sentences stand together without a space: two paragraphs once."""
GLUED_LENGTH = 200
"""A shorter line is not searched for glue: abbreviations look the same."""


LINE_ENDS = ("\n", "\r", "\u2028", "\u2029")
TRAILERS = frozenset(",.;:!?)]’”»،。、，")
"""Marks that never begin a line of their own."""
CLOSERS = frozenset(":|>»")
RUN_WORDS = 3
"""Fewer words before a cut are a label, not the beginning of a sentence."""
LONG_RUN_WORDS = 6


def segment_flat(content: str, max_lines: int) -> Document:
    """Cut a flat text into blocks whose spans, blank ones included, rebuild it.

    Raises:
        CleanError: ``TOO_MANY_NODES`` for more lines than ``max_lines``.
    """
    if content.count("\n") + content.count("\r") > max_lines:
        raise CleanError(ErrorCode.TOO_MANY_NODES)
    marked_up = is_markdown(content)
    return Document([_block(content, start, end, marked_up=marked_up) for start, end in _tiles(content)])


def _block(content: str, start: int, end: int, *, marked_up: bool) -> Block:
    span = InputSpan(start=start, end=end)
    line = read_line(content[start:end]) if marked_up else Line(content[start:end])
    text = _joined(line.text)
    words = count_words(text)
    link_share = min(1.0, line.link_length / len(text)) if text else 0.0
    prose = reads_as_prose(text, words, link_share)
    return Block(text, span, line.tag, words=words, link_share=link_share, is_prose=prose)


def _joined(text: str) -> str:
    """Fold a block that may be several lines; a mark that ends a clause joins the line before it."""
    lines = [folded for line in text.splitlines() if (folded := fold(line))]
    joined = lines[:1]
    for line in lines[1:]:
        joined.append(line if line[0] in TRAILERS else f" {line}")
    return "".join(joined)


def _tiles(content: str) -> Iterator[tuple[int, int]]:
    """Yield the span of each block; line ends belong to the line, blank lines stand together."""
    blank_start: int | None = None
    lines: list[tuple[int, int]] = []
    for match in LINE.finditer(content):
        start, end = match.span()
        if not fold(match[0]):
            yield from _paragraphs(content, lines)
            lines.clear()
            if blank_start is None:
                blank_start = start
            continue
        if blank_start is not None:
            yield blank_start, start
            blank_start = None
        if end - start >= GLUED_LENGTH:
            for cut in GLUE.finditer(content, start, end):
                lines.append((start, cut.start()))
                start = cut.start()
        lines.append((start, end))
    yield from _paragraphs(content, lines)
    if blank_start is not None:
        yield blank_start, len(content)


def _paragraphs(content: str, lines: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Join neighbouring lines that are one sentence cut at its links and other inline tags."""
    begin: int | None = None
    words = 0
    torn = False
    for index, (start, end) in enumerate(lines):
        line = content[start:end]
        if begin is None:
            begin, words, torn = start, 0, False
        words += len(line.split())
        if index + 1 < len(lines):
            following = content[slice(*lines[index + 1])]
            after = content[slice(*lines[index + 2])] if index + 2 < len(lines) else ""
            if _runs_on(line, words, following, after, torn=torn):
                torn = True
                continue
        yield begin, end
        begin = None


def _runs_on(line: str, words: int, following: str, after: str, *, torn: bool) -> bool:  # noqa: PLR0911 - one a case
    """Tell whether the next line goes on with the sentence of this one.

    Args:
        line: the line, with its end.
        words: words of the paragraph so far.
        following: the next line.
        after: the line after that, empty where there is none.
        torn: whether the paragraph was joined from lines before.
    """
    if not line.endswith(LINE_ENDS):
        return False
    bare, next_bare = line.strip(), following.strip()
    if not bare or not next_bare:
        return False
    next_words = len(next_bare.split())
    ended = bare[-1] in CLOSERS or SENTENCE_END.search(bare[-8:]) is not None
    if next_bare[0] in TRAILERS:
        return words >= RUN_WORDS or (not ended and next_words >= RUN_WORDS)
    if ended or is_icon_name(next_bare, next_words):
        return False
    if next_bare[0].islower():
        long_enough = words >= RUN_WORDS or next_words >= LONG_RUN_WORDS
        return long_enough and phrase_kind(next_bare, next_words) is None
    open_end = bare.rsplit(maxsplit=1)[-1][0].islower() or bare[-1] == ","
    if not open_end or words < RUN_WORDS:
        return False
    onward = after.strip()[:1]
    goes_on = onward != "" and (onward.islower() or onward in TRAILERS)
    return torn or (goes_on and next_words <= LONG_RUN_WORDS)
