"""One file a language: its number words, units, modifiers and the way it names what is counted."""

from service.enrich.languages import modules
from service.enrich.quantities.lexicon import Lexicon

LANGUAGES: dict[str, Lexicon] = modules(__name__, "LEXICON")
"""By ISO 639-1 code."""
