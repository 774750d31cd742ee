"""Language of the first 40 characters, about a headline's length; scored as ``langid``."""

from collections.abc import Mapping
from typing import Any

from benchmarks.enrichment.langid import predict as predict_sentence

CHARACTERS = 40


def predict(document: Mapping[str, Any]) -> dict[str, Any]:
    """Name the language of a text's begin."""
    return predict_sentence({**document, "text": document["text"][:CHARACTERS]})
