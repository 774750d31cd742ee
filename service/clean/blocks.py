"""Blocks: what both HTML and flat text become before anything is judged.

A *block* is a run of visible text a reader sees as one thing: a paragraph, a heading, a line of a
menu. Segmenters make blocks, the labeller gives each a kind with the reason, the assembler keeps
and orders them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from schemas import BlockKind, InputSpan, NodePath, Source
from service.clean.kinds import KEPT_KINDS

SENTENCE_END = re.compile(r"""[.!?…。！？।؟։۔]["'”’»“‘›」』）)\]]*$""")
STOPS = frozenset(".!?…。！？।؟։۔")
ENDINGS = STOPS | frozenset("\"'”’»“‘›」』）)]")
"""Characters of ``SENTENCE_END``."""
SENTENCE_BREAK = re.compile(r"""[.!?…]["'”’»“›)\]]*\s|[。！？।؟։۔]""")
UNSPACED_SCRIPTS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
UNSPACED = re.compile(f"[{UNSPACED_SCRIPTS}]")
"""Scripts written without spaces, where about two characters make a word."""


CELL_GAP = " | "
"""Stands between the cells of a row."""

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
PLAIN_HINTS = ("right", "serva", "rechte", "(c)", "may not be")
NOTICE_HINTS = (*PLAIN_HINTS, *"©ⓒ", "réservés", "prawa", "права", "무단", "転載", "版权", "版權", "الحقوق")
"""Cheap to look for: no notice is without one of these; one in ASCII is not without a plain one."""
MOST_NOTICE_WORDS = 60
"""A longer text only speaks of rights."""
INVISIBLE_MARKS = "\u00ad\u200b\u200e\u200f\u2060\ufeff"
INVISIBLE = re.compile(f"[{INVISIBLE_MARKS}]")
"""Soft hyphens, zero-width spaces and marks; joiners stay, scripts need them."""
UNUSUAL = re.compile(f"[{INVISIBLE_MARKS}{UNSPACED_SCRIPTS}]")
"""A text without these has nothing to drop, and as many words as its spaces part; found in one search."""


class Paths:
    """The node paths of a page, as in ``schemas.NodePath``, found when they are asked for."""

    def __init__(self) -> None:
        """Begin with none known."""
        self._known: dict[int, str] = {}
        self._positions: dict[int, int] = {}

    def of(self, node: LexborNode) -> str:
        """Return the path of an element."""
        way: list[LexborNode] = []
        above: LexborNode | None = node
        while above is not None and above.is_element_node and above.mem_id not in self._known:
            way.append(above)
            above = above.parent
        path = self._known.get(above.mem_id, "") if above is not None else ""
        for step in reversed(way):
            name = self._name(step)
            path = self._known[step.mem_id] = f"{path}/{name}" if path else name
        return path

    def _name(self, node: LexborNode) -> str:
        """Return a node's step of the path; all its siblings are counted at once, by their tags' numbers."""
        tag = node.tag or ""
        if tag in {"html", "body"}:
            return tag
        positions = self._positions
        if node.mem_id not in positions and node.parent is not None:
            seen: dict[int, int] = {}
            for sibling in node.parent.iter():
                tag_id = sibling.tag_id
                positions[sibling.mem_id] = seen[tag_id] = seen.get(tag_id, 0) + 1
        position = positions.get(node.mem_id)
        return tag if position is None else f"{tag}[{position}]"


@dataclass(slots=True, eq=False)
class Element:
    """An element of an HTML page on the way from the root to a block; inline ones are none of these."""

    tag: str
    parent: "Element | None" = None
    tokens: tuple[str, ...] = ()
    """Words of its class, id, role and similar attributes, lower case."""
    first: int = 0
    """Index of its first block."""
    end: int = 0
    """Index after its last block."""
    runs: int = 0
    """Runs of text that are its own, not a child element's."""
    node: LexborNode | None = None
    """The node of the parsed page."""
    paths: Paths | None = None
    """The page's paths."""

    @property
    def path(self) -> str:
        """The node path, as in ``schemas.NodePath``."""
        return self.paths.of(self.node) if self.paths is not None and self.node is not None else self.tag


