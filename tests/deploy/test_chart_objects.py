"""Every object the chart makes, against the definitions of Kubernetes and of the operators."""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cache
from typing import Any

import kubernetes_validate
import pytest
import yaml
from jsonschema import Draft202012Validator, ValidationError

from tests.deploy.chart import CHART, DEFAULTS, EXAMPLES, TOOLS, Object, all_of, example, needs_helm, render

pytestmark = needs_helm
KUBERNETES = ("1.29", "1.34")
"""The oldest version the chart says it is for, and the newest it was installed on."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Object]]:
    """The objects of the defaults and of each example."""
    folder = tmp_path_factory.mktemp("values")
    return {name: render(example(name), folder) for name in ["defaults", *EXAMPLES]}


@cache
def definitions() -> dict[tuple[str, str], Draft202012Validator]:
    """The operators' own definitions, by version and kind, closed against fields they do not know."""
    found = {}
    for file in sorted((TOOLS / "crds").glob("*.yaml")):
        definition = yaml.safe_load(file.read_text())["spec"]
        for version in definition["versions"]:
            schema = closed(version["schema"]["openAPIV3Schema"])
            key = (f"{definition['group']}/{version['name']}", definition["names"]["kind"])
            found[key] = Draft202012Validator(schema)
    return found


def closed(schema: Mapping[str, Any], *, root: bool = True) -> dict[str, Any]:
    """Refuse unknown fields wherever some are known, but in what Kubernetes itself describes."""
    result = dict(schema)
    if "properties" in schema:
        result["properties"] = {name: closed(part, root=False) for name, part in schema["properties"].items()}
        if not schema.get("x-kubernetes-preserve-unknown-fields"):
            result.setdefault("additionalProperties", False)
        if root:
            result["properties"]["metadata"] = {"type": "object"}
    if isinstance(schema.get("items"), Mapping):
        result["items"] = closed(schema["items"], root=False)
    if schema.get("x-kubernetes-int-or-string"):
        result = {"type": ["integer", "string"]}
    return result


def judge(found: Object) -> None:
    """Raise where an object is not as its definition says."""
    own = definitions().get((found["apiVersion"], found["kind"]))
    if own is None:
        for version in KUBERNETES:
            kubernetes_validate.validate(found, version, strict=True)
    else:
        own.validate(found)


@pytest.mark.parametrize("name", ["defaults", *EXAMPLES])
def test_every_object_is_well_formed(name: str, made: dict[str, list[Object]]) -> None:
    """Known fields only, of the right type, in each of the examples."""
    for found in made[name]:
        judge(found)


def test_every_kind_is_made_by_an_example(made: dict[str, list[Object]]) -> None:
    """No template goes unseen."""
    templates = [path.read_text() for path in (CHART / "templates").rglob("*.yaml")]
    kinds = {
        line.removeprefix("kind: ")
        for text in templates
        for line in text.splitlines()
        if line.startswith("kind: ")
    }

    seen = {found["kind"] for objects in made.values() for found in objects}

    assert (kinds - {"{{ .kind }}"}) | {"PodMonitor", "ServiceMonitor"} == seen


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("Deployment", "spec.template.spec.containers.0.livenessProbe"),
        ("NetworkPolicy", "spec.egress.0"),
        ("PodDisruptionBudget", "spec"),
        ("ScaledObject", "spec.triggers.0"),
        ("TriggerAuthentication", "spec.secretTargetRef.0"),
        ("PodMonitor", "spec.podMetricsEndpoints.0"),
        ("PrometheusRule", "spec.groups.0.rules.0"),
        ("KafkaTopic", "spec"),
    ],
)
def test_a_misspelt_field_is_refused(kind: str, path: str, made: dict[str, list[Object]]) -> None:
    """The check sees a field that no definition has, deep inside an object."""
    broken = deepcopy(all_of(made["production"], kind)[0])
    place: Any = broken
    for name in path.split("."):
        place = place[int(name)] if name.isdigit() else place[name]
    place["misspelt"] = 1

    with pytest.raises(ValidationError):
        judge(broken)


def test_oldest_version_is_the_charts() -> None:
    """The chart refuses a cluster older than what it is validated for."""
    chart = yaml.safe_load((CHART / "Chart.yaml").read_text())

    assert f">={KUBERNETES[0]}.0-0" == chart["kubeVersion"]


def test_every_value_is_described_and_has_a_default() -> None:
    """The schema and the defaults name the same values, and the schema says what each is."""
    schema = json.loads((CHART / "values.schema.json").read_text())

    assert [] == list(_gaps(schema, DEFAULTS, ""))


def _gaps(schema: Mapping[str, Any], values: Mapping[str, Any], path: str) -> Iterator[str]:
    for name, part in schema["properties"].items():
        if not part.get("description"):
            yield f"{path}{name} is not described"
        if name not in values and name != "global" and not path.startswith("settings."):
            yield f"{path}{name} has no default"
        if "properties" in part and name in values:
            yield from _gaps(part, values[name], f"{path}{name}.")
    yield from (f"{path}{name} is not in the schema" for name in values if name not in schema["properties"])
    if schema.get("additionalProperties") is not False:
        yield f"{path} is open"


def test_readme_lists_every_value() -> None:
    """What the table leaves out, an operator does not find."""
    readme = (CHART / "README.md").read_text()

    missing = [name for name in DEFAULTS if f"| `{name}" not in readme]

    assert [] == missing
