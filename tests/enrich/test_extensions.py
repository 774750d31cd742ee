"""Plug-ins: found by entry point, published under their name, and isolated from everything else."""

import asyncio
import importlib
import json
import subprocess
import sys
import tomllib
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from prometheus_client import CollectorRegistry

from schemas import ErrorCode
from service.cli import execute
from service.enrich import Enrich
from service.errors import ConfigurationError
from service.fingerprint import fingerprint
from service.outcome import Disposition
from service.pipeline import Pipeline
from service.record import InputRecord
from service.runtime.metrics import Metrics
from service.runtime.telemetry import Telemetry
from service.runtime.workers.pool import WorkerPool
from service.runtime.workers.worker import build_pipeline
from service.settings import EnrichSettings, PipelineSettings, RetrySettings, WorkerSettings

EXAMPLE = Path(__file__).parents[2] / "docs/examples/readability"
ARTICLE = b"""Storks nest on the old chimney

Two storks have built a nest on the chimney of the closed brewery.

"They came back in the first week," said Jana Kolar, the warden. The council pays for a camera.
"""
MODEL = """
from pydantic import BaseModel, model_serializer
from service.enrich import Enriched

class Result(BaseModel):
    text: str

"""

Install = Callable[..., Path]
_numbers = count()


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Install a package with plug-ins: ``install(source, name=..., package=..., version=...)``."""

    def make(source: str, *, name: str = "extra", package: str = "extra", version: str = "1.0") -> Path:
        module = f"plug_in_{next(_numbers)}"
        folder = tmp_path / module
        folder.mkdir()
        (folder / f"{module}.py").write_text(MODEL + dedent(source))
        register(folder, package, version, {name: f"{module}:find"})
        monkeypatch.syspath_prepend(folder)
        importlib.invalidate_caches()
        return folder

    return make


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install the example of the documentation, as its ``pyproject.toml`` says."""
    project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text())["project"]
    points = project["entry-points"]["dateline.enrichers"]
    register(tmp_path, project["name"], project["version"], points)
    monkeypatch.syspath_prepend(EXAMPLE)
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()


def register(folder: Path, package: str, version: str, points: dict[str, str]) -> None:
    """Write what an installer leaves beside a package."""
    info = folder / f"{package.replace('-', '_')}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n")
    lines = [f"{name} = {value}" for name, value in points.items()]
    (info / "entry_points.txt").write_text("\n".join(["[dateline.enrichers]", *lines]))


def published(article: bytes = ARTICLE) -> dict[str, Any]:
    """Publish an article; return the event as its reader gets it."""
    event: dict[str, Any] = json.loads(
        Pipeline(PipelineSettings()).publish(InputRecord(article)).output.value or b""
    )
    return event


@pytest.mark.usefixtures("example")
def test_the_example_works_as_documented() -> None:
    """Its result sits under its name: 31 words in 3 sentences, 3 of them long, and one quote."""
    event = published()
    (quote,) = event["quotes"]
    assert [] == event["enrichment"]["failed"]
    assert {
        "readability": {
            "words": 31,
            "lix": round(31 / 3 + 100 * 3 / 31, 1),
            "quoted": round((quote["end"] - quote["start"]) / len(event["article"]["text"]), 3),
        }
    } == event["extensions"]


