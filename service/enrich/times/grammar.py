"""A language's words and patterns for times, compiled: tokens become one letter each, patterns read letters.

A pattern is written over words and word classes: ``<month> .? <day> (,? <year>)?`` takes "Nov. 12, 2024".
``<name>`` is a class and keeps what it covers under that name, ``<to:day>`` keeps it as ``to``; any other
word stands for itself; ``( ) | ?`` work as in regular expressions. As every token is one letter, trying a
pattern costs next to nothing, and only places before a word that times are made of are tried.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from service.enrich.reading import Reading, Token
from service.enrich.times.language import DASHES, ZONES, Language
from service.enrich.times.numerals import EXAMPLES, number_kinds

REACH = 7
"""Tokens a pattern may begin before its first trigger."""
TRIGGERS = (
    "month",
    "weekday",
    "unit",
    "year",
    "season",
    "today",
    "part",
    "era",
    "decade",
    "mark",
    "ordinal",
    "holiday",
    "half",
    "clock",
    "dotdate",
    "zone",
    "region",
    "two",
    "known",
    "oclock",
    "lastunit",
    "yearend",
    "newyear",
)
"""Classes one of which every pattern needs."""
UNKNOWN = "\ue000"
BREAK = "\ue001"
NONE = "\ue002"
_FIRST = 0xE003

_PATTERN = re.compile(r"<(?P<name>\w+)(?::(?P<kind>\w+))?>|(?P<operator>[()|?])|(?P<word>[^\s()|?<>]+)")
_PIECE = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
_JOINED = re.compile(r"['’\-‑]")
_ROMAN = re.compile(r"[ivx]+")

_YEAR_AHEAD = "<link> (<day> (.|de)? <month>|<month> .? <day>?) <joint>? <year>"


@dataclass(frozen=True)
class Found:
    """Tokens a pattern took, with the slots it kept."""

    rule: str
    begin: int
    """Index of the first token."""
    stop: int
    """Index after the last token."""
    slots: Mapping[str, int]
    """Slot name to token index."""
    numbers: Mapping[str, int]
    """Slot name to the number its word stands for."""

    def get(self, slot: str) -> int | None:
        """Give the number a slot stands for, None where the pattern took none."""
        return self.numbers.get(slot)


class Pattern(NamedTuple):
    """A pattern over letters, its groups in order with the slot and the class each keeps."""

    expression: re.Pattern[str]
    slots: tuple[tuple[str, str], ...]
    opening: frozenset[str]
    """Letters it may begin with."""

    def taken(self, match: re.Match[str]) -> dict[str, tuple[int, str]]:
        """Give the token index and class of each slot a match filled."""
        return {
            name: (at, kind)
            for group, (name, kind) in enumerate(self.slots, 1)
            if (at := match.start(group)) >= 0
        }


class Grammar:
    """A language's patterns, compiled."""

    def __init__(self, language: Language) -> None:
        """Compile; raises ValueError where a pattern names a class or operator it may not."""
        self.language = language
        self.numbers: dict[str, Mapping[str, int]] = {
            **language.classes,
            "zone": ZONES,
            "dash": DASHES,
        }
        lines = [line.split(":", 1) for line in language.patterns.strip().splitlines() if line.strip()]
        literals = {
            part["word"] for _, pattern in lines for part in _PATTERN.finditer(pattern) if part["word"]
        }
        kinds: dict[str, set[str]] = {}
        for kind, words in self.numbers.items():
            for word in words:
                kinds.setdefault(word, set()).add(kind)
        for word in literals:
            kinds.setdefault(word, set()).add(f"={word}")
        for word in kinds:
            kinds[word] |= number_kinds(word)
        shapes = {frozenset(number_kinds(text)) for text in EXAMPLES}
        combinations = sorted({frozenset(of) for of in kinds.values()} | shapes, key=sorted)
        codes = {of: chr(_FIRST + position) for position, of in enumerate(combinations)}
        self.codes = {
            spelling: codes[frozenset(of)]
            for word, of in kinds.items()
            for spelling in _spellings(word, everyday=word in language.capitalised)
        }
        self._shape_codes = {of: codes[of] for of in shapes}
        self._letters: dict[str, str] = {}
        for of, letter in codes.items():
            for kind in of:
                self._letters[kind] = self._letters.get(kind, "") + letter
        self.patterns = [(rule.strip(), self.compile(pattern)) for rule, pattern in lines]
        self.opened: dict[str, list[int]] = {}
        """Patterns, by their order, that may begin with a letter."""
        for order, (_, pattern) in enumerate(self.patterns):
            for letter in pattern.opening:
                self.opened.setdefault(letter, []).append(order)
        triggers = "".join(self._letters.get(kind, "") for kind in TRIGGERS)
        self.trigger = re.compile(f"[{triggers}]")
        self.year_ahead = self.compile(_YEAR_AHEAD)
        """The other end of a range, where it states the year."""

    def letters(self, kind: str) -> str:
        """Give the letters of a class's tokens; one that no token has where there is no such class."""
        return self._letters.get(kind, NONE)

    def compile(self, pattern: str) -> "Pattern":
        """Compile a pattern over this grammar's classes."""
        slots: list[tuple[str, str]] = []
        written: list[str] = []
        for part in _PATTERN.finditer(pattern):
            if part["operator"]:
                written.append("(?:" if part["operator"] == "(" else part["operator"])
                continue
            name, kind = part["name"], part["kind"] or part["name"] or f"={part['word']}"
            letters = self._letters.get(kind, NONE if part["word"] else None)
            if letters is None:
                raise ValueError(f"no words of class {kind}")
            if name:
                slots.append((name, kind))
            written.append(f"([{letters}])" if name else f"[{letters}]")
        expression = re.compile("".join(written))
        opening, _, _ = _opening(written, 0)
        return Pattern(expression, tuple(slots), frozenset(opening))

    def encode(self, reading: Reading, limit: int) -> "Encoded":
        """Give every token up to an offset its letter; a letter of its own marks where a paragraph ends."""
        tokens: list[Token] = []
        letters: list[str] = []
        codes = self.codes
        text = reading.text
        last = 0
        for token in reading.tokens:
            start, end, word = token
            if end > limit:
                break
            if start > last and "\n" in text[last:start]:
                tokens.append(Token(start, start, ""))
                letters.append(BREAK)
            last = end
            letter = codes.get(word)
            if letter is None:
                if "0" <= word[0] <= "9":
                    letter = self._shape_codes.get(frozenset(number_kinds(word)), UNKNOWN)
                elif len(word) > 2 and _JOINED.search(word):  # noqa: PLR2004 - a mark between two pieces
                    self._split(token, tokens, letters)
                    continue
                else:
                    letter = UNKNOWN
            tokens.append(token)
            letters.append(letter)
        return Encoded(self, reading, tokens, "".join(letters))

    def _split(self, token: Token, tokens: list[Token], letters: list[str]) -> None:
        """Take "mid-August" and "l'année" apart; "aujourd'hui" is known whole."""
        whole = self.codes.get(token.text.replace("’", "'"))
        if whole is not None:
            tokens.append(token)
            letters.append(whole)
            return
        for piece in _PIECE.finditer(token.text):
            tokens.append(Token(token.start + piece.start(), token.start + piece.end(), piece[0]))
            letters.append(self.codes.get(piece[0], UNKNOWN))

    def number(self, kind: str, word: str) -> int:
        """Give the number a word of a class stands for."""
        words = self.numbers.get(kind)
        lower = word.lower()
        if words is not None and lower in words:
            return words[lower]
        if words is not None and (plain := lower.replace("’", "'")) in words:
            return words[plain]
        digits = re.sub(r"[.,]", "", word) if kind == "count" else word
        return int(digits) if digits.isdecimal() else 0


