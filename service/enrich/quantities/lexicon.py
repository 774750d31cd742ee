"""What a language must tell to have its quantities found."""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum


class Bound(StrEnum):
    """How the number bounds what it states, whatever the language."""

    OVER = "over"
    AT_LEAST = "at_least"
    ABOUT = "about"
    EXACTLY = "exactly"
    UP_TO = "up_to"
    UNDER = "under"


class Heads(StrEnum):
    """How the noun that is counted is told from the words around it."""

    FIRST_PLURAL = "first_plural"
    """Adjectives and nouns stand before it, and it is the first plural: "200 new city buses"."""
    FIRST_NOUN = "first_noun"
    """It stands first but for a few adjectives: "200 nouveaux bus électriques"."""
    CAPITALISED = "capitalised"
    """Nouns are written with a capital: "200 neue Elektrobusse"."""


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """The words of one language. All phrases in lower case; alternatives of a pattern need no brackets."""

    heads: Heads
    """How the counted noun is found."""
    grouping: str
    """Marks between groups of three digits: both in Spanish, which is written both ways."""
    decimal: str
    """The decimal mark."""
    numbers: Mapping[str, float]
    """Number words that stand alone: "seven", "dreiundzwanzig"."""
    scales: Mapping[str, float]
    """Words that multiply the number before them: "million", "Dutzend"."""
    glued_scales: Mapping[str, float]
    """Scales written to an amount of money without a space: "€2bn"."""
    before_scale: Mapping[str, float]
    """Words that are a number before a scale only: "a million", "half a million"."""
    joiner: str
    """Pattern of the word that may stand inside a number: "and" in "two hundred and five"."""
    half: str
    """Pattern that adds a half: "two and a half million", "dos millones y medio"."""
    one: str | None
    """The word for 1 where it is no article as well. Null where it is."""
    not_before_one: AbstractSet[str] = frozenset()
    """Words after which it is a pronoun: "the one", "no one"."""
    not_after_one: AbstractSet[str] = frozenset()
    """Words before which it counts nothing: "one of", "one day"."""
    phrases: Mapping[str, tuple[float, Bound]]
    """Round numbers in words with their bound: "thousands", "une trentaine"."""
    fractions: Mapping[str, float]
    """Shares of a whole: "two thirds". What they are of must follow."""
    ratio: str
    """Pattern between two numbers that makes a share of them: "in" of "one in five"."""
    modifiers: Mapping[str, Bound]
    """Words before a number."""
    measures: Mapping[str, str]
    """Unit words to standard names: "kilometres" to "km"."""
    currencies: Mapping[str, str]
    """Currency words to ISO 4217 codes, or to the word's own singular where no code is certain."""
    other_dollars: str
    """Pattern of what makes a bare "$" uncertain: countries of other dollars (or pesos)."""
    months: str
    """Pattern of month names."""
    clock: str
    """Pattern after a number that makes it a time of day."""
    clock_before: str
    """Pattern before hours that makes them a time of day. Empty where there is none."""
    labels: AbstractSet[str]
    """Words before a number that only names something: "room 12"."""
    range_link: str
    """Pattern between the ends of a range."""
    between: str
    """Pattern before a range and, apart, of the word between its ends: "between", "and"."""
    between_link: str
    """Pattern of the word between the ends after ``between``."""
    change: str
    """Pattern before two numbers that are the ends of a change, not of a range: "from 5 to 10"."""
    age_before: str
    """Pattern before a number of years that makes it an age."""
    age_after: str
    """Pattern after a number that makes it an age."""
    scores: AbstractSet[str]
    """Words after two numbers with a hyphen that make them a result: "a 2-4 defeat"."""
    link: str
    """Pattern between an amount and what it is of: "of", "de"."""
    money_link: str
    """Pattern between money and what it is for, where that is what is measured: "in" of "$5m in aid"."""
    determiners: AbstractSet[str]
    """Words to pass over before the noun: articles, possessives."""
    stops: AbstractSet[str]
    """Words no counted noun stands behind: function words and verbs of the news."""
    adjectives: AbstractSet[str]
    """Adjectives that stand before the noun and would pass for one."""
    plurals: AbstractSet[str]
    """Plurals without a plural's ending."""
    singulars: AbstractSet[str]
    """Words that only look like a plural."""
    attributive: AbstractSet[str]
    """Plurals that often stand before the noun: "police officers"."""


def words(text: str) -> frozenset[str]:
    """Read a list of words."""
    return frozenset(text.split())


def table(text: str) -> dict[str, str]:
    """Read lines of "name: form, form" as a mapping of forms to names; an indented line goes on."""
    names: dict[str, str] = {}
    for row in re.split(r"\n(?=\s*[^\s:][^:\n]*: )", text.strip()):
        name, _, forms = row.partition(":")
        names |= {" ".join(form.split()): name.strip() for form in forms.split(",") if form.strip()}
    return names


def modifiers(text: str) -> dict[str, Bound]:
    """Read a table of modifiers by what they mean."""
    return {form: Bound(name) for form, name in table(text).items()}
