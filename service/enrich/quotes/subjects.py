"""Who says it: the subject of a cue verb."""

from typing import NamedTuple

from service.enrich.quotes.clauses import TAIL, Clauses
from service.enrich.quotes.phrases import (
    DASHES,
    MAX_REACH,
    Phrase,
    begins_phrase,
    find_after,
    find_before,
    find_in_chunks,
    find_leading,
    starts_clause,
)
from service.enrich.quotes.sentences import MARK, QUOTATION, WORD, Part

MAX_AUXILIARIES = 5
"""Words between a subject and its verb: "has not yet been publicly"."""
BREAKS = DASHES | frozenset(",.?!")
"""Marks before a verb that its subject may follow."""


class Subject(NamedTuple):
    """The subject of a cue verb, and where both begin and end together."""

    speaker: Phrase | None
    """Null where the speaker is the one before."""
    start: int
    end: int


class Subjects(Clauses):
    """Finds the subjects of one sentence's cue verbs."""

    def find(  # noqa: PLR0911 - one exit a word order
        self, at: int, previous: Phrase | None, *, follows: bool
    ) -> Subject | None:
        """Find the subject of a verb.

        Args:
            at: The verb.
            previous: Subject of the cue before it in the sentence.
            follows: Whether there is a cue before it.
        """
        start = self._stated_from(at)
        if start is None:
            return None
        if (quoted := self._quoted(at)) is not None:
            source = find_before(self.parts, start, self.words)
            return Subject(quoted, source.first if source else start, quoted.last + 2)
        before = self.parts[start - 1] if start > 0 else None
        if before is None or before.kind is not WORD or self.words.inverts:
            inverted = self._inverted(at, start, before)
            if inverted is not None:
                return inverted
        if before is None or before.kind is QUOTATION:
            return Subject(None, start, at + 1) if self.words.drops else None
        if before.text == ",":
            return self._after_comma(at, start, previous, follows=follows)
        if before.kind is WORD:
            subject = self._after_joint(at, start, before, previous, follows=follows)
            if subject is not None:
                return subject
            if before.lower in self.words.relative:
                return None
        return self._adjacent(at, start)

    def _quoted(self, at: int) -> Phrase | None:
        """Read who is told of in "quoted the minister as saying"."""
        parts, words = self.parts, self.words
        if not words.participle or not begins_phrase(parts, at + 1, words):
            return None
        speaker = find_after(parts, at + 1, words)
        if (
            speaker is None
            or speaker.last + 1 >= len(parts)
            or parts[speaker.last].lower not in words.likening
        ):
            return None
        return speaker if self.is_participle(parts[speaker.last + 1].lower) else None

    def _stated_from(self, at: int) -> int | None:
        """Where verb and auxiliaries begin; null where they state nothing: "to say", "was told"."""
        parts, words = self.parts, self.words
        start = at
        passive = False
        while start > 0 and at - start <= MAX_AUXILIARIES and parts[start - 1].kind is WORD:
            lower = parts[start - 1].lower
            if lower in words.infinitive and lower not in words.auxiliaries:
                return None
            if lower not in words.auxiliaries and lower not in words.adverbs and not words.is_adverb(lower):
                break
            passive = passive or lower in words.passive
            start -= 1
        return None if passive and not self.is_participle(parts[at].lower) else start

    def _after_comma(self, at: int, start: int, previous: Phrase | None, *, follows: bool) -> Subject | None:
        if self.words.drops and self.quotation_before(start) is not None:
            return Subject(None, start, at + 1)
        if self.is_participle(self.parts[at].lower):
            leading = previous if follows else find_leading(self.parts, start - 1, self.words)
            return Subject(leading, start, at + 1) if leading else None
        chunk = find_in_chunks(self.parts, start - 1, self.words)
        return Subject(chunk, min(chunk.first, start), at + 1) if chunk else None

    def _after_joint(
        self, at: int, start: int, before: Part, previous: Phrase | None, *, follows: bool
    ) -> Subject | None:
        """Read "and said" and "who said"."""
        words = self.words
        if before.lower in words.coordinators and follows:
            return Subject(previous, start - 1, at + 1)
        if before.lower in words.conjunctions and words.drops:
            return Subject(None, start, at + 1)
        if before.lower in words.relative and start > 1:
            end = start - 2 if self.parts[start - 2].text == "," else start - 1
            antecedent = find_before(self.parts, end, words)
            if antecedent is not None and self._agrees(antecedent, at):
                return Subject(antecedent, antecedent.first, at + 1)
        return None

    def _adjacent(self, at: int, start: int) -> Subject | None:
        """Read the noun phrase right before the verb, brackets aside: "the World Bank (WB) said"."""
        parts, words = self.parts, self.words
        if words.split and (early := self._early_auxiliary(at)) is not None:
            return early
        speaker = find_before(parts, self._before_brackets(start), words)
        if speaker is not None and self._only_past(speaker):
            speaker = find_leading(parts, speaker.first, words)
        if speaker is None or not self._agrees(speaker, at):
            return None
        return Subject(speaker, self._with_auxiliary(speaker.first), at + 1)

    def _before_brackets(self, end: int) -> int:
        """Step over "(WHO)"."""
        if end > 2 and self.parts[end - 1].text == ")":  # noqa: PLR2004 - brackets with a word
            for at in range(end - 2, max(end - TAIL, -1), -1):
                if self.parts[at].text == "(":
                    return at
        return end

    def _only_past(self, speaker: Phrase) -> bool:
        """Whether a phrase is what is left of "figures to be published": no noun."""
        word = self.parts[speaker.first]
        return (
            bool(self.words.past)
            and speaker.last - speaker.first == 1
            and not word.capital
            and word.lower.endswith(self.words.past)
        )

    def _with_auxiliary(self, start: int) -> int:
        """Step over the auxiliary before an inverted pronoun: "a-t-il déclaré"."""
        while start > 0 and self.parts[start - 1].lower in self.words.auxiliaries:
            start -= 1
        return start

    def _agrees(self, speaker: Phrase, at: int) -> bool:
        """Whether a phrase can be the subject of a form that may be a noun: not in "a light show"."""
        verb = self.parts[at].lower
        last = self.parts[speaker.last - 1]
        if verb not in self.words.nouns or verb.endswith("s"):
            return True
        return last.lower.endswith("s") or last.lower in self.words.plural or last.text.isupper()

    def _inverted(self, at: int, start: int, before: Part | None) -> Subject | None:
        """Read verb before speaker: `"…", said the minister`."""
        parts, words = self.parts, self.words
        verb = parts[at].lower
        if (before is None and not words.inverts) or self.is_participle(verb) or verb in words.addressed:
            return None
        if before is not None and before.kind is MARK and before.text not in BREAKS:
            return None
        speaker = find_after(parts, at + 1, words) if begins_phrase(parts, at + 1, words) else None
        if speaker is None:
            return None
        if words.inverts:
            subject = find_before(parts, start, words) if before is not None else None
            stands = subject is not None and starts_clause(parts, subject.first, words)
            return None if stands else Subject(speaker, start, speaker.last)
        closing = self.ends_at(speaker.last)
        if self.quotation_before(start) is not None:
            closing = closing or speaker.last - at <= TAIL
        elif before is not None and before.text == ",":
            closing = closing and not self._in_apposition(start - 1)
        return Subject(speaker, start, speaker.last) if closing else None

    def _in_apposition(self, comma: int) -> bool:
        """Whether what ends with a comma describes a subject before it: "Smith, a nurse, said"."""
        chunk = find_in_chunks(self.parts, comma, self.words)
        if chunk is None or not any(part.text == "," for part in self.parts[chunk.last : comma]):
            return False
        return not self.has_verb(chunk.first, comma)

    def _early_auxiliary(self, at: int) -> Subject | None:
        """Read "hat die Ministerin am Dienstag gesagt"."""
        parts, words = self.parts, self.words
        for early in range(at - 1, max(at - MAX_REACH // 4, -1), -1):
            if parts[early].kind is QUOTATION or parts[early].text in {",", ":"}:
                return None
            if parts[early].lower in words.auxiliaries and parts[early].lower.startswith("ha"):
                speaker = (
                    find_after(parts, early + 1, words) if begins_phrase(parts, early + 1, words) else None
                )
                speaker = find_before(parts, early, words) or speaker
                return Subject(speaker, min(speaker.first, early), at + 1) if speaker else None
        return None
