"""The model in one piece: names, groups of words and weights."""

import io
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.training_entities.clusters import cluster_arrays, unlabelled_sentences
from benchmarks.training_entities.fit import fit, read_sentences
from benchmarks.training_entities.names import name_arrays
from service.enrich.entities.features import Features
from service.enrich.entities.gazetteer import Gazetteer
from service.enrich.entities.lexicon import Clusters

Arrays = dict[str, NDArray[Any]]


def train(benchmark: Path, documents: Sequence[dict[str, Any]]) -> Arrays:
    """Train on documents of the gold.

    Args:
        benchmark: the folder that holds ``extraction`` and ``enrichment``; its English texts are read
            without labels.
        documents: the documents with their tags.

    Returns:
        The arrays ``SequenceTagger`` is made of.
    """
    words = [sentence["tokens"] for document in documents for sentence in document["sents"]]
    tables = {**_names(), **cluster_arrays([*unlabelled_sentences(benchmark), *words])}
    features = Features(Gazetteer.of(tables), Clusters.of(tables))
    return {**tables, **fit(read_sentences(features, documents))}


def as_bytes(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Write arrays as the file the service loads; not compressed, as zlib differs between machines."""
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


@cache
def _names() -> Arrays:
    return name_arrays()
