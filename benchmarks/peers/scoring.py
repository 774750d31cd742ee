"""Scores of all runs: the benchmark's scorer run as a program, and bootstraps over its pages."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.peers.runner import Run

SAMPLES = 2_000
POOR = 0.8
"""A page under this F1 is unusable."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Figure:
    """A number with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float


def score(scorer: Path, gold: Sequence[str], runs: Sequence[Run]) -> list[dict[str, Any]]:
    """Run the scorer over the same pages for every run; return its figures, run by run.

    Raises:
        RuntimeError: the scorer fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "gold.jsonl").write_text("".join(gold), encoding="utf-8")
        names = []
        for number, run in enumerate(runs):
            names.append(f"{number}.jsonl")
            lines = [json.dumps(answer) + "\n" for answer in run.answers.values()]
            (place / names[-1]).write_text("".join(lines), encoding="utf-8")
        command = [sys.executable, str(scorer.resolve()), "--gold", "gold.jsonl", "--boot", "0"]
        command += ["--json", "scores.json", "--pred", *names]
        ended = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
        if ended.returncode:
            said = (ended.stderr.strip() or "no message").splitlines()[-1]
            raise RuntimeError(f"{scorer.name} failed: {said}")
        scores = json.loads((place / "scores.json").read_text(encoding="utf-8"))
    return [scores[name] for name in names]


def bodies(score: dict[str, Any]) -> dict[str, tuple[float, float, float]]:
    """Read precision, recall (nan where the scorer leaves the page out of the mean) and F1 by page."""
    nan = float("nan")
    return {
        page: (nan if one["p"] is None else one["p"], nan if one["r"] is None else one["r"], one["f1"])
        for page, one in score["pages"].items()
        if "f1" in one
    }


def body_f1(ours: dict[str, Any], other: dict[str, Any] | None = None) -> Figure | None:
    """Compute F1 as the scorer does, of one run or the difference of two on the same pages.

    Returns:
        Null where no page has a full body.
    """
    pages = bodies(ours)
    if not pages:
        return None
    theirs = bodies(other) if other is not None else None
    mine = np.array([pages[page][:2] for page in pages])
    second = None if theirs is None else np.array([theirs[page][:2] for page in pages])

    def statistic(rows: NDArray[np.intp]) -> Floats:
        value = _harmonic(mine[rows])
        return value if second is None else value - _harmonic(second[rows])

    return _bootstrap(len(mine), statistic)


def cpu_ratio(seconds: dict[str, float], base: dict[str, float]) -> tuple[Figure, Figure, float]:
    """Divide CPU times page by page: median and mean over pages, and the ratio of the sums."""
    ratios = np.array([seconds[page] / base[page] for page in seconds])
    median = _bootstrap(len(ratios), lambda rows: np.asarray(np.median(ratios[rows], axis=-1)))
    mean = _bootstrap(len(ratios), lambda rows: np.asarray(np.mean(ratios[rows], axis=-1)))
    return median, mean, sum(seconds.values()) / sum(base[page] for page in seconds)


def poor_pages(score: dict[str, Any]) -> tuple[int, int]:
    """Count the pages under ``POOR``, and all pages with a full body."""
    pages = bodies(score)
    return sum(f1 < POOR for _, _, f1 in pages.values()), len(pages)


def _harmonic(pages: Floats) -> Floats:
    """Harmonic mean of mean precision and mean recall; pages (..., n, 2) to (...)."""
    with np.errstate(invalid="ignore"):
        means = np.nan_to_num(np.nanmean(pages, axis=-2))
        precision, recall = means[..., 0], means[..., 1]
        return np.asarray(np.nan_to_num(2 * precision * recall / (precision + recall)), np.float64)


def _bootstrap(count: int, statistic: Callable[[NDArray[np.intp]], Floats]) -> Figure:
    """Give a statistic of some rows (n,), and of many draws of rows (draws, n) at once, its interval."""
    rng = np.random.default_rng(7)
    values = statistic(rng.integers(0, count, (SAMPLES, count)))
    low, high = np.quantile(values, (0.025, 0.975))
    return Figure(float(statistic(np.arange(count))), float(low), float(high))
