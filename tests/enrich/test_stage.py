"""The enrich stage: a finder that fails costs its own fact, and nothing else."""

from collections.abc import Iterator

import pytest

from schemas import Fact, NewsEvent, StageName
from service.enrich import Enrich, Enriched
from service.outcome import Disposition
from service.pipeline import Pipeline
from service.record import InputRecord
from service.settings import PipelineSettings

FIELDS = ("entities", "places", "quotes", "times", "quantities", "main_event")
ARTICLE = InputRecord(
    b"""Ferry to Bergen returns

The night ferry to Bergen sailed again on Monday with 212 passengers, said the harbour of Oslo.

"We have waited two years for this," said Marit Solheim, who runs the Norwegian Coastal Company. Solheim
expects 40,000 travellers by October.
""",
    headers=(("published-at", b"2025-03-05"), ("content-type", b"text/plain")),
)


@pytest.fixture(scope="module")
def whole() -> Pipeline:
    """A pipeline nothing is wrong with."""
    return Pipeline(PipelineSettings())


@pytest.fixture
def pipeline(whole: Pipeline) -> Iterator[Pipeline]:
    """The same, whose finders a test may change."""
    enrich = stage(whole)
    finders = enrich.finders
    yield whole
    enrich.finders = finders


def stage(pipeline: Pipeline) -> Enrich:
    """Return a pipeline's enrich stage."""
    enrich = dict(pipeline.stages)[StageName.ENRICH]
    assert isinstance(enrich, Enrich)
    return enrich


def break_finder(pipeline: Pipeline, fact: str, error: type[BaseException] = KeyError) -> None:
    """Let the finder of a fact raise an error that quotes the article."""

    def broken(_: Enriched) -> Enriched:
        raise error("said Marit Solheim")

    enrich = stage(pipeline)
    enrich.finders = tuple((name, broken if name == fact else find) for name, find in enrich.finders)


def facts(event: NewsEvent) -> dict[str, object]:
    """Return the facts of an event by name."""
    return {"language": event.article.language, **{name: getattr(event, name) for name in FIELDS}}


def test_every_fact_of_a_good_article_is_there(pipeline: Pipeline) -> None:
    """Without a fault no fact is null, and none is said to have failed."""
    event = pipeline.publish(ARTICLE).event
    assert [] == [name for name, fact in facts(event).items() if not fact]
    assert [] == event.enrichment.failed


@pytest.mark.parametrize("fact", Fact)
def test_a_failing_finder_costs_its_own_fact(pipeline: Pipeline, fact: Fact) -> None:
    """The event is published; the fact is null and listed, the others are not null."""
    break_finder(pipeline, fact)
    event = pipeline.publish(ARTICLE).event
    assert [fact] == event.enrichment.failed
    assert [fact.value] == [name for name, value in facts(event).items() if value is None]


ITALIAN = InputRecord(
    """Torna il traghetto per Bergen

Il traghetto notturno per Bergen ha ripreso le corse lunedì con 212 passeggeri a bordo, ha detto il porto.

«Abbiamo aspettato due anni», ha detto Marit Solheim, che dirige la compagnia. Prevede 40.000 viaggiatori.
""".encode(),
    headers=(("published-at", b"2025-03-05"), ("content-type", b"text/plain")),
)


def test_an_event_says_what_nobody_looked_for(pipeline: Pipeline) -> None:
    """An empty list in a language without rules is not taken for an article without such facts."""
    assert [] == pipeline.publish(ARTICLE).event.enrichment.unsupported
    event = pipeline.publish(ITALIAN).event
    assert event.article.language is not None
    assert "it" == event.article.language.code
    assert [Fact.TIMES, Fact.QUOTES, Fact.QUANTITIES] == event.enrichment.unsupported
    assert ([], [], []) == (event.times, event.quotes, event.quantities)
    assert [] == event.enrichment.failed


def test_facts_that_need_no_failed_one_are_the_same(pipeline: Pipeline) -> None:
    """What does not build on the times is found as if nothing had happened."""
    before = facts(pipeline.publish(ARTICLE).event)
    break_finder(pipeline, Fact.TIMES)
    after = facts(pipeline.publish(ARTICLE).event)
    assert (
        {"times"}
        <= {name for name in before if before[name] != after[name]}
        <= {
            "times",
            "quantities",
            "main_event",
        }
    )


def test_every_finder_may_fail(pipeline: Pipeline) -> None:
    """An article whose facts all fail is still an article."""
    for fact in Fact:
        break_finder(pipeline, fact)
    event = pipeline.publish(ARTICLE).event
    assert sorted(Fact) == sorted(event.enrichment.failed)
    assert event.article.text.startswith("The night ferry")


def test_an_outcome_says_what_failed_but_not_the_articles_words(pipeline: Pipeline) -> None:
    """The parent process learns the fact, the error's type and its line, to count and to log."""
    break_finder(pipeline, Fact.QUOTES)
    outcome = pipeline.run(ARTICLE)
    assert Disposition.PUBLISHED == outcome.disposition
    assert ["quotes"] == list(outcome.failed)
    assert outcome.failed["quotes"].startswith("KeyError at test_stage.py:")


def test_an_outcome_says_how_long_each_fact_took(pipeline: Pipeline) -> None:
    """Each finder is timed, in the order they run; the next record begins anew."""
    pipeline.run(ARTICLE)
    enriching = pipeline.run(ARTICLE).enriching
    assert [str(name) for name, _ in stage(pipeline).finders] == list(enriching)
    assert sum(enriching.values()) > 0
    assert {} == pipeline.run(InputRecord(None)).enriching


def test_exhausted_memory_is_the_workers_to_handle(pipeline: Pipeline) -> None:
    """A worker out of memory ends; it does not go on with a fact less."""
    break_finder(pipeline, Fact.PLACES, MemoryError)
    with pytest.raises(MemoryError):
        pipeline.run(ARTICLE)
