"""The Helm chart: what the values say is what the service is told, and what contradicts itself is refused."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest
import yaml
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from service import __version__
from service.settings import PREFIX, Settings, load_settings, variables
from tests.deploy.chart import (
    CHART,
    DEFAULTS,
    EXAMPLES,
    HELM,
    NAMES,
    ROOT,
    SECURED,
    attempt,
    environment,
    example,
    helm,
    merged,
    needs_helm,
    nested,
    one,
    pod,
    render,
)

pytestmark = needs_helm


def dotted(variable: str) -> str:
    """Turn a variable's name into its path among the settings."""
    return variable.removeprefix(PREFIX).lower().replace("__", ".")


def other(field: FieldInfo) -> object:
    """Return a value of a setting that is not its default."""
    default = field.default
    if get_origin(field.annotation) is not None and all(
        isinstance(c, str) for c in get_args(field.annotation)
    ):
        return next(choice for choice in get_args(field.annotation) if choice != default)
    if isinstance(default, bool):
        return not default
    if isinstance(default, int | float):
        return default / 2 if isinstance(default, float) else default + 1
    return ["no_article", "empty_value"] if default == frozenset() else "/etc/other"


@pytest.mark.parametrize("name", NAMES)
def test_lint_is_clean(name: str) -> None:
    """Nothing to complain of at the strictest, with the defaults and with each example."""
    values = ("--values", EXAMPLES[name]) if name in EXAMPLES else ()

    done = helm("lint", "--strict", CHART, *values)

    assert 0 == done.returncode, done.stdout


def test_every_setting_reaches_the_service(tmp_path: Path) -> None:
    """Each setting given under its name arrives at its value, the passwords out of their Secrets."""
    secret = [
        name for name, field in variables() if SecretStr in (field.annotation, *get_args(field.annotation))
    ]
    given: dict[str, Any] = {}
    for name, field in variables():
        if name not in secret:
            given = merged(given, nested(dotted(name), other(field)))
    given["kafka"] |= {"security_protocol": "SASL_SSL"}
    secrets = {"sasl": {"name": "login"}, "client": {"name": "own", "keyPasswordKey": "password"}}

    objects = render({"settings": given, "secrets": secrets}, tmp_path)

    (container,) = pod(objects)["containers"]
    arrived = environment(objects, container)
    read = load_settings(arrived)
    for part, folder in (("ssl_cert_file", "tls.crt"), ("ssl_key_file", "tls.key")):
        given["kafka"][part] = f"/etc/dateline/client/{folder}"
    wanted = Settings(
        **merged(given, {"kafka": {"sasl_password": "login/password", "ssl_key_password": "own/password"}})
    )
    assert wanted == read
    assert {name for name, _ in variables()} == set(arrived)


@pytest.mark.parametrize("name", NAMES)
def test_service_accepts_what_the_chart_hands_over(name: str, tmp_path: Path) -> None:
    """The settings of each example are whole and valid, and those of its test are the same."""
    objects = render(example(name), tmp_path)
    (container,) = pod(objects)["containers"]
    (check,) = one(objects, "Pod")["spec"]["containers"]

    settings = load_settings(environment(objects, container))

    assert settings.kafka.security_protocol.startswith("SASL") == (settings.kafka.sasl_password is not None)
    assert environment(objects, container) == environment(objects, check)
    assert [["run"], ["check"]] == [container["args"], check["args"]]


def test_defaults_are_the_services_own() -> None:
    """The chart says otherwise only where the service's default means the machine it runs on."""
    differing = {
        dotted(name)
        for name, field in variables()
        if (given := _at(DEFAULTS["settings"], dotted(name))) is not None and given != field.default
    }

    assert {"kafka.bootstrap_servers", "workers.count"} == differing


def _at(values: Any, path: str) -> Any:  # noqa: ANN401 - YAML
    for name in path.split("."):
        values = values.get(name) if isinstance(values, dict) else None
    return values


