"""Run the service's cleaning over a benchmark and write predictions for its scorer.

    python -m benchmarks.extraction PAGES.jsonl.gz OUT.jsonl
    python -m benchmarks.extraction --flat FLAT.jsonl.gz --scope page OUT.jsonl

Pages go through the real admit and clean stages. Gold fields are not read and need not be there.
"""

import argparse
import gzip
import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

from schemas import BlockKind
from service.admit import Admit
from service.clean import Clean, Cleaned
from service.errors import RecordError
from service.record import InputRecord
from service.runtime.workers.worker import settle_memory
from service.settings import AdmitSettings, CleanSettings

PROCESSES = 2
ADMIT = Admit(AdmitSettings())


def page_record(path: Path, url: str | None) -> InputRecord:
    """Read a stored page as the record a producer would send."""
    value = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return InputRecord(
        value, headers=(("content-type", b"text/html"), ("url", url.encode() if url else None))
    )


def text_record(text: str) -> InputRecord:
    """Make the record a producer of flat text would send."""
    return InputRecord(text.encode(), headers=(("content-type", b"text/plain; charset=utf-8"),))


@cache
def packaged_clean() -> Clean:
    """Return the clean stage with the models of the package, and set up the process as a worker's."""
    clean = Clean(CleanSettings())
    settle_memory()
    return clean


def predict(identifier: str, record: InputRecord, clean: Clean) -> dict[str, Any]:
    """Clean one record; one that holds no article gives an empty text."""
    try:
        return {"id": identifier, **prediction(clean(ADMIT(record)))}
    except RecordError:
        return {"id": identifier, "text": ""}


def prediction(cleaned: Cleaned) -> dict[str, Any]:
    """Map an article to the scorer's fields; its gold counts a visible standfirst as text."""
    article = cleaned.article
    deck = [block.block.text for block in cleaned.blocks.of(BlockKind.DECK)]
    return {
        "text": "\n\n".join([*deck, article.text]),
        "title": article.headline,
        "author": [author.name for author in article.authors],
        "date": stated.value if (stated := article.published_at or article.modified_at) else None,
    }


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a file of JSON lines, compressed or not."""
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as file
    ):
        for line in file:
            yield json.loads(line)


def _page(task: tuple[str, Path, str | None]) -> dict[str, Any]:
    identifier, path, url = task
    return predict(identifier, page_record(path, url), packaged_clean())


def _text(task: tuple[str, str]) -> dict[str, Any]:
    identifier, text = task
    return predict(identifier, text_record(text), packaged_clean())


def main() -> None:
    """Read the command line, clean every page, write one prediction a line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "paths",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="PAGES.jsonl.gz OUT.jsonl; with --flat only OUT.jsonl",
    )
    parser.add_argument("--flat", type=Path, help="flat texts instead of pages")
    parser.add_argument(
        "--scope", choices=["page", "container"], default="page", help="which flat texts (default: page)"
    )
    arguments = parser.parse_args()
    if len(arguments.paths) != (1 if arguments.flat else 2):
        parser.error("give PAGES.jsonl.gz and OUT.jsonl, or --flat FLAT.jsonl.gz and OUT.jsonl")
    out = arguments.paths[-1]
    with ProcessPoolExecutor(PROCESSES) as pool, out.open("w", encoding="utf-8") as file:
        if arguments.flat:
            texts = [
                (line["id"], line["text"])
                for line in read_lines(arguments.flat)
                if line["scope"] == arguments.scope
            ]
            predictions = pool.map(_text, texts, chunksize=8)
        else:
            source = arguments.paths[0]
            pages = [
                (line["id"], source.parent / line["html"], line.get("url")) for line in read_lines(source)
            ]
            predictions = pool.map(_page, pages, chunksize=8)
        for line in predictions:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
