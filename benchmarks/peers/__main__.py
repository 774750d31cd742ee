"""Compare Dateline's cleaning with other extractors, page by page, in quality and CPU.

    python -m benchmarks.peers PAGES.jsonl.gz [--flat FLAT.jsonl.gz] [--limit 100] [--markdown]

The first run installs the peers, pinned, into .peers in the checkout. Each extractor works in a process of
its own; every page goes to all of them in turn, one at a time, and each measures its own CPU time for
everything from the stored bytes to text and metadata. Quality is what the benchmark's own scorer says.
Intervals are 95 % bootstrap intervals over pages. With --flat, the flat texts of the pages follow; their
CPU is compared with trafilatura's on the page, and "as it is" is the text untouched.
"""

import argparse
import gzip
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track

from benchmarks.environment import make_environment
from benchmarks.extraction import read_lines
from benchmarks.peers.extractors import BASELINE, OURS, OURS_FLAT, PEERS
from benchmarks.peers.report import Row, cpu_line, metadata, overview, parts
from benchmarks.peers.runner import Entry, Request, Run, compare
from benchmarks.peers.scoring import score

PINS = Path(__file__).with_name("requirements.txt")
SCOPES = ("page", "container")
WIDTH = 240
"""Columns of the tables where they go to a file; none is cut."""


def main() -> None:
    """Read the command line, run everything, print the tables."""
    parser = argparse.ArgumentParser(
        "python -m benchmarks.peers",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("pages", type=Path, metavar="PAGES.jsonl.gz", help="pages with their gold")
    parser.add_argument("--flat", type=Path, metavar="FLAT.jsonl.gz", help="flat texts of the pages, too")
    parser.add_argument(
        "--gold-scorer", type=Path, metavar="FILE", help="the scorer (default: score.py beside PAGES)"
    )
    parser.add_argument("--limit", type=int, metavar="N", help="about N pages, spread over the file")
    parser.add_argument("--markdown", action="store_true", help="tables as Markdown")
    arguments = parser.parse_args()
    arguments.gold_scorer = arguments.gold_scorer or arguments.pages.parent / "score.py"
    for path in (arguments.pages, arguments.flat, arguments.gold_scorer):
        if path is not None and not path.is_file():
            parser.error(f"{path}: no such file")
    try:
        _report(arguments)
    except RuntimeError as fault:
        sys.exit(f"benchmarks.peers: {fault}")


def _report(arguments: argparse.Namespace) -> None:
    gold = _gold(arguments.pages, arguments.limit)
    pages = {page: json.loads(line) for page, line in gold.items()}
    stored = arguments.pages.parent.resolve()
    requests = {p: {"file": str(stored / page["html"]), "url": page.get("url")} for p, page in pages.items()}
    entries = [Entry(name, name, requests) for name in (OURS, *PEERS)]
    texts = _texts(arguments.flat, pages) if arguments.flat else {}
    entries += [Entry(f"{OURS}, {scope}", OURS_FLAT, texts[scope]) for scope in texts]
    notes = Console(stderr=True)
    python = make_environment("peers", PINS, notes)
    runs = compare(entries, track(list(pages), "comparing", console=notes, transient=True), python)
    html, flat = runs[: 1 + len(PEERS)], runs[1 + len(PEERS) :]
    console = Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False)

    def rows(runs: Sequence[Run], among: Sequence[str]) -> list[Row]:
        scores = score(arguments.gold_scorer, [gold[page] for page in among], runs)
        return [Row(*pair) for pair in zip(runs, scores, strict=True)]

    table = rows(html, list(pages))
    base = next(row for row in table if row.run.name == BASELINE)
    tables = [
        overview(table, base, f"HTML, {len(pages)} pages", markdown=arguments.markdown),
        metadata(table, markdown=arguments.markdown),
        parts(table, markdown=arguments.markdown),
    ]
    for scope, run in zip(texts, flat, strict=True):
        same = Run(
            "as it is", {page: {"id": page, "text": asked["text"]} for page, asked in texts[scope].items()}
        )
        table = rows([run, same, base.run], list(texts[scope]))
        title = f"Flat text, {scope}, {len(texts[scope])} texts (trafilatura reads the page)"
        tables.append(overview(table, table[-1], title, markdown=arguments.markdown))
        tables.append(parts(table, markdown=arguments.markdown))
    for one in tables:
        console.print(one)
    if flat:
        ours, theirs = {}, {}
        for scope, run in zip(texts, flat, strict=True):
            for page, seconds in run.seconds.items():
                text = f"{page} {scope}"
                ours[text], theirs[text] = seconds, base.run.seconds[page]
        console.print(cpu_line(ours, theirs))


def _gold(path: Path, limit: int | None) -> dict[str, str]:
    """Read the lines by page id; of a limited number, as many from every part of the file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = list(file)
    step = max(1, len(lines) // limit) if limit else 1
    return {json.loads(line)["id"]: line for line in lines[::step]}


def _texts(path: Path, pages: dict[str, Any]) -> dict[str, dict[str, Request]]:
    """Read the flat texts by scope and page id."""
    texts: dict[str, dict[str, Request]] = {scope: {} for scope in SCOPES}
    for line in read_lines(path):
        if line["id"] in pages:
            texts[line["scope"]][line["id"]] = {"text": line["text"]}
    return texts


if __name__ == "__main__":
    main()
