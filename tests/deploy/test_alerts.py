"""The alerting rules: well-formed, tested each, and each with a page that says what to do."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

from deploy.prometheus.shorten import shorten
from service.cli import application
from service.settings import variables
from tests.deploy.expressions import alerts, known, names, rules
from tests.deploy.monitoring import AMTOOL, PROMTOOL, RULES, needs_prometheus

ROOT = Path(__file__).parents[2]
PROMETHEUS = ROOT / "deploy/prometheus"
RUNBOOKS = ROOT / "docs/runbooks"
TESTS = sorted((PROMETHEUS / "tests").glob("*.yml"))
ALERTS = sorted({rule["alert"] for rule in alerts()})
SECTIONS = ["Meaning", "Impact", "First look", "Likely causes", "Mitigation", "Escalate"]


def run(*command: str | Path | None) -> str:
    """Run a program of Prometheus; return what it prints where it finds no fault."""
    assert command[0] is not None
    done = subprocess.run([str(part) for part in command], check=False, text=True, capture_output=True)
    assert 0 == done.returncode, done.stdout + done.stderr
    return done.stdout


@needs_prometheus
def test_files_are_well_formed(tmp_path: Path) -> None:
    """Prometheus takes the rules and its own configuration, Alertmanager takes its."""
    assert f"SUCCESS: {len(rules())} rules found" in run(PROMTOOL, "check", "rules", RULES)
    run(PROMTOOL, "check", "config", PROMETHEUS / "prometheus.yml")
    run(AMTOOL, "check-config", PROMETHEUS / "alertmanager.yml")
    (tmp_path / "shortened.yml").write_text(shorten(RULES.read_text(), 60))
    run(PROMTOOL, "check", "rules", tmp_path / "shortened.yml")


@needs_prometheus
@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.stem)
def test_alerts_do_what_their_cases_say(path: Path) -> None:
    """Series made for the purpose: what fires on them, and when."""
    run(PROMTOOL, "test", "rules", path)


@pytest.mark.parametrize(
    ("alert", "severity"), sorted((r["alert"], r["labels"]["severity"]) for r in alerts())
)
def test_each_alert_has_cases_for_firing_and_for_not(alert: str, severity: str) -> None:
    """It is silent, then fires, then is silent again, and nothing fires where nothing is wrong."""
    runs: list[list[bool]] = []
    for path in TESTS:
        for case in yaml.safe_load(path.read_text())["tests"]:
            looks = [look for look in case.get("alert_rule_test", []) if look["alertname"] == alert]
            looks.sort(key=lambda look: minutes(look["eval_time"]))
            runs.append(
                [
                    severity in [told["exp_labels"]["severity"] for told in look["exp_alerts"]]
                    for look in looks
                ]
            )

    assert any([False, True, False] == deduplicated(fired) for fired in runs)


def minutes(duration: str) -> int:
    """Return a duration of the test files in minutes."""
    units = {"d": 1440, "h": 60, "m": 1}
    return sum(int(number) * units[unit] for number, unit in re.findall(r"(\d+)([dhm])", duration))


def deduplicated(fired: list[bool]) -> list[bool]:
    """Return what follows what, repetitions left out."""
    return [now for place, now in enumerate(fired) if place == 0 or now != fired[place - 1]]


@pytest.mark.parametrize("rule", alerts(), ids=lambda rule: f"{rule['alert']}-{rule['labels']['severity']}")
def test_each_alert_says_whom_it_wakes_and_what_to_do(rule: dict[str, Any]) -> None:
    """A severity of the two there are, a summary, a description, and the page of its name."""
    assert {"severity"} == rule["labels"].keys()
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert {"summary", "description", "runbook_url"} == rule["annotations"].keys()
    assert f"docs/runbooks/{rule['alert']}.md" == rule["annotations"]["runbook_url"]
    assert "{{ $labels.job }}" in rule["annotations"]["summary"]


def test_rules_ask_only_for_what_is_exported() -> None:
    """No rule waits for a metric that never comes."""
    asked = set().union(*(names(rule["expr"]) for rule in rules()))

    assert set() == asked - known()


def test_each_alert_has_its_page_and_each_page_its_alert() -> None:
    """Nobody is woken without a page, and no page outlives its alert."""
    assert ALERTS == sorted(path.stem for path in RUNBOOKS.glob("Dateline*.md"))
    assert ALERTS == sorted(set(re.findall(r"\((Dateline\w+)\.md\)", (RUNBOOKS / "README.md").read_text())))


@pytest.mark.parametrize("alert", ALERTS)
def test_a_page_answers_what_someone_woken_asks(alert: str) -> None:
    """Every page has the same sections, so that the eye finds them at night."""
    text = (RUNBOOKS / f"{alert}.md").read_text()

    assert text.startswith(f"# {alert}\n")
    assert SECTIONS == re.findall(r"^## (.+)$", text, re.MULTILINE)


@pytest.mark.parametrize("path", sorted(RUNBOOKS.glob("*.md")), ids=lambda path: path.stem)
def test_what_a_page_names_exists(path: Path) -> None:
    """Metrics, settings, commands with their options, and other pages."""
    text = path.read_text()
    settings = {name for name, _ in variables()}

    assert set() == names(text) - known()
    assert set() == set(re.findall(r"DATELINE_[A-Z_]+[A-Z]", text)) - settings
    assert [] == [link for link in re.findall(r"\]\(([^)#:]+)\)", text) if not (path.parent / link).exists()]
    commands = typer.main.get_group(application.app).commands
    for line in re.findall(r"^(?:kubectl exec \S+ -- )?dateline (.+)$|`dateline (.+?)`", text, re.MULTILINE):
        name, *words = "".join(line).split()
        options = {option for p in commands[name].params for option in (*p.opts, *p.secondary_opts)}
        assert set() == {word for word in words if word.startswith("-")} - options, line


@needs_prometheus
def test_queries_of_the_pages_are_queries(tmp_path: Path) -> None:
    """Every block marked as PromQL is read by Prometheus."""
    queries = [
        query.strip()
        for path in sorted(RUNBOOKS.glob("*.md"))
        for block in re.findall(r"```promql\n(.+?)```", path.read_text(), re.DOTALL)
        for query in block.split("\n\n")
    ]
    assert len(queries) >= len(ALERTS)
    recorded = [
        {"record": "a:query", "expr": query, "labels": {"n": str(n)}} for n, query in enumerate(queries)
    ]
    (tmp_path / "queries.yml").write_text(yaml.safe_dump({"groups": [{"name": "pages", "rules": recorded}]}))

    run(PROMTOOL, "check", "rules", tmp_path / "queries.yml")
