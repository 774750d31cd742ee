"""What the rules know of a document besides the block at hand: headline, island, zones, groups."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from service.clean.blocks import Block, Document, Element, Hints, is_sentence
from service.clean.captions import split_credit
from service.clean.headline import find_headline, key
from service.clean.island import Island, find_copies, flat_island, html_island, running_words
from service.clean.lines import Line, read_lines
from service.clean.metadata.sections import HOME
from service.clean.phrases import phrase_kind
from service.clean.vocabulary import EMBED_WORDS
from service.clean.zones import Zones, zone_kinds

CRUMB_WORDS = 4
MOST_CRUMBS = 5
BARE_CRUMBS = 2
"""More names after the front page's, without marks between them, are a menu."""
NEAR = 12
"""Blocks this close to the article may be its byline, date, agency or deck."""


POST_SIGNATURE = re.compile(r"[—–-]\s?[^\n]{1,60}?\(@\w{1,30}\)")
"""Who posted it, under a post of a social network: ``— Name (@handle)``, often a date after it."""


Group = tuple[str | tuple[str, ...], ...]
"""Tag and names of an element, names of its parent: what blocks that look alike share."""


@dataclass
class Context:
    """A document, and what was found in it before its blocks are judged."""

    document: Document
    hints: Hints
    headline: int | None
    """Index of the headline's block."""
    island: Island | None
    """The article's blocks; null where there is none."""
    zones: Zones = field(default_factory=dict)
    """Kind of everything inside a named element."""
    uncredited: Container[int] = frozenset()
    """Indexes of running text of a flat text that is known to end with no credit."""
    lines: Sequence[Line | None] = ()
    """What each short line of a flat text says; null for blank and long ones."""

    @property
    def blocks(self) -> Sequence[Block]:
        """The document's blocks."""
        return self.document.blocks

    @cached_property
    def headline_key(self) -> str:
        """What copies of the headline share; empty where it is unknown."""
        return "" if self.headline is None else key(self.blocks[self.headline].text)

    @cached_property
    def headline_length(self) -> int:
        """Characters of the headline; none where it is unknown."""
        return 0 if self.headline is None else len(self.blocks[self.headline].text)

    @cached_property
    def description_key(self) -> str:
        """What the page's summary and a deck that begins alike share; empty where unknown."""
        return key(self.hints.description or "")[:DECK_KEY_LENGTH]

    @cached_property
    def first(self) -> int:
        """Index where the article may begin: the island's start, or the headline inside it."""
        island, headline = self.island, self.headline
        if island is None:
            return len(self.blocks)
        if headline is not None and island.first <= headline < (island.first + island.end) / 2:
            return headline
        return island.first

    @cached_property
    def near(self) -> range:
        """Indexes of the blocks in the article or close to it; none where there is no island."""
        if self.island is None:
            return range(0)
        begin = self.island.first if self.headline is None else self.headline
        return range(begin - NEAR, self.island.end + NEAR)

    @cached_property
    def trail(self) -> frozenset[int]:
        """Indexes of the lines right above the headline that are bread crumbs, one name a line.

        A date, a signature or a button among them is none, and does not end them.
        """
        if self.headline is None:
            return frozenset()
        lines: list[int] = []
        names = marks = 0
        for index in range(self.headline - 1, -1, -1):
            name, line = key(self.blocks[index].text), self.lines[index]
            if not self.blocks[index].text or (line and line.spoken and name not in HOME):
                continue
            lines.append(index)
            if self.blocks[index].words > CRUMB_WORDS or names > MOST_CRUMBS:
                break
            if name in HOME:
                return frozenset(lines) if names <= (MOST_CRUMBS if marks else BARE_CRUMBS) else frozenset()
            if name:
                names += 1
            else:
                marks += 1
        return frozenset()

    @cached_property
    def last_prose(self) -> int:
        """Index of the last running text of the island."""
        if self.island is None:
            return 0
        inside = range(self.island.first, self.island.end)
        return max((index for index in inside if self.blocks[index].is_prose), default=0)

    @cached_property
    def groups(self) -> list[int]:
        """Number of each block's group: blocks with the same tag and names, in parents of the same names."""
        numbers: dict[Group, int] = {}
        return [numbers.setdefault(_group(block), len(numbers)) for block in self.blocks]

    @cached_property
    def group_share(self) -> list[float]:
        """Share of running text among the words of each group."""
        words, prose = ([0] * (max(self.groups, default=-1) + 1) for _ in range(2))
        for number, block in zip(self.groups, self.blocks, strict=True):
            words[number] += block.words
            prose[number] += block.words if block.is_prose else 0
        return [part / max(1, whole) for part, whole in zip(prose, words, strict=True)]

    @cached_property
    def embeds(self) -> frozenset[Element]:
        """Block quotes that are a post of a social network: by their name, or signed with a handle."""
        return frozenset(
            element
            for element in self.document.elements
            if element.tag == "blockquote"
            and (
                not EMBED_WORDS.isdisjoint(element.tokens)
                or any(POST_SIGNATURE.match(block.text) for block in self.blocks[element.first : element.end])
            )
        )

    @cached_property
    def list_links(self) -> dict[Element, float]:
        """Share of characters inside links, by list."""
        sums: dict[Element, list[float]] = {}
        for block in self.blocks:
            if block.tag == "li" and block.element is not None and block.element.parent is not None:
                counts = sums.setdefault(block.element.parent, [0.0, 0.0])
                counts[0] += len(block.text) * block.link_share
                counts[1] += len(block.text)
        return {element: linked / max(1.0, total) for element, (linked, total) in sums.items()}

    def after_headline(self, index: int, within: int) -> bool:
        """Tell whether a block follows the headline by at most ``within`` blocks."""
        return self.headline is not None and 0 < index - self.headline <= within


