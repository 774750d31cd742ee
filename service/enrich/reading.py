"""A text as enrichers read it: paragraphs, sentences and tokens, each with its place, found once for all."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from schemas import Article

MAX_CHARACTERS = 100_000
"""Text beyond is not searched for facts: a long article has a tenth of it."""


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
_END = re.compile(
    r"(?<![.!?…])[.!?…]++(?:[\"'”’“»«)\]]|[ \u00a0\u202f]»(?=\s))*+"
    r"(?=\s++(?:[\"'“”„‘‚«»‹›¿¡(\[][ \u00a0\u202f]?+)*+[^\W_])"
    r"|[。！？]++[」』”]*+"
    r"|\n++"
)
_BEFORE = re.compile(r"(?<![^\s(\"“”„‘’'«»])[^\s(\"“”„‘’'«»]++$")
_NEXT = re.compile(r"[^\w\n]*([^\W_]+)")
MAX_ABBREVIATION = 20
"""Characters of a word that a full stop may shorten; longer ones end their sentence."""
LEADING = frozenset(
    """
    mr mrs ms dr prof sen rep gov gen col lt sgt capt cmdr adm maj brig st hon rev pres supt insp vs ca cf
    approx sr sra srta sres dra lic mme mlle mgr hr bzw evtl ggf inkl zzgl sog bspw vgl hrsg av avda gral
    ee mt hl
    """.split()  # noqa: SIM905 - reads better than a list
)
"""Words a full stop shortens before what they belong to, never at a sentence's end: titles."""
NUMBERED = frozenset(
    """
    no nos nr vol fig est art arts bd abs tel p pp pág págs núm núms env str ch cap vers kap ziff
    """.split()  # noqa: SIM905 - reads better than a list
)
"""Words a full stop shortens before a number only."""
CLOSING = frozenset(
    """
    jr inc ltd corp co bros dept univ jan feb mar apr jun jul aug sep sept oct nov dec okt dez mon tue
    tues wed thu thur thurs fri sat sun cía uu gmbh jh ave blvd rd
    """.split()  # noqa: SIM905 - reads better than a list
)
"""Capitalised words a full stop shortens that a sentence may end with."""
CLOSING_SMALL = frozenset("etc usw al janv févr avr juil déc ene abr ago dic mio mrd tsd ft jhdt eds".split())  # noqa: SIM905 - the same
"""Words written small that do the same."""
NEVER_LAST = frozenset({"e.g", "i.e", "z.b", "d.h", "u.a", "p.ex", "p.ej", "v.l.n.r"})
"""Abbreviations with several full stops that always go on."""
UNDOTTED_ORDINALS = frozenset({"en", "fr", "es", "it", "pt", "nl", "ro", "ca"})
"""Languages that write no full stop after an ordinal number."""
OPENERS = {
    "en": frozenset(
        """
        the a an this that these those he she it they we i you his her its their our my your there here in
        on at by for from with after before during since when while if as although though because and but
        or so yet however meanwhile according both some many most all one no not what who how why where
        then now also
        """.split()  # noqa: SIM905 - reads better than a list
    ),
    "de": frozenset(
        """
        der die das den dem ein eine einen einem einer er sie es wir ich ihr ihre sein seine man dies
        diese dieser dieses in im am an auf aus bei mit nach seit von vor zu zum zur für gegen über unter
        um durch ohne während wenn weil als da dass ob und aber oder doch denn auch nur noch schon so dann
        danach dort hier jetzt nun zudem außerdem allerdings dabei damit dafür daher deshalb viele alle
        beide kein keine wer was wie wo warum
        """.split()  # noqa: SIM905 - reads better than a list
    ),
    "fr": frozenset(
        """
        le la les l un une des ce cet cette ces il elle ils elles on nous vous je son sa ses leur leurs à
        au aux en dans sur sous par pour avec sans chez depuis pendant avant après lors selon mais et ou
        donc or car si quand lorsque comme puis alors ainsi aussi c qui que où pourquoi plusieurs tous
        toutes
        """.split()  # noqa: SIM905 - reads better than a list
    ),
    "es": frozenset(
        """
        el la los las un una unos unas este esta estos estas ese esa esto eso él ella ellos ellas yo
        nosotros su sus a al en de del con por para sin sobre entre desde hasta tras ante según pero y o
        si cuando porque como aunque mientras además también ya no se lo le qué quién cómo dónde muchos
        todos algunos
        """.split()  # noqa: SIM905 - reads better than a list
    ),
}
"""Words that begin sentences and no names: after them, "U.S." was the end of a sentence."""
ANY_OPENER = frozenset().union(*OPENERS.values())


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
        """Read an article whose language is known already; of a book, the paragraphs it begins with."""
        language = article.language.code if article.language else None
        text = article.text[:MAX_CHARACTERS]
        within = [Stretch(p.start, min(p.end, len(text))) for p in article.paragraphs if p.start < len(text)]
        return cls(text, language, within)

    @cached_property
    def sentences(self) -> list[Stretch]:
        """Sentences in order, none over a paragraph's end, without the white space around them."""
        openers = OPENERS.get(self.language or "", ANY_OPENER)
        ordinals = self.language not in UNDOTTED_ORDINALS
        return [
            sentence
            for paragraph in self.paragraphs
            for sentence in _sentences(self.text, paragraph, openers, ordinals=ordinals)
        ]

    @cached_property
    def tokens(self) -> list[Token]:
        """Words, numbers and marks in order."""
        return [Token(match.start(), match.end(), match[0]) for match in _TOKEN.finditer(self.text)]


def _sentences(
    text: str, paragraph: Stretch, openers: frozenset[str], *, ordinals: bool
) -> Iterator[Stretch]:
    begin = paragraph.start
    for match in _END.finditer(text, paragraph.start, paragraph.end):
        if _ends(text, begin, match, openers, ordinals=ordinals):
            yield from _trimmed(text, begin, match.end())
            begin = match.end()
    yield from _trimmed(text, begin, paragraph.end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Stretch]:
    words = text[start:end]
    if kept := words.strip():
        start += len(words) - len(words.lstrip())
        yield Stretch(start, start + len(kept))


def _ends(text: str, begin: int, mark: re.Match[str], openers: frozenset[str], *, ordinals: bool) -> bool:
    """Whether a mark ends a sentence: no abbreviation, initial or ordinal number, small letter."""
    if mark[0][0] in "\n。！？":
        return True
    following = _NEXT.match(text, mark.end(), mark.end() + 2 * MAX_ABBREVIATION)
    word = following[1] if following else ""
    if word[:1].islower():
        return False
    if mark[0] != ".":
        return True
    before = _BEFORE.search(text, max(begin, mark.start() - MAX_ABBREVIATION), mark.start())
    if before is None:
        return True
    return not _shortened(before[0], word, openers, ordinals=ordinals)


def _shortened(written: str, following: str, openers: frozenset[str], *, ordinals: bool) -> bool:
    """Whether the full stop after a word belongs to the word, given the word that follows."""
    stem = written.lower()
    opens = following.lower() in openers
    if stem.isdecimal():
        return ordinals and len(stem) <= 2 and not opens  # noqa: PLR2004 - days and reigns
    if len(stem) == 1:
        return not opens or written.islower()
    if "." in stem:
        return not opens or stem in NEVER_LAST
    if stem in NUMBERED:
        return following[:1].isdecimal()
    return stem in LEADING or (
        (stem in CLOSING_SMALL or (stem in CLOSING and written[0].isupper())) and not opens
    )
