"""Quantities: counts, money, percentages and measures, with what bounds them and what they count."""

from service.enrich.quantities.finder import find_quantities
from service.enrich.quantities.languages import LANGUAGES

__all__ = ["LANGUAGES", "find_quantities"]
