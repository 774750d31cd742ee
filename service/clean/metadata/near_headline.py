"""The short lines around the headline, whatever their label: where dates, signatures and sections stand."""

from collections.abc import Sequence

from schemas import BlockKind
from service.clean.blocks import LabelledBlock

AFTER = 4
"""Most blocks after the headline."""
BEFORE = 3
"""Most blocks before it."""


def headline_at(blocks: Sequence[LabelledBlock]) -> int:
    """Return the index of the headline's block; -1 where no block is the headline."""
    kinds = (index for index, labelled in enumerate(blocks) if labelled.kind is BlockKind.HEADLINE)
    return next(kinds, -1)


def around_headline(blocks: Sequence[LabelledBlock]) -> list[LabelledBlock]:
    """Return the blocks around the headline: those after it in their order, then those before it, upwards."""
    headline = headline_at(blocks)
    if headline < 0:
        return []
    return [*blocks[headline + 1 : headline + 1 + AFTER], *blocks[max(0, headline - BEFORE) : headline][::-1]]


def below_headline(blocks: Sequence[LabelledBlock], most: int) -> list[LabelledBlock]:
    """Return at most so many blocks after the headline, up to the first running text."""
    headline = headline_at(blocks)
    below: list[LabelledBlock] = []
    for labelled in blocks[headline + 1 : headline + 1 + most] if headline >= 0 else ():
        if labelled.kind is BlockKind.BODY and labelled.block.is_prose:
            break
        below.append(labelled)
    return below
