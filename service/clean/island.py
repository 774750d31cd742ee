"""The island: which stretch of a page's blocks is the article.

HTML: running text votes for the elements around it, near ones most; the winner grows over
neighbours that read alike. Flat text: the stretch of lines with the most running text for the
fewest short lines.
"""

from collections.abc import Container, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from service.clean.blocks import Block, Document, Element, is_sentence
from service.clean.headline import key
from service.clean.vocabulary import ARTICLE_WORDS
from service.clean.zones import Zones

TEXT_TAGS = frozenset(
    [
        "p",
        "li",
        "blockquote",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "pre",
        "dd",
        "dt",
        "tr",
        "figcaption",
        "a",
        "span",
    ]
)
"""Elements that are text themselves; the elements around them hold it."""
MAX_TEXT_DEPTH = 10
VOTES = (1.0, 0.8, 0.5, 0.25, 0.1)
"""What a word counts for its element's parent, grandparent and so on."""
NAMED_BONUS = 1.3
"""An element named after an article counts more."""
GAP_COST = 8.0
"""What a short line costs the flat island, in words of running text."""
FURNISHED = 0.12
"""Share of words outside running text at which the cost is full; a clean text keeps its short lines."""
MOST_GROWTH = 0.3
"""Climbing ends where a parent adds more running text than this, in other company."""
DENSE = 0.62
"""Share of running text among all words at which a neighbour belongs to the article."""
OPENING_LENGTH = 60
OPENING_KEY_LENGTH = 12
"""What copies of a text share at their beginning; compared first, as keys of long texts take long."""


class Island(NamedTuple):
    """Blocks ``first`` to ``end`` hold the article's body."""

    first: int
    end: int
    element: Element | None = None


def running_words(blocks: Sequence[Block]) -> list[int]:
    """Return the running sum of words of prose: entry i counts the blocks before i."""
    return list(accumulate([block.words if block.is_prose else 0 for block in blocks], initial=0))


def html_island(document: Document, zones: Zones) -> Island | None:
    """Find the element that holds the article; null where no running text stands outside zones."""
    blocks = document.blocks
    votes: dict[Element, float] = {}
    prose = [0]
    words = [0]
    running = said = 0
    for block in blocks:
        element = block.element
        is_free = element not in zones
        counted = is_free and block.is_prose and element is not None
        if is_free:
            said += block.words
            running += block.words if counted else 0
        prose.append(running)
        words.append(said)
        if not counted:
            continue
        for _ in range(MAX_TEXT_DEPTH):
            if element is None or element.tag not in TEXT_TAGS:
                break
            element = element.parent
        for vote in VOTES:
            if element is None:
                break
            votes[element] = votes.get(element, 0.0) + vote * block.words
            element = element.parent
    if not votes:
        return None
    top = max(votes, key=lambda element: votes[element] * _bonus(element))
    return _grow(top, prose, words)


def _bonus(element: Element) -> float:
    named = element.tag == "article" or not ARTICLE_WORDS.isdisjoint(element.tokens)
    return NAMED_BONUS if named else 1.0


def _grow(top: Element, prose: Sequence[int], words: Sequence[int]) -> Island:
    """Climb to the widest element around ``top`` that adds running text and little else."""
    chosen = top
    element = top.parent
    while element is not None and element.tag not in {"body", "html"}:
        own = prose[chosen.end] - prose[chosen.first]
        more_prose = prose[element.end] - prose[element.first] - own
        more_words = words[element.end] - words[element.first] - (words[chosen.end] - words[chosen.first])
        if more_prose and more_prose >= DENSE * more_words:
            chosen = element
        elif more_prose >= MOST_GROWTH * own:
            break
        element = element.parent
    return Island(chosen.first, chosen.end, chosen)


def flat_island(blocks: Sequence[Block], dead: Container[int]) -> Island | None:
    """Find the run of lines with the highest sum of running text minus short lines.

    Args:
        blocks: the lines.
        dead: indexes of blocks known to be furniture.
    """
    prose = sum([block.words for block in blocks if block.is_prose])
    furniture = 1 - prose / max(1, sum([block.words for block in blocks]))
    gap_cost = GAP_COST * min(1.0, furniture / FURNISHED)
    best = total = 0.0
    first = start = end = 0
    for index, block in enumerate(blocks):
        if not block.text:
            continue
        if index in dead:
            total -= GAP_COST
        elif block.is_prose or is_sentence(block):
            total += block.words
        else:
            total -= gap_cost
        if total <= 0:
            total, start = 0.0, index + 1
        elif total > best:
            best, first, end = total, start, index + 1
    return Island(first, end) if best else None


def find_copies(blocks: Sequence[Block], indexes: Sequence[int]) -> Iterator[int]:
    """Yield which of some blocks say what one before them said."""
    alike: dict[str, list[int]] = {}
    for index in indexes:
        text = blocks[index].text[:OPENING_LENGTH]
        # Most texts begin with so many letters, and have no need to be folded further.
        opening = text.replace(" ", "")[:OPENING_KEY_LENGTH].casefold()[:OPENING_KEY_LENGTH]
        if not opening.isalnum():
            opening = key(text)[:OPENING_KEY_LENGTH]
        alike.setdefault(opening, []).append(index)
    for group_of in alike.values():
        seen: set[str] = set()
        for index in group_of if len(group_of) > 1 else ():
            own = key(blocks[index].text)
            if own in seen:
                yield index
            seen.add(own)
