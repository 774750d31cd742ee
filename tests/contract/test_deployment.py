"""The deployment files: well-formed, and in step with the service's own defaults."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from service.settings import HttpSettings, Settings, load_settings

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
DOCKERFILE = (ROOT / "Dockerfile").read_text()


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The compose file."""
    content: dict[str, Any] = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text())
    return content


def test_dockerfile_passes_hadolint() -> None:
    """No known mistake of Dockerfiles, at any severity."""
    done = subprocess.run(
        [BIN / "hadolint", "--failure-threshold", "style", ROOT / "Dockerfile"],
        check=False,
        text=True,
        capture_output=True,
    )

    assert (0, "") == (done.returncode, done.stdout)


def test_compose_file_obeys_its_schema() -> None:
    """Every key is one that compose knows."""
    done = subprocess.run(
        [
            BIN / "check-jsonschema",
            "--builtin-schema",
            "vendor.compose-spec",
            ROOT / "deploy/compose.yaml",
        ],
        check=False,
        text=True,
        capture_output=True,
    )

    assert 0 == done.returncode, done.stdout


def test_service_is_confined(compose: dict[str, Any]) -> None:
    """Read-only root, no capabilities, no new privileges, bounded memory."""
    service = compose["services"]["dateline"]

    assert service["read_only"] is True
    assert ["ALL"] == service["cap_drop"]
    assert ["no-new-privileges:true"] == service["security_opt"]
    assert service["mem_limit"]
    assert "USER 10001:10001" in DOCKERFILE


def test_a_stop_leaves_time_to_drain(compose: dict[str, Any]) -> None:
    """The engine kills later than the service gives up draining."""
    grace = compose["services"]["dateline"]["stop_grace_period"]

    assert float(grace.removesuffix("s")) > Settings.model_fields["drain_timeout_s"].default


def test_settings_in_the_compose_file_exist(compose: dict[str, Any]) -> None:
    """No variable is misspelt, and each says what it should."""
    environment = compose["services"]["dateline"]["environment"]
    settings = load_settings({name: str(value) for name, value in environment.items()})

    assert "kafka:19092" == settings.kafka.bootstrap_servers
    assert settings.topics.create
    advertised = compose["services"]["kafka"]["environment"]["KAFKA_ADVERTISED_LISTENERS"]
    assert f"INTERNAL://{settings.kafka.bootstrap_servers}" in advertised.split(",")


def test_metrics_port_is_the_same_everywhere(compose: dict[str, Any]) -> None:
    """Image, health check, compose and Prometheus use the service's default port."""
    port = str(HttpSettings().port)
    scrape = yaml.safe_load((ROOT / "deploy/prometheus/prometheus.yml").read_text())["scrape_configs"][0]

    assert [port] == re.findall(r"^EXPOSE (\d+)$", DOCKERFILE, re.MULTILINE)
    assert [port] == re.findall(r"'DATELINE_HTTP__PORT', '(\d+)'", DOCKERFILE)
    assert [f"127.0.0.1:{port}:{port}"] == compose["services"]["dateline"]["ports"]
    assert [port] == [str(target["port"]) for target in scrape["dns_sd_configs"]]
