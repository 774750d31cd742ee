"""What a time is resolved against: the article's own day, what was mentioned before, and the tense."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from schemas import Timestamp
from service.enrich.times.grammar import Encoded
from service.enrich.times.moments import Moment

WRITTEN_WITHIN = 3
"""Days by which a day at the top of a text may differ from the reference and be the day of writing."""
_SIGNAL_WORTH = 3
_WEEKDAYS_LOOKED_AT = 50
_MARKS = re.compile(r"[\"“”„«»]")
_SPOKEN_WITHIN = 7
_PARAGRAPH = 3_000
"""Longer paragraphs are no prose whose quotation marks pair."""
_NEAR = 20
"""Tokens of a sentence looked at on each side."""
_LONG = 1_500
_PRESENT_REACH = 6.0
_CLAUSE = frozenset(',;:—–()"“”„«»')


@dataclass
class Context:
    """State of one article's resolution, told from its beginning to its end."""

    encoded: Encoded
    reference: Moment | None
    """Day (month, year) the article speaks from."""
    focus: Moment | None = None
    """What was resolved last."""
    focus_start: int = 0
    """Where it stands."""
    focus_is_stated: bool = False
    """Whether its words state its year."""
    last: tuple[int, Moment | None] | None = None
    """Index after the words resolved last, and their moment; None for one of every year."""
    is_dated: bool = False
    """Whether the text names its own day in full."""
    spoken: Moment | None = None
    """Day last told of outside quotations, at most a week before the reference."""
    _verbs: dict[int, int | None] = field(default_factory=dict)
    dates: list[tuple[int, Moment]] = field(default_factory=list)
    """Days resolved, with the offset they stand at."""

    @classmethod
    def of(cls, encoded: Encoded, reference: Timestamp | str | None) -> "Context":
        """Begin an article."""
        value = reference.value if isinstance(reference, Timestamp) else reference
        return cls(encoded, Moment.read(value) if value else None)

    def written(self, start: int, end: int, moment: Moment) -> None:
        """Note a day near the reference; one that is a paragraph of its own is the day of writing."""
        known = self.reference.as_date if self.reference else None
        if known is None or moment.as_date is None or abs((moment.as_date - known).days) > WRITTEN_WITHIN:
            return
        self.is_dated = True
        text = self.encoded.reading.text
        if not text[text.rfind("\n", 0, start) + 1 : start].strip() and text[end : end + 1] in {"\n", ""}:
            self.reference = moment

    @property
    def is_report(self) -> bool:
        """Whether the text speaks from its own day, as news does, not of years long past or of habits.

        News names weekdays, "yesterday", "last month", its own day; biographies, studies and guides years.
        """
        if self.reference is None:
            return False
        return self.is_dated or _SIGNAL_WORTH * self._signals >= self._old_years

    @property
    def is_habitual(self) -> bool:
        """Whether a text with a known day does not speak from it."""
        return self.reference is not None and not self.is_report

    @property
    def is_timeless(self) -> bool:
        """Whether it does not, or nothing in a long text ties it to its day or year, as in a guide."""
        is_long = len(self.encoded.reading.text) >= _LONG
        return self.is_habitual or (
            self.reference is not None
            and is_long
            and not self.is_dated
            and not self._signals
            and len(self.encoded.places("year")) == self._old_years
        )

    @cached_property
    def _signals(self) -> int:
        encoded = self.encoded
        signals = 0
        for at in encoded.places("shift"):
            signals += encoded.is_a(at + 1, "unit") or encoded.is_a(at - 1, "unit")
        for at in encoded.places("today"):
            signals += encoded.grammar.number("today", encoded.tokens[at].text) != 0
        for at in encoded.places("weekday")[:_WEEKDAYS_LOOKED_AT]:
            if len(encoded.tokens[at].text) > 3:  # noqa: PLR2004 - "Mon-Fri" gives opening hours
                signals += self.direction(at, at + 1) != 0
        return signals

    @cached_property
    def _old_years(self) -> int:
        own = self.reference.year if self.reference else 0
        return sum(abs(int(self.encoded.tokens[at].text) - own) > 1 for at in self.encoded.places("year"))

    def sentence(self, index: int) -> tuple[int, int]:
        """Give the token range of the sentence a token stands in."""
        encoded = self.encoded
        starts = encoded.sentence_starts
        at = bisect_right(starts, encoded.tokens[index].start)
        begin = bisect_left(encoded.token_starts, starts[at - 1]) if at else 0
        end = bisect_left(encoded.token_starts, starts[at]) if at < len(starts) else len(encoded.tokens)
        return max(begin, index - _NEAR), min(end, index + _NEAR)

    def direction(self, begin: int, stop: int) -> int:
        """Tell the tense around tokens: -1 past, 1 future, 0 present or none.

        The nearest verb form of the sentence decides; one to the left counts as nearer, one across a comma
        or bracket as farther.
        """
        return self.tense(begin, stop) or 0

    def tense(self, begin: int, stop: int) -> int | None:
        """Tell the tense as ``direction`` does, None where no verb is seen.

        A present form counts only shortly before the words ("is in Brussels on Tuesday"): elsewhere it is
        mostly the telling itself, or a state.
        """
        if any(self.encoded.is_a(at, "ahead") for at in range(begin - 2, begin)):
            return 1
        low, high = self.sentence(begin)
        best: tuple[float, int] | None = None
        for places, factor in ((range(begin - 1, low - 1, -1), 1.0), (range(stop, high), 1.4)):
            cost = 0.0
            for at in places:
                cost += factor
                if best is not None and cost >= best[0]:
                    break
                if self.encoded.tokens[at].text in _CLAUSE or self.encoded.is_a(at, "clause"):
                    cost += 4
                found = self._verb(at, low)
                if found is None:
                    continue
                if found != 0 or (at < begin and cost <= _PRESENT_REACH):
                    best = (cost, found)
                break
        return best[1] if best else None

    def _verb(self, at: int, low: int) -> int | None:
        """Tell the tense of one token, None where it is no finite verb."""
        if at not in self._verbs:
            self._verbs[at] = self._tense_of(at, low)
        return self._verbs[at]

    def _tense_of(self, at: int, low: int) -> int | None:
        encoded = self.encoded
        if encoded.is_a(at, "month"):
            return None
        if encoded.is_a(at, "future"):
            return 1
        language = encoded.grammar.language
        word = encoded.word(at)
        if (
            language.future_endings
            and len(word) > 3  # noqa: PLR2004 - the ending alone is no verb
            and word.endswith(language.future_endings)
            and word not in language.never_verbs
        ):
            return 1
        if self._is_past(at):
            earlier = range(max(low, at - 3), at)
            ahead = any(
                encoded.is_a(before, "future") and not encoded.is_a(before, "month") for before in earlier
            )
            return 1 if ahead else -1
        if encoded.is_a(at, "perfect"):
            return -1 if any(map(self._is_past, range(at + 1, at + 4))) else 0
        return 0 if encoded.is_a(at, "present") else None

    def _is_past(self, at: int) -> bool:
        encoded = self.encoded
        if encoded.is_a(at, "past"):
            return True
        language = encoded.grammar.language
        word = encoded.word(at)
        return len(word) > 3 and word.endswith(language.past_endings) and word not in language.never_verbs  # noqa: PLR2004

    def is_quoted(self, start: int) -> bool:
        """Whether an offset stands inside quotation marks opened in its paragraph."""
        text = self.encoded.reading.text
        begin = text.rfind("\n", max(0, start - _PARAGRAPH), start) + 1
        if begin == 0 and start >= _PARAGRAPH:
            return False
        inside = False
        for mark in _MARKS.findall(text, begin, start):
            inside = mark == "„" or (mark != "”" and not inside)
        return inside

    def is_told_before(self, index: int) -> bool:
        """Whether the month named before, in the same paragraph, states a year the telling goes on in."""
        focus = self.focus
        if focus is None or focus.month is None or not self.focus_is_stated:
            return False
        text = self.encoded.reading.text
        return "\n" not in text[self.focus_start : self.encoded.tokens[index].start]

    def remember(self, start: int, moment: Moment, *, stated: bool, quoted: bool) -> None:
        """Keep what was resolved for what refers back to it."""
        self.focus, self.focus_start, self.focus_is_stated = moment, start, stated
        day = moment.as_date
        if day is None:
            return
        self.dates.append((start, moment))
        known = self.reference.as_date if self.reference else None
        if known is not None and not quoted and 0 <= (known - day).days <= _SPOKEN_WITHIN:
            self.spoken = moment
