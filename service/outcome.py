"""What became of a record: its one disposition, and the dead letter where there is one."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from schemas import BlockKind, ErrorCode, StageName
from service.publish.dead_letter import write_dead_letter
from service.record import InputRecord, OutputRecord
from service.settings import PipelineSettings


class Disposition(StrEnum):
    """How a record ended; each ends in exactly one way."""

    PUBLISHED = "published"
    DEAD_LETTERED = "dead_lettered"
    DROPPED = "dropped"


class Outcome(NamedTuple):
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
    durations: Mapping[StageName, float] = {}
    """Seconds by stage."""
    removed: Mapping[BlockKind, int] = {}
    enriching: Mapping[str, float] = {}
    """Seconds by fact, of a published record."""
    failed: Mapping[str, str] = {}
    """Facts that looking for failed, with the error."""


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
    """Dead-letter a record, or drop it where the settings say so."""
    dropped = code in settings.drop
    return Outcome(
        Disposition.DROPPED if dropped else Disposition.DEAD_LETTERED,
        None if dropped else write_dead_letter(record, stage, code, message, attempts),
        stage=stage,
        code=code,
        message=message,
        durations=durations or {},
    )