DECK_KEY_LENGTH = 60
QUOTE_DEPTH = 4


def quoting(block: Block) -> Element | None:
    """Return the block quote a block stands in; null for none near."""
    element = block.element
    for _ in range(QUOTE_DEPTH):
        if element is None or element.tag == "blockquote":
            return element
        element = element.parent
    return None


def _group(block: Block) -> Group:
    """Name the group of blocks that look like this one."""
    element = block.element
    if element is None:
        return ()
    return element.tag, element.tokens, element.parent.tokens if element.parent is not None else ()


def read_context(document: Document, hints: Hints) -> Context:
    """Find the headline, the zones and the island of a document."""
    context = _html_context(document, hints) if document.is_html else _flat_context(document, hints)
    if context.island is None:
        context.island = _short_island(context)
    return context


def _html_context(document: Document, hints: Hints) -> Context:
    blocks = document.blocks
    first = next((index for index, block in enumerate(blocks) if block.is_prose), len(blocks))
    headline = find_headline(document, hints, first)
    zones = zone_kinds(document, running_words(blocks), headline)
    return Context(document, hints, headline, html_island(document, zones), zones)


def _flat_context(document: Document, hints: Hints) -> Context:
    context = Context(document, hints, None, None)
    blocks = document.blocks
    lines = context.lines = read_lines(blocks)
    named = {index for index, line in enumerate(lines) if line and line.phrase}
    prose = [index for index, block in enumerate(blocks) if block.is_prose and index not in named]
    credited = {index for index in prose if split_credit(blocks[index].text)[1] is not None}
    context.uncredited = set(prose) - credited
    furniture = named | credited
    furniture.update(find_copies(blocks, prose))
    island = context.island = flat_island(blocks, furniture)
    context.headline = find_headline(document, hints, len(blocks) if island is None else island.first)
    return context


def _short_island(context: Context) -> Island | None:
    """Find the sentences of a text too short to have running text."""
    sentences = [
        index
        for index, block in enumerate(context.blocks)
        if is_sentence(block)
        and index != context.headline
        and block.element not in context.zones
        and phrase_kind(block.text, block.words) is None
    ]
    return Island(sentences[0], sentences[-1] + 1) if sentences else None
