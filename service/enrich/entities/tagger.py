"""The entities of a text: names tagged by a learned model or by rules, then joined to one record each."""

import re
from collections.abc import Sequence

from schemas import Entity
from service.enrich.entities.countries import Countries
from service.enrich.entities.joining import Mention, join
from service.enrich.entities.mentions import agreed, spans, with_surnames
from service.enrich.entities.repair import repaired
from service.enrich.entities.rules import RuleTagger
from service.enrich.entities.sequence import SequenceTagger
from service.enrich.entities.vocabulary import LANGUAGES
from service.enrich.entities.words import Word, sentence_words
from service.enrich.reading import Reading

_CONTRACTION = re.compile(
    r"(?:i|it|he|she|we|they|you|that|there|here|what|who|let)['’](?:s|d|m|ve|ll|re)", re.IGNORECASE
)


class EntityTagger:
    """Finds the persons, organisations and places of a text."""

    def __init__(self, model: SequenceTagger | None = None, countries: Countries | None = None) -> None:
        """Load the model of the package, or take another one."""
        self._model = model or SequenceTagger.load()
        self._countries = countries or Countries.load()
        self._rules = RuleTagger(self._model.features.gazetteer)

    def __call__(self, reading: Reading) -> list[Entity]:
        """Return the entities in the order they are first named."""
        sentences = sentence_words(reading)
        tags = self.tag_words(reading, sentences)
        mentions = [
            Mention(words[span.start].start, words[span.end - 1].end, words[span.start : span.end], span.type)
            for words, row in zip(sentences, tags, strict=True)
            for span in spans(row)
        ]
        return join(reading, sentences, mentions, self._countries)

    def tag_words(self, reading: Reading, sentences: Sequence[Sequence[Word]]) -> list[list[str]]:
        """Tag the words of a reading, as ``tag`` does, but for what running text never means as a name."""
        tags = self.tag([[word.text for word in words] for words in sentences], reading.language)
        for words, row in zip(sentences, tags, strict=True):
            for span in spans(row):
                if not _is_name(words[span.start : span.end]):
                    row[span.start : span.end] = ["O"] * (span.end - span.start)
        return tags

    def tag(self, sentences: Sequence[Sequence[str]], language: str | None = "en") -> list[list[str]]:
        """Tag the tokens of one document.

        Args:
            sentences: its tokens by sentence, split as in the Penn Treebank.
            language: ISO 639-1 code; a language nobody wrote rules for gets the general ones.

        Returns:
            For each token ``O``, or ``B-`` or ``I-`` with ``PER``, ``LOC`` or ``ORG``.
        """
        vocabulary = LANGUAGES.get(language or "")
        if vocabulary is not None and vocabulary.learned:
            known = self._model.features.gazetteer
            tags = [
                repaired(words, row, known, vocabulary)
                for words, row in zip(sentences, self._model(sentences), strict=True)
            ]
        else:
            tags = self._rules(sentences, vocabulary)
        return with_surnames(sentences, agreed(sentences, tags))


def _is_name(words: Sequence[Word]) -> bool:
    """Whether words can be a name: no "those states" in small letters, no pronoun with its verb."""
    if len(words) == 1 and _CONTRACTION.fullmatch(words[0].text):
        return False
    return any(word.text != word.text.lower() for word in words) or not words[0].text[0].isalpha()
