"""Words for summaries."""

from collections import Counter

SHOWN = 8


def tally(counts: Counter[str]) -> str:
    """Write counts in a line, the most frequent first, the rest as one."""
    shown = [f"{name} {count:,}" for name, count in counts.most_common(SHOWN)]
    if rest := counts.total() - sum(count for _, count in counts.most_common(SHOWN)):
        shown.append(f"others {rest:,}")
    return ", ".join(shown)
