"""Places: toponyms resolved to a gazetteer by their names, their neighbours and the publisher's home."""

from service.enrich.places.resolver import PlaceResolver, Resolution

__all__ = ["PlaceResolver", "Resolution"]
