"""The noun phrase that speaks: found before or after a cue verb."""

from collections.abc import Sequence
from typing import NamedTuple

from service.enrich.quotes.sentences import MARK, QUOTATION, WORD, Part
from service.enrich.quotes.vocabulary import Vocabulary

MAX_RUN = 12
"""Words of one noun phrase."""
MAX_REACH = 60
"""Words and marks looked at on one side of a cue."""
DASHES = frozenset("-–—")
APOSTROPHES = ("'s", "’s")


class Phrase(NamedTuple):
    """Parts ``first`` to ``last`` (exclusive) of a sentence that name who speaks."""

    first: int
    last: int
    head: int
    """Parts from here to ``last`` name the speaker alone; ``first`` where the whole phrase does."""


def find_before(parts: Sequence[Part], end: int, words: Vocabulary) -> Phrase | None:
    """Read the noun phrase that ends right before a part, with what hangs on it ("the head of X")."""
    last = end
    first = _run_before(parts, last, words)
    if first == last:
        return None
    begin = first
    for _ in range(3):
        at = begin - 1
        if at < 1 or parts[at].lower not in words.prepositions:
            break
        earlier = _run_before(parts, at, words)
        if earlier == at and parts[at].lower in words.linking and parts[at - 1].lower in words.determiners:
            earlier = at - 1  # "one of the officials"
        if earlier == at or not (
            starts_clause(parts, earlier, words) or parts[earlier].lower in words.determiners
        ):
            break
        begin = earlier
    if begin < first and not _is_name(parts, begin, first, words):
        return Phrase(begin, last, begin)
    return _named(parts, first, last, words)


def find_after(parts: Sequence[Part], start: int, words: Vocabulary) -> Phrase | None:
    """Read the noun phrase that begins at a part."""
    last = _run_after(parts, start, words)
    if words.past:
        last = _without_participle(parts, start, last, words)
    if last == start or (last == start + 1 and parts[start].lower in words.determiners - words.pronouns):
        return None
    name = _name_in_apposition(parts, last, words)
    common = parts[start].lower in words.determiners or not parts[last - 1].capital
    if name is not None and common:
        return Phrase(start, name.last, name.head)
    return _named(parts, start, last, words)


def _without_participle(parts: Sequence[Part], start: int, last: int, words: Vocabulary) -> int:
    """Leave out what only leads on: "conducted" of "a study conducted by"."""
    leads_on = last < len(parts) and parts[last].lower in words.prepositions
    word = parts[last - 1]
    is_participle = not word.capital and word.lower.endswith(words.past)
    return last - 1 if leads_on and is_participle and last - start > 1 else last


def find_in_chunks(parts: Sequence[Part], comma: int, words: Vocabulary) -> Phrase | None:
    """Read "Anna Smith" of "In Paris, Anna Smith, head of the office, said": commas stand between."""
    begin = max(comma - MAX_REACH, 0)
    for at in range(comma - 1, begin - 1, -1):
        if parts[at].kind is QUOTATION or parts[at].text in {":", ";", "(", ")"} or parts[at].text in DASHES:
            begin = at + 1
            break
    start = begin
    best: Phrase | None = None
    while start < comma:
        stop = next((at for at in range(start, comma) if parts[at].text == ","), comma)
        while start < stop and parts[start].lower in words.conjunctions | words.likening:
            start += 1
        if start < stop and _may_begin(parts[start], words):
            found = find_after(parts, start, words)
            if found is not None and best is None:
                best = found
            if found is not None and found.last == stop and _is_name(parts, found.head, found.last, words):
                first = best if best and _is_name(parts, best.head, best.last, words) else found
                return found if parts[first.last - 1].text.endswith(APOSTROPHES) else first
        start = stop + 1
    return best


def find_leading(parts: Sequence[Part], end: int, words: Vocabulary) -> Phrase | None:
    """Read the subject of a sentence: its first noun phrase that no preposition leads in."""
    end = min(end, MAX_REACH)
    start = 0
    while start < end:
        while start < end and (
            parts[start].kind is MARK or parts[start].lower in words.conjunctions | words.adverbs
        ):
            start += 1
        if start < end and _may_begin(parts[start], words):
            return find_after(parts, start, words)
        start = next((at + 1 for at in range(start, end) if parts[at].text == ","), end)
    return None


def begins_phrase(parts: Sequence[Part], at: int, words: Vocabulary) -> bool:
    """Whether a noun phrase may begin here."""
    return at < len(parts) and _may_begin(parts[at], words)


def _may_begin(part: Part, words: Vocabulary) -> bool:
    if part.kind is not WORD or part.lower in words.own or part.lower in words.according:
        return False
    if part.lower in words.determiners or part.lower in words.pronouns:
        return True
    if words.participle and part.lower in words.verbs and part.lower.endswith(words.participle):
        return False
    return part.lower not in words.closed and part.text[0].isalpha() and not words.is_adverb(part.lower)


def _run_before(  # noqa: C901 - one branch a word class
    parts: Sequence[Part], end: int, words: Vocabulary
) -> int:
    at = end
    while at > 0 and end - at < MAX_RUN:
        part = parts[at - 1]
        if part.kind is not WORD:
            if part.text == "." and at > 1 and _shortened(parts[at - 2], words):
                at -= 2
                continue
            if at < end and (part.text == "&" or _owns(parts, at - 1)):
                at -= 1
                continue
            break
        lower = part.lower
        if lower in words.pronouns or lower in words.own:
            if at == end:
                return at - 1 if lower not in words.own else at
            if lower not in words.determiners:
                break
        if lower in words.determiners:
            return at - 1 if at < end else at
        if at < end and parts[at].capital and _links_before(parts, at - 1, words):
            at -= 1
            continue
        if lower in words.closed and not (part.capital and at > 1 and at < end and parts[at - 2].capital):
            break
        if not part.text[0].isalpha():
            break
        if lower in words.cues and lower not in words.nouns and not part.capital:
            break
        at -= 1
    return at


