"""The pipeline's fingerprint: one short hash of everything that decides what an event says."""

import hashlib
from importlib.metadata import version
from pathlib import Path

from service.installed import origin, plug_ins, spacy_versions
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
    """Hash the rules, models, libraries, plug-ins and settings that decide an event's content, 16 hex digits.

    Raises:
        ConfigurationError: two plug-ins have one name, or the spaCy pipeline is missing.
    """
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
    for point in plug_ins().values():
        digest.update(f"{origin(point)}={point.value}".encode())
    if settings.enrich.spacy_model:
        digest.update(" ".join(spacy_versions(settings.enrich.spacy_model)).encode())
    return digest.hexdigest()[:16]
