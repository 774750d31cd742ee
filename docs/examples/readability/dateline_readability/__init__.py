"""How hard an article reads, and how much of it is other people's words: ``extensions.readability``."""

from pydantic import BaseModel, NonNegativeFloat, NonNegativeInt

from service.enrich import Enriched

LONG_WORD = 6
"""Letters a word has more than to be a long one."""


class Readability(BaseModel, use_attribute_docstrings=True):
    """How hard an article reads."""

    words: NonNegativeInt
    """Words of the text."""
    lix: NonNegativeFloat | None
    """Words a sentence plus long words a hundred (Björnsson 1968): 25 is easy, 60 hard. Null where the text
    has no word."""
    quoted: NonNegativeFloat | None
    """Share of the text's characters that stand in direct quotes. Null where looking for quotes failed."""


def readability(found: Enriched) -> Readability:
    """Measure an article."""
    reading = found.reading
    words = [token.text for token in reading.tokens if token.text[0].isalpha()]
    lix = None
    if words:
        long_words = sum(len(word) > LONG_WORD for word in words)
        lix = len(words) / len(reading.sentences) + 100 * long_words / len(words)
    quoted = None
    if found.quotes is not None and reading.text:
        quoted = sum(quote.end - quote.start for quote in found.quotes if quote.direct) / len(reading.text)
    return Readability(
        words=len(words),
        lix=None if lix is None else round(lix, 1),
        quoted=None if quoted is None else round(quoted, 3),
    )
