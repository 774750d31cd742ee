"""Quotes and attributions of the documents of the quotes task."""

import re
from typing import Any

from schemas import Quote
from service.enrich.quotes import find_quotes
from service.enrich.reading import Reading, Stretch

_PARAGRAPH = re.compile(r"[^\n]+")
_SINGLE = "'‘‚‹›"
_MIN_WORDS = 3
"""Words of the shortest quote in the gold."""


def predict(document: dict[str, Any]) -> dict[str, Any]:
    """Find quotes and attributions in ``document["text"]``, which is English.

    The gold counts as attributed only what a cue attributes, in double quotation marks and of three words
    or more: quotes that go on from the one before have no cue and are left out here, single marks too.
    """
    text = document["text"]
    paragraphs = [Stretch(match.start(), match.end()) for match in _PARAGRAPH.finditer(text)]
    quotes = [quote for quote in find_quotes(Reading(text, "en", paragraphs), []) if quote.cue is not None]
    reported = [quote for quote in quotes if not quote.direct]
    return {
        "id": document["id"],
        "quotes": [
            _row(quote)
            for quote in quotes
            if quote.direct and text[quote.start] not in _SINGLE and len(quote.text.split()) >= _MIN_WORDS
        ],
        "attributions": [
            _row(quote)
            for quote in quotes
            if not quote.direct or not any(_holds(clause, quote) for clause in reported)
        ],
    }


def _holds(clause: Quote, quote: Quote) -> bool:
    return clause.start <= quote.start and quote.end <= clause.end


def _row(quote: Quote) -> dict[str, Any]:
    return {
        "start": quote.start,
        "end": quote.end,
        "speaker": quote.speaker.name if quote.speaker else None,
    }
