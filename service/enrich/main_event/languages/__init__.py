"""One file a language: how its finite verbs are told, and where a predicate may end."""

from service.enrich.languages import modules
from service.enrich.main_event.verbs import Grammar

LANGUAGES: dict[str, Grammar] = modules(__name__, "GRAMMAR")
"""By ISO 639-1 code."""
