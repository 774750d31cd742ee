"""Fit the forests, and round them to what is kept."""

import hashlib
import io
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from catboost import CatBoostClassifier
from numpy.typing import NDArray

from benchmarks.training.corpus import Sample
from benchmarks.training.forests import kept
from service.clean.context import Context
from service.clean.learned.flat_features import flat_features
from service.clean.learned.forest import Floats
from service.clean.learned.html_features import html_features

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

FEATURES: dict[str, Callable[[Context, NDArray[np.int64]], Floats]] = {
    "html": html_features,
    "flat": flat_features,
}
Arrays = dict[str, NDArray[Any]]


def fold_of(domain: str, folds: int) -> int:
    """Put a domain into a fold, the same on every machine."""
    return int(hashlib.sha256(domain.encode()).hexdigest(), 16) % folds


def fit(kind: str, samples: Sequence[Sample]) -> Arrays:
    """Train a forest.

    Args:
        kind: ``html`` or ``flat``.
        samples: the training texts.

    Returns:
        The arrays ``Forest`` is made of.
    """
    seen = [(sample, view) for sample in samples for view in sample.views]
    features = np.concatenate([FEATURES[kind](sample.context, view) for sample, view in seen], axis=1).T
    labels = np.concatenate([sample.labels[view] for sample, view in seen])
    weights = np.concatenate([sample.weights[view] / len(sample.views) for sample, view in seen])
    known = weights > 0
    classifier = CatBoostClassifier(**TREES)
    classifier.fit(features[known], labels[known], sample_weight=weights[known])
    return kept(classifier)


def as_bytes(arrays: Arrays) -> bytes:
    """Write arrays as the file the service loads; not compressed, as zlib differs between machines."""
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()
