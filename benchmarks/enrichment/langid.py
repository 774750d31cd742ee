"""Language: the code of each sentence, null where the service would stay silent."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from service.enrich.language import LanguageIdentifier
from service.settings import EnrichSettings


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier(EnrichSettings().min_language_confidence)


def predict(document: Mapping[str, Any]) -> dict[str, Any]:
    """Name the language of a text."""
    language = _identifier()(document["text"])
    return {"id": document["id"], "lang": language.code if language else None}
