"""Split a headline or a sentence into its subject and its predicate."""

from collections.abc import Sequence
from typing import NamedTuple

from service.enrich.main_event.verbs import Grammar
from service.enrich.reading import Stretch, Token

_MAX_TOKENS = 60
HEADLINE = 12
"""Tokens of a predicate told briefly, as headlines do."""
SENTENCE = 32
"""Tokens of a predicate told in full."""
_STOPS = frozenset(",;:.!?–—|…")
_AGENT = frozenset({"by", "in"})
_QUOTES = frozenset("\"'“”„«»‘’")


class Clause(NamedTuple):
    """Subject and predicate, offsets of the text the tokens are of."""

    subject: Stretch
    predicate: Stretch


def split_clause(tokens: Sequence[Token], grammar: Grammar, limit: int = HEADLINE) -> Clause | None:
    """Split a clause at its main finite verb.

    Args:
        tokens: Tokens of one headline or sentence.
        grammar: The language.
        limit: Tokens after the verb that a predicate may have.

    Returns:
        Subject and predicate, null where no verb was found.
    """
    tokens = tokens[:_MAX_TOKENS]
    verb = _main_verb(tokens, grammar)
    if verb is None:
        return None
    end = _predicate_end(tokens, verb, grammar, limit)
    subject = _subject(tokens, verb, grammar)
    if subject is None:
        return None
    if _is_passive(tokens, verb, grammar):
        return Clause(subject, Stretch(subject.start, tokens[verb].end))  # what was done to the subject
    return Clause(subject, Stretch(tokens[verb].start, tokens[end - 1].end))


def _main_verb(tokens: Sequence[Token], grammar: Grammar) -> int | None:
    relative = False
    for place, token in enumerate(tokens):
        word = token.text.lower()
        if place == 0:
            continue
        before = tokens[place - 1].text.lower()
        if word in grammar.relatives and (before == "," or before[0].isalpha()):
            relative = True
            continue
        if word in grammar.cuts and place > 1 and not any(token.text == "," for token in tokens[place:]):
            return None  # what follows is another clause's
        if not _is_finite(tokens, place, grammar):
            continue
        if relative:
            relative = False
            continue
        if word not in grammar.auxiliaries and _is_reduced(tokens, place, grammar):
            continue
        return place
    return None


def _is_finite(tokens: Sequence[Token], place: int, grammar: Grammar) -> bool:
    word, before = tokens[place].text.lower(), tokens[place - 1].text.lower()
    if word in grammar.auxiliaries:
        return True
    if before in grammar.determiners or before in _QUOTES:
        return False
    if word in grammar.verbs:
        return word not in grammar.not_verbs or before in grammar.plurals or _follows_name(tokens, place)
    if word in grammar.bare:
        plural = before in grammar.plurals or (
            before.endswith("s") and not before.endswith(("ss", "'s", "’s"))
        )
        joined = any(token.text.lower() == "and" for token in tokens[max(0, place - 4) : place])
        named = tokens[place - 1].text[0].isupper() and place + 1 < len(tokens)
        if named and tokens[place + 1].text.lower() in grammar.articles:
            return True
        return (plural or joined) and (
            place + 1 == len(tokens) or tokens[place + 1].text.lower() not in grammar.auxiliaries
        )
    return (
        len(word) > 4  # noqa: PLR2004 - "bed"
        and word.endswith(grammar.endings)
        and word not in grammar.not_verbs
        and not tokens[place].text[0].isupper()
    )


def _follows_name(tokens: Sequence[Token], place: int) -> bool:
    return (
        tokens[place - 1].text[:1].isupper() and place + 1 < len(tokens) and tokens[place].text[:1].islower()
    )


def _is_reduced(tokens: Sequence[Token], place: int, grammar: Grammar) -> bool:
    """Whether a participle only describes its noun, and the verb comes later: "a car packed with … was"."""
    word = tokens[place].text.lower()
    if not word.endswith(grammar.participles) or place + 1 >= len(tokens):
        return False
    if tokens[place + 1].text.lower() not in grammar.openers:
        return False
    for token in tokens[place + 1 : place + 12]:
        word = token.text.lower()
        if word in _STOPS or word in grammar.relatives or word in grammar.cuts:
            return False
        if word in grammar.auxiliaries:
            return True
    return False


def _is_passive(tokens: Sequence[Token], verb: int, grammar: Grammar) -> bool:
    """Whether a headline's participle stands for a passive: "Three victims named as work starts"."""
    word = tokens[verb].text.lower()
    if word in grammar.auxiliaries or not word.endswith(grammar.participles):
        return False
    if verb + 1 == len(tokens):
        return True
    following = tokens[verb + 1].text.lower()
    return following in grammar.cuts or following in _AGENT


def _subject(tokens: Sequence[Token], verb: int, grammar: Grammar) -> Stretch | None:
    """Take the words before the verb, without what a comma sets apart before or after them."""
    end = verb
    begin = 1 + max((place for place in range(end) if _sets_apart(tokens, place)), default=-1)
    commas = [place for place in range(begin, end) if tokens[place].text == ","]
    if commas and commas[0] > begin:
        if tokens[end - 1].text == ",":
            end = commas[0]  # "Jo Park, the mayor, said"
        elif tokens[begin].text.lower() in grammar.openers:
            begin = commas[-1] + 1  # "On Monday, the mayor said"
    while begin < end and not tokens[begin].text[0].isalnum():
        begin += 1
    while end > begin and (
        not tokens[end - 1].text[-1].isalnum() or tokens[end - 1].text.lower() in {"also", "not"}
    ):
        end -= 1
    return Stretch(tokens[begin].start, tokens[end - 1].end) if begin < end else None


def _sets_apart(tokens: Sequence[Token], place: int) -> bool:
    """Whether what stands before a mark is no part of the clause: "HULL (AP) - The mayor said"."""
    start, end, text = tokens[place]
    between_blanks = (
        0 < place < len(tokens) - 1 and tokens[place - 1].end < start and end < tokens[place + 1].start
    )
    return text in {":", "|", "--", "–", "—"} or (text == "-" and between_blanks)


def _predicate_end(tokens: Sequence[Token], verb: int, grammar: Grammar, limit: int) -> int:
    """End the predicate at a mark or a word that opens another clause; one set in by commas is gone past."""
    end = min(len(tokens), verb + 1 + limit)
    quoted = False
    resumes = 0
    for place in range(verb + 1, end):
        text = tokens[place].text
        quoted ^= text in _QUOTES
        if place < resumes or quoted:
            continue
        if text == "," and (closing := _set_in(tokens, place, end, grammar)):
            resumes = closing + 1
        elif text in _STOPS or text.lower() in grammar.cuts:
            return place
    return end


def _set_in(tokens: Sequence[Token], comma: int, end: int, grammar: Grammar) -> int | None:
    """Find the comma that closes a relative clause opened after a comma, if the sentence goes on."""
    if comma + 1 >= end or tokens[comma + 1].text.lower() not in grammar.relatives:
        return None
    for place in range(comma + 2, end - 1):
        if tokens[place].text == ",":
            return place
    return None
