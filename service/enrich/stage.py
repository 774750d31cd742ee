"""The enrich stage: a clean article to the facts it states."""

from dataclasses import dataclass, field

from schemas import (
    Article,
    Duplicate,
    Entity,
    MainEvent,
    Place,
    Quantity,
    Quote,
    TimeExpression,
)
from service.clean import Cleaned
from service.enrich.language import LanguageIdentifier
from service.settings import EnrichSettings

SHORT_TEXT = 200
"""Characters under which the headline helps to name the language."""


@dataclass(frozen=True, slots=True)
class Enriched:
    """A clean article with the facts found in it; a fact nobody looks for yet is empty or null."""

    cleaned: Cleaned
    article: Article
    entities: list[Entity] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    times: list[TimeExpression] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    main_event: MainEvent | None = None
    duplicate: Duplicate | None = None


class Enrich:
    """Name the language."""

    def __init__(self, settings: EnrichSettings) -> None:
        """Load the models."""
        self.identify_language = LanguageIdentifier(settings.min_language_confidence)

    def __call__(self, cleaned: Cleaned) -> Enriched:
        """Derive the facts."""
        article = cleaned.article
        words = (
            f"{article.headline or ''}\n{article.text}" if len(article.text) < SHORT_TEXT else article.text
        )
        return Enriched(cleaned, article.model_copy(update={"language": self.identify_language(words)}))
