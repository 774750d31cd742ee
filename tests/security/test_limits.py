"""The limits docs/security.md lists: each row has its setting's default, and its code is what comes."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from schemas import ErrorCode
from service.pipeline import Pipeline
from service.record import InputRecord
from service.settings import AdmitSettings, CleanSettings, Settings, variables

DOCUMENT = Path(__file__).parents[2] / "docs" / "security.md"
ROW = re.compile(r"^\| (.+?) \| (.+?) \| (.+?) \| `(.+?)` \|$", re.MULTILINE)
ROWS = ROW.findall(DOCUMENT.read_text().partition("<!-- limits")[2].partition("<!-- /limits")[0])
NUMBER = re.compile(r"[\d.]+")
ELSEWHERE = {"time of one record", "memory of a worker", "an event, as the broker takes it"}
"""Limits of the running service; tests/faults and tests/flow exceed them."""
SENTENCE = "The ferry to the northern islands left ten minutes late because of fog on the harbour. "

Bare = tuple[tuple[str, bytes], ...]
HTML: Bare = (("content-type", b"text/html"),)
TEXT: Bare = (("content-type", b"text/plain"),)


def coded(*codings: str) -> Bare:
    """Return the headers of a text with content codings."""
    return (*TEXT, ("content-encoding", ", ".join(codings).encode()))


def page(inside: str) -> bytes:
    """Put something into a page."""
    return f"<html><body><article><h1>Ferry late</h1>{inside}</article></body></html>".encode()


OVER: dict[str, Callable[[float], tuple[bytes, Bare]]] = {
    "value, as received and expanded": lambda most: (b"a" * (int(most) + 1), TEXT),
    "growth of a compressed value past 1 MiB": lambda most: (
        zstandard.compress(b"a" * int(60_000 * most)),
        coded("zstd"),
    ),
    "content codings of one value": lambda most: (
        _gzipped(SENTENCE.encode(), int(most) + 1),
        coded(*["gzip"] * (int(most) + 1)),
    ),
    "members of one gzip value": lambda most: (gzip.compress(b"a ") * (int(most) + 1), coded("gzip")),
    "nesting of elements": lambda most: (page("<div>" * (int(most) + 1) + SENTENCE), HTML),
    "elements of a page, lines of a text": lambda most: (page("<i>x</i>" * (int(most) + 1)), HTML),
    "paragraphs, headings and lines of menus": lambda most: (page("<p>Late.</p>" * (int(most) + 1)), HTML),
    "characters of text": lambda most: (
        page(f"<p>{SENTENCE * 50}</p>" * (int(most) // len(SENTENCE * 50) + 1)),
        HTML,
    ),
}


def _gzipped(value: bytes, times: int) -> bytes:
    for _ in range(times):
        value = gzip.compress(value)
    return value


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    """Build the pipeline with the default limits."""
    return Pipeline(Settings().pipeline)


def test_every_limit_is_listed() -> None:
    """No setting that limits input is missing, and the values are the defaults."""
    defaults = {name: field.default for name, field in variables()}
    listed = {setting.strip("`"): most for _, most, setting, _ in ROWS if setting != "-"}
    limits = [*(("ADMIT", name) for name in AdmitSettings.model_fields)]
    limits += [("CLEAN", name) for name in CleanSettings.model_fields]
    assert {f"DATELINE_PIPELINE__{stage}__{name.upper()}" for stage, name in limits} <= listed.keys()
    for setting, most in listed.items():
        assert str(defaults[setting]) == most.split()[0]
    assert {code for *_, code in ROWS} <= {code.value for code in ErrorCode}
    assert OVER.keys() | ELSEWHERE == {what for what, *_ in ROWS}


@pytest.mark.parametrize(("what", "most", "code"), [(w, m, c) for w, m, _, c in ROWS if w in OVER])
def test_what_is_over_a_limit_has_its_code(pipeline: Pipeline, what: str, most: str, code: str) -> None:
    """A record a little over each limit is refused with the code of its row."""
    found = NUMBER.match(most)
    assert found is not None
    value, headers = OVER[what](float(found[0]))
    outcome = pipeline.run(InputRecord(value, None, headers))
    assert code == (outcome.code and outcome.code.value)
