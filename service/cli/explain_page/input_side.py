"""The input as the page shows it: every block, kept or removed, with what decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from schemas import BlockKind, InputSpan, NodePath, Paragraph, Source
from service.clean import Cleaned
from service.clean.blocks import LabelledBlock
from service.cli.explain_page.bounds import (
    MOST_BLOCK_CHARACTERS,
    MOST_BLOCKS,
    MOST_INPUT_CHARACTERS,
    cut,
    visible,
)


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """One block of the input."""

    number: int
    text: str
    left_out: int
    """Characters not shown."""
    place: str
    """Where it stands in the input."""
    paragraph: int | None
    """Number of the paragraph made of it."""


@dataclass(frozen=True, slots=True)
class Run:
    """Blocks in a row that the same rule made the same of."""

    kind: BlockKind
    kept: bool
    reason: str
    score: float
    """The least of its blocks."""
    blocks: list[ShownBlock]


@dataclass(frozen=True, slots=True)
class InputSide:
    """The blocks shown, in the input's order."""

    runs: list[Run]
    blank: int
    """Blocks of white space, which are not shown."""
    left_out: int
    """Blocks not shown."""
    numbers: dict[Source, int]
    """Block number by its place, of those shown."""


def show_input(cleaned: Cleaned, paragraphs: list[Paragraph]) -> InputSide:
    """Lay out the blocks; flat text stands as it was written, a page's as a reader sees it."""
    paragraph_numbers = {paragraph.source: number for number, paragraph in enumerate(paragraphs, 1)}
    written = [labelled for labelled in cleaned.blocks if labelled.kind is not BlockKind.BLANK]
    numbers: dict[Source, int] = {}
    runs: list[Run] = []
    for (kind, kept, reason), together in groupby(_bounded(written), key=_verdict):
        blocks = []
        score = 1.0
        for labelled in together:
            source = labelled.block.source
            number = numbers[source] = len(numbers) + 1
            text, left_out = cut(_as_written(cleaned, labelled), MOST_BLOCK_CHARACTERS)
            blocks.append(ShownBlock(number, text, left_out, _place(source), paragraph_numbers.get(source)))
            score = min(score, labelled.score)
        runs.append(Run(kind, kept, reason, score, blocks))
    return InputSide(runs, len(cleaned.blocks) - len(written), len(written) - len(numbers), numbers)


def _bounded(written: list[LabelledBlock]) -> Iterator[LabelledBlock]:
    characters = 0
    for labelled in written[:MOST_BLOCKS]:
        characters += min(len(labelled.block.text), MOST_BLOCK_CHARACTERS)
        if characters > MOST_INPUT_CHARACTERS:
            return
        yield labelled


def _verdict(labelled: LabelledBlock) -> tuple[BlockKind, bool, str]:
    return labelled.kind, labelled.kept, labelled.reason


def _as_written(cleaned: Cleaned, labelled: LabelledBlock) -> str:
    span = labelled.block.span
    if span is None:
        return labelled.block.text
    return cleaned.admitted.raw.content[span[0] : span[1]].strip("\r\n")


def _place(source: Source) -> str:
    if isinstance(source, NodePath):
        return visible(source.path)
    assert isinstance(source, InputSpan)  # noqa: S101 - there are only these two
    return f"characters {source.start:,} to {source.end:,}"
