"""What the Helm chart puts around the pods: scaling, network, monitoring, alerts and topics."""

from pathlib import Path

import pytest
import yaml

from service.runtime.tracing.setup import traces_endpoint
from service.settings import load_settings
from tests.deploy.chart import (
    CHART,
    NAMES,
    ROOT,
    SECURED,
    all_of,
    environment,
    example,
    merged,
    needs_helm,
    nested,
    one,
    pod,
    render,
)

pytestmark = needs_helm


@pytest.mark.parametrize(
    ("kind", "made"), [("none", []), ("keda", ["ScaledObject"]), ("hpa", ["HorizontalPodAutoscaler"])]
)
def test_one_alone_sets_the_replicas(kind: str, made: list[str], tmp_path: Path) -> None:
    """Either the chart or one autoscaler: they would undo each other's work."""
    objects = render(nested("autoscaling.kind", kind), tmp_path)

    scalers = [o["kind"] for o in objects if o["kind"] in ("ScaledObject", "HorizontalPodAutoscaler")]
    assert made == scalers
    assert ("replicas" in one(objects, "Deployment")["spec"]) == (kind == "none")


@pytest.mark.parametrize("name", ["production", "backfill"])
def test_lag_is_read_where_the_service_reads(name: str, tmp_path: Path) -> None:
    """KEDA asks the same brokers for the same group and topic, and stops at the partitions."""
    objects = render(example(name), tmp_path)
    (container,) = pod(objects)["containers"]
    settings = load_settings(environment(objects, container))
    scaled = one(objects, "ScaledObject")["spec"]
    (trigger,) = scaled["triggers"]

    asked = {key: trigger["metadata"][key] for key in ("bootstrapServers", "consumerGroup", "topic")}
    assert {
        "bootstrapServers": settings.kafka.bootstrap_servers,
        "consumerGroup": settings.consumer.group,
        "topic": settings.topics.raw,
    } == asked
    assert settings.topics.partitions == scaled["maxReplicaCount"]
    assert one(objects, "Deployment")["metadata"]["name"] == scaled["scaleTargetRef"]["name"]
    assert all(isinstance(value, str) for value in trigger["metadata"].values())


def test_lag_is_read_with_the_services_rights(tmp_path: Path) -> None:
    """KEDA takes user, password and certificates from where the service has them."""
    values = merged(
        SECURED,
        {
            "settings": {"kafka": {"sasl_mechanism": "SCRAM-SHA-256"}},
            "secrets": {"ca": {"name": "ca"}, "client": {"name": "own", "keyPasswordKey": "password"}},
            "autoscaling": {"kind": "keda"},
        },
    )

    objects = render(values, tmp_path)

    authentication = one(objects, "TriggerAuthentication")
    trigger = one(objects, "ScaledObject")["spec"]["triggers"][0]
    taken = {
        each["parameter"]: f"{each['name']}/{each['key']}"
        for each in authentication["spec"]["secretTargetRef"]
    }
    assert {
        "username": "login/user",
        "password": "login/password",
        "ca": "ca/ca.crt",
        "cert": "own/tls.crt",
        "key": "own/tls.key",
        "keyPassword": "own/password",
    } == taken
    assert ("enable", "scram_sha256") == (trigger["metadata"]["tls"], trigger["metadata"]["sasl"])
    assert authentication["metadata"]["name"] == trigger["authenticationRef"]["name"]


def test_username_of_the_settings_is_keda_s_too(tmp_path: Path) -> None:
    """A user given as a setting is read from the container's variable, which it names rightly."""
    objects = render(example("production"), tmp_path)
    (container,) = pod(objects)["containers"]

    (source,) = one(objects, "TriggerAuthentication")["spec"]["env"]

    assert ("username", container["name"]) == (source["parameter"], source["containerName"])
    assert "dateline" == environment(objects, container)[source["name"]]


def test_network_is_closed_but_for_what_is_needed(tmp_path: Path) -> None:
    """Out to names and brokers, in from monitoring to the metrics, and nothing else."""
    policy = one(render(example("mutual-tls"), tmp_path), "NetworkPolicy")["spec"]

    assert {"Ingress", "Egress"} == set(policy["policyTypes"])
    names, brokers = policy["egress"]
    assert {53} == {each["port"] for each in names["ports"]}
    assert names["to"]
    assert [9094, 9194] == [each["port"] for each in brokers["ports"]]
    (metrics,) = policy["ingress"]
    assert ["metrics"] == [each["port"] for each in metrics["ports"]]
    assert metrics["from"]


