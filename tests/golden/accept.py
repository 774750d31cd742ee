"""Write the golden events anew: ``python -m tests.golden.accept NAME ...``, or ``--all``.

Nothing else writes them. Read each against its sample before it is committed.
"""

import argparse
import json
from difflib import unified_diff
from pathlib import Path

from service.demo.samples import Sample, load_samples
from service.pipeline import Pipeline
from service.settings import PipelineSettings

FOLDER = Path(__file__).parent
VOLATILE = ("service_version", "pipeline_fingerprint")
"""Lineage that changes with every change of the code."""
FACTS = ("entities", "places", "quotes", "times", "quantities", "main_event")
"""Found by small models and rules that err: a sample's mistakes are no promise. Their tests stand apart."""


def golden_path(name: str) -> Path:
    """Return where a sample's golden event stands."""
    return FOLDER / f"{name}.event.json"


def render(pipeline: Pipeline, sample: Sample) -> str:
    """Make a sample's event readable: indented JSON, without the facts and the volatile lineage.

    Raises:
        RecordError: it does not become an event.
    """
    event = pipeline.publish(sample.record).event.model_dump(mode="json")
    for name in VOLATILE:
        del event["lineage"][name]
    for name in FACTS:
        del event[name]
    return json.dumps(event, ensure_ascii=False, indent=2) + "\n"


def difference(name: str, golden: str, actual: str) -> str:
    """Show line by line how an event differs from its golden one; empty where it does not."""
    lines = unified_diff(
        golden.splitlines(), actual.splitlines(), f"{name} golden", f"{name} now", lineterm="", n=2
    )
    return "\n".join(lines)


def main() -> None:
    """Write what was asked for, and show what changes."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="samples to accept")
    parser.add_argument("--all", action="store_true", help="accept every sample that has a golden event")
    arguments = parser.parse_args()
    published = {sample.name: sample for sample in load_samples() if sample.code is None}
    accepted = [name for name in published if golden_path(name).exists()]
    names = accepted if arguments.all else arguments.names
    if not names or (unknown := set(names) - set(published)):
        parser.error(
            f"no such sample: {', '.join(sorted(unknown))}" if names else "name samples, or say --all"
        )
    pipeline = Pipeline(PipelineSettings())
    for name in names:
        path = golden_path(name)
        actual = render(pipeline, published[name])
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        print(difference(name, before, actual) if before else f"{name}: new")  # noqa: T201 - a command
        path.write_text(actual, encoding="utf-8")


if __name__ == "__main__":
    main()
