"""Blocks: what both HTML and flat text become before anything is judged.

A *block* is a run of visible text a reader sees as one thing: a paragraph, a heading, a line of a
menu. Segmenters make blocks, the labeller gives each a kind with the reason, the assembler keeps
and orders them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from schemas import BlockKind, Source

SENTENCE_END = re.compile(r"""[.!?…。！？।؟։۔]["'”’»“‘›」』）)\]]*$""")
SENTENCE_BREAK = re.compile(r"""[.!?…]["'”’»“›)\]]*\s|[。！？।؟։۔]""")
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)
"""Scripts written without spaces, where about two characters make a word."""


COPYRIGHT = re.compile(
    r"^\W{0,3}(?:(?:copyright|\(c\))\W{0,4}(?:(?:19|20)\d\d|[©ⓒ])|[©ⓒ])",
    re.IGNORECASE,
)
RESERVED = re.compile(
    r"(?<![\"'“„«])(?:all rights (?:are )?reserved|alle rechte vorbehalten|tous droits réservés)|"
    r"derechos reservados|direitos reservados|diritti riservati|rechten voorbehouden|prawa zastrzeżone|"
    r"все права защищены|material may not be (?:published|reproduced|reprinted)|"
    r"무단 ?전재|転載を?(?:禁|でき)|版权所有|版權所有|جميع الحقوق محفوظة",
    re.IGNORECASE,
)
NOTICE_WORDS = 60
"""A longer text only speaks of rights."""
INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
"""Soft hyphens, zero-width spaces and marks; joiners stay, scripts need them."""


@dataclass(slots=True, eq=False)
class Element:
    """An element of an HTML page on the way from the root to a block."""

    tag: str
    parent: "Element | None" = None
    position: int = 1
    """One-based among the siblings of the same tag."""
    tokens: tuple[str, ...] = ()
    """Words of its class, id, role and similar attributes, lower case."""
    first: int = 0
    """Index of its first block."""
    end: int = 0
    """Index after its last block."""
    runs: int = 0
    """Runs of text that are its own, not a child element's."""

    known_path: str = ""
    """Its path, once asked for."""

    @property
    def path(self) -> str:
        """The node path, as in ``schemas.NodePath``."""
        way: list[Element] = []
        element: Element | None = self
        while element is not None and not element.known_path:
            way.append(element)
            element = element.parent
        path = element.known_path if element is not None else ""
        for step in reversed(way):
            name = step.tag if step.tag in {"html", "body"} else f"{step.tag}[{step.position}]"
            path = step.known_path = f"{path}/{name}" if path else name
        return path


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the input.

    ``text`` is the visible text, white space folded. ``source`` is where it stands: for flat text the
    spans of all blocks (``BLANK`` ones included) tile the input without gap or overlap. The features
    after them say the same things of HTML and flat text; ``tag`` and ``element`` are empty for flat.
    """

    text: str
    source: Source
    tag: str = ""
    """Nearest element that is not inline: p, li, h2, figcaption, tr, …"""
    element: Element | None = None
    """That element, to see the ones around it."""
    words: int = 0
    """Words of ``text``; two characters count as one in scripts without spaces."""
    link_share: float = 0.0
    """Share of the characters inside links."""
    bold_share: float = 0.0
    """Share of the characters set bold."""

    is_prose: bool = False
    """Whether it reads as at least one full sentence of running text."""


PROSE_WORDS = 9
"""A block with fewer words is judged by its neighbours."""
SENTENCE_WORDS = 4
"""A block with fewer words is no sentence of an article."""
PROSE_LINKS = 0.5
"""A block with a larger share of its characters in links is a list of links."""


@dataclass(frozen=True, slots=True)
class LabelledBlock:
    """A block with its kind, why it got it, and how sure that is."""

    block: Block
    kind: BlockKind
    kept: bool
    """Whether it reached ``article`` (the text or another field)."""
    reason: str
    """Name of the rule that decided, snake_case."""
    score: float
    """How sure, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Document:
    """The blocks of one input, in its order."""

    blocks: Sequence[Block]
    elements: Sequence[Element] = field(default=())
    """Elements with at least one block, in document order; none for flat text."""
    asks_password: bool = False
    """Whether the page has a field for a password."""

    @property
    def is_html(self) -> bool:
        """Whether the blocks come from a page with elements."""
        return bool(self.elements)


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of the article before its blocks are read."""

    titles: Sequence[str] = ()
    """Candidate headlines, best first."""
    description: str | None = None
    """The page's own summary."""
    authors: Sequence[str] = ()
    """Names of the authors."""
    is_article: bool = False
    """Whether the page's own metadata speaks of an article: who wrote it, when, under which headline."""


def fold(text: str) -> str:
    """Fold white space and drop what nobody sees."""
    if not text.isascii():
        text = INVISIBLE.sub("", text)
    return " ".join(text.split())


def count_words(text: str) -> int:
    """Count words cheaply: by spaces, and by two characters in scripts without spaces."""
    words = len(text.split())
    if text.isascii():
        return words
    return max(words, len(UNSPACED.findall(text)) // 2)


def is_sentence(block: Block) -> bool:
    """Tell whether a block is one short sentence: what a very short article is made of."""
    return (
        block.words >= SENTENCE_WORDS
        and block.link_share < PROSE_LINKS
        and not is_legal_notice(block.text, block.words)
        and SENTENCE_END.search(block.text[-8:]) is not None
    )


def reads_as_prose(text: str, words: int, link_share: float = 0.0) -> bool:
    """Tell whether a text reads as at least one full sentence of running text."""
    return (
        words >= PROSE_WORDS
        and link_share < PROSE_LINKS
        and has_sentence(text)
        and not is_legal_notice(text, words)
    )


def is_legal_notice(text: str, words: int) -> bool:
    """Tell whether a text is a notice of copyright, the publisher's or an agency's."""
    return words <= NOTICE_WORDS and (COPYRIGHT.match(text) is not None or RESERVED.search(text) is not None)


def has_sentence(text: str) -> bool:
    """Tell whether a text holds the end of a sentence."""
    return SENTENCE_END.search(text[-8:]) is not None or SENTENCE_BREAK.search(text) is not None
