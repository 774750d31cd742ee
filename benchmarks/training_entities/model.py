"""The model in one piece: names, groups of words and weights."""

import io
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.training_entities.clusters import cluster_arrays, unlabelled_sentences
from benchmarks.training_entities.fit import OWN, fit, read_sentences
from benchmarks.training_entities.names import name_arrays
from service.enrich.entities.features import Features
from service.enrich.entities.gazetteer import Gazetteer
from service.enrich.entities.lexicon import Clusters
from service.enrich.entities.sequence import SequenceTagger

Arrays = dict[str, NDArray[Any]]
FIRST_READINESS, READINESS = 1.5, 0.5
"""Of the model whose answers are learned from, and of the one that learns from them: the latter misses about
as many names as it invents."""
DRAWS = 2
STRETCH = 20
"""Sentences tagged together, as those of a document are."""
SHORTEST, LONGEST = 5, 59
"""Words of a sentence learned from."""


def train(benchmark: Path, documents: Sequence[dict[str, Any]]) -> Arrays:
    """Train on documents of the gold, then once more on them and on what that model makes of other texts.

    Learning from one's own answers (Yarowsky 1995) is what makes articles of the other texts familiar.

    Args:
        benchmark: the folder that holds ``extraction`` and ``enrichment``; its English texts are read
            without labels.
        documents: the documents with their tags.

    Returns:
        The arrays ``SequenceTagger`` is made of.
    """
    words = [sentence["tokens"] for document in documents for sentence in document["sents"]]
    unlabelled = list(unlabelled_sentences(benchmark))
    tables = {**_names(), **cluster_arrays([*unlabelled, *words])}
    features = Features(Gazetteer.of(tables), Clusters.of(tables))
    first = SequenceTagger.of({**tables, **fit(read_sentences(features, documents), FIRST_READINESS)})
    own = _tagged(first, unlabelled)
    return {**tables, **fit(read_sentences(features, [*documents, *own]), READINESS, DRAWS)}


def _tagged(tag: SequenceTagger, sentences: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    """Tag texts without labels; of each stretch of sentences those are kept that hold a name."""
    stretches = []
    for begin in range(0, len(sentences), STRETCH):
        words = [s for s in sentences[begin : begin + STRETCH] if SHORTEST <= len(s) <= LONGEST]
        rows = zip(words, tag(words), strict=True) if words else ()
        if named := [{"tokens": w, "tags": tags} for w, tags in rows if set(tags) != {"O"}]:
            stretches.append({"genre": OWN, "sents": named})
    return stretches


def as_bytes(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Write arrays as the file the service loads; not compressed, as zlib differs between machines."""
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


@cache
def _names() -> Arrays:
    return name_arrays()
