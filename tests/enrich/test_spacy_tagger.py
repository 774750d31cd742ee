"""Names tagged by a spaCy pipeline of the user's own, in place of the built-in tagger."""

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from schemas import Entity
from service.cli import execute
from service.enrich import Enrich
from service.enrich.entities import EntityTagger
from service.enrich.reading import Reading, Stretch
from service.enrich.spacy_tagger import SpacyTagger
from service.errors import ConfigurationError
from service.fingerprint import fingerprint
from service.installed import SPACY_VARIABLE as VARIABLE
from service.installed import spacy_versions
from service.pipeline import Pipeline
from service.record import InputRecord
from service.settings import EnrichSettings, PipelineSettings, load_settings

needs_spacy = pytest.mark.skipif(
    find_spec("spacy") is None, reason="spaCy is not installed: the extra `spacy`"
)

TOWNS = ("quellmar", "vintergat", "osk", "bromburn")
TEXT = (
    "the mayor of quellmar met Zyx Corp and Dr. Ada Brandt on Monday. Brandt was in haste.\n\n"
    "quellmar's harbour is closed, says the Order of the Heron."
)
"""Names without capital letters, and words that only a rule of the test's pipeline takes for names."""
RULES = [
    {"label": "GPE", "pattern": "quellmar"},
    {"label": "ORG", "pattern": "Zyx Corp"},
    {"label": "PERSON", "pattern": "Ada Brandt"},
    {"label": "LOC", "pattern": "harbour"},
    {"label": "DATE", "pattern": "Monday"},
]


def read(text: str, language: str | None = "en") -> Reading:
    """Read a text whose paragraphs stand apart by a blank line."""
    paragraphs, place = [], 0
    for paragraph in text.split("\n\n"):
        paragraphs.append(Stretch(place, place + len(paragraph)))
        place += len(paragraph) + 2
    return Reading(text, language, paragraphs)


def named(entities: list[Entity], text: str) -> list[tuple[str, str, list[str]]]:
    """Return name, type and mentions as written of each entity."""
    return [(e.name, e.type, [text[m.start : m.end] for m in e.mentions]) for e in entities]


def blank(language: str = "en") -> Any:  # noqa: ANN401 - spaCy may be absent
    """Make a spaCy pipeline that knows the test's rules."""
    import spacy  # noqa: PLC0415 - may be absent

    pipeline: Any = spacy.blank(language)
    pipeline.add_pipe("entity_ruler").add_patterns(RULES)
    return pipeline


@pytest.fixture(scope="module")
def ruled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline of rules on disk."""
    path = tmp_path_factory.mktemp("spacy") / "ruled"
    blank().to_disk(path)
    return path


@pytest.fixture(scope="module")
def tagger(ruled: Path) -> SpacyTagger:
    """The tagger with the pipeline of rules."""
    return SpacyTagger(str(ruled))


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small pipeline trained on invented sentences to find towns after "in", written small."""
    import spacy  # noqa: PLC0415 - may be absent
    from spacy.training import Example  # noqa: PLC0415
    from thinc.api import fix_random_seed  # noqa: PLC0415

    pipeline = spacy.blank("en")
    pipeline.add_pipe("ner", config={"model": {"tok2vec": {"width": 32, "embed_size": 200, "depth": 2}}})
    examples = []
    for town in TOWNS:
        for frame in ("the fair in {} was full .", "nobody lives in {} now .", "we met in {} last year ."):
            start = frame.index("{")
            document = pipeline.make_doc(frame.format(town))
            span = (start, start + len(town), "GPE")
            examples.append(Example.from_dict(document, {"entities": [span]}))
    fix_random_seed(0)
    optimizer = pipeline.initialize(lambda: examples)
    for _ in range(30):
        pipeline.update(examples, sgd=optimizer)
    path = tmp_path_factory.mktemp("spacy") / "trained"
    pipeline.to_disk(path)
    return path


@needs_spacy
def test_names_are_the_pipelines_and_joining_is_ours(tagger: SpacyTagger) -> None:
    """Its labels become our types, others are left out; names are joined, surnames taken up again."""
    assert [
        ("quellmar", "location", ["quellmar", "quellmar"]),
        ("Zyx Corp", "organisation", ["Zyx Corp"]),
        ("Ada Brandt", "person", ["Ada Brandt", "Brandt"]),
        ("harbour", "location", ["harbour"]),
    ] == named(tagger(read(TEXT)), TEXT)


