"""One file a language: its number words, units, modifiers and the way it names what is counted."""

from importlib import import_module
from pkgutil import iter_modules

from service.enrich.quantities.lexicon import Lexicon

LEXICONS: dict[str, Lexicon] = {
    module.name: import_module(f"{__name__}.{module.name}").LEXICON for module in iter_modules(__path__)
}
"""Lexicons by ISO 639-1 code: the name of the file."""
