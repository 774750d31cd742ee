"""Divides every duration of a rule file, to see its alerts fire within seconds: ranges, offsets, ``for``.

``python -m deploy.prometheus.shorten 60 <deploy/prometheus/rules/dateline.yml >rules.yml`` makes an
alert of fifteen minutes one of fifteen seconds. Scrape and evaluate often enough for what is left.
"""

# ruff: noqa: INP001 - run from a checkout, installed nowhere

import re
import sys

DURATION = re.compile(r"(\[|offset |for: )(\d+)([smhd])\b")
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def shorten(rules: str, factor: int) -> str:
    """Return the rules with every duration divided."""

    def divide(found: re.Match[str]) -> str:
        before, number, unit = found.groups()
        return f"{before}{int(number) * SECONDS[unit] * 1000 // factor}ms"

    return DURATION.sub(divide, rules)


if __name__ == "__main__":
    sys.stdout.write(shorten(sys.stdin.read(), int(sys.argv[1])))