def test_version_is_the_services() -> None:
    """The chart deploys the image of its own release."""
    chart = yaml.safe_load((CHART / "Chart.yaml").read_text())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert __version__ == project["version"] == chart["appVersion"] == chart["version"]


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        ("settings.kafka.bootstrap_server", "b:9092", "additional properties 'bootstrap_server' not allowed"),
        ("settings.kafka.sasl_password", "geheim", "additional properties 'sasl_password' not allowed"),
        ("settings.kafka.ssl_key_password", "geheim", "additional properties 'ssl_key_password' not allowed"),
        ("settings.workers.count", 0, "minimum: got 0, want 1"),
        ("settings.delivery", "at_most_once", "value must be one of"),
        ("settings.pipeline.drop", ["no_artcle"], "value must be one of"),
        ("image.digest", "sha256:abc", "does not match pattern"),
        ("autoscaling.kind", "vpa", "value must be one of 'none', 'keda', 'hpa'"),
        ("replica", 3, "additional properties 'replica' not allowed"),
    ],
)
def test_values_are_checked_before_anything_is_made(
    path: str, value: object, complaint: str, tmp_path: Path
) -> None:
    """What is misspelt, out of range or secret is refused by the schema, by name."""
    done = attempt(nested(path, value), tmp_path)

    assert done.returncode
    assert complaint in done.stderr


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"settings": {"kafka": {"security_protocol": "SASL_SSL"}}}, "name the Secret with the password"),
        ({"secrets": {"sasl": {"name": "login", "usernameKey": "user"}}}, "security_protocol is PLAINTEXT"),
        (merged(SECURED, {"secrets": {"sasl": {"usernameKey": ""}}}), "the SASL user is missing"),
        (merged(SECURED, {"settings": {"kafka": {"sasl_username": "a"}}}), "the SASL user is given twice"),
        ({"secrets": {"ca": {"name": "ca"}}}, "certificates are given"),
        ({"secrets": {"client": {"name": "own"}}}, "certificates are given"),
        ({"replicas": 5}, "replicas is 5, but the raw topic has 4 partitions"),
        ({"autoscaling": {"kind": "keda", "maxReplicas": 5}}, "maxReplicas is 5, but the raw topic has 4"),
        ({"autoscaling": {"kind": "hpa", "minReplicas": 5}}, "minReplicas is 5, more than the most"),
        ({"autoscaling": {"kind": "hpa", "minReplicas": 0}}, "minReplicas is 0"),
        ({"kafkaTopics": {"enabled": True}}, "needs kafkaTopics.cluster"),
        (
            {"kafkaTopics": {"enabled": True, "cluster": "c"}, "settings": {"topics": {"create": True}}},
            "choose one",
        ),
    ],
)
def test_contradictions_are_refused(values: dict[str, Any], complaint: str, tmp_path: Path) -> None:
    """Values that are each right and together wrong are refused with what to change."""
    done = attempt(values, tmp_path)

    assert done.returncode
    assert complaint in done.stderr


def test_package_holds_everything(tmp_path: Path) -> None:
    """What is packaged renders as the folder does."""
    done = helm("package", CHART, "--destination", tmp_path)
    (package,) = tmp_path.glob("*.tgz")

    assert 0 == done.returncode, done.stderr
    assert render(example("production"), tmp_path) == render(example("production"), tmp_path, package)


def test_notes_name_the_next_commands(tmp_path: Path) -> None:
    """An operator reads what to type, with the names of this release."""
    # Helm shows the notes of a release only, and a release needs a cluster: here an object holds them.
    chart = tmp_path / "dateline"
    shutil.copytree(CHART, chart)
    notes = (chart / "templates" / "NOTES.txt").rename(chart / "templates" / "_notes.tpl")
    notes.write_text(f'{{{{ define "notes" }}}}{notes.read_text()}{{{{ end }}}}')
    (chart / "templates" / "notes.yaml").write_text('kind: Notes\ntext: {{ include "notes" . | quote }}\n')

    text = one(render(example("production"), tmp_path, chart), "Notes")["text"]

    for command in (
        "kubectl -n news rollout status deployment/dateline",
        "helm -n news test dateline --logs",
        "kubectl -n news port-forward deployment/dateline 9464",
        "kubectl -n news rollout restart deployment/dateline",
    ):
        assert command in text


def test_kustomize_inflates_the_chart(tmp_path: Path) -> None:
    """What the README shows for kustomize makes the objects Helm makes, with the settings given there."""
    if shutil.which("kubectl") is None:
        pytest.skip("no kubectl here")
    (shown,) = re.findall(r"```yaml\n(.*?)```", (CHART / "README.md").read_text(), re.DOTALL)
    (tmp_path / "kustomization.yaml").write_text(shown)
    shutil.copytree(CHART, tmp_path / "charts" / "dateline")

    done = subprocess.run(
        ["kubectl", "kustomize", "--enable-helm", "--helm-command", HELM, tmp_path],
        text=True,
        capture_output=True,
        check=False,
    )

    assert 0 == done.returncode, done.stderr
    inflated = [found for found in yaml.safe_load_all(done.stdout) if found["kind"] != "Pod"]
    values = yaml.safe_load(shown)["helmCharts"][0]["valuesInline"]
    rendered = [found for found in render(values, tmp_path) if found["kind"] != "Pod"]
    for found in rendered:
        found["metadata"]["namespace"] = "news"
    assert sorted(rendered, key=lambda o: o["kind"]) == sorted(inflated, key=lambda o: o["kind"])
