"""The patterns of one language's quantities, made once from its lexicon."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from service.enrich.quantities.lexicon import Lexicon
from service.enrich.quantities.units import CURRENCY_SIGNS, SYMBOLS

SPACE = r"[ \u00a0\u202f\u2009]"
MAX_DIGITS = 15
"""Digits a number may have; a longer one counts nothing a reader could grasp."""
_FRACTION_SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}


def any_of(words: Iterable[str]) -> str:
    """Make a pattern of alternatives, the longest first, in which any white space fits a space."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", SPACE) for word in longest_first) or "(?!)"


@dataclass(frozen=True)
class Grammar:
    """Compiled patterns; each is matched at a place a cheaper one found."""

    lexicon: Lexicon

    @cached_property
    def _names(self) -> frozenset[str]:
        lexicon = self.lexicon
        return frozenset({*lexicon.numbers, *lexicon.phrases, *lexicon.fractions})

    @cached_property
    def first_words(self) -> frozenset[str]:
        """Words a number in words may begin with."""
        one = {self.lexicon.one} if self.lexicon.one else set()
        return frozenset(re.split("[ -]", name)[0] for name in self._names) | self.openers | one

    @cached_property
    def openers(self) -> frozenset[str]:
        """Those of them that are no number without the next word: "a", "several"."""
        names = {*self._names, *self.lexicon.before_scale}
        return frozenset(name.split(" ")[0] for name in names) - {
            name
            for name in {*self._names, *self.lexicon.scales, self.lexicon.one}
            if name and " " not in name
        }

    @cached_property
    def second_words(self) -> frozenset[str]:
        """Words that make a number of such a beginning."""
        names = {*self._names, *self.lexicon.before_scale}
        seconds = {name.split(" ")[1] for name in names if " " in name}
        return frozenset(re.split("-", second)[0] for second in seconds) | frozenset(self.lexicon.scales)

    @cached_property
    def literal(self) -> re.Pattern[str]:
        """Digits with their marks, and groups of three after spaces."""
        groups = rf"\d{{1,3}}(?:{SPACE}\d{{3}})+(?:[.,]\d+)?(?![\d])|" if self.lexicon.decimal == "," else ""
        return re.compile(rf"{groups}\d+(?:[.,]\d+)*[½¼¾⅓⅔]?")

    @cached_property
    def words(self) -> re.Pattern[str]:
        """Number words and scales in a row: "two hundred and fifty thousand"."""
        lexicon = self.lexicon
        word, scale = any_of(lexicon.numbers), any_of(lexicon.scales)
        hundreds = any_of(name for name, value in lexicon.numbers.items() if value >= 100)  # noqa: PLR2004
        small = any_of(name for name, value in lexicon.scales.items() if value <= 100)  # noqa: PLR2004
        one = f"|{lexicon.one}" if lexicon.one else ""
        gap = f"(?:{SPACE}|-)"
        join = rf"{gap}(?:{lexicon.joiner}{SPACE})?"
        half = rf"(?:{SPACE}(?:{lexicon.half})(?!\w))?" if lexicon.half else ""
        last = rf"{join}(?:{word})(?!\w)(?!{SPACE}(?:{small})(?!\w))"
        return re.compile(
            rf"(?:(?:{any_of(lexicon.before_scale)}){gap}?(?:{scale})(?!\w)(?:{last})?|(?:{hundreds}){last}"
            rf"|(?:{word}{one})(?!\w)){half}(?:{gap}(?:{scale})(?!\w)(?:{last})?){{0,3}}{half}",
            re.IGNORECASE,
        )

    @cached_property
    def scale(self) -> re.Pattern[str]:
        """Scales after digits."""
        half = f"(?:{SPACE}{self.lexicon.half})?" if self.lexicon.half else ""
        return re.compile(
            rf"(?P<before>{half})(?P<scales>(?:{SPACE}|-)?(?:{any_of(self.lexicon.scales)})(?!\w)"
            rf"(?:{SPACE}(?:{any_of(self.lexicon.scales)})(?!\w))?)(?P<after>{half})",
            re.IGNORECASE,
        )

    @cached_property
    def glued(self) -> re.Pattern[str]:
        """Scales glued to an amount of money: "2bn"."""
        return re.compile(
            rf"{SPACE}?(?P<scale>{any_of(self.lexicon.glued_scales)})(?=[€£$]|(?!\w))", re.IGNORECASE
        )

    @cached_property
    def phrase(self) -> re.Pattern[str]:
        """Round numbers in words."""
        return re.compile(rf"(?:{any_of(self.lexicon.phrases)})(?!\w)", re.IGNORECASE)

    @cached_property
    def fraction(self) -> re.Pattern[str]:
        """Shares in words."""
        return re.compile(rf"(?:{any_of(self.lexicon.fractions)})(?!\w)", re.IGNORECASE)

    @cached_property
    def unit(self) -> re.Pattern[str]:
        """A unit or currency after the number, with the word that may link it to a scale."""
        words = any_of({**self.lexicon.measures, **self.lexicon.currencies})
        signs = any_of({**SYMBOLS, **CURRENCY_SIGNS})
        return re.compile(
            rf"(?:{SPACE}|-)?(?P<link>(?:{self.lexicon.link}){SPACE}?)?(?:(?P<sign>{signs})|(?P<word>(?i:{words})))(?![\w])"
        )

    @cached_property
    def prefix(self) -> re.Pattern[str]:
        """A sign of money right before the number."""
        return re.compile(rf"(?<![\w$€£])(?P<sign>{any_of(CURRENCY_SIGNS)}){SPACE}?$")

    @cached_property
    def sign(self) -> re.Pattern[str]:
        """A sign of money at the second end of a range."""
        return re.compile(rf"(?:{any_of(CURRENCY_SIGNS)}){SPACE}?(?=\d)")

    @cached_property
    def range_link(self) -> re.Pattern[str]:
        """What stands between the ends of a range."""
        return re.compile(rf"{SPACE}?(?:{self.lexicon.range_link}){SPACE}?", re.IGNORECASE)

    @cached_property
    def between_link(self) -> re.Pattern[str]:
        """What stands between the ends after "between"."""
        return re.compile(rf"{SPACE}(?:{self.lexicon.between_link}){SPACE}", re.IGNORECASE)

    @cached_property
    def between(self) -> re.Pattern[str]:
        """The word before a range."""
        return re.compile(rf"(?<!\w)(?:{self.lexicon.between}){SPACE}$", re.IGNORECASE)

    @cached_property
    def change(self) -> re.Pattern[str] | None:
        """The word that makes two numbers the ends of a change."""
        return (
            re.compile(rf"(?<!\w)(?:{self.lexicon.change}){SPACE}$", re.IGNORECASE)
            if self.lexicon.change
            else None
        )

    @cached_property
    def ratio(self) -> re.Pattern[str]:
        """What makes a share of two numbers, with the noun that may stand before it."""
        return re.compile(
            rf"(?:{SPACE}(?P<noun>[^\W\d_]+))?{SPACE}(?:{self.lexicon.ratio}){SPACE}", re.IGNORECASE
        )

    @cached_property
    def modifier(self) -> re.Pattern[str]:
        """A modifier at the end of what stands before the number."""
        return re.compile(
            rf"(?<!\w)(?:{any_of(self.lexicon.modifiers)})(?:(?<=['’])|{SPACE})$", re.IGNORECASE
        )

    @cached_property
    def leading_words(self) -> frozenset[str]:
        """Last words of what may stand before a number and change it: one look-up saves the patterns."""
        lexicon = self.lexicon
        phrases = (*lexicon.modifiers, *lexicon.between.split("|"), *lexicon.change.split("|"))
        return frozenset(phrase.split()[-1] for phrase in phrases if phrase)

    @cached_property
    def function_words(self) -> frozenset[str]:
        """Words that name nothing, capital or not."""
        last_words = {modifier.split()[-1] for modifier in self.lexicon.modifiers}
        return frozenset(last_words | self.lexicon.stops | self.lexicon.determiners)

    @cached_property
    def month_before(self) -> re.Pattern[str]:
        """A month right before the number."""
        return re.compile(rf"(?:{self.lexicon.months})(?:{SPACE}|, ?)$", re.IGNORECASE)

    @cached_property
    def month_after(self) -> re.Pattern[str]:
        """A month right after the number."""
        return re.compile(
            rf"(?:st|nd|rd|th|er|\.)?{SPACE}(?:de{SPACE}|of{SPACE})?(?:{self.lexicon.months})(?!\w)",
            re.IGNORECASE,
        )

    @cached_property
    def clock(self) -> re.Pattern[str]:
        """What makes the number a time of day."""
        return re.compile(rf"(?:[.:]\d\d)?{SPACE}?(?:{self.lexicon.clock})", re.IGNORECASE)

    @cached_property
    def clock_before(self) -> re.Pattern[str] | None:
        """What makes a number of hours a time of day."""
        return (
            re.compile(rf"(?<!\w)(?:{self.lexicon.clock_before}){SPACE}$", re.IGNORECASE)
            if self.lexicon.clock_before
            else None
        )

    @cached_property
    def age_before(self) -> re.Pattern[str]:
        """What makes the number an age, before it."""
        return re.compile(rf"(?<!\w)(?:{self.lexicon.age_before}){SPACE}?$")

    @cached_property
    def age_after(self) -> re.Pattern[str] | None:
        """What makes the number an age, after it."""
        return re.compile(self.lexicon.age_after, re.IGNORECASE) if self.lexicon.age_after else None

    @cached_property
    def link(self) -> re.Pattern[str]:
        """What links an amount to what it is of."""
        return re.compile(rf"{SPACE}(?:{self.lexicon.link})(?:(?<=['’])|(?={SPACE}))", re.IGNORECASE)

    @cached_property
    def money_link(self) -> re.Pattern[str]:
        """What links money to what it is for."""
        return re.compile(rf"{SPACE}(?:{self.lexicon.money_link})(?:(?<=['’])|(?={SPACE}))", re.IGNORECASE)

    @cached_property
    def other_dollars(self) -> re.Pattern[str]:
        """What makes a bare "$" uncertain."""
        return re.compile(rf"\b(?:{self.lexicon.other_dollars})")

    def value_of(self, literal: str) -> float | None:
        """Read digits with their marks, null where they are no number of this language, as in a date."""
        extra = _FRACTION_SIGNS.get(literal[-1], 0.0)
        digits = re.sub(SPACE, "", literal.rstrip("½¼¾⅓⅔"))
        if sum(map(str.isdigit, digits)) > MAX_DIGITS:
            return None
        parts = re.split(r"[.,]", digits)
        if len(parts) == 1:
            return float(digits) + extra
        marks = [mark for mark in digits if mark in ".,"]
        grouped = all(len(part) == 3 for part in parts[1:]) and 0 < len(parts[0]) <= 3 and parts[0] != "0"  # noqa: PLR2004
        if len(set(marks)) > 1:
            *whole, decimals = parts
            well_formed = len(set(marks[:-1])) == 1 and all(len(part) == 3 for part in whole[1:])  # noqa: PLR2004
            return float(f"{''.join(whole)}.{decimals}") + extra if well_formed else None
        if len(marks) > 1:
            return float("".join(parts)) if grouped else None
        if grouped and marks[0] in self.lexicon.grouping:
            return float("".join(parts)) + extra
        return float(".".join(parts)) + extra

    def value_of_words(self, words: str) -> float:
        """Read number words and scales in a row."""
        lexicon = self.lexicon
        total = current = 0.0
        last = 1.0
        rest = re.sub(SPACE, " ", words.casefold())
        for match in self._word_or_scale.finditer(rest):
            word = match[0]
            if (factor := lexicon.before_scale.get(word)) is not None and match.lastgroup == "opening":
                current = factor
            elif match.lastgroup == "half":
                total, current = (total, current + 0.5) if current else (total + last / 2, current)
            elif match.lastgroup == "scale":
                scale = last = lexicon.scales[word]
                if scale <= 100:  # noqa: PLR2004 - hundreds and dozens multiply the word before them alone
                    current = (current or 1.0) * scale
                elif scale > total:
                    total, current = (total + current or 1.0) * scale, 0.0
                else:
                    total, current = total + (current or 1.0) * scale, 0.0
            else:
                current += lexicon.numbers.get(word, 1.0)
        return total + current

    @cached_property
    def _word_or_scale(self) -> re.Pattern[str]:
        lexicon = self.lexicon
        one = f"|{lexicon.one}(?!\\w)" if lexicon.one else ""
        scale = any_of(lexicon.scales)
        half = rf"(?P<half>\b(?:{lexicon.half})(?!\w))|" if lexicon.half else ""
        return re.compile(
            rf"{half}(?P<opening>\b(?:{any_of(lexicon.before_scale)})(?={SPACE}?(?:{scale})(?!\w)))"
            rf"|(?P<scale>\b(?:{scale})(?!\w))|(?P<number>\b(?:{any_of(lexicon.numbers)}){one}(?!\w))"
        )
