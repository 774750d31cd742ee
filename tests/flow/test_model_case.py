"""The model case through the broker: bare text in, one event out."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from schemas import NewsEvent, TimestampSource
from service.settings import TopicSettings
from tests.flow.conftest import Replica
from tests.flow.kafka_io import read, wait_for, write

SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "korea-joongang-daily.txt"


async def test_bare_text_with_a_date_header_becomes_a_whole_event(
    kafka: str, topics: Callable[..., TopicSettings], replica: Replica
) -> None:
    """Headline, section, caption, agency, language, date and ten paragraphs, from text and one header."""
    if not SAMPLE.exists():
        pytest.skip("../shared/samples is not beside this checkout")
    named = topics()
    async with replica(named):
        write(kafka, named.raw, [SAMPLE.read_bytes()], headers=[("published-at", b"2024-11-13")])
        await asyncio.to_thread(wait_for, kafka, [named.events], 1)
    (written,) = read(kafka, named.events)
    article = NewsEvent.model_validate_json(written.value or b"").article
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    assert lines[0] == article.headline
    assert [line.strip() for line in lines if len(line) > 120][2:] == article.text.split("\n\n")
    assert 10 == len(article.paragraphs)
    assert ["National", "North Korea"] == article.section
    assert ["SCREEN CAPTURE"] == [caption.credit for caption in article.captions]
    assert "Yonhap" == article.agency
    assert article.language is not None
    assert "en" == article.language.code
    assert article.published_at is not None
    assert ("2024-11-13", TimestampSource.HINT) == (article.published_at.value, article.published_at.source)
