"""Enrich: facts from a clean article."""

from service.enrich.enriched import Enriched
from service.enrich.stage import Enrich

__all__ = ["Enrich", "Enriched"]
