"""Cues of a sentence: which words say that somebody says something, who, and what."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from service.enrich.quotes.clauses import LEAD_IN, MIN_CONTENT_WORDS, TAIL, Clauses
from service.enrich.quotes.contents import Contents
from service.enrich.quotes.nominal import can_speak
from service.enrich.quotes.phrases import (
    DASHES,
    MAX_REACH,
    Phrase,
    begins_phrase,
    find_after,
    find_before,
    find_leading,
)
from service.enrich.quotes.sentences import MARK, QUOTATION, WORD, Sentence
from service.enrich.quotes.subjects import Subjects
from service.enrich.quotes.vocabulary import Vocabulary

MIN_CUE_LETTERS = 3
"""Letters of a preposition that is a cue wherever it stands; shorter ones ("so") need a mark before them."""


@dataclass(slots=True)
class Attribution:
    """One cue with its speaker and what it brings: quotations, or a reported clause."""

    speaker: Phrase | None
    """Null where the speaker is the one before."""
    cue: str
    quotations: list[int] = field(default_factory=list)
    """Numbers of quotations."""
    content: tuple[int, int] | None = None
    """Offsets of the reported clause."""


class Attributions(Clauses):
    """Finds the attributions of one sentence."""

    def __init__(self, sentence: Sentence, words: Vocabulary) -> None:
        """Take a sentence and the words of its language."""
        super().__init__(sentence, words)
        self.subjects = Subjects(sentence, words)
        self.contents = Contents(sentence, words)
        self.found: list[Attribution] = []
        self.taken: set[int] = set()

    def find(self) -> list[Attribution]:
        """Give the attributions in order; one may bring nothing and only name who speaks next."""
        for at, part in enumerate(self.parts):
            if part.kind is not WORD or part.lower not in self.words.cues or (part.capital and at > 0):
                continue
            attribution = self._prepositional(at) or (None if self._likened(at) else self._verbal(at))
            if attribution is not None and self._is_told(attribution):
                self._add(attribution)
        for attribution in self._by_mark():
            self._add(attribution)
        return self.found

    def _is_told(self, attribution: Attribution) -> bool:
        """Whether somebody says it: a reported clause needs who does, a quotation stands by itself."""
        speaker = attribution.speaker
        return bool(attribution.quotations) or speaker is None or can_speak(self.parts, speaker, self.words)

    def _add(self, attribution: Attribution) -> None:
        attribution.quotations = [number for number in attribution.quotations if number not in self.taken]
        self.taken.update(attribution.quotations)
        self.found.append(attribution)

    def _by_mark(self) -> Iterator[Attribution]:
        """Read `Smith: "No."` and `"No." - Smith`."""
        parts = self.parts
        for at, part in enumerate(parts):
            if part.kind is not QUOTATION or part.quotation in self.taken or part.words < MIN_CONTENT_WORDS:
                continue
            if at > 0 and parts[at - 1].text == ":":
                speaker = self._before_colon(at)
                if speaker is not None:
                    yield Attribution(speaker, ":", [part.quotation])
            elif at + 2 < len(parts) and parts[at + 1].text in DASHES:
                speaker = find_after(parts, at + 2, self.words)
                if speaker is not None and parts[speaker.head].capital and self.ends_at(speaker.last):
                    yield Attribution(speaker, parts[at + 1].text, [part.quotation])

    def _before_colon(self, at: int) -> Phrase | None:
        lead = self.parts[max(at - MAX_REACH, 0) : at]
        if any(part.lower in self.words.naming for part in lead):
            return None
        speaker = find_leading(lead, len(lead), self.words) if at <= MAX_REACH else None
        if self.found and (speaker is None or not self.parts[speaker.head].capital):
            return self.found[-1].speaker
        if speaker is not None and self.words.nouns_capital and not self._leads_line(speaker, at):
            return None
        return speaker

    def _leads_line(self, speaker: Phrase, at: int) -> bool:
        """Whether a phrase fills the line up to the colon; within a line, any noun may stand before one."""
        return speaker.first == 0 and speaker.last == at - 1

    def _prepositional(self, at: int) -> Attribution | None:
        """Read "according to X"."""
        parts, words = self.parts, self.words
        if parts[at].lower in words.trailing:
            speaker = find_before(parts, at, words)
            return (
                self._around(Attribution(speaker, parts[at].text), speaker.first, at + 1) if speaker else None
            )
        for cue in words.according.get(parts[at].lower, ()):
            end = at + len(cue)
            if tuple(part.lower for part in parts[at:end]) == cue:
                break
        else:
            return None
        if (verb := self._verb_after(end)) is not None:
            speaker = find_after(parts, verb + 1, words) if begins_phrase(parts, verb + 1, words) else None
            told = Attribution(speaker, parts[verb].text)
            return self._around(told, at, speaker.last) if speaker else None
        speaker = find_after(parts, end, words)
        if speaker is None:
            return None
        marked = at > 0 and parts[at - 1].kind is not WORD and self.ends_at(speaker.last)
        if len(cue[0]) < MIN_CUE_LETTERS and not marked:
            return None
        written = " ".join(part.text for part in parts[at:end])
        return self._around(Attribution(speaker, written), at, speaker.last)

    def _verb_after(self, at: int) -> int | None:
        """Where the verb of "según ha confirmado el ministro" stands, in languages that write so."""
        parts, words = self.parts, self.words
        if not words.drops:
            return None
        while at < len(parts) and parts[at].lower in words.auxiliaries | words.adverbs:
            at += 1
        return at if at < len(parts) and parts[at].lower in words.verbs and not parts[at].capital else None

    def _likened(self, at: int) -> bool:
        """Whether a verb only tells where something is known from: "según informaron"."""
        return any(
            part.lower in self.words.according and self._verb_after(before + 1) == at
            for before, part in enumerate(self.parts[max(at - 4, 0) : at], max(at - 4, 0))
        )

    def _around(self, attribution: Attribution, start: int, end: int) -> Attribution:
        """Take what stands before cue and speaker, or after them where they open the sentence."""
        parts = self.parts
        before = self.quotation_before(start)
        if before is not None and before not in self.taken:
            return self._with_quotations(attribution, before, end, "")
        leads = start > 0 and parts[start - 1].lower in self.words.that | self.words.conjunctions
        if self.word_count(0, start) >= MIN_CONTENT_WORDS and not leads:
            attribution.content = self.contents.left(start)
            return attribution
        comma = next((at for at in range(end, min(end + LEAD_IN, len(parts))) if parts[at].text == ","), None)
        begin = end if comma is None else comma + 1
        if begin < len(parts) and parts[begin].kind is QUOTATION:
            attribution.quotations.append(parts[begin].quotation)
        elif self.word_count(begin, len(parts)) >= MIN_CONTENT_WORDS:
            attribution.content = self.contents.right(begin)
        return attribution

    def _with_quotations(self, attribution: Attribution, before: int, end: int, verb: str) -> Attribution:
        """Join the two halves of a split quote: `"Yes," he said, "and no."`."""
        attribution.quotations.append(before)
        after = self.contents.target(end, verb).quotation
        if after is not None and self.word_count(end, after) <= TAIL:
            attribution.quotations.append(self.parts[after].quotation)
        return attribution

    def _verbal(self, at: int) -> Attribution | None:
        """Read "Smith said"."""
        verb = self.parts[at].lower
        if verb not in self.words.verbs:
            return None
        previous = self.found[-1].speaker if self.found else None
        subject = self.subjects.find(at, previous, follows=bool(self.found))
        if subject is None:
            return None
        attribution = Attribution(subject.speaker, self.parts[at].text)
        joined = subject.start < at and self.parts[subject.start].lower in self.words.coordinators
        leaning = joined or self.is_participle(verb)
        before = None if leaning else self.quotation_before(subject.start)
        if before is not None and before not in self.taken:
            return self._with_quotations(attribution, before, subject.end, verb)
        target = self.contents.target(subject.end, verb)
        if target.quotation is not None:
            attribution.quotations.append(self.parts[target.quotation].quotation)
        elif verb in self.words.manner:
            return attribution
        elif not leaning and self.contents.trails(subject.start, subject.end):
            attribution.content = self.contents.left(subject.start)
        elif self.contents.reports(verb, target.begin):
            attribution.content = self.contents.right(target.begin)
        return attribution


def inserted_speaker(sentence: Sentence, words: Vocabulary) -> tuple[str, Phrase] | None:
    """Find cue and speaker put between commas within a quotation: ", a dit Anne Petit,"."""
    parts = sentence.parts
    for at, part in enumerate(parts):
        if part.lower not in words.verbs or at == 0:
            continue
        start = at
        while start > 0 and parts[start - 1].lower in words.auxiliaries | words.pronouns:
            start -= 1
        if start == 0 or parts[start - 1].text not in {",", "?", "!"}:
            continue
        if parts[at - 1].lower in words.pronouns:
            return part.text, Phrase(at - 1, at, at - 1)
        speaker = find_after(parts, at + 1, words) if begins_phrase(parts, at + 1, words) else None
        if speaker is not None and (speaker.last >= len(parts) or parts[speaker.last].kind is MARK):
            return part.text, speaker
    return None
