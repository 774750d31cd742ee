"""The words that help to find names in a language: one TOML file a language, read at import."""

from dataclasses import dataclass

from service.enrich.languages import tables


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words around and inside names, all in lower case."""

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
    articles: frozenset[str]
    """What stands before common nouns, in a language that capitalises them; else empty."""
    prepositions: frozenset[str]
    """What stands before the name of a city."""
    never: frozenset[str]
    """Words of the language that are no names, though places elsewhere may be called so."""


_WORD_LISTS = ("titles", "particles", "heads", "links", "articles", "prepositions", "never")
NO_WORDS = Vocabulary(learned=False, **dict.fromkeys(_WORD_LISTS, frozenset()))
"""Of a language nobody has listed words of."""
LANGUAGES = {
    code: Vocabulary(table["learned"], **{field: frozenset(table[field].split()) for field in _WORD_LISTS})
    for code, table in tables(f"{__package__}.languages").items()
}
"""By ISO 639-1 code."""
