"""Quotes: who said what, directly or as reported."""

from service.enrich.quotes.find import find_quotes

__all__ = ["find_quotes"]
