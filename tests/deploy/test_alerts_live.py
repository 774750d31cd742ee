"""Something breaks, and whoever is responsible is told: real service, Kafka, Prometheus and Alertmanager."""

from deploy.prometheus.shorten import shorten
from tests.deploy.conftest import Watched
from tests.deploy.expressions import ONLY_WHERE_IT_APPLIES, names, panels, rules
from tests.deploy.monitoring import FACTOR, needs_prometheus, wait_until
from tests.flow.articles import page
from tests.flow.kafka_io import write

pytestmark = needs_prometheus


def test_every_question_has_an_answer(watched: Watched) -> None:
    """What the rules record and the dashboard shows is there once records have come to each of their ends."""
    kafka, topics, replica, monitoring = watched
    json = [("content-type", b"application/json")]
    write(kafka, topics.raw, [page(number) for number in range(40)], partitions=2)
    write(kafka, topics.raw, [None])
    write(kafka, topics.raw, [b"{broken"], headers=json)
    replica.wait_for_metric("records_dead_lettered_total", 1)
    questions = [query.removesuffix(" > 0") for _, query in panels()]
    questions += [shorten(rule["expr"], FACTOR) for rule in rules() if "record" in rule]
    # An alert's answer is silence; what it listens to must speak.
    questions += sorted(names(" ".join(rule["expr"] for rule in rules() if "alert" in rule)))
    for variable, value in {"$job": ".+", "$__rate_interval": "9s", "$__interval": "9s"}.items():
        questions = [question.replace(variable, value) for question in questions]

    for question in questions:
        if not ONLY_WHERE_IT_APPLIES.keys() & names(question):
            wait_until(lambda asked=question: bool(monitoring.ask(asked)), question, 15)  # type: ignore[misc] # bound
        else:
            monitoring.ask(question)
    for rule in rules():
        monitoring.ask(rule["expr"])


def test_what_breaks_is_told_and_so_is_its_end(watched: Watched) -> None:
    """A flood of broken records, a record that holds up its partition, and a stopped service wake someone."""
    kafka, topics, replica, monitoring = watched
    json = [("content-type", b"application/json")]
    write(kafka, topics.raw, [b"{broken"] * 100, partitions=2, headers=json)
    replica.wait_for_metric("records_dead_lettered_total", 101)
    assert [] == monitoring.told
    write(kafka, topics.raw, [page(40, order="hang")])

    flood = monitoring.wait_for("firing", "DatelineDeadLetterRatio", "page")
    assert "pager" == flood.receiver
    assert "docs/runbooks/DatelineDeadLetterRatio.md" == flood.annotations["runbook_url"]
    stuck = monitoring.wait_for("firing", "DatelineNoProgress", "page")
    assert "dateline makes no progress on 1 partitions" == stuck.annotations["summary"]
    monitoring.wait_for("resolved", "DatelineDeadLetterRatio", "page")
    monitoring.wait_for("resolved", "DatelineNoProgress", "page")

    replica.stop()
    assert "pager" == monitoring.wait_for("firing", "DatelineDown", "page").receiver
    assert {"DatelineDeadLetterRatio", "DatelineNoProgress", "DatelineDown"} == {
        told.labels["alertname"] for told in monitoring.told if told.receiver == "pager"
    }
