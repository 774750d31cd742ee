"""The metric list: names are public API, and the list tells what is exposed."""

from prometheus_client import CollectorRegistry

from service.runtime.metrics import Metrics, describe


def test_the_list_is_what_is_registered() -> None:
    """Each listed metric is in the registry with its type and help, and nothing else is."""
    registry = CollectorRegistry()
    Metrics(registry)
    registered = {(f.name, f.type, f.documentation) for f in registry.collect()}
    listed = {(m.name.removesuffix("_total"), m.type, m.help) for m in describe()}
    assert registered == listed


def test_names_follow_the_conventions() -> None:
    """The prefix, base units, ``_total`` for counters only, ``_timestamp_seconds`` for moments."""
    for metric in describe():
        assert metric.name.startswith("dateline_")
        assert metric.name.endswith("_total") == (metric.type == "counter"), metric.name
        moment = metric.name.endswith("_timestamp_seconds")
        assert metric.name.endswith("_seconds") == (moment or metric.type == "histogram"), metric.name


def test_two_services_share_nothing() -> None:
    """Each registry has its own metrics."""
    first, second = CollectorRegistry(), CollectorRegistry()
    Metrics(first).received.inc()
    Metrics(second)
    name = "dateline_records_received_total"
    assert (1.0, 0.0) == (first.get_sample_value(name), second.get_sample_value(name))
