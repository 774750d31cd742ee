"""The sample articles: complete, varied, and each ending as its table says."""

import gzip

import pytest

from schemas import ErrorCode
from service.demo.samples import FOLDER, Sample, load_samples
from service.outcome import Disposition
from service.pipeline import Pipeline
from service.settings import PipelineSettings

SAMPLES = load_samples()


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    """One pipeline with the default settings."""
    return Pipeline(PipelineSettings())


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_sample_ends_as_its_table_says(pipeline: Pipeline, sample: Sample) -> None:
    """Articles are published with their warnings; malformed records are dead-lettered with their code."""
    outcome = pipeline.run(sample.record)
    wanted = Disposition.DEAD_LETTERED if sample.code else Disposition.PUBLISHED
    assert (wanted, sample.code) == (outcome.disposition, outcome.code), outcome.message


@pytest.mark.parametrize("sample", [s for s in SAMPLES if s.warnings], ids=lambda sample: sample.name)
def test_an_odd_sample_is_published_with_a_warning(pipeline: Pipeline, sample: Sample) -> None:
    """What was repaired is said in the event."""
    event = pipeline.publish(sample.record).event
    assert sample.warnings <= set(event.cleaning.warnings)


def test_every_file_of_the_folder_is_a_sample() -> None:
    """No sample file is forgotten by the index."""
    files = {path for path in FOLDER.rglob("*") if path.is_file()}
    assert files == {sample.path for sample in SAMPLES if sample.path}


def test_the_samples_cover_what_a_reader_meets() -> None:
    """Many articles in many languages, and many kinds of malformed record."""
    articles = [sample for sample in SAMPLES if sample.code is None]
    languages = {sample.name.partition("-")[0] for sample in articles}
    assert {"ar", "de", "en", "es", "fr", "it", "ja", "ko", "pt"} == languages
    assert len({sample.name for sample in SAMPLES}) == len(SAMPLES)
    codes = {sample.code for sample in SAMPLES if sample.code}
    made_elsewhere = {
        ErrorCode.VALUE_TOO_LARGE,
        ErrorCode.UNDECODABLE_TEXT,
        ErrorCode.TOO_MANY_NODES,
        ErrorCode.TEXT_TOO_LONG,
        ErrorCode.EVENT_TOO_LARGE,
        ErrorCode.WORKER_CRASHED,
        ErrorCode.WORKER_TIMEOUT,
        ErrorCode.WORKER_OUT_OF_MEMORY,
        ErrorCode.INTERNAL_ERROR,
    }
    assert set(ErrorCode) - made_elsewhere == codes


def test_the_expansion_bomb_is_small_on_the_wire() -> None:
    """A few kilobytes that would become many megabytes."""
    (bomb,) = [sample for sample in SAMPLES if sample.code is ErrorCode.EXPANSION_LIMIT]
    assert bomb.record.value is not None
    assert 500 < len(gzip.decompress(bomb.record.value)) / len(bomb.record.value)
