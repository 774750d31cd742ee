"""Metadata: what markup, visible text and producer say of the article, one value chosen for each field."""

from service.clean.metadata.markup import Markup, read_markup
from service.clean.metadata.resolve import Metadata, resolve

__all__ = ["Markup", "Metadata", "read_markup", "resolve"]
