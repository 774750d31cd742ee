"""The short lines around the headline, whatever their label: where dates, signatures and sections stand."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, islice, takewhile

from schemas import BlockKind
from service.clean.blocks import LabelledBlock

AFTER = 4
"""Most blocks after the headline."""
BEFORE = 3
"""Most blocks before it."""


class LabelledBlocks(list[LabelledBlock]):
    """The labelled input in its order, with where each kind stands."""

    def __init__(self, blocks: Iterable[LabelledBlock]) -> None:
        """Look at each block once."""
        super().__init__(blocks)
        places: defaultdict[BlockKind, list[int]] = defaultdict(list)
        for index, labelled in enumerate(self):
            places[labelled.kind].append(index)
        self.places = dict(places)
        """Indexes of each kind's blocks; a kind without any is not in it."""
        self.headline = places.get(BlockKind.HEADLINE, (-1,))[0]
        """Index of the headline's block; -1 where no block is the headline."""

    def of(self, *kinds: BlockKind) -> list[LabelledBlock]:
        """Return the blocks of some kinds, in the order of the input."""
        found = [self.places[kind] for kind in kinds if kind in self.places]
        return [self[index] for index in (found[0] if len(found) == 1 else sorted(chain(*found)))]

    def first_of(self, kind: BlockKind, most: int) -> list[LabelledBlock]:
        """Return at most so many blocks of a kind, the first ones."""
        return [self[index] for index in self.places.get(kind, ())[:most]]

    def last_of(self, kind: BlockKind, most: int) -> list[LabelledBlock]:
        """Return at most so many blocks of a kind, the last ones, upwards."""
        return [self[index] for index in self.places.get(kind, ())[: -most - 1 : -1]]


def around_headline(blocks: LabelledBlocks) -> list[LabelledBlock]:
    """Return the blocks around the headline: those after it in their order, then those before it, upwards."""
    headline = blocks.headline
    if headline < 0:
        return []
    above = (labelled for labelled in reversed(blocks[:headline]) if labelled.block.text)
    return [*_after(blocks, headline, AFTER), *islice(above, BEFORE)]


def below_headline(blocks: LabelledBlocks, most: int) -> list[LabelledBlock]:
    """Return at most so many blocks after the headline, up to the first running text."""
    headline = blocks.headline
    following = _after(blocks, headline, most) if headline >= 0 else iter(())
    return list(takewhile(lambda one: one.kind is not BlockKind.BODY or not one.block.is_prose, following))


def _after(blocks: LabelledBlocks, headline: int, most: int) -> Iterator[LabelledBlock]:
    """Return blocks after the headline, without the blank ones of a flat text, and posts of others."""
    return islice(
        (one for one in blocks[headline + 1 :] if one.block.text and one.kind is not BlockKind.EMBED), most
    )
