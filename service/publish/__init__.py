"""Publish: facts to the bytes, key and headers of a record."""

from service.publish.dead_letter import write_dead_letter
from service.publish.stage import Publish, Published

__all__ = ["Publish", "Published", "write_dead_letter"]
