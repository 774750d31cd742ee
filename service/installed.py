"""What the user has installed that decides what events say: plug-ins, and a spaCy pipeline.

Found by their metadata, without importing them: the service's parent process asks too, and loads no stage.
"""

import re
from collections import Counter
from hashlib import file_digest
from importlib.metadata import EntryPoint, PackageNotFoundError, entry_points, version
from pathlib import Path

from schemas.news_event import EXTENSION_NAME
from service.errors import ConfigurationError

PLUG_INS = "dateline.enrichers"
"""Group of the entry points."""
SPACY_VARIABLE = "DATELINE_PIPELINE__ENRICH__SPACY_MODEL"


def plug_ins() -> dict[str, EntryPoint]:
    """Find the plug-ins, by name and in the names' order.

    Raises:
        ConfigurationError: a name is not allowed, or two packages use it.
    """
    points = sorted(entry_points(group=PLUG_INS), key=lambda point: point.name)
    for name, count in Counter(point.name for point in points).items():
        same = sorted(origin(point) for point in points if point.name == name)
        if not re.fullmatch(EXTENSION_NAME, name):
            raise ConfigurationError(f"{same[0]}: the name must match {EXTENSION_NAME}")
        if count > 1:
            raise ConfigurationError(f"{' and '.join(same)} have one name: uninstall one")
    return {point.name: point for point in points}


def origin(point: EntryPoint) -> str:
    """Name a plug-in and its package for a person: plug-in 'x' of dateline-x 1.2."""
    package = f" of {point.dist.name} {point.dist.version}" if point.dist else ""
    return f"plug-in {point.name!r}{package}"


def spacy_versions(pipeline: str) -> list[str]:
    """Say what decides the names: the versions of spaCy and the pipeline, for a directory its files' hashes.

    Raises:
        ConfigurationError: spaCy or the pipeline is missing.
    """
    try:
        spacy = version("spacy")
    except PackageNotFoundError:
        raise ConfigurationError(f"{SPACY_VARIABLE} needs spaCy: pip install 'dateline[spacy]'") from None
    folder = Path(pipeline)
    if folder.is_dir():
        return [spacy, *(_digest(path) for path in sorted(folder.rglob("*")) if path.is_file())]
    try:
        return [spacy, version(pipeline)]
    except (PackageNotFoundError, ValueError):
        raise ConfigurationError(
            f"{SPACY_VARIABLE}: {pipeline!r} is neither an installed package nor a directory"
        ) from None


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