@dataclass(slots=True, eq=False)
class Block:
    """One block of the input; nothing changes it once segmenting is done.

    ``text`` is the visible text, white space folded. The features after it say the same things of
    HTML and flat text; ``tag`` and ``element`` are empty for flat.
    """

    text: str
    span: tuple[int, int] | None = None
    """Where it begins and ends in a flat text; the spans of all blocks, blank ones too, tile the input."""
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
    run: int = 1
    """Which of its element's own runs of text it is."""

    @property
    def source(self) -> Source:
        """Where it stands in the input."""
        if self.span is not None:
            return InputSpan(start=self.span[0], end=self.span[1])
        path = self.element.path if self.element is not None else ""
        return NodePath(path=path if self.run == 1 else f"{path}/text()[{self.run}]")


PROSE_WORDS = 9
"""A block with fewer words is judged by its neighbours."""
SENTENCE_WORDS = 4
"""A block with fewer words is no sentence of an article."""
PROSE_LINKS = 0.5
"""A block with a larger share of its characters in links is a list of links."""


class Verdict(NamedTuple):
    """What is said of a block: its kind, the name of the rule that decided, and how sure that is."""

    kind: BlockKind
    reason: str
    score: float


class LabelledBlock(NamedTuple):
    """A block with its kind, why it got it, and how sure that is."""

    block: Block
    kind: BlockKind
    reason: str
    """Name of the rule that decided, snake_case."""
    score: float
    """How sure, 0 to 1."""

    @property
    def kept(self) -> bool:
        """Whether it reached ``article`` (the text or another field)."""
        return self.kind in KEPT_KINDS


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
    return " ".join(visible_words(text))


def visible_words(text: str) -> list[str]:
    """Split at white space, after dropping what nobody sees."""
    return (text if text.isascii() else INVISIBLE.sub("", text)).split()


def count_words(text: str, spaced: int | None = None) -> int:
    """Count words cheaply: by spaces, and by two characters in scripts without spaces.

    Args:
        text: the text.
        spaced: its words by spaces, if known.
    """
    if spaced is None:
        spaced = len(text.split())
    return spaced if text.isascii() else max(spaced, len(UNSPACED.findall(text)) // 2)


def is_sentence(block: Block) -> bool:
    """Tell whether a block is one short sentence: what a very short article is made of."""
    return (
        block.words >= SENTENCE_WORDS
        and block.link_share < PROSE_LINKS
        and ends_sentence(block.text)
        and not is_legal_notice(block.text, block.words)
    )


def reads_as_prose(text: str, words: int, link_share: float = 0.0) -> bool:
    """Tell whether a text reads as at least one full sentence of running text."""
    return (
        words >= PROSE_WORDS
        and link_share < PROSE_LINKS
        and has_sentence(text)
        and not is_legal_notice(text, words)
    )


def is_legal_notice(text: str, words: int = 0) -> bool:
    """Tell whether a text is a notice of copyright, the publisher's or an agency's.

    Args:
        text: the text.
        words: its words, which need not be told of a short one.
    """
    if words > MOST_NOTICE_WORDS:
        return False
    folded = text.casefold()
    for hint in PLAIN_HINTS if folded.isascii() else NOTICE_HINTS:
        if hint in folded:
            return COPYRIGHT.match(text) is not None or RESERVED.search(text) is not None
    return False


def has_sentence(text: str) -> bool:
    """Tell whether a text holds the end of a sentence."""
    return ends_sentence(text) or SENTENCE_BREAK.search(text) is not None


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends with the end of a sentence."""
    last = text[-1:]
    return last in STOPS or (last in ENDINGS and SENTENCE_END.search(text[-8:]) is not None)
