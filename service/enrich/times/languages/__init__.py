"""The languages times are found in: one module each; adding a language is adding a module."""

from importlib import import_module
from pkgutil import iter_modules

from service.enrich.times.language import Language

LANGUAGES: tuple[Language, ...] = tuple(
    import_module(f"{__name__}.{name}").LANGUAGE
    for name in sorted(module.name for module in iter_modules(__path__))
    if not name.startswith("_")
)
"""Every language with rules, by code."""

__all__ = ["LANGUAGES"]
