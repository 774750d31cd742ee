"""Which words name what an amount counts or measures."""

import re
from collections.abc import Iterator

from service.enrich.quantities.grammar import Grammar
from service.enrich.quantities.lexicon import Heads

_WORD = re.compile(
    r"[ \u00a0\u202f]?(?:[\"“„«'‘])?(?P<word>(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:[-‑][^\W_]+)*|\d+)"
)
_ELISION = re.compile(r"[ldLD]['’]")
_BARE = re.compile(r"[ \u00a0\u202f]?([a-zà-öø-ÿ]+)")
_ADJECTIVE_DE = re.compile(r"\w+(?:e|en|er|es|em)$")
MAX_WORDS = 5
"""Words between an amount and its noun, the noun among them."""


def counted(text: str, at: int, grammar: Grammar, *, plural: bool) -> str | None:
    """Name what the number before ``at`` counts.

    Args:
        text: The article's text.
        at: Offset after the number.
        grammar: The language.
        plural: Whether the noun is in the plural, as after numbers other than 1.

    Returns:
        The noun as written, null where none follows.
    """
    words = list(_noun_phrase(text, at, grammar))
    match grammar.lexicon.heads:
        case Heads.CAPITALISED:
            return _capitalised(words)
        case Heads.FIRST_PLURAL:
            return _first_plural(words, grammar) if plural else _last_noun(words, grammar)
        case Heads.FIRST_NOUN:
            return _first_noun(words, grammar, plural=plural)


def measured(
    text: str, at: int, grammar: Grammar, link: re.Pattern[str], *, bare: bool = False
) -> str | None:
    """Name what the amount before ``at`` is of, where a word such as "of" says so."""
    linked = link.match(text, at)
    if linked is None:
        return None
    lexicon = grammar.lexicon
    if lexicon.heads is Heads.CAPITALISED:
        return _capitalised(list(_noun_phrase(text, linked.end(), grammar, determined=True)))
    if bare and ((first := _BARE.match(text, linked.end())) is None or first[1] in lexicon.determiners):
        return None
    words = list(_noun_phrase(text, linked.end(), grammar, determined=True))
    if lexicon.heads is Heads.FIRST_NOUN:
        return _first_noun(words, grammar, plural=False)
    return _first_plural(words[:3], grammar) or _last_noun(words, grammar)


def attributed(text: str, at: int, grammar: Grammar) -> str | None:
    """Name the noun an amount stands before as an adjective does: "a $5 million grant", "40-metre crane"."""
    words = list(_noun_phrase(text, at, grammar))
    if grammar.lexicon.heads is Heads.CAPITALISED:
        return words[0] if words and words[0][0].isupper() else None
    return _last_noun(words, grammar) if grammar.lexicon.heads is Heads.FIRST_PLURAL else None


def _noun_phrase(text: str, at: int, grammar: Grammar, *, determined: bool = False) -> Iterator[str]:
    """Yield the words from ``at`` to the next mark or word that ends a noun phrase."""
    lexicon = grammar.lexicon
    opened = False
    for _ in range(MAX_WORDS + 3):
        if elided := _ELISION.match(text, at + (text[at : at + 1] == " ")):
            at = elided.end()
        match = _WORD.match(text, at)
        if match is None:
            return
        word = match["word"]
        folded = word.casefold()
        at = match.end()
        if not opened and (
            folded in lexicon.determiners or (determined and (word.isdigit() or folded in lexicon.numbers))
        ):
            continue
        if folded in lexicon.stops or word.isdigit():
            return
        opened = True
        yield word


def _capitalised(words: list[str]) -> str | None:
    for place, word in enumerate(words[:MAX_WORDS]):
        if word[0].isupper():
            follows = words[place + 1] if place + 1 < len(words) else ""
            # "Berliner Schüler": a town's adjective keeps its capital.
            return follows if word.endswith("er") and follows[:1].isupper() else word
        if not _ADJECTIVE_DE.match(word):
            return None
    return None


def _first_plural(words: list[str], grammar: Grammar) -> str | None:
    for place, word in enumerate(words[:MAX_WORDS]):
        if _is_plural(word, grammar):
            follows = words[place + 1] if place + 1 < len(words) else ""
            if word.casefold() in grammar.lexicon.attributive and follows and _is_plural(follows, grammar):
                return follows
            return word
    return None


def _last_noun(words: list[str], grammar: Grammar) -> str | None:
    """Take the last word before a participle: who reads without a tagger takes every -ed for a verb."""
    noun = None
    for word in words[:3]:
        if noun is not None and word.endswith("ed"):
            break
        if _is_plural(word, grammar):
            return word
        noun = None if word.endswith("ly") else word
    return noun


def _first_noun(words: list[str], grammar: Grammar, *, plural: bool) -> str | None:
    for word in words[:MAX_WORDS]:
        if word.casefold() in grammar.lexicon.adjectives:
            continue
        return word if not plural or _is_plural(word, grammar) else None
    return words[-1] if words else None  # "les jeunes": an adjective as a noun


def _is_plural(word: str, grammar: Grammar) -> bool:
    lexicon = grammar.lexicon
    folded = word.casefold()
    if folded in lexicon.plurals:
        return True
    if folded in lexicon.singulars or folded in lexicon.adjectives or len(folded) < 3:  # noqa: PLR2004
        return False
    if lexicon.heads is Heads.FIRST_PLURAL:
        return folded.endswith("s") and not folded.endswith(("ss", "us", "is", "ous"))
    return folded.endswith(("s", "x", "z"))
