"""Toponyms resolved where the gold says they stand; a position is estimated where the gazetteer has none."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from service.enrich.places import PlaceResolver

resolver = cache(PlaceResolver)


def predict(document: Mapping[str, Any]) -> dict[str, Any]:
    """Resolve the spans of a document's toponyms; only their offsets are read."""
    return resolve(resolver(), document)


def resolve(places: PlaceResolver, document: Mapping[str, Any]) -> dict[str, Any]:
    """Resolve with a given resolver."""
    spans = [(toponym["start"], toponym["end"]) for toponym in document["toponyms"]]
    host = urlsplit(document["url"] or "").hostname
    found = places.resolve(document["text"], spans, None, host)
    return {
        "id": document["id"],
        "toponyms": [
            {"start": start, "end": end, "lat": resolution.lat, "lon": resolution.lon}
            for resolution in found
            for start, end in resolution.mentions
        ],
    }
