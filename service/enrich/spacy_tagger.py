"""Entities tagged by a spaCy pipeline the user has installed, in articles of its language."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from service.enrich.entities import EntityTagger
from service.enrich.entities.mentions import with_surnames
from service.enrich.entities.words import Word
from service.enrich.reading import Reading
from service.errors import ConfigurationError
from service.installed import SPACY_VARIABLE, spacy_versions

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline

TYPES = {"PERSON": "PER", "PER": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC"}
"""spaCy's labels that are ours too; names with another one are left out."""
MULTILINGUAL = "xx"
LONGEST_PIECE = 20_000
"""Characters given to spaCy at once: it takes about 10 kB of memory for each."""


class Name(NamedTuple):
    """A name where it stands in the text."""

    start: int
    end: int
    type: str
    """PER, LOC or ORG."""


class SpacyTagger(EntityTagger):
    """The entity tagger with spaCy's names where the article is in the pipeline's language."""

    def __init__(self, pipeline: str) -> None:
        """Load a pipeline, beside the built-in tagger for articles in other languages.

        Args:
            pipeline: an installed package, or a directory.

        Raises:
            ConfigurationError: spaCy or the pipeline is missing or cannot be loaded.
        """
        super().__init__()
        self._nlp = _load(pipeline)

    def tag_words(self, reading: Reading, sentences: Sequence[Sequence[Word]]) -> list[list[str]]:
        """Tag the words of a reading; a word belongs to the name it begins in."""
        if self._nlp.lang not in (reading.language, MULTILINGUAL):
            return super().tag_words(reading, sentences)
        names = [name for start, end in _pieces(sentences) for name in self._names(reading.text, start, end)]
        starts = [name.start for name in names]

        def name_of(word: Word) -> Name | None:
            place = bisect_right(starts, word.start) - 1
            return names[place] if place >= 0 and word.start < names[place].end else None

        tags = [
            [
                "O" if name is None else f"{'I' if name == before else 'B'}-{name.type}"
                for before, name in pairwise([None, *map(name_of, words)])
            ]
            for words in sentences
        ]
        return with_surnames([[word.text for word in words] for words in sentences], tags)

    def _names(self, text: str, start: int, end: int) -> list[Name]:
        """Return the names in a stretch of the text, in order."""
        with self._nlp.memory_zone():  # what it learns of new words is forgotten again
            return [
                Name(start + found.start_char, start + found.end_char, TYPES[found.label_])
                for found in self._nlp(text[start:end]).ents
                if found.label_ in TYPES
            ]


def _pieces(sentences: Sequence[Sequence[Word]]) -> Iterator[tuple[int, int]]:
    """Cut a text at sentences, or words of a very long one, into stretches of at most ``LONGEST_PIECE``."""
    begin = end = cut = 0
    for words in sentences:
        cut = words[0].start
        for word in words:
            if word.end - begin > LONGEST_PIECE:
                at = cut if cut > begin else word.start
                if at > begin:
                    yield begin, at
                begin = at
            end = word.end
    if end > begin:
        yield begin, end


def _load(pipeline: str) -> "Pipeline":
    spacy_versions(pipeline)
    try:
        import spacy  # noqa: PLC0415 - an optional extra, wanted by those who set the variable

        return spacy.load(pipeline)
    except Exception as error:
        cause = " ".join(f"{type(error).__name__}: {error}".split())
        raise ConfigurationError(f"{SPACY_VARIABLE}: {pipeline} cannot be loaded: {cause}") from error
