"""Find the quantities of a text: numbers, then what stands before and after them."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum, auto
from functools import cache

from schemas import Quantity, TimeExpression
from service.enrich.quantities.counted import attributed, counted, measured
from service.enrich.quantities.grammar import Grammar
from service.enrich.quantities.languages import LANGUAGES
from service.enrich.quantities.lexicon import Bound, Heads
from service.enrich.quantities.numbers import Number, NumberReader
from service.enrich.quantities.surroundings import Surroundings
from service.enrich.reading import Reading, Stretch

_DIGIT_RUN = re.compile(r"\d++(?:[ \u00a0\u202f./()-]{1,2}\d++)*")
_GROUPED = re.compile(r"\d{1,3}(?:([ \u00a0\u202f.])\d{3})(?:\1\d{3})+$")
_DIGITS = re.compile(r"\d+")
_DETERMINER = re.compile(
    r"(?:\b(?:an?|the|this|that|his|her|its|their|our|record|new|another|each|every)[ ])$", re.IGNORECASE
)
_ELIDED = re.compile(r"d['’]$")
_LARGEST_RATIO = 10
_ROUND_RATIOS = (20, 100, 1000)


class _Pair(Enum):
    """What two numbers with a link between them are."""

    RANGE = auto()
    CHANGE = auto()
    RESULT = auto()


@cache
def _grammar(language: str) -> Grammar:
    return Grammar(LANGUAGES[language])


def find_quantities(reading: Reading, times: Sequence[TimeExpression]) -> list[Quantity]:
    """Find the quantities of an article.

    Args:
        reading: The text. In a language without a lexicon nothing is found.
        times: Times found before; a number inside one is no quantity, unless it is an age.

    Returns:
        Quantities in order of the text, none over another.
    """
    if reading.language not in LANGUAGES:
        return []
    return list(_Finder(reading, _grammar(reading.language), times).quantities())


class _Finder:
    """One text in one language."""

    def __init__(self, reading: Reading, grammar: Grammar, times: Sequence[TimeExpression]) -> None:
        """Note what is no quantity: times, dates and telephone numbers."""
        self.text = text = reading.text
        self.tokens = reading.tokens
        self.grammar = grammar
        self.numbers = NumberReader(text, grammar)
        self.around = Surroundings(text, grammar)
        self.times = sorted((time.start, time.end) for time in times)
        self.time_starts = [start for start, _ in self.times]
        self.runs = [match.span() for match in _DIGIT_RUN.finditer(text) if _is_code(match[0])]
        self.run_starts = [start for start, _ in self.runs]

    def quantities(self) -> Iterator[Quantity]:
        """Yield the quantities in order."""
        done = 0
        for begin in self._starts():
            if begin < done:
                continue
            if (end := _inside(begin, self.run_starts, self.runs)) is not None:
                done = end
                continue
            done, found = self._at(begin)
            yield from found

    def _starts(self) -> Iterator[int]:
        """Yield the offsets at which a number may begin: digits and words of the lexicon."""
        grammar = self.grammar
        words, openers, seconds = grammar.first_words, grammar.openers, grammar.second_words
        opened = None
        for start, _, token in self.tokens:
            word = token.lower()
            if opened is not None:
                if word in seconds or not word.isalpha():
                    yield opened
                opened = None
            if word not in words:
                if word.isalpha():
                    continue
                elided = word.find("’" if "’" in word else "'") + 1
                start += elided  # noqa: PLW2901 - the word without what is elided before it
                word = word[elided:].split("-")[0]
            if word in openers:
                opened = start
            elif word in words or word[:1].isdecimal():
                yield start

    def _at(self, begin: int) -> tuple[int, list[Quantity]]:  # noqa: PLR0911 - one a kind of reading
        """Read what begins at an offset: where reading goes on, and the quantities found."""
        if in_words := self._in_words(begin):
            return in_words.end, [in_words]
        first = self.numbers.amount(begin)
        if first is None:
            return self.numbers.after_digits(begin), []
        if ratio := self._ratio(first):
            return ratio.end, [ratio]
        second, pair = self._second(first)
        if second is None:
            return self._alone(first)
        if pair is _Pair.CHANGE:
            end, found = self._alone(replace(first, unit=first.unit or second.unit))
            rest_end, rest = self._alone(second)
            return max(end, rest_end), found + rest
        if pair is _Pair.RESULT or any(end.digits and self.around.names(end) for end in (first, second)):
            return second.end, []
        return self._range(first, second)

    def _second(self, first: Number) -> tuple[Number | None, _Pair]:
        """Read a second number that belongs to the first, and how it does."""
        grammar, before = self.grammar, self.around.leading(first.start)
        link = (grammar.between_link if grammar.between.search(before) else grammar.range_link).match(
            self.text, first.end
        )
        if link is None or (second := self.numbers.amount(link.end(), after_dash=True)) is None:
            return None, _Pair.RANGE
        if first.unit and (first.unit.name != second.unit.name if second.unit else not first.unit.is_money):
            return None, _Pair.RANGE
        if grammar.change is not None and grammar.change.search(before):
            return second, _Pair.CHANGE
        shared = second.scale if first.scale == 1 and not first.unit else 1.0
        dashed = link[0].strip() in "-–—" and bool(link[0])
        if second.value <= first.value * shared:
            return (second if dashed else None), _Pair.RESULT
        if dashed and not (second.unit or second.scale > 1):
            following = self.around.next_word(second.end)
            if following in grammar.lexicon.scores or not counted(
                self.text, second.end, grammar, plural=True
            ):
                return second, _Pair.RESULT
        return second, _Pair.RANGE

    def _range(self, first: Number, second: Number) -> tuple[int, list[Quantity]]:
        before = self.grammar.between.search(self.around.leading(first.start))
        start = first.start - len(before[0]) if before else first.start
        scale = second.scale if first.scale == 1 and not first.unit else 1.0
        merged = replace(second, start=first.start, unit=second.unit or first.unit)
        return self._stated(merged, start, first.value * scale, second.value)

    def _alone(self, number: Number) -> tuple[int, list[Quantity]]:
        if number.digits and self.around.names(number):
            return number.end, []
        if number.word and not self.around.counts(number):
            return number.end, []
        return self._stated(number, number.start, number.value, None)

    def _stated(
        self, number: Number, start: int, value: float, high: float | None
    ) -> tuple[int, list[Quantity]]:
        """Judge a number with its surroundings and state it."""
        age_end = self.around.age(number)
        timed = _inside(number.start, self.time_starts, self.times)
        if age_end is None and timed is not None:
            return timed, []
        end = age_end or number.end
        start, modifier, bound = self._modified(start, number)
        if age_end is not None:
            unit: str | None = number.unit.name if number.unit else "year"
            what: str | None = "age"
        else:
            unit = number.unit.name if number.unit else None
            what = self._what(number)
            if number.metre_or_million and what is not None and number.unit and value:
                plural = counted(self.text, number.end, self.grammar, plural=True)
                if plural is not None and not number.hyphenated:
                    unit, what, value = None, plural, value * 1e6
            if high is None and not self.around.worth_stating(number, unit, what, modifier):
                return number.end, []
        found = self._quantity(Stretch(start, end), value, (modifier, bound), unit, what)
        return end, [found if high is None else found.model_copy(update={"high": round(high, 4)})]

    def _quantity(
        self,
        span: Stretch,
        value: float,
        modified: tuple[str | None, Bound | None],
        unit: str | None,
        what: str | None,
    ) -> Quantity:
        modifier, bound = modified
        return Quantity(
            start=span.start,
            end=span.end,
            text=self.text[span.start : span.end],
            value=round(value, 4),
            modifier=modifier,
            bound=bound.value if bound else None,
            unit=unit,
            what=what,
        )

    def _in_words(self, begin: int) -> Quantity | None:
        """Read a round number or a share in words, unless a time holds it."""
        if self.text[begin].isdecimal() or _inside(begin, self.time_starts, self.times) is not None:
            return None
        return self._phrase(begin) or self._share(begin)

    def _phrase(self, begin: int) -> Quantity | None:
        """Read a round number in words: "tens of thousands", "une trentaine"."""
        match = self.grammar.phrase.match(self.text, begin)
        if match is None:
            return None
        value, phrase_bound = self.grammar.lexicon.phrases[self.numbers.folded(match[0])]
        unit = self.numbers.unit(match.end(), linked=True)
        end = unit.end if unit else match.end()
        start, modifier, bound = self._modified(begin, None)
        what = measured(self.text, end, self.grammar, self.grammar.link)
        if what is None and unit is None:
            what = counted(self.text, end, self.grammar, plural=True)
        name = unit.name if unit else None
        return self._quantity(Stretch(start, end), value, (modifier, bound or phrase_bound), name, what)

    def _share(self, begin: int) -> Quantity | None:
        """Read a share in words, where it says of what: "a third of the crop"."""
        match = self.grammar.fraction.match(self.text, begin)
        if match is None:
            return None
        name = self.numbers.folded(match[0])
        value = self.grammar.lexicon.fractions[name]
        what = measured(self.text, match.end(), self.grammar, self.grammar.link)
        if what is None:
            if abs(1 / value - round(1 / value)) < 1e-9:  # noqa: PLR2004 - one part of several: "a third" may be an ordinal
                return None
            what = attributed(self.text, match.end(), self.grammar)
        start, modifier, bound = self._modified(begin, None)
        return self._quantity(Stretch(start, match.end()), value, (modifier, bound), "fraction", what)

    def _ratio(self, first: Number) -> Quantity | None:
        """Read a share in two numbers: "one in five adults", "neuf patients sur dix"."""
        link = None if first.unit else self.grammar.ratio.match(self.text, first.end)
        second = self.numbers.amount(link.end()) if link else None
        if link is None or second is None or second.unit or not first.value < second.value:
            return None
        if second.value > _LARGEST_RATIO and second.value not in _ROUND_RATIOS:
            return None
        what = link["noun"] or counted(self.text, second.end, self.grammar, plural=True)
        if what is None:
            return None
        start, modifier, bound = self._modified(first.start, None)
        share = first.value / second.value
        return self._quantity(Stretch(start, second.end), share, (modifier, bound), "fraction", what)

    def _modified(self, start: int, number: Number | None) -> tuple[int, str | None, Bound | None]:
        """Read the modifier that ends where the number begins."""
        match = self.grammar.modifier.search(self.around.leading(start))
        if match is None:
            return start, None, None
        written = match[0].rstrip(" \u00a0\u202f")
        modifier = self.numbers.folded(written)
        if number and number.unit and number.unit.is_time and modifier in {"over", "über"}:
            return start, None, None  # "over two days" is a stretch of time, not a bound
        if (
            number
            and not number.unit
            and number.word
            and modifier in {"over", "under", "über", "unter", "above"}
        ):
            return start, None, None  # "under two ministers" is no bound either
        bound = self.grammar.lexicon.modifiers[modifier]
        return start - len(match[0]), _ELIDED.sub("de", modifier), bound

    def _what(self, number: Number) -> str | None:
        text, end, grammar = self.text, number.end, self.grammar
        unit = number.unit
        if unit is None:
            if number.scale > 1 or number.word or number.digits:
                what = measured(text, end, grammar, grammar.link)
                if what is not None:
                    return what
            return counted(text, end, grammar, plural=number.value != 1)
        if unit.is_money:
            what = measured(text, end, grammar, grammar.money_link, bare=True)
        else:
            what = measured(text, end, grammar, grammar.link)
        if what is not None:
            return what
        if (
            number.hyphenated
            or _DETERMINER.search(self.around.before(number.start))
            or grammar.lexicon.heads is Heads.CAPITALISED
        ):
            return attributed(text, end, grammar)
        return None


def _is_code(digits: str) -> bool:
    """Whether digits in a row are a date or a telephone number rather than one long number."""
    if digits[0] == "0" and digits[1:2].isdecimal():
        return True
    return len(_DIGITS.findall(digits)) > 2 and not _GROUPED.match(digits)  # noqa: PLR2004 - two may be a range


def _inside(at: int, starts: Sequence[int], spans: Sequence[tuple[int, int]]) -> int | None:
    """Return the end of the span an offset is in."""
    place = bisect_right(starts, at) - 1
    return spans[place][1] if place >= 0 and at < spans[place][1] else None
