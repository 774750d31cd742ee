"""The short lines around the headline, whatever their label: where dates, signatures and sections stand."""

from collections.abc import Iterator
from itertools import islice, takewhile

from schemas import BlockKind
from service.clean.blocks import LabelledBlock
from service.clean.labelled import LabelledBlocks

AFTER = 4
"""Most blocks after the headline."""
BEFORE = 3
"""Most blocks before it."""


def around_headline(blocks: LabelledBlocks) -> list[LabelledBlock]:
    """Return the blocks around the headline: those after it in their order, then those before it, upwards."""
    headline = blocks.headline
    if headline < 0:
        return []
    above = (one for index in range(headline - 1, -1, -1) if (one := blocks[index]).block.text)
    return [*_after(blocks, headline, AFTER), *islice(above, BEFORE)]


def below_headline(blocks: LabelledBlocks, most: int) -> list[LabelledBlock]:
    """Return at most so many blocks after the headline, up to the first running text."""
    headline = blocks.headline
    following = _after(blocks, headline, most) if headline >= 0 else iter(())
    return list(takewhile(lambda one: one.kind is not BlockKind.BODY or not one.block.is_prose, following))


def _after(blocks: LabelledBlocks, headline: int, most: int) -> Iterator[LabelledBlock]:
    """Return blocks after the headline, without the blank ones of a flat text, and posts of others."""
    following = map(blocks.__getitem__, range(headline + 1, len(blocks)))
    return islice((one for one in following if one.block.text and one.kind is not BlockKind.EMBED), most)
