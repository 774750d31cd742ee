"""A reading's tokens as the tagger wants them: by sentence, the genitive's ``'s`` apart."""

import re
from bisect import bisect_left

from service.enrich.reading import Reading, Token

_GENITIVE = re.compile(r".*[^\W\d_](['’][sS])")
_ELISION = re.compile(r"([dl]['’])[^\W\d_]")
"""French d' and l' stand apart from the name after them."""


Word = Token
"""A token of the text, or a part of one."""


def sentence_words(reading: Reading) -> list[list[Word]]:
    """Return the words of every sentence, empty sentences left out."""
    tokens = reading.tokens
    starts = [token.start for token in tokens]
    sentences = []
    for begin, end in reading.sentences:
        words = tokens[bisect_left(starts, begin) : bisect_left(starts, end)]
        if reading.text.find("'", begin, end) >= 0 or reading.text.find("’", begin, end) >= 0:
            words = [part for word in words for part in _split(word)]
        if words:
            sentences.append(words)
    return sentences


def _split(word: Word) -> tuple[Word, ...]:
    start, end, text = word
    if "'" not in text and "’" not in text:
        return (word,)
    cut = end - 2 if _GENITIVE.fullmatch(text) else start + 2 if _ELISION.match(text) else end
    if cut in (start, end):
        return (word,)
    return Word(start, cut, text[: cut - start]), Word(cut, end, text[cut - start :])
