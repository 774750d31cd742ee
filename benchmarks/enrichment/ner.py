"""Named entities: tags of gold tokens; the model reads the sentences of one document together."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from service.enrich.entities import EntityTagger


@cache
def _tagger() -> EntityTagger:
    return EntityTagger()


def predict(document: Mapping[str, Any]) -> dict[str, Any]:
    """Tag the tokens of a document's sentences."""
    tags = _tagger().tag([sentence["tokens"] for sentence in document["sents"]])
    return {"id": document["id"], "sents": [{"tags": row} for row in tags]}
