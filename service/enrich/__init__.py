"""Enrich: facts from a clean article."""

from service.enrich.stage import Enrich, Enriched

__all__ = ["Enrich", "Enriched"]
