"""The learned order of candidates: what speaks for each alone, then what its neighbours add."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.clean.learned.forest import Forest
from service.enrich.places.features import Table, context, softmax
from service.enrich.places.gazetteer import Floats

FILE = "ranking.npz"


@dataclass(frozen=True, slots=True)
class Ranking:
    """Two forests; the second sees what the first thinks of all toponyms of the document."""

    alone: Forest
    together: Forest

    @staticmethod
    @cache
    def load() -> "Ranking":
        """Read the package's own, once a process; ``benchmarks/places`` says how it is trained."""
        content = files(__package__).joinpath(FILE).read_bytes()
        with np.load(BytesIO(content), allow_pickle=False) as arrays:
            return Ranking.of(arrays)

    @staticmethod
    def of(arrays: Mapping[str, NDArray[Any]]) -> "Ranking":
        """Make a ranking of the arrays it is kept as."""
        return Ranking(Forest.of(arrays, "alone_"), Forest.of(arrays, "together_"))

    def __call__(self, table: Table) -> tuple[Floats, Floats]:
        """Return the log odds that each candidate is meant, and its probability among the toponym's."""
        first = softmax(self.alone.log_odds(table.own), table.toponyms)
        scores = self.together.log_odds(np.vstack([table.own, context(table, first)]))
        return scores, softmax(scores, table.toponyms)
