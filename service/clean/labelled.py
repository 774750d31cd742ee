"""The labelled input in its order, looked through once for where each kind of block stands."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import overload

from schemas import BlockKind
from service.clean.blocks import Block, LabelledBlock, Verdict


class LabelledBlocks(Sequence[LabelledBlock]):
    """The labelled input in its order, with where each kind stands.

    A labelled block is made when it is asked for: of most blocks nobody asks.
    """

    def __init__(self, blocks: Sequence[Block], verdicts: Sequence[Verdict]) -> None:
        """Look at each verdict once; there is one a block."""
        self._blocks, self._verdicts = blocks, verdicts
        places: defaultdict[BlockKind, list[int]] = defaultdict(list)
        for index, verdict in enumerate(verdicts):
            places[verdict.kind].append(index)
        self.places = dict(places)
        """Indexes of each kind's blocks; a kind without any is not in it."""
        self.headline = places.get(BlockKind.HEADLINE, (-1,))[0]
        """Index of the headline's block; -1 where no block is the headline."""

    def __len__(self) -> int:
        """Count the blocks."""
        return len(self._blocks)

    @overload
    def __getitem__(self, index: int) -> LabelledBlock: ...
    @overload
    def __getitem__(self, index: slice) -> list[LabelledBlock]: ...
    def __getitem__(self, index: int | slice) -> LabelledBlock | list[LabelledBlock]:
        """Return one block, or some."""
        if isinstance(index, slice):
            return self._at(range(len(self))[index])
        return LabelledBlock(self._blocks[index], *self._verdicts[index])

    def pairs(self) -> Iterator[tuple[Block, Verdict]]:
        """Yield each block with what is said of it."""
        return zip(self._blocks, self._verdicts, strict=True)

    def of(self, *kinds: BlockKind) -> list[LabelledBlock]:
        """Return the blocks of some kinds, in the order of the input."""
        found = [self.places[kind] for kind in kinds if kind in self.places]
        return self._at(found[0] if len(found) == 1 else sorted(chain(*found)))

    def first_of(self, kind: BlockKind, most: int) -> list[LabelledBlock]:
        """Return at most so many blocks of a kind, the first ones."""
        return self._at(self.places.get(kind, ())[:most])

    def last_of(self, kind: BlockKind, most: int) -> list[LabelledBlock]:
        """Return at most so many blocks of a kind, the last ones, upwards."""
        return self._at(self.places.get(kind, ())[: -most - 1 : -1])

    def _at(self, indexes: Iterable[int]) -> list[LabelledBlock]:
        blocks, verdicts = self._blocks, self._verdicts
        return [LabelledBlock(blocks[index], *verdicts[index]) for index in indexes]
