"""The pipeline's fingerprint: one short hash of everything that decides what an event says."""

import hashlib
from importlib.metadata import version
from pathlib import Path

from service.settings import PipelineSettings

STAGE_FOLDERS = ("admit", "clean", "enrich", "publish")
LIBRARIES = (
    "babel",
    "charset-normalizer",
    "ftfy",
    "numpy",
    "orjson",
    "py3langid",
    "pydantic",
    "selectolax",
    "webencodings",
)
"""Libraries whose version can change what an event says."""


def fingerprint(settings: PipelineSettings) -> str:
    """Hash the rules, models, libraries and settings that decide an event's content, 16 hex digits."""
    digest = hashlib.sha256(settings.model_dump_json(exclude={"drop"}).encode())
    root = Path(__file__).parents[1]
    rules = [
        *root.glob("schemas/*.py"),
        *(p for name in STAGE_FOLDERS for p in root.glob(f"service/{name}/**/*")),
    ]
    for path in sorted(rules):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    for library in LIBRARIES:
        digest.update(f"{library}={version(library)}".encode())
    return digest.hexdigest()[:16]
