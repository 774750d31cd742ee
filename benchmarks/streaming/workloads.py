"""What goes through: flat texts of 3.5 KB, or whole pages."""

import itertools
from collections.abc import Sequence
from pathlib import Path

from benchmarks.environment import ROOT
from benchmarks.extraction import page_record, read_lines
from service.demo.samples import load_samples
from service.record import InputRecord

PAGES = ROOT.parent / "shared" / "benchmark" / "extraction"
"""Real pages with their flat texts, where a checkout has them beside it."""
TEXT_BYTES = 3_584


def texts(count: int) -> list[InputRecord]:
    """Return that many flat texts of 3.5 KB: what a page begins with, or a sample repeated to that length.

    They carry no headers: not every peer passes them on, and nothing is done with these.
    """
    if (stored := PAGES / "flat.jsonl.gz").is_file():
        found = [text for line in read_lines(stored) if len(text := line["text"].encode()) >= TEXT_BYTES]
    else:
        samples = [sample.record for sample in load_samples() if sample.code is None]
        flat = [
            r.value for r in samples if r.value and (r.header("content-type") or "").startswith("text/plain")
        ]
        found = [text * (TEXT_BYTES // len(text) + 1) for text in flat]
    values = itertools.islice(itertools.cycle(found), count)
    return [InputRecord(text[:TEXT_BYTES], str(n).encode()) for n, text in enumerate(values)]


def pages(count: int) -> list[InputRecord]:
    """Return that many pages, spread over those there are, over and over where there are not enough."""
    if (stored := PAGES / "pages.jsonl.gz").is_file():
        lines = list(read_lines(stored))
        found = [
            page_record(PAGES / line["html"], line.get("url"))
            for line in lines[:: max(1, len(lines) // count)][:count]
        ]
    else:
        found = [sample.record for sample in load_samples() if sample.code is None]
    records = itertools.islice(itertools.cycle(found), count)
    return [record._replace(key=str(n).encode()) for n, record in enumerate(records)]


def mean_kib(records: Sequence[InputRecord]) -> float:
    """Return the mean size of their values, KiB."""
    return sum(len(record.value or b"") for record in records) / len(records) / 1024


def origin() -> str:
    """Say where pages and texts come from."""
    return "the extraction benchmark" if PAGES.is_dir() else f"the samples in {Path('service/demo')}"