def _run_after(  # noqa: C901, PLR0912 - one branch a word class
    parts: Sequence[Part], start: int, words: Vocabulary
) -> int:
    at = start
    capital = False
    while at < len(parts) and at - start < MAX_RUN:
        part = parts[at]
        if part.kind is not WORD:
            if part.text == "." and at > start and _shortened(parts[at - 1], words) and at + 1 < len(parts):
                at += 1
                continue
            if at > start and _owns(parts, at):
                at += 1
                continue
            break
        lower = part.lower
        if lower in words.pronouns and lower not in words.determiners:
            return at + 1 if at == start else at
        if lower in words.determiners:
            hangs = at > start and parts[at - 1].lower in words.connectors | words.linking
            genitive = (
                at > start + 1 and lower in words.genitive and at + 1 < len(parts) and parts[at + 1].capital
            )
            if at > start and not hangs and not genitive:
                break
        elif lower in words.closed or lower in words.own:
            if at == start or not _joins(parts, at, words, named=capital):
                break
        elif not part.text[0].isalpha():
            break
        elif part.capital:
            capital = True
        elif (
            capital
            and lower not in words.connectors
            and lower not in words.roles
            and not parts[at - 1].text.endswith(APOSTROPHES)
        ):
            break
        at += 1
    while at > start and parts[at - 1].lower in words.connectors and not parts[at - 1].capital:
        at -= 1
    return at


def _links_before(parts: Sequence[Part], at: int, words: Vocabulary) -> bool:
    """Whether a small word after a capitalised one goes on with its name: "Church of ..."."""
    if at < 1 or not parts[at - 1].capital:
        return False
    lower = parts[at].lower
    return lower in words.connectors or (lower in words.linking and not _is_full(parts, 0, at, words))


def _is_full(parts: Sequence[Part], first: int, last: int, words: Vocabulary) -> bool:
    """Whether a person's full name ends here: of "Anna Smith of Acme" the rest is no name of hers."""
    begin = last
    while begin > first and parts[begin - 1].capital and last - begin < MAX_RUN:
        if parts[begin - 1].lower in words.bodies:
            return False
        begin -= 1
    return last - begin > 1


def _joins(parts: Sequence[Part], at: int, words: Vocabulary, *, named: bool) -> bool:
    """Whether a small word stands within a noun phrase: "head of the bank", "Anna von der Heide"."""
    part = parts[at]
    following = parts[at + 1] if at + 1 < len(parts) else None
    if following is None or following.kind is not WORD:
        return False
    if named and part.lower in words.linking and part.lower not in words.connectors:
        return following.capital and not _is_full(parts, 0, at, words)
    if part.lower in words.linking:
        return (
            following.capital
            or following.lower in words.determiners
            or (not named and following.lower not in words.closed)
        )
    near = parts[at + 1 : at + 3]
    return named and part.lower in words.connectors and any(other.capital for other in near)


def _owns(parts: Sequence[Part], at: int) -> bool:
    """Whether a mark is the apostrophe of "the bakers' union"."""
    return parts[at].text in {"'", "’"} and at > 0 and parts[at - 1].end == parts[at].start


def _shortened(part: Part, words: Vocabulary) -> bool:
    return part.lower in words.titles or (len(part.text) == 1 and part.capital)


def _named(parts: Sequence[Part], first: int, last: int, words: Vocabulary) -> Phrase:
    """Keep of "a statement Anna Smith" the name, of "the spokesman Jo Smith" all with the name marked."""
    if not parts[last - 1].capital or last - first == 1:
        return Phrase(first, last, first)
    head = last - 1
    while head > first:
        before = parts[head - 1]
        if before.capital and before.lower not in words.determiners:
            head -= 1
        elif (before.text == "." and head - 2 >= first and _shortened(parts[head - 2], words)) or (
            before.lower in words.connectors | words.linking and head - 2 >= first and parts[head - 2].capital
        ):
            head -= 2
        else:
            break
    begin = first if starts_clause(parts, first, words) else head
    while begin > first and (
        parts[begin - 1].lower in words.roles or parts[begin - 1].lower in words.determiners
    ):
        begin -= 1
    return Phrase(begin, last, head)


def _is_name(parts: Sequence[Part], first: int, last: int, words: Vocabulary) -> bool:
    named = [part for part in parts[first:last] if part.capital and part.lower not in words.determiners]
    return len(named) > 1 and parts[first].lower not in words.determiners


def starts_clause(parts: Sequence[Part], at: int, words: Vocabulary) -> bool:
    """Whether a clause begins at a part."""
    if at == 0 or parts[at - 1].kind is not WORD:
        return True
    return parts[at - 1].lower in words.conjunctions or parts[at - 1].lower in words.that


def _name_in_apposition(parts: Sequence[Part], comma: int, words: Vocabulary) -> Phrase | None:
    """Read "Anna Smith" after the comma of "the minister, Anna Smith"."""
    if comma + 2 >= len(parts) or parts[comma].text != "," or not parts[comma + 1].capital:
        return None
    last = _run_after(parts, comma + 1, words)
    named = _named(parts, comma + 1, last, words) if last > comma + 1 else None
    ends = last >= len(parts) or parts[last].kind is MARK
    return named if named is not None and ends and _is_name(parts, named.head, last, words) else None
