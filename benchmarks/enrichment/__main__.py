"""Enrich the documents of a benchmark file and write what its scorer reads.

    python -m benchmarks.enrichment TASK INPUT.jsonl.gz OUT.jsonl

A task is a module beside this one; it makes one prediction a document, without looking at its gold fields.
Then: python ../shared/benchmark/enrichment/TASK/score.py INPUT.jsonl.gz OUT.jsonl
"""

import argparse
import json
from importlib import import_module
from pathlib import Path
from time import process_time

from rich.console import Console
from rich.progress import track

from benchmarks.extraction import read_lines

TASKS = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("_"))


def main() -> None:
    """Read the command line, predict, write, and say what it cost."""
    parser = argparse.ArgumentParser(
        "python -m benchmarks.enrichment",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("task", choices=TASKS, help="what to predict")
    parser.add_argument("input", type=Path, metavar="INPUT.jsonl.gz", help="documents of the task")
    parser.add_argument("out", type=Path, metavar="OUT.jsonl", help="where the predictions go")
    arguments = parser.parse_args()
    if not arguments.input.is_file():
        parser.error(f"{arguments.input}: no such file")
    predict = import_module(f"benchmarks.enrichment.{arguments.task}").predict
    notes = Console(stderr=True)
    documents = list(read_lines(arguments.input))
    begin = process_time()
    with arguments.out.open("w", encoding="utf-8") as out:
        for document in track(documents, arguments.task, console=notes, transient=True):
            out.write(json.dumps(predict(document), ensure_ascii=False) + "\n")
    milliseconds = (process_time() - begin) / max(len(documents), 1) * 1000
    notes.print(f"{len(documents)} documents, {milliseconds:.2f} ms CPU each")


if __name__ == "__main__":
    main()
