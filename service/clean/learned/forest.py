"""A forest of oblivious trees, scored in plain numpy."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Forest:
    """Boosted trees in which all nodes of one level ask the same question.

    A tree of depth d is d questions and 2**d leaves, so a row's leaf is the number its answers spell;
    no row walks a tree of its own.
    """

    columns: NDArray[np.intp]
    """Feature each question asks about; trees share questions, each is asked once."""
    borders: Floats
    """The answer is yes above it, questions x 1."""
    questions: NDArray[np.intp]
    """Which question each level asks, depth x trees."""
    first_leaves: NDArray[np.intp]
    """Place of each tree's first leaf, trees x 1."""
    leaves: Floats
    """Log odds each leaf adds, tree after tree."""
    bias: float
    """Log odds before the first tree."""

    @staticmethod
    def load(name: str) -> "Forest":
        """Read a forest of the package; ``docs/model-card.md`` says how it is made.

        Args:
            name: ``html`` or ``flat``.
        """
        content = files(__package__).joinpath(f"{name}.npz").read_bytes()
        with np.load(BytesIO(content), allow_pickle=False) as arrays:
            return Forest.of(arrays)

    @staticmethod
    def of(arrays: Mapping[str, NDArray[Any]], prefix: str = "") -> "Forest":
        """Make a forest of the arrays it is kept as.

        Args:
            arrays: feature and border of each question, trees x depth; leaves; bias.
            prefix: what the names of the arrays begin with.
        """
        columns, borders, leaves, bias = (
            arrays[prefix + name] for name in ("columns", "borders", "leaves", "bias")
        )
        asked = np.stack((columns.ravel(), borders.ravel()))
        unique, numbers = np.unique(asked, axis=1, return_inverse=True)
        questions = np.ascontiguousarray(numbers.reshape(columns.shape).T)
        return Forest(
            unique[0].astype(np.intp),
            unique[1].astype(np.float32)[:, None],
            questions,
            np.arange(len(leaves))[:, None] * leaves.shape[1],
            leaves.astype(np.float32).ravel(),
            float(bias),
        )

    def log_odds(self, features: Floats) -> Floats:
        """Score rows.

        Args:
            features: features x rows.

        Returns:
            Log odds, one a row.
        """
        answers = (features.take(self.columns, axis=0) > self.borders).view(np.uint8)
        *levels, spelled = answers.take(self.questions, axis=0)
        for level in reversed(levels):
            spelled += spelled
            spelled += level
        places = spelled.astype(np.intp)
        places += self.first_leaves
        scores: Floats = np.add.reduce(self.leaves.take(places), axis=0)
        return scores + np.float32(self.bias)
