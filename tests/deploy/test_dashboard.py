"""The dashboard: what its code says, one screen, and only of metrics there are."""

import json
import subprocess
import sys
from pathlib import Path

from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models.dashboard import Dashboard

from tests.deploy.expressions import known, names, panels

ROOT = Path(__file__).parents[2]
BOARD = json.loads((ROOT / "deploy/grafana/dateline.json").read_text())
WIDTH, HEIGHT = 24, 24
"""One screen, in Grafana's units: 24 of width, 24 of height on a screen of 1,080 lines."""


def test_committed_dashboard_is_what_its_code_says() -> None:
    """Nobody edits the one without the other."""
    done = subprocess.run(
        [sys.executable, "-m", "deploy.grafana", "--check"],
        cwd=ROOT,
        check=False,
        text=True,
        capture_output=True,
    )

    assert (0, "") == (done.returncode, done.stdout)


def test_dashboard_is_read_back_by_grafanas_own_types() -> None:
    """Nothing in it is unknown to the model of Grafana's dashboards."""
    register_default_plugins()
    read = Dashboard.from_json(BOARD)

    assert BOARD == json.loads(JSONEncoder().encode(read))


def test_dashboard_fills_one_screen() -> None:
    """No panel lies on another, none is out of sight, none has another's number."""
    cells = [
        (x, y)
        for panel in BOARD["panels"]
        for place in [panel["gridPos"]]
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]

    assert len(cells) == len(set(cells))
    assert (WIDTH, True) == (max(x for x, _ in cells) + 1, max(y for _, y in cells) < HEIGHT)
    assert len(BOARD["panels"]) == len({panel["id"] for panel in BOARD["panels"]})


def test_every_query_is_of_the_chosen_deployment_and_of_metrics_that_exist() -> None:
    """A panel cannot stay empty for a misspelt name, nor show what was not asked for."""
    assert [] == [(title, names(query) - known()) for title, query in panels() if names(query) - known()]
    assert [] == [title for title, query in panels() if 'job=~"$job"' not in query]
