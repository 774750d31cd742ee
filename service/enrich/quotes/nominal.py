"""Whether words can name who speaks: a name or a noun, never what is left of a verb or an adverb."""

from collections.abc import Sequence

from service.enrich.quotes.phrases import Phrase
from service.enrich.quotes.sentences import WORD, Part
from service.enrich.quotes.vocabulary import Vocabulary


def can_speak(parts: Sequence[Part], phrase: Phrase, words: Vocabulary) -> bool:
    """Whether a phrase can be a person, a group or a source.

    It holds a noun, which German capitalises, and more than nouns that never say anything: "last year".
    """
    if phrase.last - phrase.first == 1 and parts[phrase.first].lower in words.pronouns:
        return True
    nouns = [part for part in parts[phrase.first : phrase.last] if _is_noun(part, words)]
    if not any(part.lower in words.mute for part in nouns):
        return bool(nouns)
    return any(part.capital and part != parts[0] for part in nouns if part.lower not in words.mute)


def _is_noun(part: Part, words: Vocabulary) -> bool:
    if (
        part.kind is not WORD
        or not part.text[0].isalnum()
        or part.lower in words.determiners
        or part.lower in words.own
    ):
        return False
    if part.capital:
        return True
    if words.nouns_capital or part.lower in words.closed or words.is_adverb(part.lower):
        return False
    if words.finite and part.lower.endswith(words.finite):
        return False
    return part.lower not in words.verbs or part.lower in words.nouns
