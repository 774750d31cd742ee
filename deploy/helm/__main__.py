"""What the chart takes from elsewhere: the settings' schema, the alert rules; and its table of values.

``python -m deploy.helm`` writes; ``--check`` only says whether everything is current.
"""

# ruff: noqa: INP001 - run from a checkout, installed nowhere

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from service.settings import Settings

CHART = Path(__file__).parent / "dateline"
RULES = Path(__file__).parents[1] / "prometheus" / "rules" / "dateline.yml"
SECRETS = ("kafka.sasl_password", "kafka.ssl_key_password")
"""Settings that come from Secrets and have no place among the values."""
IN_A_CHART: dict[str, dict[str, Any]] = {
    "topics.partitions": {
        "description": "Partitions of the raw topic, and so the most replicas; also of topics that are made."
    },
    "consumer.max_in_flight_bytes": {
        "description": "Bytes under way at which fetching pauses; the memory of the pod is reckoned from it."
    },
    "workers.count": {
        "description": "Worker processes of a replica, from which its CPU and memory are reckoned.",
        "minimum": 1,
    },
    "workers.max_memory_mb": {
        "description": "Memory a worker may take, mebibytes; the limit of the pod is reckoned from it."
    },
    "http.port": {"description": "Port of metrics and health.", "minimum": 1},
    "drain_timeout_s": {
        "description": "Time to finish what is in flight, seconds; the pod is killed ten later."
    },
}
"""What a setting means, or may not be, where the chart reckons with it."""


def settings_schema() -> dict[str, Any]:
    """Describe every setting under its own name, as strictly as the service checks it."""
    whole = Settings.model_json_schema()
    described = _section(whole, whole["$defs"], "")
    described["description"] = (
        "The service's settings under their own names, `DATELINE_KAFKA__CLIENT_ID` as `kafka.client_id`."
    )
    return described


def _section(section: Mapping[str, Any], definitions: Mapping[str, Any], path: str) -> dict[str, Any]:
    properties = {}
    for name, field in section["properties"].items():
        dotted = f"{path}{name}"
        if dotted in SECRETS:
            continue
        target = definitions.get(field.get("$ref", "").rpartition("/")[2])
        if target is not None and "properties" in target:
            properties[name] = _section(target, definitions, f"{dotted}.")
        else:
            properties[name] = _setting(field, definitions) | IN_A_CHART.get(dotted, {})
    text = " ".join(section.get("description", "").split())
    return {"description": text, "type": "object", "additionalProperties": False, "properties": properties}


def _setting(field: Mapping[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in field.items() if key not in {"title", "default", "format"}}
    if "description" in kept:
        kept["description"] = " ".join(kept["description"].replace("``", "`").split())
    if "anyOf" in kept:  # a value that may be left out is a string or null
        kept["anyOf"] = [_setting(choice, definitions) for choice in kept["anyOf"]]
    if "items" in kept:  # a chart is of one version with the service: its codes are all there are
        kept["items"] = {"enum": definitions[kept["items"]["$ref"].rpartition("/")[2]]["x-extensible-enum"]}
    return kept


def values_table(schema: Mapping[str, Any]) -> str:
    """List every value of the chart with its default and meaning."""
    values = yaml.safe_load((CHART / "values.yaml").read_text())
    rows = ["| value | default | meaning |", "|---|---|---|"]
    for path, described, default in _leaves("", schema, values):
        choices = ", ".join(f"`{choice}`" for choice in described.get("enum", ()))
        meaning = f"{described['description']} One of {choices}." if choices else described["description"]
        shown = (
            ""
            if default in (None, "", [], {})
            else default
            if isinstance(default, str)
            else json.dumps(default)
        )
        rows.append(f"| `{path}` | {f'`{shown}`' if shown else ''} | {meaning} |")
    return "\n".join(rows)


def _leaves(path: str, schema: Mapping[str, Any], value: Any) -> Iterator[tuple[str, Any, Any]]:  # noqa: ANN401 - YAML
    if "properties" not in schema:
        yield path, schema, value
        return
    for name, part in value.items():
        yield from _leaves(f"{path}.{name}".lstrip("."), schema["properties"][name], part)


def generated() -> dict[Path, str]:
    """Return what each generated file should hold."""
    schema = json.loads((CHART / "values.schema.json").read_text())
    schema["properties"]["settings"] = settings_schema()
    marked = re.compile(r"(<!-- values -->\n).*?(<!-- /values -->)", re.DOTALL)
    readme = marked.sub(
        lambda found: f"{found[1]}{values_table(schema)}\n{found[2]}", (CHART / "README.md").read_text()
    )
    return {
        CHART / "values.schema.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n",
        CHART / "README.md": readme,
        CHART / "files" / "rules.yml": RULES.read_text(),
    }


def main() -> None:
    """Write the files, or check them."""
    stale = {
        path: text for path, text in generated().items() if not path.exists() or path.read_text() != text
    }
    if "--check" in sys.argv[1:]:
        if stale:
            sys.exit(f"{', '.join(path.name for path in stale)}: out of date; run `make schemas`")
        return
    for path, text in stale.items():
        path.write_text(text)


if __name__ == "__main__":
    main()
