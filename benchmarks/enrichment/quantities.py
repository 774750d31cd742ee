"""Score quantities on a table of sentences with their gold, half by half.

    python -m benchmarks.enrichment.quantities tests/enrich/quantity_cases.jsonl

A sentence is in the seen half, which rules may be written for, when the SHA-1 of its text is even.
"""

import argparse
import json
from collections.abc import Sequence
from hashlib import sha1
from pathlib import Path
from typing import Any

from service.enrich.quantities import find_quantities
from service.enrich.reading import Reading, Stretch

FIELDS = ("text", "value", "high", "modifier", "bound", "unit", "what")


def predict(document: dict[str, Any]) -> dict[str, Any]:
    """Find the quantities of one sentence."""
    text = document["text"]
    reading = Reading(text, document["language"], [Stretch(0, len(text))])
    found = [quantity.model_dump(include=set(FIELDS)) for quantity in find_quantities(reading, [])]
    return {"id": sha1(text.encode(), usedforsecurity=False).hexdigest(), "quantities": found}


def is_seen(case: dict[str, Any]) -> bool:
    """Whether a sentence is in the half that rules may be written for."""
    return int(sha1(case["text"].encode(), usedforsecurity=False).hexdigest(), 16) % 2 == 0


def score(cases: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Count quantities right in every field, and sentences right in every quantity."""
    hits = wanted = given = whole = 0
    for case in cases:
        found, gold = predict(case)["quantities"], case["quantities"]
        hits += sum(quantity in found for quantity in gold)
        wanted += len(gold)
        given += len(found)
        whole += found == gold
    return {
        "sentences": len(cases),
        "sentences_right": round(whole / max(len(cases), 1), 3),
        "precision": round(hits / max(given, 1), 3),
        "recall": round(hits / max(wanted, 1), 3),
        "f1": round(2 * hits / max(given + wanted, 1), 3),
    }


def main() -> None:
    """Read the command line and print the score of either half."""
    parser = argparse.ArgumentParser(
        "python -m benchmarks.enrichment.quantities",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("table", type=Path, metavar="CASES.jsonl", help="sentences with their gold")
    arguments = parser.parse_args()
    if not arguments.table.is_file():
        parser.error(f"{arguments.table}: no such file")
    cases = [json.loads(line) for line in arguments.table.read_text(encoding="utf-8").splitlines()]
    for name, seen in (("seen", True), ("unseen", False)):
        print(json.dumps({"half": name, **score([case for case in cases if is_seen(case) is seen])}))


if __name__ == "__main__":
    main()