@needs_spacy
def test_a_trained_pipeline_tags_an_article(trained: Path) -> None:
    """A statistical model finds a town it has learned in a sentence it has not seen."""
    text = "the old mill in quellmar was full ."
    assert [] == named(EntityTagger()(read(text)), text)
    assert [("quellmar", "location", ["quellmar"])] == named(SpacyTagger(str(trained))(read(text)), text)


@needs_spacy
@pytest.mark.parametrize("language", ["de", None])
def test_articles_in_other_languages_keep_the_built_in_tagger(
    tagger: SpacyTagger, language: str | None
) -> None:
    """A pipeline is trained for one language and knows nothing of others."""
    reading = read("Ada Brandt traf am Montag in Hamburg den Bürgermeister von quellmar.", language)
    assert EntityTagger()(reading) == tagger(reading)


@needs_spacy
def test_a_multilingual_pipeline_tags_every_article(tmp_path: Path) -> None:
    """``xx`` stands for any language."""
    blank("xx").to_disk(tmp_path / "xx")
    text = "Der Hafen von quellmar ist zu."
    assert [("quellmar", "location", ["quellmar"])] == named(
        SpacyTagger(str(tmp_path / "xx"))(read(text, "de")), text
    )


@needs_spacy
@pytest.mark.parametrize("between", ["\n\n", ". It rained. ", " and then again "])
def test_long_texts_are_tagged_in_pieces_without_losing_a_name(tagger: SpacyTagger, between: str) -> None:
    """However the text is cut, every name is found where it stands."""
    text = between.join(["they went to quellmar"] * 3_000)
    (entity,) = tagger(read(text))
    assert 3_000 == len(entity.mentions)
    assert {"quellmar"} == {text[mention.start : mention.end] for mention in entity.mentions}


@needs_spacy
@pytest.mark.parametrize("text", ["", "\n\n\n\n", "a" * 100_000, ". " * 20_000])
def test_hostile_texts_have_no_names(tagger: SpacyTagger, text: str) -> None:
    """Empty, blank, without a space, only full stops."""
    assert [] == tagger(read(text))


@needs_spacy
def test_the_setting_reaches_the_event(ruled: Path) -> None:
    """One variable changes who names the entities, and the fingerprint."""
    settings = load_settings({VARIABLE: str(ruled)}).pipeline
    event = Pipeline(settings).publish(InputRecord(b"Harbour closed\n\n" + TEXT.encode())).event
    assert event.entities is not None
    assert "Zyx Corp" in [entity.name for entity in event.entities]
    assert fingerprint(settings) != fingerprint(PipelineSettings())


@needs_spacy
def test_another_pipeline_at_the_same_place_is_another_fingerprint(tmp_path: Path) -> None:
    """The files count, not their path alone."""
    settings = PipelineSettings(enrich=EnrichSettings(spacy_model=str(tmp_path / "own")))
    pipeline = blank()
    pipeline.to_disk(tmp_path / "own")
    before = fingerprint(settings)
    pipeline.get_pipe("entity_ruler").add_patterns([{"label": "ORG", "pattern": "Heron"}])
    pipeline.to_disk(tmp_path / "own")
    assert before != fingerprint(settings)


@needs_spacy
def test_a_missing_pipeline_is_named(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The service and every command say which variable is wrong, in one line."""
    message = f"{VARIABLE}: 'en_nobody_has' is neither an installed package nor a directory"
    with pytest.raises(ConfigurationError) as caught:
        Enrich(EnrichSettings(spacy_model="en_nobody_has"))
    assert message == str(caught.value)

    monkeypatch.setenv(VARIABLE, "en_nobody_has")
    assert 2 == execute(["version"])
    assert f"dateline: {message}\n" == capfd.readouterr().err


@needs_spacy
def test_a_directory_that_is_no_pipeline_is_refused(tmp_path: Path) -> None:
    """What spaCy says of it is passed on, on one line."""
    with pytest.raises(ConfigurationError, match=rf"^{VARIABLE}: .* cannot be loaded: OSError: .*$"):
        SpacyTagger(str(tmp_path))


def test_without_spacy_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named, where no spaCy can be found."""
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(
        ConfigurationError, match=rf"^{VARIABLE} needs spaCy: pip install 'dateline\[spacy\]'$"
    ):
        spacy_versions("en_core_web_sm")
