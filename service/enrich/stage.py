"""The enrich stage: a clean article to the facts it states."""

from collections.abc import Callable, Container, Mapping
from dataclasses import replace
from pathlib import Path
from traceback import extract_tb

from schemas import Fact
from service.clean import Cleaned
from service.enrich.enriched import Enriched
from service.enrich.entities import EntityTagger
from service.enrich.extensions import load_extensions
from service.enrich.language import LanguageIdentifier
from service.enrich.main_event import find_main_event
from service.enrich.places import PlaceResolver
from service.enrich.quantities import LANGUAGES as QUANTITIES
from service.enrich.quantities import find_quantities
from service.enrich.quotes import LANGUAGES as QUOTES
from service.enrich.quotes import find_quotes
from service.enrich.reading import Reading
from service.enrich.spacy_tagger import SpacyTagger
from service.enrich.times import LANGUAGES as TIMES
from service.enrich.times import find_times
from service.settings import EnrichSettings

RULES: Mapping[Fact, Container[str | None]] = {
    Fact.TIMES: TIMES,
    Fact.QUOTES: QUOTES,
    Fact.QUANTITIES: QUANTITIES,
}
"""Languages of the facts that are looked for by rules alone."""

Finder = Callable[[Enriched], Enriched]
"""Adds one fact, from the text and the facts before it."""


class Enrich:
    """Name the language, then find what the text states; a finder that fails costs its own fact only."""

    def __init__(self, settings: EnrichSettings) -> None:
        """Load the models and the plug-ins.

        Raises:
            ConfigurationError: a plug-in or the spaCy pipeline cannot be loaded.
        """
        identify = LanguageIdentifier(settings.min_language_confidence)
        tag = SpacyTagger(settings.spacy_model) if settings.spacy_model else EntityTagger()
        resolve = PlaceResolver()
        extensions = load_extensions()
        self._no_extensions = dict.fromkeys(extension.name for extension in extensions)
        self.finders: tuple[tuple[Fact | str, Finder], ...] = (
            (Fact.LANGUAGE, lambda found: _in_language(found, identify)),
            (Fact.TIMES, _with_times),
            (Fact.ENTITIES, lambda found: replace(found, entities=tag(found.reading))),
            (Fact.PLACES, lambda found: _with_places(found, resolve)),
            (Fact.QUOTES, _with_quotes),
            (Fact.QUANTITIES, _with_quantities),
            (Fact.MAIN_EVENT, _with_main_event),
            *((f"extensions.{extension.name}", extension) for extension in extensions),
        )
        """In order, by the field they fill; whoever wants to time them puts a clock around each."""

    def __call__(self, cleaned: Cleaned) -> Enriched:
        """Derive the facts, each from the text and those before it."""
        article = cleaned.article
        found = Enriched(cleaned, article, Reading.of(article), extensions=self._no_extensions)
        failed = {}
        for name, find in self.finders:
            try:
                found = find(found)
            except MemoryError:
                raise  # the worker's own: it dies of it, and the parent says so
            except Exception as error:  # noqa: BLE001 - a bug in one finder is no reason to lose other facts
                failed[name] = _raised(error)
        language = found.reading.language
        unsupported = [fact for fact, languages in RULES.items() if language not in languages]
        return replace(found, failed=failed, unsupported=unsupported)


def _raised(error: Exception) -> str:
    """Say what was raised and where, without its message, which may hold words of the article."""
    place = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"


def _in_language(found: Enriched, identify: LanguageIdentifier) -> Enriched:
    language, paragraphs = identify.of_article(found.article)
    article = found.article.model_copy(update={"language": language, "paragraphs": paragraphs})
    return replace(found, article=article, reading=Reading.of(article))


def _with_times(found: Enriched) -> Enriched:
    article = found.article
    filed = article.dateline.date if article.dateline else None
    return replace(found, times=find_times(found.reading, article.published_at or filed))


def _with_places(found: Enriched, resolve: PlaceResolver) -> Enriched:
    host = found.cleaned.admitted.host
    return replace(found, places=resolve(found.reading, found.entities or [], None, host))


def _with_quotes(found: Enriched) -> Enriched:
    return replace(found, quotes=find_quotes(found.reading, found.entities or []))


def _with_quantities(found: Enriched) -> Enriched:
    return replace(found, quantities=find_quantities(found.reading, found.times or []))


def _with_main_event(found: Enriched) -> Enriched:
    article = found.article
    main_event = find_main_event(
        found.reading,
        article.headline,
        article.deck,
        found.entities or [],
        found.times or [],
        found.places or [],
    )
    return replace(found, main_event=main_event)
