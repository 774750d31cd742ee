"""From a record to its one disposition."""

import pickle

import pytest

from schemas import ErrorCode, StageName
from service.outcome import Disposition
from service.pipeline import Pipeline
from service.record import InputRecord
from service.settings import PipelineSettings

ARTICLE = b"""Orchard growers count frost damage

Growers in the valley lost about a third of their blossom in two nights of frost, their association said.

"We lit every candle we had," said Matteo Grigis, who keeps four hectares of apricots above the river.
"""
ALL_STAGES = [StageName.ADMIT, StageName.CLEAN, StageName.ENRICH, StageName.PUBLISH]


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    """One pipeline with the default settings."""
    return Pipeline(PipelineSettings())


def test_an_article_is_published(pipeline: Pipeline) -> None:
    """A good record ends published, with the time each stage took."""
    outcome = pipeline.run(InputRecord(ARTICLE))
    assert Disposition.PUBLISHED == outcome.disposition
    assert ALL_STAGES == list(outcome.durations)


def test_a_bad_record_is_dead_lettered(pipeline: Pipeline) -> None:
    """A record that cannot become an event ends as a dead letter that says where and why."""
    outcome = pipeline.run(InputRecord(None, topic="t", partition=0, offset=0))
    assert Disposition.DEAD_LETTERED == outcome.disposition
    assert (StageName.ADMIT, ErrorCode.NULL_VALUE) == (outcome.stage, outcome.code)
    assert outcome.output is not None


def test_codes_named_by_the_setting_are_dropped() -> None:
    """An operator who does not want a code's dead letters gets none, but still a counted reason."""
    pipeline = Pipeline(PipelineSettings(drop=frozenset({ErrorCode.NULL_VALUE})))
    outcome = pipeline.run(InputRecord(None))
    assert (Disposition.DROPPED, None) == (outcome.disposition, outcome.output)
    assert ErrorCode.NULL_VALUE == outcome.code


def test_a_bug_costs_its_own_record_only() -> None:
    """An unexpected exception in a stage becomes a dead letter that names its type, not its text."""

    def broken(_: object) -> object:
        message = "secret words of the article"
        raise KeyError(message)

    pipeline = Pipeline(PipelineSettings())
    pipeline.stages = (*pipeline.stages[:2], (StageName.ENRICH, broken), *pipeline.stages[3:])
    outcome = pipeline.run(InputRecord(ARTICLE))
    assert (StageName.ENRICH, ErrorCode.INTERNAL_ERROR) == (outcome.stage, outcome.code)
    assert "KeyError in enrich" == outcome.message


def test_outcomes_cross_processes(pipeline: Pipeline) -> None:
    """Workers hand outcomes back through a pipe."""
    outcome = pipeline.run(InputRecord(ARTICLE))
    assert outcome == pickle.loads(pickle.dumps(outcome))  # noqa: S301 - our own bytes
