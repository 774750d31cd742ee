"""Publish: facts, or a fault, to the bytes, key and headers of a record."""
