"""The news event: binding names, model and schema of one mind, old samples still read."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from schemas import SCHEMA_VERSION, NewsEvent
from schemas.export.fields import event_fields
from service.publish.stage import Published

Validator = Callable[[str], Draft202012Validator]
Sample = Callable[[str], dict[str, Any]]

BINDING_NAMES = {
    "": (
        "id schema_version article cleaning entities places quotes times quantities main_event duplicate "
        "lineage"
    ),
    "article": (
        "url canonical_url site headline deck section authors agency dateline published_at modified_at "
        "language text paragraphs captions images access word_count"
    ),
    "article.authors[]": "name raw",
    "article.dateline": "place date",
    "article.published_at": "value precision source raw",
    "article.modified_at": "value precision source raw",
    "article.language": "code confidence",
    "article.paragraphs[]": "start end source",
    "article.captions[]": "text credit",
    "cleaning": "removed kept_ratio confidence warnings",
    "entities[]": "id type name country aliases mentions",
    "entities[].mentions[]": "start end",
    "places[]": "name geonames_id country lat lon mentions",
    "places[].mentions[]": "start end",
    "quotes[]": "start end text direct cue speaker",
    "quotes[].speaker": "name entity_id start end",
    "times[]": "start end text value precision",
    "quantities[]": "start end text value modifier unit what",
    "main_event": "who what when where",
    "main_event.who": "start end text",
    "main_event.what": "start end text",
    "main_event.when": "start end text",
    "main_event.where": "start end text",
    "duplicate": "cluster_id of similarity kind",
    "lineage": "input service_version pipeline_fingerprint",
    "lineage.input": "topic partition offset timestamp sha256",
}
"""Names other programs already read. Never rename or remove one; that would be version 2."""

ADDED_NAMES = {
    "": "enrichment extensions",
    "enrichment": "failed unsupported",
    "times[]": "reason anchor",
    "quantities[]": "high bound",
    "article": "tags",
    "article.paragraphs[]": "kind language",
    "article.paragraphs[].language": "code confidence",
    "article.paragraphs[].source": "start end path",
    "article.images[]": "url alt",
    "lineage": "source_id fetched_at",
}
"""Names added since."""


def names_by_record() -> dict[str, set[str]]:
    """Names of the model's fields by the path of the record they stand in."""
    found: dict[str, set[str]] = {}
    for field in event_fields():
        record, _, name = field.path.rpartition(".")
        found.setdefault(record, set()).add(name)
    return found


def changed(event: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """Return the event with one value replaced or added; a number in the path is an index."""
    *parents, last = path.split(".")
    record: Any = event
    for name in parents:
        record = record[int(name)] if name.isdecimal() else record[name]
    record[last] = value
    return event


def test_field_names_are_the_binding_ones() -> None:
    """Every binding name is there, and no other but those listed as added."""
    expected = {record: set(names.split()) for record, names in BINDING_NAMES.items()}
    for record, names in ADDED_NAMES.items():
        expected.setdefault(record, set()).update(names.split())

    assert expected == names_by_record()


def test_event_of_the_pipeline_obeys_the_published_schema(published: Published, validator: Validator) -> None:
    """What goes on the topic is what the schema promises, and says its version."""
    event = json.loads(published.output.value or b"")

    assert [] == list(validator("news-event").iter_errors(event))
    assert SCHEMA_VERSION == event["schema_version"]


def test_event_of_the_pipeline_is_read_back_unchanged(published: Published) -> None:
    """Bytes to model to bytes: nothing is lost or reordered."""
    value = published.output.value or b""

    assert published.event == NewsEvent.model_validate_json(value)
    assert value == NewsEvent.model_validate_json(value).model_dump_json().encode()


def test_sample_of_version_1_0_is_still_read(sample: Sample, validator: Validator) -> None:
    """An event written by the first release, with every field filled, stays readable, to the last value."""
    event = sample("news-event-1.0")

    assert [] == list(validator("news-event").iter_errors(event))
    assert event == json.loads(NewsEvent.model_validate_json(json.dumps(event)).model_dump_json())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("id", None),
        ("schema_version", "2.0"),
        ("article.word_count", "30"),
        ("article.word_count", -1),
        ("article.headline", 7),
        ("article.authors", None),
        ("article.authors.0.name", None),
        ("article.published_at", "2025-05-14"),
        ("article.published_at.precision", "week"),
        ("article.language.confidence", 1.5),
        ("article.access", "maybe"),
        ("article.paragraphs.0.source", {"line": 4}),
        ("article.paragraphs.0.start", 1.5),
        ("cleaning.removed", {"navigation": -1}),
        ("places.0.country", "Switzerland"),
        ("places.0.lat", 146.9),
        ("quotes.0.direct", "yes"),
        ("lineage.input.sha256", "ABC"),
    ],
)
def test_wrong_value_is_refused_by_model_and_schema(
    sample: Sample, validator: Validator, path: str, value: object
) -> None:
    """Model and published schema draw the same line."""
    event = changed(sample("news-event-1.0"), path, value)

    assert not validator("news-event").is_valid(event)
    with pytest.raises(ValidationError):
        NewsEvent.model_validate_json(json.dumps(event))


@pytest.mark.parametrize("record", sorted({record for record in BINDING_NAMES if "[]" not in record}))
def test_missing_field_is_refused_by_model_and_schema(
    sample: Sample, validator: Validator, record: str
) -> None:
    """Every field is always present, null where unknown: a reader needs no defaults."""
    for name in BINDING_NAMES[record].split():
        event = sample("news-event-1.0")
        node: Any = event
        for parent in filter(None, record.split(".")):
            node = node[parent] or {}
        if not node:
            continue
        del node[name]
        assert not validator("news-event").is_valid(event), name
        with pytest.raises(ValidationError):
            NewsEvent.model_validate_json(json.dumps(event))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("sentiment", "calm"),
        ("article.byline_place", "Bern"),
        ("lineage.input.broker", 2),
        ("article.authors.0.email", "a@b.example"),
        ("cleaning.warnings", ["charset_repaired", "a_later_warning"]),
        ("cleaning.removed", {"a_later_kind": 1}),
        ("article.published_at.source", "a_later_source"),
    ],
)
def test_dateline_is_strict_and_its_readers_are_not(
    sample: Sample, validator: Validator, path: str, value: object
) -> None:
    """Dateline cannot write a field or code it does not know; a reader takes those of a later 1.x."""
    event = changed(sample("news-event-1.0"), path, value)

    with pytest.raises(ValidationError):
        NewsEvent.model_validate_json(json.dumps(event))
    assert [] == list(validator("news-event").iter_errors(event))


def test_reader_of_1_0_takes_a_later_minor_version(sample: Sample, validator: Validator) -> None:
    """A consumer built against this release reads 1.x events: by the schema, or by the model told to."""
    event = changed(changed(sample("news-event-1.0"), "schema_version", "1.7"), "sentiment", "calm")

    assert validator("news-event").is_valid(event)
    read = NewsEvent.model_validate_json(json.dumps(event), extra="ignore")
    assert "1.7" == read.schema_version


@pytest.mark.parametrize("number", [float("inf"), float("nan")])
def test_no_number_is_written_that_json_has_no_name_for(sample: Sample, number: float) -> None:
    """Infinity and not-a-number are refused when the event is built, not written as null."""
    event = sample("news-event-1.0")
    event["quantities"][0]["value"] = number

    with pytest.raises(ValidationError):
        NewsEvent.model_validate(event, strict=False)
