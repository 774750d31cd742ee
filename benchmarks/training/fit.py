"""Fit the token weights and the forest, and round them to what is kept.

Everything is nested: the token scores the forest sees in training are out of fold by domain, as they
will be on a page of an unknown site.
"""

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from catboost import CatBoostClassifier
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from benchmarks.training.corpus import Sample, Weights
from benchmarks.training.forests import kept
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
    "iterations": 300,
    "depth": 6,
    "learning_rate": 0.05,
    "l2_leaf_reg": 5,
    "rsm": 0.3,
    "border_count": 64,
    "random_seed": 1,
    "thread_count": 1,
    "verbose": False,
    "allow_writing_files": False,
}
"""One thread, so that sums are added in one order and the bytes come out the same."""

FEATURES: dict[str, Callable[[Context, NDArray[np.int64], TokenScores], Floats]] = {
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
        rows += [
            _Rows(
                FEATURES[kind](sample.context, view, scores),
                sample.labels[view],
                sample.weights[view] / len(sample.views),
            )
            for sample in held
            for view in sample.views
        ]
    return {**_fit_tokens(kind, samples), **_fit_forest(rows)}


def as_bytes(arrays: Arrays) -> bytes:
    """Write arrays as the file the service loads; not compressed, as zlib differs between machines."""
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def _fit_tokens(kind: str, samples: Sequence[Sample]) -> Arrays:
    seen = [(sample, sample.views[-1]) for sample in samples]
    labels = np.concatenate([sample.labels[rows] for sample, rows in seen])
    weights = np.sqrt(np.concatenate([sample.weights[rows] for sample, rows in seen]))
    known = weights > 0
    arrays: Arrays = {"markup": np.zeros((DISTANCES, 0), np.int8), "markup_scale": np.array(1, np.float32)}
    for name, places, tables in TABLES[kind]:
        blocks = (sample.context.blocks[row] for sample, rows in seen for row in rows)
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


class _Rows(NamedTuple):
    """Blocks of one text as the forest sees them."""

    features: Floats
    labels: Weights
    weights: Weights


def _fit_forest(rows: Sequence[_Rows]) -> Arrays:
    features = np.concatenate([some.features for some in rows], axis=1).T
    labels = np.concatenate([some.labels for some in rows])
    weights = np.concatenate([some.weights for some in rows])
    known = weights > 0
    classifier = CatBoostClassifier(**TREES)
    classifier.fit(features[known], labels[known], sample_weight=weights[known])
    return kept(classifier)
