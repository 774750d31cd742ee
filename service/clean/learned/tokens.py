"""Token scores: what the names of elements and the words of a block say of it, by hashed weights.

A token is hashed into a bucket; a block's score is the sum of its tokens' weights, the linear part of
a logistic regression. No list of tokens is kept, so none can name a site.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from service.clean.blocks import Block, Element

BUCKETS = 1 << 13
DISTANCES = 4
"""A name weighs differently on a block's own element, its parent, its grandparent, and all above."""
SIZES = 3
"""A word weighs differently in a short, a middling and a long block."""
SHORT = 8
MIDDLE = 25
"""Words under which a block counts as short, or as middling."""
MOST_NAMES = 12
MOST_WORDS = 16
MOST_LENGTH = 200
MOST_REMEMBERED = 1 << 16
WORD = re.compile(r"[^\W\d_]+|\d+")
FURNITURE_LINKS = 0.8
"""A block with more of its characters in links is judged by its place, not its words."""

Floats = NDArray[np.float32]
Places = Sequence[int]


class Buckets(dict[str, int]):
    """The bucket of each token: its hash, the same on every machine; remembered up to a limit."""

    def __missing__(self, token: str) -> int:
        """Hash a token into one of ``BUCKETS``."""
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        place = self[token] = crc32(token.encode("utf-8", "surrogatepass")) % BUCKETS
        return place


bucket = Buckets().__getitem__


def element_buckets(tag: str, tokens: Sequence[str]) -> Places:
    """Return the buckets of an element's tag, names and pairs of names.

    Args:
        tag: the element's tag.
        tokens: words of its class, id and role.
    """
    names = tokens[:MOST_NAMES]
    pairs = [f"{first}-{second}" for first, second in pairwise(names)]
    return list(map(bucket, (f"<{tag}", *names, *pairs)))


def size_of(block: Block) -> int:
    """Return which of ``SIZES`` a block is of."""
    return 0 if block.words < SHORT else 1 if block.words < MIDDLE else 2


def first_words(block: Block) -> list[str]:
    """Return the words a block begins with, case folded, numbers as ``9``; none for a block of links."""
    if block.link_share > FURNITURE_LINKS:
        return []
    return ["9" if word < ":" else word for word in WORD.findall(block.text[:MOST_LENGTH].casefold())]


def text_buckets(words: Sequence[str]) -> Places:
    """Return the buckets of a block's ``first_words``, and of how it begins."""
    tokens = list(words[:MOST_WORDS])
    if len(tokens) > 1:
        tokens += f"^{words[0]}", f"^{words[0]} {words[1]}"
    return list(map(bucket, tokens))


@dataclass(frozen=True, slots=True, eq=False)
class TokenScores:
    """Weights of the buckets, and the scores of blocks by them."""

    markup: Sequence[tuple[float, ...]]
    """Weights of ``element_buckets``: a bucket's, one for each of ``DISTANCES``."""
    words: Sequence[Sequence[float]]
    """Weights of ``text_buckets``: a list of all buckets for each of ``SIZES``."""

    def of_text(self, blocks: Sequence[Block], words: Sequence[Sequence[str]]) -> Floats:
        """Score the blocks by their ``first_words``."""
        scores = []
        for block, first in zip(blocks, words, strict=True):
            weights = self.words[size_of(block)]
            scores.append(sum(map(weights.__getitem__, text_buckets(first))) if first else 0.0)
        return np.array(scores, np.float32)

    def of_markup(self, blocks: Sequence[Block]) -> Floats:
        """Score the blocks by the names of the elements around them."""
        known: dict[Element, tuple[float, ...]] = {}
        scores = [0.0 if block.element is None else self._sums(block.element, known)[0] for block in blocks]
        return np.array(scores, np.float32)

    def _sums(self, element: Element, known: dict[Element, tuple[float, ...]]) -> tuple[float, ...]:
        """Sum an element and its ancestors, as seen from each of ``DISTANCES`` below."""
        way: list[Element] = []
        above: Element | None = element
        while above is not None and above not in known:
            way.append(above)
            above = above.parent
        sums = known[above] if above is not None else (0.0,) * DISTANCES
        for step in reversed(way):
            own, parent, grandparent, far = _weigh(self, step.tag, step.tokens)
            sums = known[step] = (own + sums[1], parent + sums[2], grandparent + sums[3], far + sums[3])
        return sums


@lru_cache(maxsize=1 << 14)
def _weigh(scores: TokenScores, tag: str, tokens: tuple[str, ...]) -> tuple[float, ...]:
    """Sum the weights of one element's names at each distance."""
    weights = [scores.markup[place] for place in element_buckets(tag, tokens)]
    return tuple([sum(column) for column in zip(*weights, strict=True)])
