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

    columns: NDArray[np.uint8]
    """Feature each question asks about, trees x depth."""
    borders: Floats
    """The answer is yes above it, trees x depth."""
    leaves: Floats
    """Log odds each leaf adds, trees x 2**depth."""
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
    def of(arrays: Mapping[str, NDArray[Any]]) -> "Forest":
        """Make a forest of the arrays it is kept as."""
        leaves = arrays["leaves"].astype(np.float32)
        return Forest(arrays["columns"], arrays["borders"], leaves, float(arrays["bias"]))

    def log_odds(self, features: Floats) -> Floats:
        """Score rows.

        Args:
            features: features x rows.

        Returns:
            Log odds, one a row.
        """
        trees, depth = self.columns.shape
        answers = features[self.columns.ravel()] > self.borders.reshape(-1, 1)
        bits: NDArray[np.uint8] = answers.reshape(trees, depth, -1).view(np.uint8)
        spelled = bits[:, 0].copy()
        for level in range(1, depth):
            spelled += bits[:, level] << level
        first_leaves = np.arange(trees)[:, None] << depth
        scores: Floats = self.leaves.take(spelled + first_leaves).sum(axis=0, dtype=np.float32)
        return scores + np.float32(self.bias)
