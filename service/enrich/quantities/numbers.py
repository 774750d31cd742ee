"""Read a number at a place of the text: digits or words, scale, sign and unit."""

import re
from dataclasses import dataclass

from service.enrich.quantities.grammar import Grammar
from service.enrich.quantities.units import CURRENCY_SIGNS, SYMBOLS, TIME_UNITS

_DIGITS = re.compile(r"\d+(?:[.,:/\-–]\d+)*\w*")
_NAMED = re.compile(r"\w[-–./:,’'#+]$|[\w#№§.]$")
_COMPOUND = re.compile(r"\w-$")
_MANY_SPACES = re.compile(r"[ \u00a0\u202f\u2009]+")


@dataclass(frozen=True, slots=True)
class Unit:
    """What follows or precedes a number and says what it is in."""

    name: str
    """Standard name or currency."""
    end: int
    """Offset after it."""
    is_money: bool
    """Whether it is a currency."""
    hyphenated: bool = False
    """Whether a hyphen joins it to the number, as an adjective: "40-metre"."""

    @property
    def is_time(self) -> bool:
        """Whether it measures time."""
        return self.name in TIME_UNITS


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its unit."""

    start: int
    """Offset of its first character, a sign of money among them."""
    end: int
    """Offset after it and its unit."""
    number_end: int
    """Offset after the number alone."""
    value: float
    """Its value, scale included."""
    scale: float
    """What a scale word multiplied it by; 1 without one."""
    digits: str
    """The digits as written; empty for number words."""
    unit: Unit | None
    """Its unit."""
    metre_or_million: bool = False
    """Whether the unit is the letter that may mean a million as well."""

    @property
    def word(self) -> bool:
        """Whether it is written in words."""
        return not self.digits

    @property
    def hyphenated(self) -> bool:
        """Whether a hyphen joins its unit."""
        return self.unit is not None and self.unit.hyphenated


class NumberReader:
    """Reads numbers of one text in one language."""

    def __init__(self, text: str, grammar: Grammar) -> None:
        """Decide once whether a bare dollar sign is certain."""
        self.text = text
        self.grammar = grammar
        self._dollar: str | None = None

    @property
    def dollar(self) -> str:
        """The code of a bare "$": US dollars unless the text speaks of a country with other ones."""
        if self._dollar is None:
            self._dollar = "$" if self.grammar.other_dollars.search(self.text) else "USD"
        return self._dollar

    @staticmethod
    def folded(words: str) -> str:
        """Fold case and white space as the lexicon's phrases are written."""
        return _MANY_SPACES.sub(" ", words.casefold())

    def after_digits(self, at: int) -> int:
        """Return the offset after the digits at a place, so that no part of a code is read as a number."""
        match = _DIGITS.match(self.text, at)
        return match.end() if match else at + 1

    def amount(self, at: int, *, after_dash: bool = False) -> Number | None:
        """Read a number with its unit at an offset, null where there is none."""
        if signed := self.grammar.sign.match(self.text, at):
            at = signed.end()
        if not self.text[at : at + 1].isdecimal():
            return None if signed or _COMPOUND.search(self.text[max(0, at - 2) : at]) else self._words(at)
        prefix = self.grammar.prefix.search(self.text[max(0, at - 5) : at])
        start = at - len(prefix[0]) if prefix else at
        return self._digits(start, at, prefix["sign"] if prefix else None, after_dash=after_dash)

    def unit(self, at: int, *, linked: bool) -> Unit | None:
        """Read a unit at an offset; after a scale a word may link it: "millions de dollars"."""
        match = self.grammar.unit.match(self.text, at)
        if match is None or (match["link"] and not linked):
            return None
        hyphenated = self.text[at : at + 1] == "-"
        follows = self.text[match.end() : match.end() + 2]
        if not hyphenated and follows[:1] == "-" and follows[1:].isalpha():
            return None
        lexicon = self.grammar.lexicon
        if sign := match["sign"]:
            money = sign in CURRENCY_SIGNS
            name = CURRENCY_SIGNS[sign] if money else SYMBOLS[sign]
        else:
            word = self.folded(match["word"])
            money = word in lexicon.currencies
            name = lexicon.currencies[word] if money else lexicon.measures[word]
        return Unit(self.dollar if name == "$" else name, match.end(), money, hyphenated)

    def _digits(self, start: int, begin: int, sign: str | None, *, after_dash: bool) -> Number | None:
        text, grammar = self.text, self.grammar
        literal = grammar.literal.match(text, begin)
        if literal is None or (not after_dash and _NAMED.search(text[max(0, start - 2) : start])):
            return None
        value = grammar.value_of(literal[0])
        if value is None:
            return None
        end, scale, value = self._scaled(literal.end(), value, money=sign is not None)
        if sign:
            name = self.dollar if CURRENCY_SIGNS[sign] == "$" else CURRENCY_SIGNS[sign]
            unit: Unit | None = Unit(name, end, is_money=True)
        else:
            unit = self.unit(end, linked=scale > 1)
        stop = unit.end if unit else end
        following = text[stop : stop + 2]
        if following[:1].isalnum() or (
            following[:1] in "/:-" and following[1:].isdecimal() and not self._dashed(stop)
        ):
            return None
        if following[:1] == "-" and following[1:].isalpha() and unit is None and not self._age_follows(stop):
            return None
        metre = unit is not None and unit.name == "m" and text[end : unit.end] == "m"
        return Number(start, stop, end, value, scale, literal[0], unit, metre)

    def _dashed(self, at: int) -> bool:
        return self.text[at : at + 1] == "-"

    def _age_follows(self, at: int) -> bool:
        return bool(self.grammar.age_after and self.grammar.age_after.match(self.text, at))

    def _scaled(self, end: int, value: float, *, money: bool) -> tuple[int, float, float]:
        """Apply the scale after digits: the offset after it, the scale, the value."""
        grammar, lexicon = self.grammar, self.grammar.lexicon
        if match := grammar.scale.match(self.text, end):
            scale = 1.0
            for word in re.split(r"[ \u00a0\u202f-]+", match["scales"].strip(" \u00a0\u202f-")):
                scale *= lexicon.scales[word.casefold()]
            halves = (0.5 if match["before"] else 0.0) + (0.5 if match["after"] else 0.0)
            return match.end(), scale, (value + halves) * scale
        if (match := grammar.glued.match(self.text, end)) and (
            money or self.text[match.end() : match.end() + 1] in {"€", "£", "$"}
        ):
            scale = lexicon.glued_scales[match["scale"].casefold()]
            return match.end(), scale, value * scale
        return end, 1.0, value

    def _words(self, at: int) -> Number | None:
        match = self.grammar.words.match(self.text, at)
        if match is None:
            return None
        value = self.grammar.value_of_words(match[0])
        scaled = any(
            self.grammar.lexicon.scales.get(word, 0) > 1
            for word in re.split(r"[ \u00a0\u202f-]", match[0].casefold())
        )
        unit = self.unit(match.end(), linked=scaled)
        end = unit.end if unit else match.end()
        following = self.text[end : end + 2]
        if following[:1] == "-" and following[1:].isalpha() and unit is None and not self._age_follows(end):
            return None
        return Number(at, end, match.end(), value, value if scaled else 1.0, "", unit)
