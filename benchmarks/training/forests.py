"""Forests of catboost as the arrays the service keeps them as."""

import json
import tempfile
from pathlib import Path

import numpy as np
from catboost import CatBoostClassifier
from numpy.typing import NDArray


def kept(model: CatBoostClassifier) -> dict[str, NDArray[np.generic]]:
    """Return the arrays of ``service.clean.learned.forest.Forest``.

    A shallower tree is filled up with questions that no row answers yes.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "forest.json"
        model.save_model(str(path), format="json")
        written = json.loads(path.read_text(encoding="utf-8"))
    scale, (bias,) = written["scale_and_bias"]
    trees = written["oblivious_trees"]
    depth = max(len(tree["splits"]) for tree in trees)
    columns = np.zeros((len(trees), depth), np.uint8)
    borders = np.full((len(trees), depth), np.inf, np.float32)
    leaves = np.zeros((len(trees), 2**depth))
    for index, tree in enumerate(trees):
        for level, split in enumerate(tree["splits"]):
            columns[index, level] = split["float_feature_index"]
            borders[index, level] = split["border"]
        leaves[index, : len(tree["leaf_values"])] = tree["leaf_values"]
    return {
        "columns": columns,
        "borders": borders,
        "leaves": (leaves * scale).astype(np.float16),
        "bias": np.array(bias, np.float32),
    }
