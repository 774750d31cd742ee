"""Entities: persons, organisations and places named in a text, one record for all names of each."""

from service.enrich.entities.tagger import EntityTagger

__all__ = ["EntityTagger"]
