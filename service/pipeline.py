"""The one ordered tuple of stages."""

from collections.abc import Callable, Mapping
from time import perf_counter
from typing import Any

from schemas import ErrorCode, StageName
from service.admit import Admit
from service.clean import Clean
from service.enrich import Enrich, Enriched
from service.errors import RecordError
from service.fingerprint import fingerprint
from service.outcome import Disposition, Outcome, reject
from service.publish.stage import Publish, Published
from service.record import InputRecord
from service.settings import PipelineSettings


class Pipeline:
    """Admit, clean, enrich, publish: each a pure callable that takes what the one before returns."""

    def __init__(self, settings: PipelineSettings) -> None:
        """Load every model and table the stages need.

        Raises:
            ConfigurationError: a plug-in or the spaCy pipeline cannot be loaded.
        """
        self.settings = settings
        self._enriching: dict[str, float] = {}
        enrich = Enrich(settings.enrich)
        enrich.finders = tuple((name, self._timed(name, find)) for name, find in enrich.finders)
        self.stages: tuple[tuple[StageName, Callable[[Any], Any]], ...] = (
            (StageName.ADMIT, Admit(settings.admit)),
            (StageName.CLEAN, Clean(settings.clean)),
            (StageName.ENRICH, enrich),
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
        self._enriching = {}
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
            stage_name, code, message = error.stage, error.code, error.message
        except MemoryError:
            raise  # the worker's own: it dies of it, and the parent says so
        except Exception as error:  # noqa: BLE001 - a bug costs its own record only
            stage_name, code, message = name, ErrorCode.INTERNAL_ERROR, f"{type(error).__name__} in {name}"
        else:
            return _published(value, durations, self._enriching)
        return reject(
            self.settings, record, stage_name, code, message, attempts=attempts, durations=durations
        )

    def _timed(self, name: str, find: Callable[[Enriched], Enriched]) -> Callable[[Enriched], Enriched]:
        """Put a clock around a finder, which reads none itself."""
        fact = str(name)

        def timed(found: Enriched) -> Enriched:
            begin = perf_counter()
            try:
                return find(found)
            finally:
                self._enriching[fact] = perf_counter() - begin

        return timed


def _published(
    published: Published, durations: Mapping[StageName, float], enriching: Mapping[str, float]
) -> Outcome:
    article = published.event.article
    return Outcome(
        Disposition.PUBLISHED,
        published.output,
        article_id=published.event.id,
        published_at=article.published_at.value if article.published_at else None,
        durations=durations,
        removed=published.event.cleaning.removed,
        enriching=enriching,
        failed={str(name): error for name, error in published.enriched.failed.items()},
    )
