"""The text with its facts marked: spans that cross become pieces that nest."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from schemas import Paragraph
from service.cli.explain_page.bounds import MOST_MARKS, first
from service.cli.explain_page.facts import ListedFact

ROLES = ("quote", "speaker", "event", "entity", "place", "time", "quantity")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text with every fact that stands on exactly these words."""

    number: int
    start: int
    end: int
    roles: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A step of marked text: words, or the begin or end of a mark."""

    text: str = ""
    opens: Mark | None = None
    is_first: bool = False
    """Whether the mark begins here; it goes on in further pieces where it crosses another's end."""


CLOSE = Piece()
"""Ends the mark opened last."""


def make_marks(facts: Iterable[ListedFact], length: int) -> tuple[Sequence[Mark], int]:
    """Gather the facts by their words, in the text's order.

    Args:
        facts: what stands in the text.
        length: code points of the text that are shown.

    Returns:
        The marks that begin in the text shown, and how many were left out.
    """
    found: dict[tuple[int, int], tuple[set[str], list[str]]] = {}
    for fact in facts:
        for words in fact.words:
            if words.start < words.end:
                roles, ids = found.setdefault((words.start, -words.end), (set(), []))
                roles.add(words.role)
                if fact.id not in ids:
                    ids.append(fact.id)
    marks = [
        Mark(number, start, -minus_end, tuple(role for role in ROLES if role in roles), tuple(ids))
        for number, ((start, minus_end), (roles, ids)) in enumerate(sorted(found.items()), 1)
    ]
    shown, _ = first([mark for mark in marks if mark.start < length], MOST_MARKS)
    return shown, len(marks) - len(shown)


def by_paragraph(paragraphs: Sequence[Paragraph], marks: Sequence[Mark]) -> list[list[Mark]]:
    """Give each paragraph the marks that touch it; a quote may run over several."""
    ends = [paragraph.end for paragraph in paragraphs]
    touching: list[list[Mark]] = [[] for _ in paragraphs]
    for mark in marks:
        index = bisect_right(ends, mark.start)
        while index < len(paragraphs) and paragraphs[index].start < mark.end:
            touching[index].append(mark)
            index += 1
    return touching


def nest(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Piece]:
    """Cut ``text[start:end]`` into words and marks that open and close in order.

    A mark that crosses the end of another is cut there and opened again behind it.
    """
    waiting = [(max(mark.start, start), -min(mark.end, end), mark.number, mark) for mark in marks]
    heapify(waiting)
    open_ends: list[int] = []
    position = start
    while waiting:
        begins, minus_end, number, mark = heappop(waiting)
        while open_ends and open_ends[-1] <= begins:
            yield from _words(text, position, open_ends[-1])
            position = open_ends.pop()
            yield CLOSE
        yield from _words(text, position, begins)
        position = begins
        ends = -minus_end
        if open_ends and ends > open_ends[-1]:
            heappush(waiting, (open_ends[-1], minus_end, number, mark))
            ends = open_ends[-1]
        yield Piece(opens=mark, is_first=begins == mark.start)
        open_ends.append(ends)
    while open_ends:
        yield from _words(text, position, open_ends[-1])
        position = open_ends.pop()
        yield CLOSE
    yield from _words(text, position, end)


def _words(text: str, start: int, end: int) -> Iterator[Piece]:
    if start < end:
        yield Piece(text[start:end])
