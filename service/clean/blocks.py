"""Blocks: what both HTML and flat text become before anything is judged.

A *block* is a run of visible text a reader sees as one thing: a paragraph, a heading, a line of a
menu. Segmenters make blocks, the labeller gives each a kind with the reason, the assembler keeps
and orders them.
"""

from dataclasses import dataclass

from schemas import BlockKind, Source


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the input.

    ``text`` is the visible text, white space folded. ``source`` is where it stands: for flat text the
    spans of all blocks (``BLANK`` ones included) tile the input without gap or overlap.
    """

    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class LabelledBlock:
    """A block with its kind, why it got it, and how sure that is."""

    block: Block
    kind: BlockKind
    kept: bool
    """Whether it reached ``article`` (the text or another field)."""
    reason: str
    """Name of the rule that decided, snake_case."""
    score: float
    """How sure, 0 to 1."""
