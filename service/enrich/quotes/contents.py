"""What is said: the quotation or the reported clause a cue brings."""

from typing import NamedTuple

from service.enrich.quotes.clauses import LEAD_IN, MIN_CONTENT_WORDS, TAIL, Clauses
from service.enrich.quotes.phrases import DASHES, begins_phrase, find_after
from service.enrich.quotes.sentences import MARK, QUOTATION, WORD, Part

MAX_CONTENT = 1_500
"""Characters of one reported clause; more is no sentence."""
MAX_TO_VERB = 25
"""Words of a reported clause up to its verb."""


class Target(NamedTuple):
    """What follows a cue."""

    quotation: int | None
    """The part that is the quotation it brings, if any."""
    begin: int
    """Where a reported clause would begin."""


class Contents(Clauses):
    """Finds what the cues of one sentence bring."""

    def target(self, start: int, verb: str) -> Target:
        """Find what a cue that ends at a part brings after it."""
        parts, words = self.parts, self.words
        at = self._after_addressee(start, verb)
        between = at < len(parts) and parts[at].lower in words.prepositions | words.adverbs
        for ahead in range(at, min(at + LEAD_IN, len(parts))):
            part = parts[ahead]
            following = parts[ahead + 1] if ahead + 1 < len(parts) else None
            quotes = following is not None and following.kind is QUOTATION
            reached = ahead == at or between
            if part.kind is QUOTATION:
                return Target(ahead if reached and self._is_heard(ahead, verb) else None, at)
            if part.text == ":":
                return Target(ahead + 1 if quotes else None, ahead + 1)
            if part.text == ",":
                between = between or (quotes and (reached or verb in words.addressed))
                if not quotes and (self._opens_clause(following) or self.likens(start)):
                    return Target(None, ahead + 1)
                if not between:
                    break
            elif part.lower in words.that and reached:
                whole = quotes and self.ends_at(ahead + 2)
                return Target(ahead + 1 if whole else None, ahead)
            elif self._is_verbal(part, reached=reached):
                break
        return Target(None, at)

    def _after_addressee(self, at: int, verb: str) -> int:
        """Step over who is spoken to: "told reporters"."""
        parts, words = self.parts, self.words
        if verb not in words.addressed or at >= len(parts):
            return at
        if parts[at].lower in words.objects:
            return at + 1
        addressee = find_after(parts, at, words) if begins_phrase(parts, at, words) else None
        if addressee is None:
            return at
        clause = addressee.last < len(parts) and parts[addressee.last].lower in words.auxiliaries
        return at if clause else addressee.last

    def _is_heard(self, at: int, verb: str) -> bool:
        """Whether a quotation is what somebody says, not a title or a few words at a distance."""
        part, before = self.parts[at], self.parts[at - 1]
        parted = before.text in {",", ":"}
        if part.titled or self.parts[at - 1 - parted].lower in self.words.naming:
            return False
        spoken = verb in self.words.speech or part.closed or part.capital_first
        return parted or part.words >= (MIN_CONTENT_WORDS if spoken else TAIL)

    def _is_verbal(self, part: Part, *, reached: bool) -> bool:
        """Whether a word shows that a clause has begun already."""
        words = self.words
        if part.lower in words.auxiliaries or part.lower in words.that:
            return True
        return reached and (part.lower in words.own or part.lower in words.pronouns)

    def _opens_clause(self, part: Part | None) -> bool:
        """Whether a clause opens after a comma, in languages that write one before it."""
        words = self.words
        if not words.comma or part is None or part.kind is not WORD:
            return False
        return part.capital or part.lower in words.that | words.determiners | words.pronouns

    def trails(self, start: int, end: int) -> bool:
        """Whether a cue closes its sentence: "Prices rose, officials said on Tuesday."."""
        parts, words = self.parts, self.words
        if start <= MIN_CONTENT_WORDS or parts[start - 1].text not in DASHES | {","}:
            return False
        if self.likens(end) or (not self.has_verb(0, start - 1) and parts[0].lower in words.closed):
            return False
        if self.has_verb(end, end + TAIL) or any(
            part.lower in words.that for part in parts[end : end + TAIL]
        ):
            return False
        stops = end < len(parts) and parts[end].text in ",.;"
        return stops or self.word_count(end, len(parts)) <= TAIL

    def reports(self, verb: str, begin: int) -> bool:  # noqa: PLR0911 - one exit a rule
        """Whether a clause begins at a part, not a thing."""
        parts, words = self.parts, self.words
        if self.word_count(begin, len(parts)) < MIN_CONTENT_WORDS:
            return False
        first, before = parts[begin], parts[begin - 1]
        if first.lower in words.that or before.text == ":":
            return True
        if verb in words.clause or first.kind is MARK or first.lower in words.infinitive | words.coordinators:
            return False
        finite = self.has_verb(begin, begin + MAX_TO_VERB)
        if not words.bare:
            return words.comma and before.text == "," and finite
        if first.lower in words.auxiliaries:
            return False
        leads_in = first.lower in words.prepositions
        if verb in words.nouns:
            return finite and not leads_in
        return finite or (verb in words.speech and not leads_in and not self.is_participle(verb))

    def left(self, end: int) -> tuple[int, int] | None:
        """Give the offsets of what stands before a part."""
        start = 0
        while start < end and self.parts[start].kind is MARK:
            start += 1
        return _bounded(self.parts[start].start, self.parts[end - 1].end) if start < end else None

    def right(self, begin: int) -> tuple[int, int] | None:
        """Give the offsets from a part to the sentence's end, or to its next cue with the same subject."""
        parts, words = self.parts, self.words
        start = parts[begin].start
        for at in range(begin + MIN_CONTENT_WORDS, len(parts) - 1):
            if parts[at].start - start > MAX_CONTENT:
                return None
            following = parts[at + 1].lower
            joined = parts[at].lower in words.conjunctions and following in words.speech
            leaning = parts[at].text == "," and following in words.cues and self.is_participle(following)
            if joined or leaning:
                return _bounded(start, parts[at - 1].end)
        return _bounded(start, self.sentence.end)


def _bounded(start: int, end: int) -> tuple[int, int] | None:
    return (start, end) if end - start <= MAX_CONTENT else None
