"""The one ordered tuple of stages, and what becomes of a record that goes through it."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

from schemas import BlockKind, ErrorCode, StageName
from service.admit import Admit
from service.clean import Clean
from service.enrich import Enrich
from service.errors import RecordError
from service.publish import Publish, Published, write_dead_letter
from service.record import InputRecord, OutputRecord
from service.settings import PipelineSettings

STAGE_FOLDERS = ("admit", "clean", "enrich", "publish")
LIBRARIES = (
    "babel",
    "charset-normalizer",
    "ftfy",
    "orjson",
    "py3langid",
    "pydantic",
    "selectolax",
    "webencodings",
)
"""Libraries whose version can change what an event says."""


class Disposition(StrEnum):
    """How a record ended; each ends in exactly one way."""

    PUBLISHED = "published"
    DEAD_LETTERED = "dead_lettered"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record, and what the metrics need to know of it.

    Plain values only: outcomes cross a process boundary.
    """

    disposition: Disposition
    output: OutputRecord | None
    """The event or dead letter to write; null for a dropped record."""
    article_id: str | None = None
    stage: StageName | None = None
    code: ErrorCode | None = None
    message: str | None = None
    published_at: str | None = None
    """ISO 8601 value of ``article.published_at``, for the article's age."""
    durations: Mapping[StageName, float] = field(default_factory=dict)
    """Seconds by stage."""
    removed: Mapping[BlockKind, int] = field(default_factory=dict)


class Pipeline:
    """Admit, clean, enrich, publish: each a pure callable that takes what the one before returns."""

    def __init__(self, settings: PipelineSettings) -> None:
        """Load every model and table the stages need."""
        self.settings = settings
        self.stages: tuple[tuple[StageName, Callable[[Any], Any]], ...] = (
            (StageName.ADMIT, Admit(settings.admit)),
            (StageName.CLEAN, Clean(settings.clean)),
            (StageName.ENRICH, Enrich(settings.enrich)),
            (StageName.PUBLISH, Publish(settings.source, fingerprint(settings))),
        )

    def publish(self, record: InputRecord) -> Published:
        """Take a record through every stage.

        Raises:
            RecordError: the record cannot become an event.
        """
        value: Any = record
        for _, stage in self.stages:
            value = stage(value)
        return value  # type: ignore[no-any-return]

    def run(self, record: InputRecord, attempts: int = 1) -> Outcome:
        """Take a record to its disposition; never raises for what the record holds."""
        durations: dict[StageName, float] = {}
        value: Any = record
        name = StageName.ADMIT
        try:
            for name, stage in self.stages:
                begin = perf_counter()
                try:
                    value = stage(value)
                finally:
                    durations[name] = perf_counter() - begin
        except RecordError as error:
            return self.reject(
                record, error.stage, error.code, error.message, attempts=attempts, durations=durations
            )
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - a bug costs its own record only
            message = f"{type(error).__name__} in {name}"
            return self.reject(
                record, name, ErrorCode.INTERNAL_ERROR, message, attempts=attempts, durations=durations
            )
        published: Published = value
        article = published.event.article
        return Outcome(
            Disposition.PUBLISHED,
            published.output,
            article_id=published.event.id,
            published_at=article.published_at.value if article.published_at else None,
            durations=durations,
            removed=published.event.cleaning.removed,
        )

    def reject(
        self,
        record: InputRecord,
        stage: StageName,
        code: ErrorCode,
        message: str,
        *,
        attempts: int = 1,
        durations: Mapping[StageName, float] | None = None,
    ) -> Outcome:
        """Dead-letter a record, or drop it where the settings say so."""
        return reject(self.settings, record, stage, code, message, attempts=attempts, durations=durations)


def reject(
    settings: PipelineSettings,
    record: InputRecord,
    stage: StageName,
    code: ErrorCode,
    message: str,
    *,
    attempts: int = 1,
    durations: Mapping[StageName, float] | None = None,
) -> Outcome:
    """Dead-letter a record, or drop it where the settings say so; needs no loaded pipeline."""
    dropped = code in settings.drop
    return Outcome(
        Disposition.DROPPED if dropped else Disposition.DEAD_LETTERED,
        None if dropped else write_dead_letter(record, stage, code, message, attempts),
        stage=stage,
        code=code,
        message=message,
        durations=durations or {},
    )


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
