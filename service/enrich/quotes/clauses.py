"""What can be told of a stretch of a sentence: a clause, a quotation before it, its words."""

from service.enrich.quotes.sentences import MARK, QUOTATION, WORD, Sentence
from service.enrich.quotes.vocabulary import Vocabulary

MIN_CONTENT_WORDS = 3
"""Words of a reported clause."""
LEAD_IN = 14
"""Words that may stand between a cue and what it brings: "said in a statement on Tuesday that"."""
TAIL = 6
"""Words that may follow a cue at the end of its sentence: "Smith said on Tuesday."."""
MAX_COUNTED = 60
"""Words counted, or looked through for a verb, at most."""


class Clauses:
    """A sentence with the words of its language, and questions about its parts."""

    def __init__(self, sentence: Sentence, words: Vocabulary) -> None:
        """Take a sentence and the words of its language."""
        self.sentence = sentence
        self.parts = sentence.parts
        self.words = words

    def ends_at(self, at: int) -> bool:
        """Whether a phrase that ends here is followed by a mark or nothing."""
        return at >= len(self.parts) or self.parts[at].kind is MARK

    def quotation_before(self, start: int) -> int | None:
        """Number of the quotation that ends right before a part, as who speaks follows one."""
        at = start - 1
        while at >= 0 and start - at < 4 and self.parts[at].kind is MARK:  # noqa: PLR2004 - `" ,`
            if self.parts[at].text in {":", ";", "("}:
                return None
            at -= 1
        if at < 0 or self.parts[at].kind is not QUOTATION:
            return None
        quotation = self.parts[at]
        parted = at < start - 1 or quotation.closed or quotation.words > MIN_CONTENT_WORDS
        return quotation.quotation if parted else None

    def has_verb(self, start: int, end: int) -> bool:
        """Whether a clause with its verb stands here, as far as auxiliaries and pronouns tell."""
        words = self.words
        for at in range(start, min(end, start + MAX_COUNTED, len(self.parts))):
            lower = self.parts[at].lower
            if lower in words.auxiliaries or lower in words.pronouns:
                return True
            if (
                at > start
                and words.past
                and lower.endswith(words.past)
                and self.parts[at - 1].kind is WORD
                and self.parts[at - 1].lower not in words.closed
                and self.parts[at - 1].lower not in words.determiners
            ):
                return True
        return False

    def word_count(self, start: int, end: int) -> int:
        """Words and quotations from one part to another, up to a limit."""
        return sum(part.kind is not MARK for part in self.parts[start : min(end, start + MAX_COUNTED)])

    def likens(self, start: int) -> bool:
        """Whether the cue stands in "as he said, ..."."""
        return self.parts[0].lower in self.words.likening and start <= LEAD_IN

    def is_participle(self, verb: str) -> bool:
        """Whether a verb form leans on the subject of its sentence."""
        return bool(self.words.participle) and verb.endswith(self.words.participle)
