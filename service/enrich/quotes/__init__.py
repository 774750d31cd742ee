"""Quotes: who said what, directly or as reported."""

from service.enrich.quotes.find import find_quotes
from service.enrich.quotes.vocabulary import LANGUAGES

__all__ = ["LANGUAGES", "find_quotes"]
