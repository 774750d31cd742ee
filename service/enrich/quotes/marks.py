"""Where a text puts quotation marks: pairs of any style, over paragraphs too."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from service.enrich.reading import Stretch

CLOSERS = {
    '"': '"”“',
    "＂": "＂",
    "“": '”"',
    "”": "”",
    "„": '“”"‟',
    "‟": "”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "‘": "’",
    "‚": "‘’",
    "'": "'",
    "「": "」",
    "『": "』",
    "``": "''",
}
"""The marks that may close what a mark opened, by the customs of all languages together."""
SINGLE = frozenset("‘‚'‹›")
"""Marks of a quotation within a quotation, or of British main quotations."""
FACING_IN = frozenset('"＂”»›')
"""Marks that open only where they face a word: they close as well."""
MAX_PARAGRAPHS = 6
"""Paragraphs one quotation may run over."""

_MARK = re.compile(
    r"``|''(?<!\w'')|''(?!\w)|[\"＂“”„‟«»‹›‘‚「」『』]|'(?<![^\W_]')(?=\w)|['’](?<=[^\s']['’])(?!\w)"
)
_OPENING = re.compile(r"\s*(``|[\"＂“”„«»‘‚'「『])")


class Quoted(NamedTuple):
    """Words in quotation marks; offsets include the marks."""

    start: int
    end: int
    single: bool
    """Whether the marks are single ones."""

    def words(self, text: str) -> str:
        """The words between the marks."""
        return text[self.start : self.end].strip("\"＂“”„‟«»‹›‘’‚'`「」『』 \u00a0\u202f")


def find_quoted(text: str, paragraphs: Sequence[Stretch]) -> list[Quoted]:  # noqa: C901 - one state machine
    """Pair the quotation marks of a text; what lies within another pair is not listed apart."""
    found: list[Quoted] = []
    opened: re.Match[str] | None = None
    since = 0
    for number, paragraph in enumerate(paragraphs):
        marks = list(_MARK.finditer(text, paragraph.start, paragraph.end))
        if opened is not None:
            last = paragraphs[number - 1]
            continues = number - since < MAX_PARAGRAPHS and _goes_on(text, paragraph, opened[0], marks)
            if not continues:
                found.append(_quoted(opened, _end_of(text, last)))
                opened = None
            elif marks and _reopens(text, paragraph, opened[0]):
                marks = marks[1:]
        left = sum(mark[0] == '"' for mark in marks)
        for mark in marks:
            if opened is None:
                if _opens(text, paragraph, mark, left):
                    opened, since = mark, number
            elif mark[0] in CLOSERS[opened[0]] and not _reopened(text, paragraph, mark, left):
                found.append(_quoted(opened, mark.end()))
                opened = None
            elif (
                opened[0] in SINGLE and mark[0] not in SINGLE and _opens(text, paragraph, mark, left)
            ) or mark[0] == opened[0] == '"':
                opened, since = mark, number
            left -= mark[0] == '"'
        if opened is not None and opened[0] in SINGLE:
            opened = None
    if opened is not None:
        found.append(_quoted(opened, _end_of(text, paragraphs[-1])))
    return found


def _quoted(opened: re.Match[str], end: int) -> Quoted:
    return Quoted(opened.start(), end, opened[0] in SINGLE)


def _end_of(text: str, paragraph: Stretch) -> int:
    return paragraph.start + len(text[paragraph.start : paragraph.end].rstrip())


def _opens(text: str, paragraph: Stretch, mark: re.Match[str], left: int) -> bool:
    """Whether a mark opens; ``left`` straight marks of the paragraph are unread, this one among them."""
    kind = mark[0]
    if kind not in CLOSERS:
        return False
    before = text[mark.start() - 1] if mark.start() > paragraph.start else " "
    after = text[mark.end()] if mark.end() < paragraph.end else " "
    if kind == '"' and left % 2 == 0:
        return True
    if kind in FACING_IN:
        return not after.isspace() and not before.isalnum()
    if kind == "'":
        return not before.isalnum() and after.isalpha()
    return True


def _reopened(text: str, paragraph: Stretch, mark: re.Match[str], left: int) -> bool:
    """Whether a straight mark begins a new quotation because the one before was never closed."""
    if mark[0] != '"' or left % 2:
        return False
    before = text[mark.start() - 1] if mark.start() > paragraph.start else " "
    return before.isspace() and mark.end() < paragraph.end and not text[mark.end()].isspace()


def _reopens(text: str, paragraph: Stretch, opened: str) -> bool:
    """Whether a paragraph begins with the mark that says: the quotation goes on."""
    first = _OPENING.match(text, paragraph.start, paragraph.end)
    return first is not None and (first[1] == opened or (opened == "«" and first[1] == "»"))


def _goes_on(text: str, paragraph: Stretch, opened: str, marks: list[re.Match[str]]) -> bool:
    if _reopens(text, paragraph, opened):
        return True
    if not marks or marks[0][0] not in CLOSERS[opened]:
        return False
    return opened != '"' or len([mark for mark in marks if mark[0] == '"']) % 2 == 1
