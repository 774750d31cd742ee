"""The words that help to find names in a language: one TOML file a language, read at import."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words around and inside names, all in lower case."""

    name: str
    """English name of the language."""
    learned: bool
    """Whether the learned tagger reads it; else rules and the gazetteer do."""
    titles: frozenset[str]
    """What stands before a person's name."""
    particles: frozenset[str]
    """Small words inside a person's name."""
    heads: frozenset[str]
    """First words of organisations' names."""
    links: frozenset[str]
    """Small words after such a head."""


_WORD_LISTS = ("titles", "particles", "heads", "links")


def _read() -> dict[str, Vocabulary]:
    found = {}
    for file in sorted(files(__package__).joinpath("languages").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            table = tomllib.loads(file.read_text(encoding="utf-8"))
            words = {field: frozenset(table[field].split()) for field in _WORD_LISTS}
            found[file.name.removesuffix(".toml")] = Vocabulary(table["name"], table["learned"], **words)
    return found


LANGUAGES = _read()
"""By ISO 639-1 code."""
