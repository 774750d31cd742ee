"""The main event: who did what, when and where, as the headline and the lead tell it."""

from service.enrich.main_event.clause import Clause, split_clause
from service.enrich.main_event.finder import find_main_event
from service.enrich.main_event.languages import LANGUAGES

__all__ = ["LANGUAGES", "Clause", "find_main_event", "split_clause"]
