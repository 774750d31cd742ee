"""The languages times are found in: one module each."""

from service.enrich.languages import modules
from service.enrich.times.language import Language

LANGUAGES: dict[str, Language] = modules(__name__, "LANGUAGE")
"""By ISO 639-1 code."""
