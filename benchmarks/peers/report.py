"""The comparison as tables: for a terminal, or as Markdown."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich import box
from rich.table import Table

from benchmarks.peers.runner import Run
from benchmarks.peers.scoring import Figure, body_f1, cpu_ratio, poor_pages

METADATA = {"title": "title_exact", "date": "date", "author": "author_exact"}
"""Field of an answer to the scorer's share of exact ones."""
LANGUAGES = 8
"""Most languages shown."""


@dataclass(frozen=True)
class Row:
    """One extractor's run and its scores."""

    run: Run
    score: dict[str, Any]


def overview(rows: Sequence[Row], base: Row, title: str, *, markdown: bool) -> Table:
    """Lay out quality and CPU; differences and ratios are to ``base`` on the same pages."""
    table = _table(
        title,
        ("extractor", "body F1", "Δ trafilatura", "segments F1", "F1 < .8", "CPU ÷, median", "mean", "total"),
        markdown=markdown,
    )
    for row in rows:
        poor, pages = poor_pages(row.score)
        segments = row.score["segments"].get("all")
        is_base = row is base or row.score is base.score
        difference = None if is_base else body_f1(row.score, base.score)
        cpu = ["-", "-", "-"]
        if row.run.seconds:
            cpu = ["1", "1", "1"] if is_base else _cpu(row.run.seconds, base.run.seconds)
        failed = f" ({row.run.failed} failed)" if row.run.failed else ""
        table.add_row(
            row.run.name + failed,
            _ranged(body_f1(row.score), 3),
            _ranged(difference, 3, sign="+"),
            _number(segments and segments["f1"]),
            f"{poor} of {pages}",
            *cpu,
        )
    return table


def cpu_line(seconds: dict[str, float], base: dict[str, float]) -> str:
    """Say in a line what flat texts of every scope cost, each beside its page."""
    median, mean, total = _cpu(seconds, base)
    ratios = f"median {median}, mean {mean}, total {total}"
    return f"All {len(seconds)} flat texts, CPU ÷ trafilatura on their pages: {ratios}"


def _cpu(seconds: dict[str, float], base: dict[str, float]) -> list[str]:
    median, mean, total = cpu_ratio(seconds, base)
    return [_ranged(median, 2), _ranged(mean, 2), f"{total:.2f}"]


def metadata(rows: Sequence[Row], *, markdown: bool) -> Table:
    """Lay out the share of pages with exactly the gold's title, date and authors, by source.

    A field an extractor never reads is left open.
    """
    found = rows[0].score["meta"]
    columns = [
        (source, field)
        for source in found
        for field, share in METADATA.items()
        if source != "all" and share in found[source]
    ]
    heads = [f"{source} {field}" for source, field in columns]
    table = _table("Title, date and authors exact", ("extractor", *heads), markdown=markdown)
    for row in rows:
        read = {field for answer in row.run.answers.values() for field in answer}
        shares = [
            row.score["meta"][source][METADATA[field]] if field in read else None for source, field in columns
        ]
        table.add_row(row.run.name, *map(_number, shares))
    return table


def parts(rows: Sequence[Row], *, markdown: bool) -> Table:
    """Lay out body and segments F1 by source and by language, an extractor a column."""
    table = _table(
        "F1 by source and language", ("pages", "n", *(row.run.name for row in rows)), markdown=markdown
    )
    for name, count, path in _parts(rows[0].score):
        table.add_row(name, str(count), *(_number(row.score[path[0]][path[1]]["f1"]) for row in rows))
    return table


def _parts(score: dict[str, Any]) -> Iterator[tuple[str, int, tuple[str, str]]]:
    for kind, by_source, by_language in (("body", "body", "lang"), ("segments", "segments", "seg_lang")):
        for source, block in score[by_source].items():
            yield f"{kind}, {source}", block["n"], (by_source, source)
        counts = Counter({language: block["n"] for language, block in score[by_language].items()})
        for language, count in counts.most_common(LANGUAGES):
            yield f"{kind}, {language}", count, (by_language, language)


def _table(title: str, heads: Sequence[str], *, markdown: bool) -> Table:
    style = box.MARKDOWN if markdown else box.SIMPLE_HEAD
    table = Table(title=title, title_justify="left", box=style, title_style="bold")
    for number, head in enumerate(heads):
        table.add_column(head, no_wrap=True, justify="right" if number else "left")
    return table


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _ranged(figure: Figure | None, digits: int, sign: str = "") -> str:
    if figure is None:
        return "-"
    low, value, high = (f"{v:{sign}.{digits}f}" for v in (figure.low, figure.value, figure.high))
    return f"{value} ({low} to {high})"
