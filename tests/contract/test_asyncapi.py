"""The AsyncAPI document: accepted by AsyncAPI's own parser, and true of what the pipeline writes."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from schemas.export.asyncapi import CLOUD_EVENT_HEADERS
from service.publish.stage import Published
from service.settings import ConsumerSettings, TopicSettings

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "schemas/json/asyncapi.yaml"
MODULES = ROOT / ".node/node_modules"
WARNING = 1
"""Severity of a diagnostic: 0 is an error, 1 a warning, above are hints."""


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The committed document."""
    content: dict[str, Any] = yaml.safe_load(DOCUMENT.read_text())
    return content


@pytest.mark.skipif(
    shutil.which("node") is None or not MODULES.is_dir(),
    reason="no Node.js, or AsyncAPI's parser is not installed: run `make .node/.ready`",
)
def test_parser_finds_nothing_wrong() -> None:
    """AsyncAPI's parser reads the document without error or warning, its examples included."""
    script = Path(__file__).parent / "asyncapi/parse.cjs"
    done = subprocess.run(["node", script, MODULES, DOCUMENT], check=True, text=True, capture_output=True)
    found = json.loads(done.stdout)

    assert [] == [entry for entry in found["diagnostics"] if entry["severity"] <= WARNING]
    assert ["articles.raw", "articles.events", "articles.dead"] == found["channels"]


def test_topics_and_group_are_the_defaults(document: dict[str, Any]) -> None:
    """The document names the topics and the group a deployment without settings uses."""
    topics = TopicSettings()
    group = document["operations"]["receiveRawArticles"]["bindings"]["kafka"]["groupId"]

    assert [topics.raw, topics.events, topics.dead] == [
        channel["address"] for channel in document["channels"].values()
    ]
    assert ConsumerSettings().group == group["default"]


def test_service_receives_raw_articles_and_sends_the_rest(document: dict[str, Any]) -> None:
    """Operations are told from the service's side."""
    assert {"rawArticles": "receive", "newsEvents": "send", "deadLetters": "send"} == {
        operation["channel"]["$ref"].rpartition("/")[2]: operation["action"]
        for operation in document["operations"].values()
    }


def test_headers_of_an_event_are_the_documented_ones(published: Published, document: dict[str, Any]) -> None:
    """The pipeline writes every required header, none that is undocumented, each of the stated form."""
    headers = {name: (value or b"").decode() for name, value in published.output.headers}
    schema = document["components"]["messages"]["newsEvent"]["headers"]
    validator = Draft7Validator(schema, format_checker=Draft7Validator.FORMAT_CHECKER)

    assert [] == list(validator.iter_errors(headers))
    assert set() == set(headers) - set(CLOUD_EVENT_HEADERS)
    assert published.output.key == published.event.id.encode()
