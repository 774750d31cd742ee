"""The learned judge: how probable it is that a block is part of the article."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from service.clean.context import Context
from service.clean.learned.flat_features import flat_features
from service.clean.learned.forest import Floats, Forest
from service.clean.learned.html_features import html_features
from service.clean.learned.places import Indexes, near_text


@dataclass(frozen=True, slots=True)
class Judge:
    """A forest for pages, and one for flat texts."""

    html: Forest
    flat: Forest

    @staticmethod
    @cache
    def load() -> "Judge":
        """Return the judge of the package."""
        return Judge(Forest.load("html"), Forest.load("flat"))

    def log_odds(self, context: Context) -> tuple[Indexes, Floats]:
        """Judge the blocks of a document that stand near running text.

        Returns:
            Their indexes, and log odds that each is part of the article.
        """
        rows = near_text(context)
        if not len(rows):
            return rows, np.empty(0, np.float32)
        forest, describe = (
            (self.html, html_features) if context.document.is_html else (self.flat, flat_features)
        )
        return rows, forest.log_odds(describe(context, rows))
