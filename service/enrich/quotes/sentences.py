"""A sentence as attribution reads it: words, marks and whole quotations in a row."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from service.enrich.quotes.marks import Quoted
from service.enrich.quotes.vocabulary import Vocabulary
from service.enrich.reading import Reading, Token

WORD, MARK, QUOTATION = "word", "mark", "quotation"
MAX_TITLE = 9
"""Words of a title."""
SMALL_WORD = 3
"""Letters of words that titles do not capitalise."""
MAX_PARTS = 400
"""Words, marks and whole quotations of a sentence; more is a list without full stops, nothing said."""
CLOSING = frozenset(",.!?…—-")


class Part(NamedTuple):
    """A word, a mark or a whole quotation of a sentence."""

    start: int
    end: int
    text: str
    lower: str
    kind: str
    quotation: int
    """Number of the quotation; -1 for words and marks."""
    words: int = 1
    """Words of the quotation."""
    closed: bool = False
    """Whether the quotation ends with a comma or the like: who speaks may follow."""

    capital_first: bool = False
    """Whether the quotation begins as a sentence does."""
    titled: bool = False
    """Whether the quotation is written as a title: a few capitalised words."""

    @property
    def capital(self) -> bool:
        """Whether it is a word that begins with a capital letter."""
        return self.kind is WORD and self.text[0].isupper()


class Sentence(NamedTuple):
    """A sentence, quotations with several sentences counted as one word of it."""

    start: int
    end: int
    parts: list[Part]


def sentences_of(reading: Reading, quoted: Sequence[Quoted], vocabulary: Vocabulary) -> Iterator[Sentence]:
    """Give the sentences that hold a quotation or a cue, in order."""
    cues = vocabulary.cues
    tokens = reading.tokens
    begins = [token.start for token in tokens]
    for start, end, first, last in _merged(reading, quoted):
        low, high = bisect_left(begins, start), bisect_left(begins, end)
        if first == last and not any(
            token.text.lower().partition("-")[0] in cues for token in tokens[low:high]
        ):
            continue
        parts = list(_parts(reading.text, tokens[low:high], quoted[first:last], first, vocabulary.pronouns))
        if len(parts) <= MAX_PARTS:
            yield Sentence(start, end, parts)


def sentence_within(reading: Reading, quoted: Quoted, vocabulary: Vocabulary) -> Sentence:
    """Give the words of one quotation as a sentence."""
    tokens = reading.tokens
    low = bisect_left(tokens, (quoted.start + 1,))
    high = bisect_left(tokens, (quoted.end - 1,))
    parts = _parts(reading.text, tokens[low:high], (), 0, vocabulary.pronouns)
    return Sentence(quoted.start, quoted.end, list(parts))


def _merged(reading: Reading, quoted: Sequence[Quoted]) -> Iterator[tuple[int, int, int, int]]:
    """Sentences with the numbers of their quotations, those joined that end within a quotation."""
    number = 0
    start = -1
    first = 0
    for sentence in reading.sentences:
        if start < 0:
            start, first = sentence.start, number
        while number < len(quoted) and quoted[number].end <= sentence.end:
            number += 1
        if number < len(quoted) and quoted[number].start < sentence.end:
            continue
        yield start, sentence.end, first, number
        start = -1
    if start >= 0:
        yield start, len(reading.text), first, number


def _parts(
    text: str, tokens: Sequence[Token], quoted: Sequence[Quoted], number: int, pronouns: frozenset[str]
) -> Iterator[Part]:
    waiting = iter(quoted)
    following = next(waiting, None)
    skip_to = -1
    for token in tokens:
        if token.start < skip_to:
            continue
        if following is not None and token.end > following.start:
            inner = following.words(text)
            yield Part(
                following.start,
                following.end,
                "",
                "",
                QUOTATION,
                number,
                len(inner.split()),
                inner[-1:] in CLOSING,
                inner[:1].isupper(),
                is_title(inner),
            )
            skip_to = following.end
            number += 1
            following = next(waiting, None)
            continue
        word = token.text
        # "WHO" and "IT" are names, not the small words they look like.
        lower = word if len(word) > 1 and word.isupper() else word.lower().replace("’", "'")
        if not word[0].isalnum():
            yield Part(token.start, token.end, word, lower, MARK, -1)
        elif "-" in lower and lower.rpartition("-")[2] in pronouns:
            yield from _verb_and_pronoun(token)
        else:
            yield Part(token.start, token.end, word, lower, WORD, -1)


def _verb_and_pronoun(token: Token) -> Iterator[Part]:
    """Part what French joins: "a-t-il" is a verb and its subject."""
    verb, _, pronoun = token.text.rpartition("-")
    middle = token.end - len(pronoun)
    verb = verb.removesuffix("-t")
    yield Part(token.start, token.start + len(verb), verb, verb.lower(), WORD, -1)
    yield Part(middle, token.end, pronoun, pronoun.lower(), WORD, -1)


def is_title(inner: str) -> bool:
    """Whether words are written as a title: few, small words aside capitalised, no full stop."""
    words = inner.split()
    return (
        0 < len(words) <= MAX_TITLE
        and inner[-1] not in CLOSING
        and all(not word[0].isalpha() or word[0].isupper() or len(word) <= SMALL_WORD for word in words)
    )
