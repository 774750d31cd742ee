"""Train the ranking of places on gold toponyms, or cross-validate it by document.

A candidate is right where it lies within 161 km of the gold; of several, that with the gold's identifier,
else those nearest. What is learned is how much population, containment, neighbours and the publisher's home
weigh: no name is a feature.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from catboost import CatBoostClassifier
from numpy.typing import NDArray

from benchmarks.enrichment.geo import resolve
from benchmarks.extraction import read_lines
from benchmarks.training.forests import kept
from service.enrich.places import PlaceResolver
from service.enrich.places.features import CONTEXT_FEATURES, OWN_FEATURES, Table, context, lay_out, softmax
from service.enrich.places.gazetteer import Floats, Gazetteer, unit_vectors
from service.enrich.places.host import domain_country
from service.enrich.places.ranking import Ranking
from service.enrich.places.toponyms import Toponym, read_toponyms

RIGHT = 161.0
"""Kilometres, the 100 miles of the literature."""
NEAREST = 25.0
"""Kilometres by which a right candidate may be farther than the nearest."""
EARTH_RADIUS = 6371.0
FOLDS = 5
TREES = {
    "iterations": 80,
    "depth": 4,
    "learning_rate": 0.1,
    "l2_leaf_reg": 5,
    "border_count": 64,
    "random_seed": 1,
    "thread_count": 1,
    "verbose": False,
    "allow_writing_files": False,
}
"""One thread, so that sums are added in one order and the bytes come out the same."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The candidates of a document, and which are right."""

    table: Table
    labels: Floats
    weights: Floats
    """Mentions of the toponym; 0 for candidates of the publisher's host."""


def sample(document: Mapping[str, Any]) -> Sample:
    """Lay out a document's candidates and label them by its gold."""
    gazetteer = Gazetteer.load()
    gold = {(t["start"], t["end"]): t for t in document["toponyms"]}
    host = urlsplit(document["url"] or "").hostname
    toponyms = read_toponyms(gazetteer, document["text"], gold, host)
    table = lay_out(gazetteer, toponyms, domain_country(host) if host else None)
    points = unit_vectors(gazetteer.lat[table.rows], gazetteer.lon[table.rows])
    labels, weights = np.zeros(len(points), np.float32), np.zeros(len(points), np.float32)
    for position, toponym in enumerate(toponyms):
        own = np.flatnonzero(table.toponyms == position)
        if len(own) and not toponym.of_host:
            there = np.array([(gold[m]["lat"], gold[m]["lon"]) for m in toponym.mentions])
            cosines = points[own] @ unit_vectors(there[:, 0], there[:, 1]).T
            kilometres = np.median(EARTH_RADIUS * np.arccos(np.clip(cosines, -1, 1)), axis=1)
            right = kilometres <= min(RIGHT, kilometres.min() + NEAREST)
            named = right & np.array([_identified(gazetteer, table, gold, toponym, i) for i in own.tolist()])
            labels[own] = named if named.any() else right
            weights[own] = len(toponym.mentions)
    return Sample(table, labels, weights)


def _identified(
    gazetteer: Gazetteer, table: Table, gold: Mapping[tuple[int, int], Any], toponym: Toponym, index: int
) -> bool:
    identifier = gazetteer.geonames_id(int(table.rows[index]))
    return identifier is not None and any(
        str(identifier) == str(gold[mention].get("geonameid")) for mention in toponym.mentions
    )


def train(samples: Sequence[Sample]) -> dict[str, NDArray[np.generic]]:
    """Fit both forests; the second learns from probabilities of the first."""
    alone = _fit(samples, [s.table.own for s in samples])
    together = _fit(samples, [_beside(alone, s.table) for s in samples])
    return {
        f"{name}_{part}": array
        for name, model in (("alone", alone), ("together", together))
        for part, array in kept(model).items()
    }


def _beside(model: CatBoostClassifier, table: Table) -> Floats:
    if not len(table.rows):
        return np.zeros((len(OWN_FEATURES) + len(CONTEXT_FEATURES), 0), np.float32)
    odds = model.predict(table.own.T, prediction_type="RawFormulaVal").astype(np.float32)
    return np.vstack([table.own, context(table, softmax(odds, table.toponyms))])


def _fit(samples: Sequence[Sample], features: Sequence[Floats]) -> CatBoostClassifier:
    model = CatBoostClassifier(**TREES)
    used = [s.weights > 0 for s in samples]
    model.fit(
        np.concatenate([rows[:, mask] for rows, mask in zip(features, used, strict=True)], axis=1).T,
        np.concatenate([s.labels[mask] for s, mask in zip(samples, used, strict=True)]),
        sample_weight=np.concatenate([s.weights[mask] for s, mask in zip(samples, used, strict=True)]),
    )
    return model


def fold_of(identifier: str) -> int:
    """Return the fold of a document, by hash."""
    return int(hashlib.sha256(identifier.encode()).hexdigest(), 16) % FOLDS


def predict_held_out(gold: Path) -> Iterator[dict[str, Any]]:
    """Yield what each document is resolved to by a ranking trained without its fold."""
    documents = list(read_lines(gold))
    samples = [sample(document) for document in documents]
    for fold in range(FOLDS):
        held = [fold_of(document["id"]) == fold for document in documents]
        rest = [s for s, out in zip(samples, held, strict=True) if not out]
        places = PlaceResolver(Ranking.of(train(rest)))
        yield from (resolve(places, document) for document, out in zip(documents, held, strict=True) if out)
