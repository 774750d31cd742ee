"""The labelled input in its order, looked through once for where each kind of block stands."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain

from schemas import BlockKind
from service.clean.blocks import LabelledBlock


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
