"""Mutated pages: cleaning ends in an article or a CleanError, whatever admit lets through."""

import gzip
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.mutations import change
from schemas import ErrorCode, InputSpan
from service.clean import Cleaned
from service.errors import AdmitError, CleanError
from service.pipeline import Pipeline
from service.record import InputRecord
from service.settings import PipelineSettings

PAGES = ("en.html", "de.html", "es.txt", "ko.txt", "torn.txt")
SHARED_PAGES = 12
MUTATIONS = 4
PIECES = (
    "<div>",
    "</div>",
    "<p",
    ">",
    "<table>",
    "</td>",
    "<!--",
    "<script>",
    "\n\n",
    "\x0b",
    "&#0;",
    "<b id=x>",
    '"',
    " | ",
    "](",
)


@cache
def pipeline() -> Pipeline:
    """Load the pipeline once."""
    return Pipeline(PipelineSettings())


def mutate(content: str, source: random.Random) -> str:
    """Cut, double, shuffle or spoil some stretches of a content."""
    for _ in range(source.randint(1, 6)):
        start, end = sorted(source.randrange(len(content) + 1) for _ in range(2))
        end = min(end, start + 2_000)
        piece = content[start:end]
        change = source.choice(("cut", "double", "reverse", "insert"))
        new = {
            "cut": "",
            "double": piece * 2,
            "reverse": piece[::-1],
            "insert": source.choice(PIECES) + piece,
        }[change]
        content = content[:start] + new + content[end:]
    return content or " x"


def check(clean: Callable[..., Cleaned], content: str, *, html: bool) -> None:
    """Clean, and look at what must always hold."""
    try:
        cleaned = clean(content, html=html)
    except (AdmitError, CleanError):
        return
    article = cleaned.article
    paragraphs = [article.text[paragraph.start : paragraph.end] for paragraph in article.paragraphs]
    assert article.text == "\n\n".join(paragraphs)
    spans = [block.block.source for block in cleaned.blocks if isinstance(block.block.source, InputSpan)]
    assert [span.end for span in spans[:-1]] == [span.start for span in spans[1:]]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(PAGES), seed=st.integers(0, 2**32), html=st.booleans())
def test_mutated_pages(
    clean: Callable[..., Cleaned], page: Callable[[str], str], name: str, seed: int, *, html: bool
) -> None:
    """The invented pages, spoiled, read as HTML or as flat text."""
    source = random.Random(seed)  # noqa: S311 - mutations, not secrets
    check(clean, mutate(page(name), source), html=html)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(PAGES), seed=st.integers(0, 2**32))
def test_broken_structure(page: Callable[[str], str], name: str, seed: int) -> None:
    """The fuzzer's own mutations of bytes, markup and metadata: an event, or a dead letter with a reason."""
    value = bytearray(page(name).encode())
    change(value, random.Random(seed))  # noqa: S311 - mutations, not secrets
    outcome = pipeline().run(InputRecord(bytes(value)))
    assert outcome.code is not ErrorCode.INTERNAL_ERROR, outcome.message


def test_mutated_real_pages(clean: Callable[..., Cleaned], shared: Path) -> None:
    """Real pages, spoiled."""
    files = sorted((shared / "benchmark" / "extraction" / "html").glob("*.gz"))
    if not files:
        pytest.skip("no pages in ../shared/benchmark")
    for number, file in enumerate(files[:: len(files) // SHARED_PAGES]):
        content = gzip.decompress(file.read_bytes()).decode(errors="replace").replace("\0", "")
        source = random.Random(number)  # noqa: S311 - mutations, not secrets
        for _ in range(MUTATIONS):
            check(clean, mutate(content, source), html=True)
