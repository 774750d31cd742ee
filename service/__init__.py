"""Dateline: raw articles in from Kafka, clean structured news events out."""

from importlib.metadata import version

__version__ = version("dateline")
