"""Clean: a raw article to its text, fields and the blocks taken away."""

from service.clean.stage import Clean, Cleaned

__all__ = ["Clean", "Cleaned"]
