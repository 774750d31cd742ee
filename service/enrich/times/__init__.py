"""Times: what the text names, resolved against the day it speaks from."""

from service.enrich.times.finder import find_times
from service.enrich.times.languages import LANGUAGES

__all__ = ["LANGUAGES", "find_times"]
