"""Names by rules, for languages no model has learned: titles, known names, and the shape of words."""

from collections.abc import Sequence

from service.enrich.entities.gazetteer import (
    AREA,
    GIVEN,
    LARGE_CITY,
    LONGEST,
    ORGANISATIONS,
    SURNAME,
    Gazetteer,
    Kind,
    folded,
)
from service.enrich.entities.mentions import LONGEST_PERSON
from service.enrich.entities.vocabulary import Vocabulary

FEWEST_LETTERS, MOST_LETTERS = 2, 5
"""Letters of initials taken for an organisation."""
LONGEST_ORGANISATION = 8
SHORTEST_CITY_ELSEWHERE = 5
"""Letters; shorter names of cities in other languages are words of this one."""
_PLACES = LARGE_CITY | AREA
_ROMAN = frozenset("IVXLCM")
_NONE = Vocabulary(
    learned=False, titles=frozenset(), particles=frozenset(), heads=frozenset(), links=frozenset()
)


class RuleTagger:
    """Tags tokens where no model can."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        """Keep the names known beforehand."""
        self._gazetteer = gazetteer

    def __call__(self, sentences: Sequence[Sequence[str]], vocabulary: Vocabulary | None) -> list[list[str]]:
        """Tag the tokens of one document, as ``SequenceTagger`` does."""
        small = {word for words in sentences for word in words if word[:1].islower()}
        return [self._sentence(words, vocabulary or _NONE, small) for words in sentences]

    def _sentence(self, words: Sequence[str], vocabulary: Vocabulary, small: set[str]) -> list[str]:
        tags = ["O"] * len(words)
        flowing = any(word[:1].islower() for word in words)
        lower = [folded(word) for word in words]
        place = 0
        while place < len(words):
            size, kind = 1, ""
            if lower[place] in vocabulary.heads:
                size = self._organisation(words, lower, place, vocabulary)
                kind = "ORG" if size > 1 else ""
            elif words[place][:1].isupper():
                size, kind = self._name(words, lower, place, vocabulary, small if flowing else set())
                if kind == "ORG" and not flowing and size == 1:
                    kind = ""
            if kind:
                tags[place : place + size] = [f"B-{kind}", *[f"I-{kind}"] * (size - 1)]
            place += size
        return tags

    def _name(
        self, words: Sequence[str], lower: Sequence[str], place: int, vocabulary: Vocabulary, small: set[str]
    ) -> tuple[int, str]:
        """Return the number of words of the name that begins here, and its type; empty where none does."""
        own = self._gazetteer(lower[place])
        size, kinds = self._known(words, lower, place)
        if size > 1 and kinds & (_PLACES | ORGANISATIONS):
            return size, "ORG" if kinds & ORGANISATIONS else "LOC"
        if lower[place] in vocabulary.titles or self._is_area(lower[place]):
            return 1, "LOC" if own & Kind.COUNTRY else ""
        person = self._person(words, lower, place, vocabulary)
        if _follows_title(lower, place, vocabulary):
            return person, "PER"
        if lower[place] in small:
            return 1, ""
        if person > 1 and own & GIVEN:
            last = self._gazetteer(lower[place + person - 1])
            if last & SURNAME or not own & (Kind.METROPOLIS | Kind.CITY):
                return person, "PER"
        return 1, self._alone(words[place], own)

    @staticmethod
    def _alone(word: str, kinds: int) -> str:
        surely = kinds & ~Kind.CITY_ELSEWHERE if len(word) < SHORTEST_CITY_ELSEWHERE else kinds
        if surely & _PLACES and not kinds & Kind.LANGUAGE:
            return "LOC"
        return "ORG" if kinds & Kind.ORGANISATION or _is_initials(word) else ""

    def _is_area(self, word: str) -> bool:
        """Whether a word is a country's name, the genitive's -s apart: Frankreichs."""
        return bool((self._gazetteer(word) | self._gazetteer(word.removesuffix("s"))) & Kind.COUNTRY)

    def _known(self, words: Sequence[str], lower: Sequence[str], place: int) -> tuple[int, int]:
        """Return the longest name the gazetteer knows here."""
        own = self._gazetteer(lower[place])
        if own & Kind.BEGINS:
            for size in range(min(LONGEST, len(words) - place), 1, -1):
                kinds = self._gazetteer(*lower[place : place + size])
                if kinds and words[place + size - 1][:1].isupper():
                    return size, kinds
        return 1, own

    def _person(self, words: Sequence[str], lower: Sequence[str], place: int, vocabulary: Vocabulary) -> int:
        """Count the words of a person's name: capitalised ones, particles between them, initials."""
        end, names = place, 0
        while end < len(words) and names < LONGEST_PERSON:
            stops = lower[end] in vocabulary.titles or lower[end] in vocabulary.heads
            if end > place and (stops or self._is_area(lower[end])):
                break
            if words[end][:1].isupper() and (len(words[end]) == 1 or not words[end].isupper()):
                names += 1
            elif not (lower[end] in vocabulary.particles or (lower[end] == "." and len(words[end - 1]) == 1)):
                break
            end += 1
        while end > place + 1 and not words[end - 1][:1].isupper():
            end -= 1
        return max(end - place, 1)

    def _organisation(
        self, words: Sequence[str], lower: Sequence[str], place: int, vocabulary: Vocabulary
    ) -> int:
        """Count the words of an organisation's name that begins with its head; a person may follow it."""
        end = place + 1
        while end < min(len(words), place + LONGEST_ORGANISATION):
            large = words[end][:1].isupper()
            if not (large or lower[end] in vocabulary.links):
                break
            if large and lower[end - 1] not in vocabulary.links and self._is_full_name(words, lower, end):
                break
            end += 1
        while end > place + 1 and not words[end - 1][:1].isupper():
            end -= 1
        return end - place

    def _is_full_name(self, words: Sequence[str], lower: Sequence[str], place: int) -> bool:
        """Whether a given name and a surname stand here."""
        if place + 1 >= len(words) or not words[place + 1][:1].isupper():
            return False
        return bool(self._gazetteer(lower[place]) & GIVEN and self._gazetteer(lower[place + 1]) & SURNAME)


def _follows_title(lower: Sequence[str], place: int, vocabulary: Vocabulary) -> bool:
    """Whether a title stands right before a word, with or without a full stop."""
    before = place - 1 - (place > 1 and lower[place - 1] == ".")
    return before >= 0 and lower[before].rstrip(".") in vocabulary.titles


def _is_initials(word: str) -> bool:
    letters = word.replace("-", "")
    return (
        FEWEST_LETTERS <= len(letters) <= MOST_LETTERS
        and letters.isalpha()
        and letters.isupper()
        and not set(letters) <= _ROMAN
    )