def test_spans_may_leave_where_they_are_asked_for(tmp_path: Path) -> None:
    """Tracing sets OpenTelemetry's variable and opens the receiver's port."""
    for endpoint, port in (
        ("http://collector:4318", 4318),
        ("https://otlp.example", 443),
        ("http://c/x", 80),
    ):
        objects = render(nested("tracing.endpoint", endpoint), tmp_path)
        (container,) = pod(objects)["containers"]

        assert f"{endpoint}/v1/traces" == traces_endpoint(environment(objects, container))
        assert [{"port": port, "protocol": "TCP"}] == one(objects, "NetworkPolicy")["spec"]["egress"][2][
            "ports"
        ]


def test_nobody_reads_metrics_where_nobody_is_named(tmp_path: Path) -> None:
    """An empty list of readers closes the port instead of opening it to all."""
    policy = one(render({"networkPolicy": {"monitoring": {"from": []}}}, tmp_path), "NetworkPolicy")

    assert [] == policy["spec"]["ingress"]


@pytest.mark.parametrize("name", NAMES)
def test_labels_find_the_service_and_not_its_test(name: str, tmp_path: Path) -> None:
    """Budget, spread, Service and monitor choose the service's pods; the policy holds for its test too."""
    objects = render(example(name), tmp_path)
    service = one(objects, "Deployment")["spec"]["template"]["metadata"]["labels"]
    check = one(objects, "Pod")["metadata"]["labels"]
    choosing = [
        one(objects, "Deployment")["spec"]["selector"]["matchLabels"],
        one(objects, "PodDisruptionBudget")["spec"]["selector"]["matchLabels"],
        one(objects, "Service")["spec"]["selector"],
        *(each["labelSelector"]["matchLabels"] for each in pod(objects)["topologySpreadConstraints"]),
        *(each["spec"]["selector"]["matchLabels"] for each in all_of(objects, "PodMonitor")),
    ]

    for selector in choosing:
        assert selector.items() <= service.items()
        assert not selector.items() <= check.items()
    policy = one(objects, "NetworkPolicy")["spec"]["podSelector"]["matchLabels"]
    assert policy.items() <= service.items()
    assert policy.items() <= check.items()
    for monitor in all_of(objects, "ServiceMonitor"):
        assert (
            monitor["spec"]["selector"]["matchLabels"].items()
            <= one(objects, "Service")["metadata"]["labels"].items()
        )


def test_alerts_are_the_ones_that_are_tested(tmp_path: Path) -> None:
    """The rules are Prometheus' own file, word for word, but for where the runbooks are."""
    rules = (ROOT / "deploy/prometheus/rules/dateline.yml").read_text()
    base = "https://wiki.example/dateline/"

    made = one(render(example("production"), tmp_path), "PrometheusRule")["spec"]

    assert yaml.safe_load(rules.replace("runbook_url: ", f"runbook_url: {base}")) == made
    assert rules == (CHART / "files" / "rules.yml").read_text()
    pages = [r["annotations"]["runbook_url"] for g in made["groups"] for r in g["rules"] if "alert" in r]
    assert pages
    assert all((ROOT / page.removeprefix(base)).suffix == ".md" for page in pages)


def test_topics_are_the_services_and_stay(tmp_path: Path) -> None:
    """Three topics with the partitions that bound the replicas; removing the release leaves them."""
    values = merged(example("production"), {"settings": {"topics": {"raw": "News_Raw"}}})

    topics = all_of(render(values, tmp_path), "KafkaTopic")

    assert ["News_Raw", "articles.events", "articles.dead"] == [each["spec"]["topicName"] for each in topics]
    assert ["news-raw", "articles.events", "articles.dead"] == [each["metadata"]["name"] for each in topics]
    assert {24} == {each["spec"]["partitions"] for each in topics}
    assert {"keep"} == {each["metadata"]["annotations"]["helm.sh/resource-policy"] for each in topics}
    assert {"max.message.bytes": 16777216, "retention.ms": 2592000000} == topics[2]["spec"]["config"]
