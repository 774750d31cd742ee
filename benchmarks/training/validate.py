"""Nested cross-validation by domain: what cleaning makes of sites no learned part has seen."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.extraction import predict
from benchmarks.training.corpus import read_inputs, read_pages, read_samples
from benchmarks.training.fit import fit, fold_of
from service.clean import Clean
from service.clean.learned.forest import Forest
from service.clean.learned.judge import Judge
from service.settings import CleanSettings

FOLDS = 5


def predict_fold(folder: Path, kind: str, fold: int) -> list[tuple[str, dict[str, Any]]]:
    """Train without one fold's domains, and clean that fold with the whole stage.

    Args:
        folder: the benchmark.
        kind: ``html`` or ``flat``.
        fold: which of ``FOLDS``.

    Returns:
        For each input of the fold what it is scored as (``html``, ``page``, ``container``), and its
        prediction.
    """
    pages = read_pages(folder)
    held = {name: page for name, page in pages.items() if fold_of(page["domain"], FOLDS) == fold}
    seen = {name: page for name, page in pages.items() if name not in held}
    forest = Forest.of(fit(kind, list(read_samples(folder, kind, seen))))
    judge = replace(Judge.load(), **{kind: forest})
    clean = Clean(CleanSettings(), judge)
    inputs = read_inputs(folder, kind, held)
    return [(task, predict(page, record, clean)) for task, page, record in inputs]
