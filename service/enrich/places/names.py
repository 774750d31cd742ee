"""Names as the gazetteer keys them: one spelling for all ways to write a name, and its number."""

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

HASH_BYTES = 5
"""40 bits: of a million names asked, less than one meets a stranger's number."""
MAX_CHARS = 120
"""No place has a longer name."""
REMEMBERED = 4_096
"""Names whose keys are kept at hand."""

_ACCENTS = re.compile("[\u0300-\u036f]")
_BETWEEN = re.compile(r"[\W_]+")
_POSSESSIVE = re.compile(r"['’]s$")
_SHORT_FORMS = {"saint": "st", "sainte": "st", "ste": "st", "mount": "mt", "fort": "ft", "islands": "island"}
_ARTICLES = frozenset("the die der das le la les el los las il".split())  # noqa: SIM905 - a list of words
GENERIC_WORDS = frozenset(
    """
    province region regional oblast oblasti krai kray republic respublika state governorate prefecture
    prefectural department departement departamento county canton kanton voivodeship wojewodztwo
    autonomous autonoma territory provincia provinz provincie estado federal emirate district division
    area peninsula community comunidad muhafazat vilayet wilaya il ken fu shi sheng zizhiqu gouvernement
    bundesland land landkreis kreis comte condado parish borough municipality township communaute foral
    principado okrug raion
    """.split()  # noqa: SIM905 - reads better than a list
)
"""Words that say what kind of area a name is of: "Kursk Oblast", "province of Herat", "Kanton Bern"."""
LINKS = frozenset("of de du des del la le d the von di und and".split())  # noqa: SIM905 - a list of words


@lru_cache(REMEMBERED)
def fold(name: str) -> str:
    """Reduce a name to its key: no case, accents or punctuation, short forms for long ones."""
    name = _POSSESSIVE.sub("", name.strip())
    if not name.isascii():
        name = _ACCENTS.sub("", unicodedata.normalize("NFKD", name))
    joined = name.casefold().replace("'", "").replace("’", "").replace(".", "")
    return " ".join(_SHORT_FORMS.get(word, word) for word in _BETWEEN.sub(" ", joined).split())


def without_article(key: str) -> str:
    """Return the key without a leading article."""
    first, _, rest = key.partition(" ")
    return rest if rest and first in _ARTICLES else key


def without_generic(key: str) -> str:
    """Return the key without words for a kind of area around it; empty where nothing else is left."""
    words = key.split()
    while words and (words[-1] in GENERIC_WORDS or words[-1] in LINKS):
        words.pop()
    start = 0
    if words and words[0] in GENERIC_WORDS:
        while start < len(words) and (words[start] in GENERIC_WORDS or words[start] in LINKS):
            start += 1
    return " ".join(words[start:])


def number(key: str) -> int:
    """Return the number of a key in the index."""
    return int.from_bytes(blake2b(key.encode("utf-8", "replace"), digest_size=HASH_BYTES).digest(), "big")
