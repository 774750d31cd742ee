"""Names by rules, for languages no model has learned: titles, known names, and the shape of words."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import NamedTuple

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
from service.enrich.entities.vocabulary import NO_WORDS, Vocabulary

FEWEST_LETTERS, MOST_LETTERS = 2, 5
"""Letters of initials taken for an organisation."""
LONGEST_ORGANISATION = 8
SHORTEST_CITY_ELSEWHERE = 5
"""Letters; shorter names of cities in other languages are words of this one."""
_PLACES = LARGE_CITY | AREA
_JOINTS = frozenset({"y", "e", "et"})
_ROMAN = frozenset("IVXLCM")


class _Seen(NamedTuple):
    """How a document writes its words, folded."""

    small: AbstractSet[str]
    """In small letters."""
    common: AbstractSet[str]
    """After an article, as common nouns are."""
    placed: AbstractSet[str]
    """After a preposition of place, as cities are."""


class RuleTagger:
    """Tags tokens where no model can."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        """Keep the names known beforehand."""
        self._gazetteer = gazetteer

    def __call__(self, sentences: Sequence[Sequence[str]], vocabulary: Vocabulary | None) -> list[list[str]]:
        """Tag the tokens of one document, as ``SequenceTagger`` does."""
        vocabulary = vocabulary or NO_WORDS
        seen = _Seen(
            {word for words in sentences for word in words if word[:1].islower()},
            _following(sentences, vocabulary.articles),
            _following(sentences, vocabulary.prepositions),
        )
        return [self._sentence(words, vocabulary, seen) for words in sentences]

    def _sentence(self, words: Sequence[str], vocabulary: Vocabulary, seen: _Seen) -> list[str]:
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
                size, kind = self._name(words, lower, place, vocabulary, seen if flowing else _shouted(seen))
                if kind == "ORG" and not flowing and size == 1:
                    kind = ""
            if kind:
                tags[place : place + size] = [f"B-{kind}", *[f"I-{kind}"] * (size - 1)]
            place += size
        return tags

    def _name(
        self, words: Sequence[str], lower: Sequence[str], place: int, vocabulary: Vocabulary, seen: _Seen
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
        if lower[place] in seen.small or lower[place] in vocabulary.never:
            return 1, ""
        if person > 1 and own & GIVEN:
            last = self._gazetteer(lower[place + person - 1])
            is_other = own & (Kind.METROPOLIS | Kind.CITY) or lower[place] in seen.common
            if last & SURNAME or not is_other:
                return person, "PER"
        is_place = self._is_place(words[place], lower[place], own, seen, vocabulary)
        return 1, "LOC" if is_place else self._alone(words[place], own)

    @staticmethod
    def _is_place(word: str, lower: str, kinds: int, seen: _Seen, vocabulary: Vocabulary) -> bool:
        """Whether a word alone is a place: small cities share their names with nouns and persons.

        Cities take no article; a common noun of a language that capitalises it does. What may be a person or
        a noun too is a city only where the text says so: "in Essen".
        """
        surely = kinds & ~Kind.CITY_ELSEWHERE if len(word) < SHORTEST_CITY_ELSEWHERE else kinds
        if not surely & _PLACES or kinds & Kind.LANGUAGE:
            return False
        if surely & AREA:
            return True
        if lower in seen.placed or not vocabulary.prepositions:
            return bool(surely & Kind.METROPOLIS) or lower not in seen.common
        if surely & Kind.METROPOLIS:
            return lower not in seen.common
        is_noun = vocabulary.articles and (not surely & Kind.CITY_ELSEWHERE or lower in seen.common)
        return not is_noun and not kinds & (GIVEN | SURNAME)

    @staticmethod
    def _alone(word: str, kinds: int) -> str:
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
            elif (end > place and names > 1 and self._is_complete(words, lower, end, vocabulary)) or not (
                lower[end] in vocabulary.particles or (lower[end] == "." and len(words[end - 1]) == 1)
            ):
                break
            end += 1
        while end > place + 1 and not words[end - 1][:1].isupper():
            end -= 1
        return max(end - place, 1)

    def _is_complete(
        self, words: Sequence[str], lower: Sequence[str], particle: int, vocabulary: Vocabulary
    ) -> bool:
        """Whether a full name ends before a small word: "Jan Weber vom Verband", "Ana Gil y Luis Soto"."""
        if vocabulary.articles:
            return lower[particle] in vocabulary.articles or bool(
                self._gazetteer(lower[particle - 1]) & SURNAME
            )
        if lower[particle] not in _JOINTS or particle + 1 >= len(words):
            return False
        is_another = all(word[:1].isupper() for word in words[particle + 1 : particle + 3])
        return is_another or bool(self._gazetteer(lower[particle + 1]) & GIVEN)

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


def _following(sentences: Sequence[Sequence[str]], openers: AbstractSet[str]) -> set[str]:
    """Return the words that stand after one of a set, folded."""
    if not openers:
        return set()
    return {
        folded(after) for words in sentences for word, after in pairwise(words) if word.lower() in openers
    }


def _shouted(seen: _Seen) -> _Seen:
    """Return what a line in capitals can be judged by: small letters say nothing of it."""
    return seen._replace(small=frozenset())


def _is_initials(word: str) -> bool:
    letters = word.replace("-", "")
    return (
        FEWEST_LETTERS <= len(letters) <= MOST_LETTERS
        and letters.isalpha()
        and letters.isupper()
        and not set(letters) <= _ROMAN
    )
