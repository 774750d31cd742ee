"""What a language's file states, and the words all languages share."""

from collections.abc import Mapping
from dataclasses import dataclass

DASHES = {"-": 0, "–": 0, "—": 0, "‑": 0}
ZONES = {
    **dict.fromkeys(("utc", "gmt", "wet"), 0),
    **dict.fromkeys(("cet", "mez", "bst", "west"), 60),
    **dict.fromkeys(("cest", "mesz", "eet", "sast"), 120),
    **dict.fromkeys(("msk", "eest", "trt"), 180),
    **dict.fromkeys(("jst", "kst"), 540),
    **dict.fromkeys(("est", "cdt"), -300),
    **dict.fromkeys(("edt", "brt"), -240),
    **dict.fromkeys(("cst", "mdt"), -360),
    **dict.fromkeys(("mst", "pdt"), -420),
    **dict.fromkeys(("sgt", "hkt"), 480),
    "pst": -480,
    "pkt": 300,
    "aest": 600,
    "aedt": 660,
}
"""Minutes ahead of UTC by abbreviation; those with several common meanings (IST) are left out."""
ZONES["brt"] = -180


@dataclass(frozen=True)
class Language:
    """What one language's file states."""

    classes: Mapping[str, Mapping[str, int]]
    """Word classes: lower-case word to its number."""
    patterns: str
    """One ``rule: pattern`` a line; of equally long matches the pattern written first wins."""
    capitalised: frozenset[str] = frozenset()
    """Words that count only with a capital, being everyday words without."""
    capitalises_nouns: bool = False
    """Whether a capital says nothing about a word being a name."""
    past_endings: tuple[str, ...] = ()
    """Endings that mark a verb form as past."""
    future_endings: tuple[str, ...] = ()
    """Endings that mark a verb form as future."""
    plural_endings: tuple[str, ...] = ()
    """Endings of counted nouns: a number of four digits before one is no year."""
    never_verbs: frozenset[str] = frozenset()
    """Words with such an ending that are no such form."""
