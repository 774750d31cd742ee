"""An explanation: one article through the stages, keeping what each made of it."""

from dataclasses import dataclass
from typing import Any

from schemas import InputSpan
from service.admit import Admitted
from service.clean import Cleaned
from service.cli.reading.sources import Sourced
from service.errors import RecordError
from service.pipeline import Pipeline
from service.publish.stage import Published


@dataclass
class Explanation:
    """How far one record came, and what each stage made of it."""

    label: str
    admitted: Admitted | None = None
    cleaned: Cleaned | None = None
    published: Published | None = None
    error: RecordError | None = None

    @property
    def is_complete(self) -> bool | None:
        """Whether kept and removed blocks together are the flat input, to the character; null for HTML."""
        if self.cleaned is None or self.cleaned.admitted.is_html:
            return None
        position = 0
        for labelled in self.cleaned.blocks:
            source = labelled.block.source
            if not isinstance(source, InputSpan) or source.start != position:
                return False
            position = source.end
        return position == len(self.cleaned.admitted.raw.content)


def explain(sourced: Sourced, pipeline: Pipeline) -> Explanation:
    """Take a record through the stages, keeping what each returns."""
    explanation = Explanation(sourced.label)
    value: Any = sourced.record
    try:
        for _, stage in pipeline.stages:
            value = stage(value)
            if isinstance(value, Admitted):
                explanation.admitted = value
            elif isinstance(value, Cleaned):
                explanation.cleaned = value
            elif isinstance(value, Published):
                explanation.published = value
    except RecordError as error:
        explanation.error = error
    return explanation