@dataclass(frozen=True)
class Encoded:
    """A text's tokens with a letter each."""

    grammar: Grammar
    reading: Reading
    tokens: Sequence[Token]
    letters: str

    def matches(self) -> Iterator[tuple[int, int, int]]:
        """Yield (first token, token after the last, order of the pattern) for what patterns take.

        Only the tokens up to ``REACH`` before a trigger are tried, each by the patterns that may begin there.
        """
        grammar, letters = self.grammar, self.letters
        opened, patterns = grammar.opened, grammar.patterns
        tried = 0
        for trigger in grammar.trigger.finditer(letters):
            at = trigger.start()
            for begin in range(max(tried, at - REACH), at + 1):
                for order in opened.get(letters[begin], ()):
                    match = patterns[order][1].expression.match(letters, begin)
                    if match is not None:
                        yield begin, match.end(), order
            tried = at + 1

    def found(self, begin: int, order: int) -> Found:
        """Read the slots of what a pattern takes at a token."""
        rule, pattern = self.grammar.patterns[order]
        match = pattern.expression.match(self.letters, begin)
        if match is None:
            raise ValueError("no match there")
        taken = pattern.taken(match)
        return Found(
            rule,
            begin,
            match.end(),
            {name: at for name, (at, _) in taken.items()},
            {name: self.grammar.number(kind, self.tokens[at].text) for name, (at, kind) in taken.items()},
        )

    @cached_property
    def sentence_starts(self) -> list[int]:
        """Offsets at which sentences begin, in order."""
        return [sentence.start for sentence in self.reading.sentences]

    @cached_property
    def token_starts(self) -> list[int]:
        """Offsets at which tokens begin, in order."""
        return [token.start for token in self.tokens]

    def word(self, index: int) -> str:
        """Give a token's lower-case word, empty outside the text."""
        return self.tokens[index].text.lower() if 0 <= index < len(self.tokens) else ""

    def places(self, kind: str) -> list[int]:
        """Give the indices of the tokens of a class."""
        return [match.start() for match in re.finditer(f"[{self.grammar.letters(kind)}]", self.letters)]

    def is_a(self, index: int, kind: str) -> bool:
        """Whether a token belongs to a class."""
        return 0 <= index < len(self.letters) and self.letters[index] in self.grammar.letters(kind)


def _spellings(word: str, *, everyday: bool) -> Iterator[str]:
    """Yield the spellings a word counts in: not in lower case where it is an everyday word then."""
    if not everyday:
        yield word
    yield word.capitalize()
    yield word.upper()
    if roman := _ROMAN.match(word):
        yield roman[0].upper() + word[roman.end() :]


def _opening(written: Sequence[str], at: int) -> tuple[set[str], bool, int]:
    """Give the letters a written pattern may begin with, whether it may be empty, and where it ends."""
    opening: set[str] = set()
    may_be_empty = False
    open_so_far = True
    while at < len(written) and written[at] != ")":
        part = written[at]
        if part == "|":
            may_be_empty |= open_so_far
            open_so_far = True
            at += 1
            continue
        if part == "(?:":
            letters, empty, at = _opening(written, at + 1)
        else:
            letters, empty = set(part.strip("([])")), False
        at += 1
        if at < len(written) and written[at] == "?":
            empty = True
            at += 1
        if open_so_far:
            opening |= letters
            open_so_far = empty
    return opening, may_be_empty or open_so_far, at
