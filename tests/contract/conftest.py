"""The pipeline, the published schemas and the committed samples, for every contract test."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from service.pipeline import Pipeline
from service.publish.stage import Published
from service.record import InputRecord
from service.settings import PipelineSettings

ROOT = Path(__file__).parents[2]

PAGE = (
    '<!doctype html><html lang="es"><head><title>El puente reabre | Diario del Valle</title>'
    '<link rel="canonical" href="https://diariodelvalle.example/local/puente">'
    '<meta property="article:published_time" content="2025-02-11T08:45:00+01:00"></head><body>'
    "<nav><a href='/'>Inicio</a> <a href='/local'>Local</a></nav><article><h1>El puente reabre</h1>"
    "<p>El puente viejo sobre el río reabrió el martes al tráfico después de ocho meses de obras que "
    "obligaron a miles de vecinos a dar un rodeo de veinte minutos.</p>"
    "<p>La alcaldesa, Inés Robledo, dijo que la obra costó menos de lo previsto y que la acera nueva "
    "permite cruzar en silla de ruedas por primera vez.</p>"
    "<p>Los comercios de la orilla norte esperan recuperar la clientela antes del verano.</p></article>"
    "<footer>Aviso legal</footer></body></html>"
)


@pytest.fixture(scope="session")
def published() -> Published:
    """What the pipeline makes of a page read from Kafka with a trace context."""
    record = InputRecord(
        value=PAGE.encode(),
        key=b"k",
        headers=(
            ("content-type", b"text/html; charset=utf-8"),
            ("url", b"https://diariodelvalle.example/local/puente?utm_source=x"),
            ("traceparent", b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        ),
        topic="articles.raw",
        partition=1,
        offset=7,
        timestamp=1739260000000,
    )
    return Pipeline(PipelineSettings()).publish(record)


@pytest.fixture(scope="session")
def validator() -> Callable[[str], Draft202012Validator]:
    """Read a committed schema by name and check instances against it, formats too."""

    def make(name: str) -> Draft202012Validator:
        schema = json.loads((ROOT / f"schemas/json/{name}.schema.json").read_text())
        return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)

    return make


@pytest.fixture
def sample() -> Callable[[str], dict[str, Any]]:
    """Read a committed sample by name, a fresh copy each time."""

    def read(name: str) -> dict[str, Any]:
        content: dict[str, Any] = json.loads((Path(__file__).parent / f"samples/{name}.json").read_text())
        return content

    return read
