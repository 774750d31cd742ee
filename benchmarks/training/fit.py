"""Fit the token weights and the forest, and round them to what is kept.

Everything is nested: the token scores the forest sees in training are out of fold by domain, as they
will be on a page of an unknown site.
"""

import hashlib
import io
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from catboost import CatBoostClassifier
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from benchmarks.training.corpus import Sample
from service.clean.blocks import Block
from service.clean.context import Context
from service.clean.learned.flat_features import flat_features
from service.clean.learned.html_features import html_features
from service.clean.learned.model import token_scores
from service.clean.learned.tokens import (
    BUCKETS,
    DISTANCES,
    SIZES,
    Floats,
    TokenScores,
    element_buckets,
    first_words,
    size_of,
    text_buckets,
)

INNER_FOLDS = 4
REGULARISATION = 0.3
"""Inverse strength of the token regression's penalty, as scikit-learn counts."""
CLIPPED = 0.9995
"""Weights beyond this quantile are cut: a byte must hold the rest."""
TREES = {
    "iterations": 150,
    "depth": 6,
    "learning_rate": 0.1,
    "l2_leaf_reg": 5,
    "rsm": 0.3,
    "border_count": 64,
    "random_seed": 1,
    "thread_count": 1,
    "verbose": False,
    "allow_writing_files": False,
}
"""One thread, so that sums are added in one order and the bytes come out the same."""

FEATURES: dict[str, Callable[[Context, TokenScores], Floats]] = {
    "html": html_features,
    "flat": flat_features,
}
Arrays = dict[str, NDArray[Any]]


def fold_of(domain: str, folds: int, salt: str = "") -> int:
    """Put a domain into a fold, the same on every machine."""
    return int(hashlib.sha256(f"{salt}{domain}".encode()).hexdigest(), 16) % folds


def fit(kind: str, samples: Sequence[Sample]) -> Arrays:
    """Train a model.

    Args:
        kind: ``html`` or ``flat``.
        samples: the training texts.

    Returns:
        The arrays ``Model`` is made of.
    """
    rows = []
    for fold in range(INNER_FOLDS):
        rest = [sample for sample in samples if fold_of(sample.domain, INNER_FOLDS, "inner") != fold]
        scores = token_scores(_fit_tokens(kind, rest))
        held = [sample for sample in samples if fold_of(sample.domain, INNER_FOLDS, "inner") == fold]
        rows += [(sample, FEATURES[kind](sample.context, scores)) for sample in held]
    return {**_fit_tokens(kind, samples), **_fit_forest(rows)}


def as_bytes(arrays: Arrays) -> bytes:
    """Write arrays as the file the service loads; not compressed, as zlib differs between machines."""
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def _fit_tokens(kind: str, samples: Sequence[Sample]) -> Arrays:
    labels = np.concatenate([sample.labels for sample in samples])
    weights = np.sqrt(np.concatenate([sample.weights for sample in samples]))
    known = weights > 0
    arrays: Arrays = {"markup": np.zeros((DISTANCES, 0), np.int8), "markup_scale": np.array(1, np.float32)}
    for name, places, tables in TABLES[kind]:
        blocks = chain.from_iterable(sample.context.blocks for sample in samples)
        counts = _count((places(block) for block in blocks), tables * BUCKETS)
        regression = LogisticRegression(C=REGULARISATION, max_iter=200, tol=1e-3)
        regression.fit(counts[known], labels[known], sample_weight=weights[known])
        found = regression.coef_[0]
        scale = float(np.quantile(np.abs(found), CLIPPED)) / 127 or 1.0
        arrays[name] = np.clip(np.rint(found / scale), -127, 127).astype(np.int8).reshape(tables, BUCKETS)
        arrays[f"{name}_scale"] = np.array(scale, np.float32)
    return arrays


def _markup_places(block: Block) -> Iterator[int]:
    element, distance = block.element, 0
    while element is not None:
        for place in element_buckets(element.tag, element.tokens):
            yield distance * BUCKETS + place
        element, distance = element.parent, min(distance + 1, DISTANCES - 1)


def _word_places(block: Block) -> Iterator[int]:
    for place in text_buckets(first_words(block)):
        yield size_of(block) * BUCKETS + place


TABLES = {
    "html": [("markup", _markup_places, DISTANCES), ("words", _word_places, SIZES)],
    "flat": [("words", _word_places, SIZES)],
}
"""Name, what finds the places of a block in it, and number of weights a bucket."""


def _count(rows: Iterable[Iterable[int]], width: int) -> csr_matrix:
    lists = [list(row) for row in rows]
    ends = np.cumsum([0, *map(len, lists)])
    places = np.fromiter(chain.from_iterable(lists), np.int32, int(ends[-1]))
    counts = csr_matrix((np.ones(len(places)), places, ends), shape=(len(lists), width))
    counts.sum_duplicates()
    return counts


def _fit_forest(rows: Sequence[tuple[Sample, Floats]]) -> Arrays:
    features = np.concatenate([row for _, row in rows])
    labels = np.concatenate([sample.labels for sample, _ in rows])
    weights = np.concatenate([sample.weights for sample, _ in rows])
    known = weights > 0
    classifier = CatBoostClassifier(**TREES)
    classifier.fit(features[known], labels[known], sample_weight=weights[known])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "forest.json"
        classifier.save_model(str(path), format="json")
        written = json.loads(path.read_text())
    return _forest_arrays(written)


@dataclass(frozen=True)
class _Tree:
    columns: list[int]
    borders: list[float]
    leaves: list[float]


def _forest_arrays(written: dict[str, Any]) -> Arrays:
    """Read catboost's JSON; a shallower tree is filled up with questions that no row answers yes."""
    scale, (bias,) = written["scale_and_bias"]
    depth = max(len(tree["splits"]) for tree in written["oblivious_trees"])
    trees = []
    for tree in written["oblivious_trees"]:
        missing = depth - len(tree["splits"])
        trees.append(
            _Tree(
                [split["float_feature_index"] for split in tree["splits"]] + [0] * missing,
                [split["border"] for split in tree["splits"]] + [np.inf] * missing,
                tree["leaf_values"] + [0.0] * (2**depth - len(tree["leaf_values"])),
            )
        )
    return {
        "columns": np.array([tree.columns for tree in trees], np.uint8),
        "borders": np.array([tree.borders for tree in trees], np.float32),
        "leaves": (np.array([tree.leaves for tree in trees]) * scale).astype(np.float16),
        "bias": np.array(bias, np.float32),
    }
