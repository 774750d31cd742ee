"""What a language must tell to have a clause split into subject and predicate."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Grammar:
    """The words of one language, in lower case."""

    auxiliaries: AbstractSet[str]
    """Verb forms that are nothing else: "has", "were", "will"."""
    verbs: AbstractSet[str]
    """Finite forms of the verbs of the news that are seldom nouns."""
    bare: AbstractSet[str]
    """Forms that are finite after a plural only, and nouns as often: "attack"."""
    endings: tuple[str, ...]
    """Endings of unknown finite forms: "-ed"."""
    participles: tuple[str, ...]
    """Endings of participles that headlines use without an auxiliary."""
    not_verbs: AbstractSet[str]
    """Words with such an ending that are none."""
    determiners: AbstractSet[str]
    """Words that stand right before a noun, so that no finite verb follows them."""
    articles: AbstractSet[str]
    """Words that open an object, so that a bare form before one is a verb: "the", "its"."""
    openers: AbstractSet[str]
    """Prepositions and conjunctions that open a phrase: before the subject, or after a participle."""
    relatives: AbstractSet[str]
    """Words that open a clause within the clause; its verb is not the main one."""
    cuts: AbstractSet[str]
    """Words before which a predicate may be cut: "as", "after", "amid"."""
    place_prepositions: AbstractSet[str]
    """Prepositions of places."""
    day_parts: AbstractSet[str]
    """Words after a day that belong to it: "morning"."""
    nobody: AbstractSet[str]
    """Words that name nobody when they are all of a subject, or begin what is none: "it", "thus"."""
    plurals: AbstractSet[str]
    """Plural subjects without a plural's ending: "police"."""


def words(text: str) -> frozenset[str]:
    """Read a list of words."""
    return frozenset(text.split())
