"""Judge a number by the words around it: an age, a date, a name, or a number that counts."""

import re

from service.enrich.quantities.grammar import Grammar
from service.enrich.quantities.lexicon import Heads
from service.enrich.quantities.numbers import Number

BEFORE = 48
"""Characters before a number that may hold its modifier."""
_WORD_BEFORE = re.compile(r"([^\W\d_][\w.’'-]*|n[°º])[ \u00a0\u202f]$")
_NEXT_WORD = re.compile(r"[ \u00a0\u202f-]([^\W\d_]+)")
_NAME_BEFORE = re.compile(r"[^\W\d_]*[A-ZÀ-ÖØ-Ý][\w'’-]+, $")
_PERSON_BEFORE = re.compile(r"[A-ZÀ-ÖØ-Ý][\w'’-]+ \($")
_BRACKETED = re.compile(r"[A-ZÀ-ÖØ-Ý][\w'’-]+ \((\d{1,4})\)")
_AROUND = 160
"""Characters around a number in brackets in which its like are looked for."""
_LARGEST_SPAN = 4
"""Times the youngest of several persons that the oldest is at most."""
_PERSON_COMMA = re.compile(r"(?<!\w)[^\W\d_]+ [^\W\d_]{3,}, $")
_YOUNGEST = 10
_YOUNGEST_OF_SEVERAL = 14
_OLDEST = 115
_YEARS = range(1000, 2101)
_NEAR_YEARS = range(1800, 2101)
_MANY_DIGITS = 5


class Surroundings:
    """One text in one language."""

    def __init__(self, text: str, grammar: Grammar) -> None:
        """Take the text."""
        self.text = text
        self.grammar = grammar

    def age(self, number: Number) -> int | None:
        """Tell an age by its surroundings; the offset after it."""
        text, grammar = self.text, self.grammar
        if number.scale > 1 or not 0 < number.value <= _OLDEST:
            return None
        before = self.before(number.start)
        if grammar.age_after and (match := grammar.age_after.match(text, number.number_end)):
            return match.end()
        if (number.unit is None or number.unit.name == "year") and grammar.age_before.search(before):
            return number.end
        closing = text[number.end : number.end + 1]
        if not number.digits.isdecimal() or number.unit is not None:
            return None
        grown = number.value >= _YOUNGEST
        is_age = (
            (closing in {",", ";", "."} and _NAME_BEFORE.search(before))
            or (closing == "," and grown and _PERSON_COMMA.search(before))
            or (
                closing == ")"
                and grown
                and _PERSON_BEFORE.search(before)
                and not self._is_tallied(number.start)
            )
        )
        return number.end if is_age else None

    def names(self, number: Number) -> bool:  # noqa: PLR0911 - one a kind of name
        """Whether digits only name something, or date it: "Boeing 737", "room 12", "12 May", "9 a.m."."""
        text, grammar = self.text, self.grammar
        before = self.before(number.start)
        if grammar.clock.match(text, number.number_end) or grammar.month_after.match(text, number.number_end):
            return True
        hours = number.unit is not None and number.unit.name == "h"
        if hours and grammar.clock_before and grammar.clock_before.search(before):
            return True
        if number.unit or number.scale > 1:
            return False
        if grammar.month_before.search(before):
            return True
        word = _WORD_BEFORE.search(before)
        if word is None:
            return False
        folded = word[1].casefold()
        if not grammar.lexicon.labels.isdisjoint((folded, folded.rstrip("."))):
            return True
        if grammar.lexicon.heads is Heads.CAPITALISED:
            return False
        return word[1][0].isupper() and folded not in grammar.function_words

    def counts(self, number: Number) -> bool:
        """Whether a number word counts: "Seven" in the middle of a sentence is a name."""
        if number.scale > 1 or (number.unit and number.value != 1):
            return True
        word = _WORD_BEFORE.search(self.before(number.start))
        if word is not None and word[1].casefold() in self.grammar.lexicon.labels:
            return False
        if self.text[number.start].isupper() and not self._starts_sentence(number.start):
            return False
        if number.value == 1:
            following = self.next_word(number.number_end)
            refused = word is not None and word[1].casefold() in self.grammar.lexicon.not_before_one
            return bool(following) and following not in self.grammar.lexicon.not_after_one and not refused
        return True

    def worth_stating(self, number: Number, unit: str | None, what: str | None, modifier: str | None) -> bool:
        """Whether digits without unit are a number, not a year, a code or the mark of a list."""
        if unit is not None or not number.digits or number.scale > 1:
            return True
        whole = number.digits.isdecimal()
        if whole and len(number.digits) == 4 and number.value in _YEARS:  # noqa: PLR2004 - years have four digits
            return what is not None and (modifier is not None or number.value not in _NEAR_YEARS)
        if what is not None or modifier is not None:
            return True
        marker = self.text[number.end : number.end + 1] in {".", ")"} and self._starts_line(number.start)
        return not marker and not (whole and len(number.digits) >= _MANY_DIGITS)

    def before(self, at: int) -> str:
        """Return the characters before an offset."""
        return self.text[max(0, at - BEFORE) : at]

    def leading(self, at: int) -> str:
        """Return the characters before an offset, empty where no word of theirs changes a number."""
        before = self.before(at)
        word = before.rsplit(None, 1)[-1].lstrip('([“"„«‘').casefold() if before.strip() else ""
        return before if word in self.grammar.leading_words or word.endswith(("'", "’")) else ""

    def next_word(self, at: int) -> str:
        """Return the word right after an offset in lower case, empty where there is none."""
        match = _NEXT_WORD.match(self.text, at)
        return match[1].casefold() if match else ""

    def _is_tallied(self, at: int) -> bool:
        """Whether several names have numbers in brackets that cannot all be ages: "Gil (17), Roy (4)"."""
        begin = max(self.text.rfind("\n", 0, at), self.text.rfind(". ", 0, at), at - _AROUND)
        found = [int(digits) for digits in _BRACKETED.findall(self.text, max(begin, 0), at + _AROUND)]
        if len(found) >= 2 * len(set(found)) and len(found) > 2:  # noqa: PLR2004 - two may be of an age
            return True  # "Saint-Denis (93), Bobigny (93), Pantin (93)": areas
        return len(found) > 1 and (
            min(found) < _YOUNGEST_OF_SEVERAL or max(found) > _LARGEST_SPAN * min(found)
        )

    def _starts_line(self, at: int) -> bool:
        return at == 0 or self.text[at - 1] == "\n"

    def _starts_sentence(self, at: int) -> bool:
        before = self.text[max(0, at - 4) : at].rstrip(" \u00a0\u202f\"'“”„«»‘’([")
        return not before or before[-1] in ".!?:\n…"
