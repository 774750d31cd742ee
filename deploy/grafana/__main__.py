"""``python -m deploy.grafana`` writes the dashboard's JSON; ``--check`` only says whether it is current."""

# ruff: noqa: INP001 - run from a checkout, installed nowhere

import sys
from pathlib import Path

from grafana_foundation_sdk.cog.encoder import JSONEncoder

from deploy.grafana.dashboard import build

TARGET = Path(__file__).with_name("dateline.json")


def main(arguments: list[str]) -> int:
    """Write or check; return the exit code."""
    text = JSONEncoder(indent=2, sort_keys=True).encode(build()) + "\n"
    if arguments == ["--check"]:
        if TARGET.exists() and TARGET.read_text() == text:
            return 0
        sys.stdout.write("deploy/grafana/dateline.json: differs from its code; mend it with: make schemas\n")
        return 1
    TARGET.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
