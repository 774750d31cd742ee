"""Predictions for the temporal task: dates with their value as the gold writes them.

The gold annotates dates, so a time of day alone is left out; decades, weeks and intervals have no single
value there and are given as the service writes them.
"""

from typing import Any

from schemas import Timestamp, TimestampPrecision, TimestampSource
from service.enrich.language import LanguageIdentifier
from service.enrich.reading import Reading, Stretch
from service.enrich.times import find_times

_identify = LanguageIdentifier(min_confidence=0.0)


def predict(document: dict[str, Any]) -> dict[str, Any]:
    """Find the dates of one document from its text and its own date."""
    text, published = document["text"], document["published"]
    language = _identify(text)
    reading = Reading(text, language.code if language else None, paragraphs(text))
    precision = {4: TimestampPrecision.YEAR, 7: TimestampPrecision.MONTH}.get(
        len(published), TimestampPrecision.DAY
    )
    reference = Timestamp(value=published, precision=precision, source=TimestampSource.HINT, raw=published)
    return {
        "id": document["id"],
        "timexes": [
            {"start": time.start, "end": time.end, "value": time.value}
            for time in find_times(reading, reference)
            if time.precision != "minute"
        ],
    }


def paragraphs(text: str) -> list[Stretch]:
    """Give the lines of a text as its paragraphs."""
    stretches = []
    start = 0
    for line in text.splitlines(keepends=True):
        if kept := line.strip():
            begin = start + line.index(kept)
            stretches.append(Stretch(begin, begin + len(kept)))
        start += len(line)
    return stretches
