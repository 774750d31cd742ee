"""The sample articles: what the demo feeds, and what has to become of each."""

import gzip
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from schemas import ErrorCode, WarningCode
from service.record import InputRecord

INDEX = Path(__file__).with_name("samples.toml")
FOLDER = Path(__file__).with_name("samples")

MADE: Mapping[str, Callable[[], bytes | None]] = {
    "tombstone": lambda: None,
    "empty": lambda: b"",
    "expansion_bomb": lambda: gzip.compress(b"<p>" + b" " * (32 << 20), mtime=0),
    "nested_tags": lambda: b"<html><body>" + b"<div>" * 100_000 + b"deep down",
}


class Sample(NamedTuple):
    """One record and how it must end."""

    name: str
    about: str
    """What it shows, in a line."""
    path: Path | None
    """Its file; null for a value made here."""
    record: InputRecord
    """Its key is the name."""
    code: ErrorCode | None
    """Code it is dead-lettered with; null where it is published."""
    warnings: frozenset[WarningCode]
    """Warnings its event has to carry; there may be more."""


def load_samples() -> list[Sample]:
    """Read every sample, in the order of the index."""
    with INDEX.open("rb") as index:
        tables = tomllib.load(index)
    samples = []
    for name, table in tables.items():
        path = FOLDER / table["file"] if "file" in table else None
        headers = tuple((header, text.encode()) for header, text in table.get("headers", {}).items())
        record = InputRecord(
            value=MADE[table["made"]]() if path is None else path.read_bytes(),
            key=name.encode(),
            headers=headers,
        )
        code = ErrorCode(table["code"]) if "code" in table else None
        warnings = frozenset(WarningCode(warning) for warning in table.get("warnings", ()))
        samples.append(Sample(name, table["about"], path, record, code, warnings))
    return samples
