"""The benchmark's pages as the judge sees them, with what its gold says of each block."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.extraction import page_record, read_lines, text_record
from benchmarks.training.gold import block_labels
from service.admit import Admit
from service.clean.context import Context, read_context
from service.clean.learned.places import near_text
from service.clean.stage import segment
from service.errors import RecordError
from service.record import InputRecord
from service.settings import AdmitSettings, CleanSettings

SMOOTHING_WORDS = 3
LEAST_BODY_WORDS = 150
"""A block's weight is its words by the body's; a stub does not count more than this body."""
MOST_NEGATIVE = 3.0
"""Furniture of one page weighs at most so many times its article."""
SEGMENT_WEIGHT = 0.6
LEAST_SEGMENTS = 4
"""Pages of which only segments are known weigh less, and few segments less again."""

Weights = NDArray[np.float64]


Pages = Mapping[str, Mapping[str, Any]]


class Input(NamedTuple):
    """A record to clean."""

    task: str
    """What it is scored as: ``html``, or the scope of a flat text."""
    page: str
    """Identifier of the page in the benchmark."""
    record: InputRecord


@dataclass(eq=False, slots=True)
class Sample:
    """One page or flat text."""

    domain: str
    context: Context
    labels: Weights
    """1 for article, 0 for not, NaN for unknown, one a block."""
    weights: Weights
    """What each block counts in training; 0 where unknown."""
    views: Sequence[NDArray[np.int64]]
    """Indexes of the blocks the judge will be asked about; then of all lines of a flat text, where those are
    more: the lines it looks at make what it sees of each, so this is another text to learn from."""


def read_pages(folder: Path) -> dict[str, Mapping[str, Any]]:
    """Return the benchmark's pages with their gold, by identifier."""
    return {page["id"]: page for page in read_lines(folder / "pages.jsonl.gz")}


def read_inputs(folder: Path, kind: str, pages: Pages) -> Iterator[Input]:
    """Yield the records of a kind of input.

    Args:
        folder: the benchmark.
        kind: ``html`` for the pages, ``flat`` for the texts made of them.
        pages: the pages to read, by identifier.
    """
    if kind == "html":
        for identifier, page in pages.items():
            yield Input("html", identifier, page_record(folder / page["html"], page.get("url")))
        return
    for text in read_lines(folder / "flat.jsonl.gz"):
        if text["id"] in pages:
            yield Input(text["scope"], text["id"], text_record(text["text"]))


def read_samples(folder: Path, kind: str, pages: Pages) -> Iterator[Sample]:
    """Yield the inputs of a kind with the labels of their blocks; those that cannot be read are left out."""
    admit, limits = Admit(AdmitSettings()), CleanSettings()
    for _, identifier, record in read_inputs(folder, kind, pages):
        try:
            _, document, hints = segment(admit(record), limits)
        except RecordError:
            continue
        if not document.blocks:
            continue
        gold = pages[identifier]["gold"]
        labels = np.array(block_labels(document.blocks, gold))
        words = np.array([block.words for block in document.blocks], np.float64)
        weigh = _by_segments if not gold.get("body") else _by_words if kind == "html" else _by_root
        seen = np.array([block.text != "" for block in document.blocks])
        weights = weigh(labels, words) * seen
        context = read_context(document, hints)
        near, lines = near_text(context), np.flatnonzero(seen)
        views = [near, lines] if kind == "flat" and len(near) < len(lines) else [near]
        if len(near):
            yield Sample(pages[identifier]["domain"], context, labels, weights, views)


def _by_segments(labels: Weights, _words: Weights) -> Weights:
    known = ~np.isnan(labels)
    return np.where(known, SEGMENT_WEIGHT / max(LEAST_SEGMENTS, int(known.sum())), 0.0)


def _by_words(labels: Weights, words: Weights) -> Weights:
    weights: Weights = (words + SMOOTHING_WORDS) / max(LEAST_BODY_WORDS, words[labels == 1].sum())
    negative = weights[labels == 0].sum()
    if negative > MOST_NEGATIVE:
        weights[labels == 0] *= MOST_NEGATIVE / negative
    return weights


def _by_root(_labels: Weights, words: Weights) -> Weights:
    """A long line of a flat text is often several; the root weighs it less."""
    roots = np.sqrt(words + 1)
    weights: Weights = roots / np.sqrt(roots.sum())
    return weights
