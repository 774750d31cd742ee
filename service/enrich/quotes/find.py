"""Who said what: quotations and reported clauses of an article, each with its speaker."""

from collections.abc import Iterator, Sequence

from schemas import Entity, Quote, Speaker
from service.enrich.quotes.attribution import Attribution, Attributions, inserted_speaker
from service.enrich.quotes.marks import Quoted, find_quoted
from service.enrich.quotes.sentences import QUOTATION, Sentence, is_title, sentence_within, sentences_of
from service.enrich.quotes.speakers import Speakers
from service.enrich.quotes.vocabulary import LANGUAGES, Vocabulary
from service.enrich.reading import Reading

MIN_PARTIAL_WORDS = 3
"""Words of a quotation within a reported clause; fewer are words at a distance."""
MIN_LONE_WORDS = 6
"""Words of a quotation that stands without a cue."""
MAX_ASKING = 14
"""Words and marks of a sentence that only says who asked."""


def find_quotes(reading: Reading, entities: Sequence[Entity]) -> list[Quote]:
    """Find what is said and by whom.

    Args:
        reading: The article's text; a language without a vocabulary gives no quotes.
        entities: Entities of the text, may be empty; a speaker among them gets their name and identifier.

    Returns:
        Direct quotes (offsets include the marks) and reported clauses, by start; a direct quote may lie
        within a reported clause of the same speaker. A direct quote whose speaker goes on from the
        quote before has no cue.
    """
    words = LANGUAGES.get(reading.language or "")
    if words is None or not reading.paragraphs:
        return []
    return _Article(reading, entities, words).quotes()


class _Article:
    """One article while its quotes are found."""

    def __init__(self, reading: Reading, entities: Sequence[Entity], words: Vocabulary) -> None:
        self.reading = reading
        self.text = reading.text
        self.words = words
        self.quoted = find_quoted(reading.text, reading.paragraphs)
        self.sentences = list(sentences_of(reading, self.quoted, words))
        self.speakers = Speakers(reading, self.quoted, entities, words)

    def quotes(self) -> list[Quote]:
        found: list[Quote] = []
        speaker: Speaker | None = None
        end = -1
        asked: Quoted | None = None
        opening: str | None = None
        for sentence in self.sentences:
            attributions = Attributions(sentence, self.words).find()
            taken = {number for attribution in attributions for number in attribution.quotations}
            made = [quote for each in attributions for quote in self._attributed(sentence, each, taken)]
            adjoins = not self.text[end : sentence.start].strip() if end >= 0 else False
            if not adjoins:
                speaker = opening = None
            lone = None if made else self._lone(sentence)
            if made:
                speaker = made[-1].speaker
            elif lone is not None:
                made = self._within(lone) or self._alone(lone, opening, speaker)
                speaker = made[-1].speaker if made else speaker
            elif adjoins and asked is not None and attributions and len(sentence.parts) <= MAX_ASKING:
                # `"Really?" Tom asked.`: the question mark ended the quotation, not what is said of it.
                while found and found[-1].start == asked.start:
                    found.pop()
                speaker = self.speakers.resolve(sentence.parts, attributions[0].speaker)
                made = [self._direct(asked, attributions[0].cue, speaker)]
            else:
                speaker = None
            # `She wrote:` may stand in a paragraph of its own.
            opening = None
            if attributions and self.text[sentence.end - 1] == ":":
                opening, speaker = attributions[-1].cue, self.speakers.last
            asked = lone if not attributions and lone is not None and self._asks(lone) else None
            end = sentence.end
            found.extend(made)
        return sorted(found, key=lambda quote: (quote.start, -quote.end))

    def _alone(self, quoted: Quoted, cue: str | None, speaker: Speaker | None) -> list[Quote]:
        words = len(quoted.words(self.text).split())
        if words >= (MIN_PARTIAL_WORDS if speaker else MIN_LONE_WORDS):
            return [self._direct(quoted, cue, speaker)]
        return []

    def _asks(self, quoted: Quoted) -> bool:
        return quoted.words(self.text)[-1:] in {"?", "!"}

    def _within(self, quoted: Quoted) -> list[Quote]:
        """Read « Oui, a dit Anne Petit, et bien plus. »: the cue stands within the marks."""
        if not self.words.inserts:
            return []
        inside = sentence_within(self.reading, quoted, self.words)
        speaker = inserted_speaker(inside, self.words)
        if speaker is None:
            return []
        cue, phrase = speaker
        return [self._direct(quoted, cue, self.speakers.resolve(inside.parts, phrase))]

    def _attributed(self, sentence: Sentence, attribution: Attribution, taken: set[int]) -> Iterator[Quote]:
        speaker = self.speakers.resolve(sentence.parts, attribution.speaker)
        for number in attribution.quotations:
            yield self._direct(self.quoted[number], attribution.cue, speaker)
        if attribution.content is not None:
            start, end = attribution.content
            yield Quote(
                start=start,
                end=end,
                text=self.text[start:end],
                direct=False,
                cue=attribution.cue,
                speaker=speaker,
            )
            for part in sentence.parts:
                if (
                    part.kind is QUOTATION
                    and part.quotation not in taken
                    and start <= part.start
                    and part.end <= end
                ):
                    quoted = self.quoted[part.quotation]
                    if self._is_partial(quoted):
                        taken.add(part.quotation)
                        yield self._direct(quoted, attribution.cue, speaker)

    def _is_partial(self, quoted: Quoted) -> bool:
        inner = quoted.words(self.text)
        return len(inner.split()) >= MIN_PARTIAL_WORDS and not is_title(inner)

    def _lone(self, sentence: Sentence) -> Quoted | None:
        """A quotation that is the whole sentence."""
        parts = [part for part in sentence.parts if part.text not in {".", ",", "…"}]
        if len(parts) != 1 or parts[0].kind is not QUOTATION:
            return None
        return self.quoted[parts[0].quotation]

    def _direct(self, quoted: Quoted, cue: str | None, speaker: Speaker | None) -> Quote:
        return Quote(
            start=quoted.start,
            end=quoted.end,
            text=self.text[quoted.start : quoted.end],
            direct=True,
            cue=cue,
            speaker=speaker,
        )
