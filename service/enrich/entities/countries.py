"""Which names are those of a country, and what a language calls it."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
from babel import Locale
from numpy.typing import NDArray

from service.enrich.entities.gazetteer import folded, name_hash
from service.enrich.entities.vocabulary import LANGUAGES

_CAPITALS = {"US": "US", "UK": "GB", "UAE": "AE"}
"""Initials that name a country in capitals only: "us" is a pronoun."""


class Countries:
    """Names of countries: common, official and short ones."""

    def __init__(self, hashes: Sequence[int], codes: Sequence[str]) -> None:
        """Keep the tables.

        Args:
            hashes: ``name_hash`` of the names, sorted.
            codes: the ISO 3166-1 code of each.
        """
        self._hashes, self._codes = list(hashes), list(codes)
        self._names = {
            language: {code: name for code, name in Locale(language).territories.items() if code.isalpha()}
            for language in LANGUAGES
        }

    @staticmethod
    def load() -> "Countries":
        """Read the table of the package."""
        content = files(__package__).joinpath("tagger.npz").read_bytes()
        with np.load(BytesIO(content), allow_pickle=False) as arrays:
            return Countries.of(arrays)

    @staticmethod
    def of(arrays: Mapping[str, NDArray[Any]]) -> "Countries":
        """Make the table of the arrays it is kept as."""
        return Countries(
            arrays["countries"].tolist(), [code.decode() for code in arrays["country_codes"].tolist()]
        )

    def code(self, words: Sequence[str]) -> str | None:
        """Return the ISO 3166-1 code of the country the words name."""
        if len(words) == 1 and words[0] in _CAPITALS:
            return _CAPITALS[words[0]]
        lower = [folded(word) for word in words]
        if lower[:1] == ["the"]:
            del lower[0]
        number = name_hash(lower)
        place = bisect_left(self._hashes, number)
        return self._codes[place] if place < len(self._hashes) and self._hashes[place] == number else None

    def name(self, code: str, language: str | None) -> str | None:
        """Return what a language calls a country; English where the language is not known."""
        return self._names.get(language or "", self._names["en"]).get(code)
