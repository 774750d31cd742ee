"""The generated documents: current, the same every time, valid, and complete."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel

import schemas
from schemas import DeadLetterHeaders, NewsEvent, RawArticle, accepted_names
from schemas.base import Vocabulary
from schemas.export.fields import VOCABULARIES, event_fields

ROOT = Path(__file__).parents[2]
SCHEMAS = ("raw-article", "news-event", "dead-letter")


def export(folder: Path, *arguments: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
    """Run the export of the checkout in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "schemas.export", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONHASHSEED": seed},
        check=False,
        text=True,
        capture_output=True,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what the export reads and writes."""
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "docs").mkdir()
    shutil.copy(ROOT / "docs/fields.md", tmp_path / "docs")
    return tmp_path


def test_committed_documents_are_what_the_models_say() -> None:
    """Nobody edits a generated document, or a model without exporting it, unseen."""
    done = export(ROOT, "--check", seed="1")

    assert (0, "") == (done.returncode, done.stdout)


@pytest.mark.parametrize("name", ["schemas/json/asyncapi.yaml", "docs/fields.md"])
def test_a_stale_document_is_named_with_the_command_that_mends_it(copy: Path, name: str) -> None:
    """The check fails with one line that says what to do, and the command does it."""
    (copy / name).write_text("stale")

    done = export(copy, "--check")
    assert (1, f"{name}: differs from the models; mend it with: make schemas\n") == (
        done.returncode,
        done.stdout,
    )
    assert f"{name}: written\n" == export(copy).stdout
    assert (ROOT / name).read_bytes() == (copy / name).read_bytes()


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_is_valid_and_so_are_its_examples(name: str) -> None:
    """Each schema obeys JSON Schema 2020-12, and what it shows as an example obeys the schema."""
    schema = json.loads((ROOT / f"schemas/json/{name}.schema.json").read_text())

    Draft202012Validator.check_schema(schema)
    assert f"urn:dateline:schema:{name}:1" == schema["$id"]
    for example in schema["examples"]:
        assert [] == list(Draft202012Validator(schema).iter_errors(example))


def test_examples_are_read_by_the_models() -> None:
    """The models read the examples of their schemas, and the event's paragraphs cut its text."""
    examples = {
        name: json.loads((ROOT / f"schemas/json/{name}.schema.json").read_text())["examples"][0]
        for name in SCHEMAS
    }

    RawArticle.model_validate_json(json.dumps(examples["raw-article"]))
    DeadLetterHeaders.model_validate_strings(examples["dead-letter"])
    article = NewsEvent.model_validate_json(json.dumps(examples["news-event"])).article
    assert article.text.split("\n\n") == [article.text[p.start : p.end] for p in article.paragraphs]


MEMBERS = [getattr(schemas, name) for name in schemas.__all__]
MODELS = [member for member in MEMBERS if isinstance(member, type) and issubclass(member, BaseModel)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_record_and_field_is_documented(model: type[BaseModel]) -> None:
    """A record and each of its fields say what they are, as a sentence."""
    assert model.__doc__
    undocumented = [
        name
        for name, info in model.model_fields.items()
        if not (info.description or "").rstrip().endswith(".")
    ]
    assert [] == undocumented


def test_every_nullable_field_says_when_it_is_null() -> None:
    """The dictionary leaves no reader to guess what null means, nor where a value is from."""
    schema = json.loads((ROOT / "schemas/json/news-event.schema.json").read_text())
    records = [schema, *schema["$defs"].values()]
    nullable = [
        field["description"]
        for record in records
        for field in record.get("properties", {}).values()
        if {"type": "null"} in field.get("anyOf", [])
    ]

    assert [] == [description for description in nullable if "Null where " not in description]
    assert [] == [field.path for field in event_fields() if not (field.definition and field.origin)]


@pytest.mark.parametrize("vocabulary", Vocabulary.__subclasses__(), ids=lambda kind: kind.__name__)
def test_every_value_of_a_vocabulary_is_explained(vocabulary: type[Vocabulary]) -> None:
    """A code without a meaning cannot be told from a misspelt one; all of them are in the dictionary."""
    assert [] == [term.value for term in vocabulary if not term.meaning.endswith(".")]
    assert vocabulary in {listed for listed, _ in VOCABULARIES.values()}


def test_dictionary_lists_every_name_on_the_wire() -> None:
    """Whoever searches the dictionary for a name seen in a record finds it."""
    text = (ROOT / "docs/fields.md").read_text()
    raw = [name for field, info in RawArticle.model_fields.items() for name in accepted_names(field, info)]
    dead = [str(info.alias) for info in DeadLetterHeaders.model_fields.values()]
    terms = [term.value for vocabulary in Vocabulary.__subclasses__() for term in vocabulary]
    names = [*(field.path for field in event_fields()), *raw, *dead, *terms]

    assert [] == [name for name in names if f"`{name}`" not in text]


def test_contract_stands_without_the_service() -> None:
    """A consumer can use the schemas package alone."""
    program = (
        "import sys, schemas.export.__main__;"
        "print([name for name in sys.modules if name.split('.')[0] in ('service', 'aiokafka')])"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, text=True, capture_output=True)

    assert "[]\n" == done.stdout
