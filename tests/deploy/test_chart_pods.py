"""The pods the Helm chart makes: confined, given what the service needs, and rolled when that changes."""

import math
from pathlib import Path

import pytest

from service.cli.checking.machine import look_at_machine
from service.settings import load_settings
from tests.deploy.chart import (
    DEFAULTS,
    MEBIBYTES,
    NAMES,
    ROOT,
    environment,
    example,
    needs_helm,
    nested,
    one,
    pod,
    render,
)

pytestmark = needs_helm


@pytest.mark.parametrize("name", NAMES)
def test_pods_are_restricted(name: str, tmp_path: Path) -> None:
    """No root, no capability, no privilege to gain, nothing to write but /tmp, no token: in every pod."""
    objects = render(example(name), tmp_path)

    for spec in (pod(objects), one(objects, "Pod")["spec"]):
        (container,) = spec["containers"]
        assert spec["securityContext"]["runAsNonRoot"] is True
        assert {"type": "RuntimeDefault"} == spec["securityContext"]["seccompProfile"]
        assert spec["automountServiceAccountToken"] is False
        assert {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        } == container["securityContext"]
        writable = [m["name"] for m in container["volumeMounts"] if not m.get("readOnly")]
        assert ["tmp"] == writable
        assert {"name": "tmp", "emptyDir": {"sizeLimit": "128Mi"}} == spec["volumes"][0]


def test_user_is_the_images(tmp_path: Path) -> None:
    """The pods run as the user the image is made for, unless the platform chooses."""
    security = pod(render({}, tmp_path))["securityContext"]
    left = pod(render(example("mutual-tls"), tmp_path))["securityContext"]

    assert f"USER {security['runAsUser']}:{security['runAsGroup']}" in (ROOT / "Dockerfile").read_text()
    assert {"runAsNonRoot", "seccompProfile"} == set(left)


@pytest.mark.parametrize("drain", [25, 0.5, 90.4])
def test_a_stop_leaves_time_to_drain(drain: float, tmp_path: Path) -> None:
    """The kubelet kills later than the service gives up draining, whatever it is given."""
    grace = pod(render(nested("settings.drain_timeout_s", drain), tmp_path))["terminationGracePeriodSeconds"]

    assert math.ceil(drain) + 10 == grace


@pytest.mark.parametrize(("count", "most", "flying"), [(1, 256, 64), (2, 1024, 64), (7, 2000, 500)])
def test_memory_holds_every_worker(count: int, most: int, flying: int, tmp_path: Path) -> None:
    """Each worker may reach its own limit before the pod reaches its; CPU is asked for each worker."""
    settings = {
        "workers": {"count": count, "max_memory_mb": most},
        "consumer": {"max_in_flight_bytes": flying << 20},
    }

    (container,) = pod(render({"settings": settings}, tmp_path))["containers"]

    resources, given = container["resources"], DEFAULTS["resources"]
    service = given["serviceMemoryMb"] + flying
    assert service + count * most == _mebibytes(resources["limits"]["memory"])
    assert service + count * given["workerMemoryMb"] == _mebibytes(resources["requests"]["memory"])
    assert f"{count}000m" == resources["requests"]["cpu"]
    assert "cpu" not in resources["limits"]


@pytest.mark.parametrize("name", NAMES)
def test_memory_is_what_the_service_wants(name: str, tmp_path: Path) -> None:
    """The service's own check of its memory is content with each example's limit, and with its request."""
    objects = render(example(name), tmp_path)
    (container,) = pod(objects)["containers"]
    settings = load_settings(environment(objects, container))

    for kind, wanted in (("limits", ("ok",)), ("requests", ("ok", "warning"))):
        granted = _mebibytes(container["resources"][kind]["memory"])
        (tmp_path / "memory.max").write_text(str(granted << 20))
        found = [
            finding.status for finding in look_at_machine(settings, tmp_path) if finding.about == "memory"
        ]
        assert len(found) == 1
        assert found[0] in wanted


def _mebibytes(quantity: str) -> int:
    return int(quantity[:-2]) * MEBIBYTES[quantity[-2:]]


def test_other_settings_are_other_pods(tmp_path: Path) -> None:
    """A changed setting changes the pods' template; what does not concern them leaves it alone."""
    before, again, changed, traced, elsewhere = (
        one(render(values, tmp_path), "Deployment")["spec"]["template"]
        for values in (
            {},
            {},
            nested("settings.consumer.max_batch_records", 499),
            nested("tracing.endpoint", "http://collector:4318"),
            {"monitor": {"kind": "PodMonitor"}, "replicas": 3},
        )
    )

    assert before == again == elsewhere
    assert before not in (changed, traced)


@pytest.mark.parametrize("name", ["production", "mutual-tls"])
def test_certificates_are_where_the_service_looks(name: str, tmp_path: Path) -> None:
    """Every file the settings name is mounted there out of its Secret; as a folder, which follows changes."""
    objects = render(example(name), tmp_path)
    (container,) = pod(objects)["containers"]
    kafka = load_settings(environment(objects, container)).kafka
    mounts = {mount["name"]: mount for mount in container["volumeMounts"]}
    mounted = {
        f"{mounts[volume['name']]['mountPath']}/{each['path']}"
        for volume in pod(objects)["volumes"]
        for each in volume.get("secret", {}).get("items", [])
    }

    named = {str(file) for file in (kafka.ssl_ca_file, kafka.ssl_cert_file, kafka.ssl_key_file) if file}
    assert named == mounted
    assert named
    assert not any("subPath" in mount for mount in mounts.values())


@pytest.mark.parametrize("port", [9464, 8080])
def test_probes_and_metrics_use_the_services_port(port: int, tmp_path: Path) -> None:
    """Wherever the service listens, kubelet and Prometheus ask there."""
    objects = render(nested("settings.http.port", port) | {"monitor": {"kind": "PodMonitor"}}, tmp_path)
    (container,) = pod(objects)["containers"]

    assert [{"name": "metrics", "containerPort": port}] == container["ports"]
    asked = {kind: container[f"{kind}Probe"]["httpGet"] for kind in ("startup", "liveness", "readiness")}
    assert {"startup": "/healthz", "liveness": "/healthz", "readiness": "/readyz"} == {
        kind: probe["path"] for kind, probe in asked.items()
    }
    assert {"metrics"} == {probe["port"] for probe in asked.values()}
    (published,) = one(objects, "Service")["spec"]["ports"]
    assert (port, "metrics") == (published["port"], published["targetPort"])
    (scraped,) = one(objects, "PodMonitor")["spec"]["podMetricsEndpoints"]
    assert "metrics" == scraped["port"]