@pytest.mark.usefixtures("example")
def test_its_schema_joins_the_published_one(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """``dateline schema`` describes the events of this installation, down to the plug-in's fields."""
    assert 0 == execute(["schema"])
    schema = json.loads(capfdbinary.readouterr().out)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    event = published()

    assert [] == list(validator.iter_errors(event))
    for wrong in ('{"words": -1, "lix": null, "quoted": null}', '{"words": 3}', "[]"):
        assert not validator.is_valid({**event, "extensions": {"readability": json.loads(wrong)}})
    for right in ({"readability": None}, {}, {"a_plug_in_of_others": {"any": "thing"}}):
        assert validator.is_valid({**event, "extensions": right})


def test_schemas_of_several_plug_ins_stay_apart(
    install: Install, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Models of one name in two packages, one inside another, one that holds itself, do not mix."""
    install(
        """
        class Part(BaseModel):
            size: int

        class Result(BaseModel):
            part: Part

        def find(found: Enriched) -> Result:
            return Result(part=Part(size=1))
        """,
        name="one",
        package="one",
    )
    install(
        """
        class Part(BaseModel):
            name: str
            parts: list["Part"]

        def find(found: Enriched) -> Part:
            return Part(name="a", parts=[Part(name="b", parts=[])])
        """,
        name="two",
        package="two",
    )
    assert 0 == execute(["schema"])
    validator = Draft202012Validator(json.loads(capfdbinary.readouterr().out))
    event = published()

    assert {
        "one": {"part": {"size": 1}},
        "two": {"name": "a", "parts": [{"name": "b", "parts": []}]},
    } == event["extensions"]
    assert validator.is_valid(event)
    assert not validator.is_valid({**event, "extensions": {"one": {"part": {"name": "x", "parts": []}}}})
    assert not validator.is_valid({**event, "extensions": {"two": {"name": "a", "parts": [{"size": 1}]}}})


def test_without_plug_ins_there_are_no_extensions() -> None:
    """The field is always there."""
    assert {} == published()["extensions"]


@pytest.mark.parametrize(
    "body",
    [
        "raise RuntimeError('no such word')",
        "return {'text': 'a mapping is no model'}",
        "return Result(text='x' * 70_000)",
        "return Result(text='\\ud800')",
        "return find(found)",
        "class Other(Result): serialized = model_serializer(lambda self: [])\n    return Other(text='')",
    ],
    ids=["raises", "other type", "too large", "no JSON", "recursion", "no object"],
)
def test_a_failing_plug_in_costs_its_own_field(install: Install, body: str) -> None:
    """Its field is null and listed; other plug-ins and every fact are as they would be without it."""
    install(
        "def find(found: Enriched) -> Result:\n    return Result(text='fine')", name="good", package="good"
    )
    without = published()
    install(f"def find(found: Enriched) -> Result:\n    {body}", name="bad", package="bad")
    event = published()

    assert {"bad": None, "good": {"text": "fine"}} == event["extensions"]
    assert ["extensions.bad"] == event["enrichment"]["failed"]
    for name in ("enrichment", "extensions", "lineage"):
        del event[name], without[name]
    assert without == event


def test_a_class_is_made_an_object_once(install: Install) -> None:
    """A plug-in with a model loads it when the worker starts."""
    install(
        """
        class find:
            def __init__(self) -> None:
                self.calls = []

            def __call__(self, found: Enriched) -> Result:
                self.calls.append(found.article.headline)
                return Result(text=str(len(self.calls)))
        """
    )
    pipeline = Pipeline(PipelineSettings())
    events = [pipeline.publish(InputRecord(ARTICLE)).event for _ in range(2)]
    assert [{"extra": {"text": "1"}}, {"extra": {"text": "2"}}] == [event.extensions for event in events]


def test_a_plug_in_is_timed(install: Install) -> None:
    """How long it takes is known under its field's name."""
    install("def find(found: Enriched) -> Result:\n    return Result(text='')")
    outcome = Pipeline(PipelineSettings()).run(InputRecord(ARTICLE))
    assert outcome.enriching["extensions.extra"] > 0


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("import a_module_nobody_has", "cannot be loaded: ModuleNotFoundError: No module named"),
        ("found = 1", "cannot be loaded: AttributeError: "),
        ("find = 1", "must be a callable annotated to return a pydantic model"),
        (
            "class find:\n    def __init__(self): open('/no/such/model')",
            "cannot be loaded: FileNotFoundError: ",
        ),
        ("def find(found): ...", "must be a callable annotated to return a pydantic model"),
        ("def find(found) -> dict[str, str]: ...", "must be a callable annotated to return a pydantic model"),
        ("def find(found) -> Result | None: ...", "must be a callable annotated to return a pydantic model"),
        ("raise ValueError('two\\nlines')", "cannot be loaded: ValueError: two lines"),
    ],
)
def test_a_plug_in_that_cannot_start_is_named_in_one_line(
    install: Install, source: str, complaint: str
) -> None:
    """Who is to blame and why; the service does not start without it."""
    install(source, package="dateline-extra", version="2.1")
    with pytest.raises(ConfigurationError) as caught:
        Enrich(EnrichSettings())
    assert str(caught.value).startswith(f"plug-in 'extra' of dateline-extra 2.1 {complaint}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["Extra", "extra-words", "extra.words", "1st", "_extra", "e" * 70])
def test_a_name_that_makes_no_field_is_refused(install: Install, name: str) -> None:
    """Before anything is imported."""
    install("raise ValueError('imported')", name=name)
    with pytest.raises(ConfigurationError, match=r"plug-in '.*' of extra 1\.0: the name must match"):
        fingerprint(PipelineSettings())


def test_a_name_used_twice_is_refused(install: Install, capfd: pytest.CaptureFixture[str]) -> None:
    """Both packages are named, and commands end as for any wrong configuration."""
    for package in ("first", "second"):
        install("def find(found: Enriched) -> Result: ...", package=package)
    assert 2 == execute(["version"])
    line = "plug-in 'extra' of first 1.0 and plug-in 'extra' of second 1.0 have one name: uninstall one"
    assert line in capfd.readouterr().err


def test_plug_ins_are_part_of_the_fingerprint(
    install: Install, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Another plug-in or version may mean other events; ``dateline version`` shows which."""
    bare = fingerprint(PipelineSettings())
    folder = install("def find(found: Enriched) -> Result: ...", package="dateline-extra")
    one = fingerprint(PipelineSettings())
    (folder / "dateline_extra-1.0.dist-info").rename(tmp_path / "gone")
    register(folder, "dateline-extra", "1.1", {"extra": f"{folder.name}:find"})
    importlib.invalidate_caches()

    assert 3 == len({bare, one, fingerprint(PipelineSettings())})
    assert 0 == execute(["version"])
    assert ["dateline-extra", "1.1"] in [line.split() for line in capfd.readouterr().out.splitlines()]


def test_the_fingerprint_loads_no_stage() -> None:
    """The service's parent process, which only moves bytes, asks for it too."""
    program = (
        "import sys, service.app; from service.settings import PipelineSettings;"
        "service.app.fingerprint(PipelineSettings());"
        "print([name for name in sys.modules if name.startswith(('service.enrich', 'service.clean'))])"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, text=True, capture_output=True)
    assert "[]\n" == done.stdout


async def test_a_plug_in_that_hangs_costs_the_record_it_hangs_on(install: Install) -> None:
    """The worker's time limit ends it, as it ends any stage; the record's neighbours are published."""
    install(
        """
        def find(found: Enriched) -> Result:
            while "chimney of doom" in found.article.text:
                pass
            return Result(text="fine")
        """
    )
    settings = PipelineSettings()
    pool = WorkerPool(
        WorkerSettings(count=1, record_timeout_s=2),
        settings,
        partial(build_pipeline, settings),
        Telemetry(Metrics(CollectorRegistry())),
        RetrySettings(initial_ms=1),
    )
    await pool.start()
    running = asyncio.create_task(pool.run())
    try:
        hanging = ARTICLE.replace(b"the chimney of", b"the chimney of doom of")
        first, second, third = await pool.submit([InputRecord(text) for text in (ARTICLE, hanging, ARTICLE)])
    finally:
        running.cancel()
        await pool.stop()

    assert [Disposition.PUBLISHED, Disposition.PUBLISHED] == [first.disposition, third.disposition]
    assert ErrorCode.WORKER_TIMEOUT == second.code
    assert first.output is not None
    assert {"extra": {"text": "fine"}} == json.loads(first.output.value or b"")["extensions"]
