"""A reading's tokens as the tagger wants them: by sentence, the genitive's ``'s`` apart."""

import re
from typing import NamedTuple

from service.enrich.reading import Reading

_GENITIVE = re.compile(r".*[^\W\d_](['’][sS])")
_ELISION = re.compile(r"([dl]['’])[^\W\d_]")
"""French d' and l' stand apart from the name after them."""


class Word(NamedTuple):
    """A token with its place in the text."""

    text: str
    start: int
    end: int


def sentence_words(reading: Reading) -> list[list[Word]]:
    """Return the words of every sentence, empty sentences left out."""
    sentences: list[list[Word]] = []
    ends = iter(reading.sentences)
    current, words = next(ends, None), list[Word]()
    for start, end, text in reading.tokens:
        while current is not None and start >= current.end:
            if words:
                sentences.append(words)
                words = []
            current = next(ends, None)
        if current is None:
            break
        if start >= current.start:
            words += _split(text, start, end)
    if words:
        sentences.append(words)
    return sentences


def _split(text: str, start: int, end: int) -> list[Word]:
    if "'" not in text and "’" not in text:
        return [Word(text, start, end)]
    cut = end - 2 if _GENITIVE.fullmatch(text) else start + 2 if _ELISION.match(text) else end
    if cut in (start, end):
        return [Word(text, start, end)]
    return [Word(text[: cut - start], start, cut), Word(text[cut - start :], cut, end)]
