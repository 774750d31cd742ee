"""A text as enrichers read it: paragraphs, sentences and tokens, each with its place, found once for all."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from schemas import Article


class Stretch(NamedTuple):
    """A stretch of the text, code-point offsets: ``text[start:end]``."""

    start: int
    end: int


class Token(NamedTuple):
    """A word, number or punctuation mark with its place."""

    start: int
    end: int
    text: str


_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., z.B.
    r"|\d+(?:[.,:]\d+)*"
    r"|[^\W\d_]+(?:['’\-‑][^\W_]+)*"
    r"|\w+"
    r"|\.{2,}|[^\w\s]"
)
_END = re.compile(r"[.!?…。！？]+[\"'”’»)\]]*(?=\s+[\"'“„‘«¿¡(\[]*(?:[^\W_]))|[。！？]+[」』”]*|\n+")
_BEFORE = re.compile(r"([^\s(\"“„‘«]+)$")
ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof sen rep gov gen col lt sgt capt cmdr adm maj st jr sr hon rev pres vs no nos
    vol fig dept inc ltd corp co bros est approx ca cf al jan feb mar apr jun jul aug sep sept oct nov dec
    mon tue wed thu fri sra srta sres dra hr fr nr str bzw usw evtl ggf inkl mio mrd tel abs art mme mlle
    av env pp ed
    """.split()  # noqa: SIM905 - reads better than a list
)
"""Words a full stop shortens without ending a sentence (general knowledge: titles, months, companies)."""


@dataclass(frozen=True)
class Reading:
    """An article's text with its language, paragraphs, sentences and tokens."""

    text: str
    """``article.text``; every offset points into it."""
    language: str | None
    """ISO 639 code, null where nobody knows."""
    paragraphs: Sequence[Stretch]
    """Paragraphs in order."""

    @classmethod
    def of(cls, article: Article) -> "Reading":
        """Read an article whose language is known already."""
        language = article.language.code if article.language else None
        return cls(article.text, language, [Stretch(p.start, p.end) for p in article.paragraphs])

    @cached_property
    def sentences(self) -> list[Stretch]:
        """Sentences in order, none over a paragraph's end, without the white space around them."""
        return [sentence for paragraph in self.paragraphs for sentence in _sentences(self.text, paragraph)]

    @cached_property
    def tokens(self) -> list[Token]:
        """Words, numbers and marks in order."""
        return [Token(match.start(), match.end(), match[0]) for match in _TOKEN.finditer(self.text)]


def _sentences(text: str, paragraph: Stretch) -> Iterator[Stretch]:
    begin = paragraph.start
    for match in _END.finditer(text, paragraph.start, paragraph.end):
        if not _shortens(text, begin, match):
            yield from _trimmed(text, begin, match.end())
            begin = match.end()
    yield from _trimmed(text, begin, paragraph.end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Stretch]:
    words = text[start:end]
    if kept := words.strip():
        start += len(words) - len(words.lstrip())
        yield Stretch(start, start + len(kept))


def _shortens(text: str, begin: int, end: re.Match[str]) -> bool:
    """Whether the full stop belongs to an abbreviation, an initial or an ordinal number."""
    if end[0] != ".":
        return False
    word = _BEFORE.search(text, max(begin, end.start() - 40), end.start())
    if word is None:
        return False
    stem = word[1].casefold()
    following = text[end.end() : end.end() + 3].lstrip()
    return (
        stem in ABBREVIATIONS
        or (len(stem) == 1 and stem.isalpha())
        or (stem.isdecimal() and len(stem) <= 2 and not following[:1].isupper())  # noqa: PLR2004 - days
        or (stem.count(".") > 0 and not following[:1].isupper())
        or following[:1].islower()
    )
