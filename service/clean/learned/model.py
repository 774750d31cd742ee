"""A model of one kind of input, and where it is kept: token weights and a forest."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.clean.learned.forest import Forest
from service.clean.learned.tokens import TokenScores


@dataclass(frozen=True, slots=True)
class Model:
    """What was learned of the blocks of one kind of input."""

    tokens: TokenScores
    forest: Forest

    @staticmethod
    def load(name: str) -> "Model":
        """Read a model of the package; ``docs/model-card.md`` says how it is made.

        Args:
            name: ``html`` or ``flat``.
        """
        content = files(__package__).joinpath(f"{name}.npz").read_bytes()
        with np.load(BytesIO(content), allow_pickle=False) as arrays:
            return Model.of(arrays)

    @staticmethod
    def of(arrays: Mapping[str, NDArray[Any]]) -> "Model":
        """Make a model of the arrays it is kept as."""
        forest = Forest(
            arrays["columns"],
            arrays["borders"],
            arrays["leaves"].astype(np.float32),
            float(arrays["bias"]),
        )
        return Model(token_scores(arrays), forest)


def token_scores(arrays: Mapping[str, NDArray[Any]]) -> TokenScores:
    """Make token scores of weights rounded to a byte: one scale for all weights of a table."""
    markup, words = (arrays[name] * float(arrays[f"{name}_scale"]) for name in ("markup", "words"))
    return TokenScores([tuple(weights) for weights in markup.T.tolist()], words.tolist())
