"""What the rules, the dashboard and the runbooks ask Prometheus for."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from service.runtime.metrics import describe

ROOT = Path(__file__).parents[2]
NAME = re.compile(r"(?<![\w:.*])(?:dateline[_:][\w:]+|process_\w+|ALERTS|up)(?![\w:./*-])")
OF_OTHERS = {"up", "ALERTS", "process_start_time_seconds"}
"""Made by Prometheus itself, and by its client library in every process."""
ONLY_WHERE_IT_APPLIES = {
    "dateline_certificate_expiry_timestamp_seconds": "with TLS",
    "dateline_enrichment_failures_total": "where looking for a fact failed",
}


def rules() -> list[dict[str, Any]]:
    """Return every rule, recording and alerting."""
    groups = yaml.safe_load((ROOT / "deploy/prometheus/rules/dateline.yml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def alerts() -> list[dict[str, Any]]:
    """Return the alerting rules; one alert may have several, by severity."""
    return [rule for rule in rules() if "alert" in rule]


def panels() -> Iterator[tuple[str, str]]:
    """Yield title and expression of each query of the dashboard."""
    board = json.loads((ROOT / "deploy/grafana/dateline.json").read_text())
    for panel in board["panels"]:
        for target in panel["targets"]:
            yield panel["title"], target["expr"]


def names(text: str) -> set[str]:
    """Return the metrics a text names; what stands in quotes are labels' values."""
    return set(NAME.findall(re.sub(r'"[^"]*"', "", text)))


def known() -> set[str]:
    """Return every name there is something under: exported, recorded, or of Prometheus itself."""
    exported = set(OF_OTHERS)
    for metric in describe():
        parts = ("_bucket", "_sum", "_count") if metric.type == "histogram" else ("",)
        exported |= {metric.name + part for part in parts}
    return exported | {rule["record"] for rule in rules() if "record" in rule}
