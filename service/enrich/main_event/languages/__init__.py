"""One file a language: how its finite verbs are told, and where a predicate may end."""

from importlib import import_module
from pkgutil import iter_modules

from service.enrich.main_event.verbs import Grammar

GRAMMARS: dict[str, Grammar] = {
    module.name: import_module(f"{__name__}.{module.name}").GRAMMAR for module in iter_modules(__path__)
}
"""Grammars by ISO 639-1 code: the name of the file."""
