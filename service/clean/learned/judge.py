"""The learned judge: how probable it is that each block is part of the article."""

from dataclasses import dataclass
from functools import cache

from service.clean.context import Context
from service.clean.learned.flat_features import flat_features
from service.clean.learned.html_features import html_features
from service.clean.learned.model import Model
from service.clean.learned.tokens import Floats


@dataclass(frozen=True, slots=True)
class Judge:
    """A model for pages, and one for flat texts."""

    html: Model
    flat: Model

    @staticmethod
    @cache
    def load() -> "Judge":
        """Return the judge of the package."""
        return Judge(Model.load("html"), Model.load("flat"))

    def log_odds(self, context: Context) -> Floats:
        """Judge every block of a document.

        Returns:
            Log odds that it is part of the article, one a block.
        """
        if context.document.is_html:
            return self.html.forest.log_odds(html_features(context, self.html.tokens))
        return self.flat.forest.log_odds(flat_features(context, self.flat.tokens))
