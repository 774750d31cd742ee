"""Renders the chart as an operator would, for the tests that look at what comes out."""

import json
import subprocess
from collections.abc import Iterable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / ".kubernetes"
HELM = TOOLS / "bin" / "helm"
CHART = ROOT / "deploy" / "helm" / "dateline"
EXAMPLES = {path.stem: path for path in sorted((ROOT / "deploy" / "helm" / "examples").glob("*.yaml"))}
DEFAULTS: dict[str, Any] = yaml.safe_load((CHART / "values.yaml").read_text())
NAMES = ["defaults", *EXAMPLES]
SECURED = {
    "settings": {"kafka": {"security_protocol": "SASL_SSL"}},
    "secrets": {"sasl": {"name": "login", "usernameKey": "user"}},
}
"""Values that ask for SASL, complete."""
MEBIBYTES = {"Mi": 1, "Gi": 1024}

Object = dict[str, Any]

needs_helm = pytest.mark.skipif(
    not (TOOLS / ".ready").exists(), reason="no Helm here: run `make chart-check`"
)


def helm(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run helm, away from any cluster this machine may know."""
    environment = {"HOME": "/nonexistent", "KUBECONFIG": "/nonexistent", "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        [HELM, *arguments], text=True, capture_output=True, check=False, env=environment, cwd=ROOT
    )


def example(name: str) -> dict[str, Any]:
    """Return the values of an example; those of ``defaults`` are none."""
    return yaml.safe_load(EXAMPLES[name].read_text()) if name in EXAMPLES else {}


def nested(path: str, value: object) -> dict[str, Any]:
    """Make values of one dotted path."""
    for name in reversed(path.split(".")):
        value = {name: value}
    assert isinstance(value, dict)
    return value


def merged(one_map: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Lay one nested mapping over another."""
    result = deepcopy(one_map)
    for name, value in over.items():
        both = isinstance(value, dict) and isinstance(result.get(name), dict)
        result[name] = merged(result[name], value) if both else value
    return result


def attempt(values: Mapping[str, Any], folder: Path, chart: Path = CHART) -> subprocess.CompletedProcess[str]:
    """Render the chart with values."""
    file = folder / "values.json"
    file.write_text(json.dumps(values))
    return helm("template", "dateline", chart, "--namespace", "news", "--values", file)


def render(values: Mapping[str, Any], folder: Path, chart: Path = CHART) -> list[Object]:
    """Return the objects the chart makes of values."""
    done = attempt(values, folder, chart)
    assert 0 == done.returncode, done.stderr
    return [found for found in yaml.safe_load_all(done.stdout) if found]


def all_of(objects: Iterable[Object], kind: str) -> list[Object]:
    """Return the objects of a kind."""
    return [found for found in objects if found["kind"] == kind]


def one(objects: Iterable[Object], kind: str) -> Object:
    """Return the only object of a kind."""
    (found,) = all_of(objects, kind)
    return found


def pod(objects: Iterable[Object]) -> Object:
    """Return the specification of the service's pods."""
    spec: Object = one(objects, "Deployment")["spec"]["template"]["spec"]
    return spec


def environment(objects: list[Object], container: Object) -> dict[str, str]:
    """Return the variables a container gets; the value of a secret is ``NAME/KEY``."""
    (source,) = container["envFrom"]
    settings = one(objects, "ConfigMap")
    assert settings["metadata"]["name"] == source["configMapRef"]["name"]
    secrets = {
        each[
            "name"
        ]: f"{each['valueFrom']['secretKeyRef']['name']}/{each['valueFrom']['secretKeyRef']['key']}"
        for each in container.get("env", [])
    }
    return settings["data"] | secrets
