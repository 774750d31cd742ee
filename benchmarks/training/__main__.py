"""Train the learned parts of cleaning, or cross-validate them.

    python -m benchmarks.training BENCHMARK                      # writes the models of the package
    python -m benchmarks.training BENCHMARK --cross-validate OUT # writes predictions, prints their scores

BENCHMARK is the folder of the extraction benchmark (pages.jsonl.gz, flat.jsonl.gz, score.py). The same
folder gives the same bytes. The first run installs the pinned training libraries into .training in the
checkout. Cross-validation is by domain and nests every learned step; each fold is cleaned by the whole
stage with a model that has seen none of its sites.
"""

import argparse
import hashlib
import importlib.util
import json
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from rich.progress import track

from benchmarks.environment import ROOT, run_again

KINDS = ("html", "flat")
MODELS = ROOT / "service" / "clean" / "learned"
PINS = Path(__file__).with_name("requirements.txt")
PROCESSES = 2


def main() -> None:
    """Read the command line; train or validate, in the training environment."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "benchmark", type=Path, metavar="BENCHMARK", help="folder of the extraction benchmark"
    )
    parser.add_argument("--only", choices=KINDS, help="one kind of input (default: both)")
    parser.add_argument("--cross-validate", type=Path, metavar="OUT", help="folder for the predictions")
    arguments = parser.parse_args()
    if not (arguments.benchmark / "pages.jsonl.gz").is_file():
        parser.error(f"{arguments.benchmark}: no pages.jsonl.gz in it")
    if importlib.util.find_spec("catboost") is None:
        run_again("training", PINS)
    kinds = [arguments.only] if arguments.only else list(KINDS)
    if arguments.cross_validate:
        _validate(arguments.benchmark, kinds, arguments.cross_validate)
    else:
        _train(arguments.benchmark, kinds)


def _train(benchmark: Path, kinds: list[str]) -> None:
    with ProcessPoolExecutor(PROCESSES) as pool:
        done = pool.map(_train_one, [benchmark] * len(kinds), kinds)
        for kind, content in zip(kinds, track(done, "training", len(kinds)), strict=True):
            (MODELS / f"{kind}.npz").write_bytes(content)
            print(f"{kind}.npz {len(content):,} bytes, sha256 {hashlib.sha256(content).hexdigest()}")


def _train_one(benchmark: Path, kind: str) -> bytes:
    from benchmarks.training.corpus import read_pages, read_samples  # noqa: PLC0415 - the training libraries
    from benchmarks.training.fit import as_bytes, fit  # noqa: PLC0415 - the same

    return as_bytes(fit(kind, list(read_samples(benchmark, kind, read_pages(benchmark)))))


def _validate(benchmark: Path, kinds: list[str], out: Path) -> None:
    from benchmarks.training.validate import FOLDS, predict_fold  # noqa: PLC0415 - the training libraries

    jobs = [(kind, fold) for kind in kinds for fold in range(FOLDS)]
    lines: dict[str, list[str]] = {}
    with ProcessPoolExecutor(PROCESSES) as pool:
        done = pool.map(predict_fold, [benchmark] * len(jobs), *zip(*jobs, strict=True))
        for fold in track(done, "training and cleaning", len(jobs)):
            for task, prediction in fold:
                lines.setdefault(task, []).append(json.dumps(prediction, ensure_ascii=False))
    out.mkdir(parents=True, exist_ok=True)
    for task, predictions in lines.items():
        written = out / f"{task}.jsonl"
        written.write_text("\n".join(predictions) + "\n", encoding="utf-8")
        flat = [] if task == "html" else ["--flat", f"{benchmark / 'flat.jsonl.gz'}:{task}"]
        gold = ["--gold", str(benchmark / "pages.jsonl.gz"), "--pred", str(written)]
        print(f"\n{task}")
        subprocess.run([sys.executable, str(benchmark / "score.py"), *gold, *flat, "--boot", "0"], check=True)


if __name__ == "__main__":
    main()
