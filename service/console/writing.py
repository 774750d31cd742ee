"""Numbers, times and sizes as people read them."""

from datetime import UTC, datetime
from itertools import pairwise

from service.settings import MEBIBYTE

MANY = 100
"""A number from which on digits after the point say nothing."""
MINUTE, HOUR, DAY = 60, 3_600, 86_400
UNKNOWN = "–"


def write_count(count: float | None) -> str:
    """Write a whole number, thousands apart."""
    return UNKNOWN if count is None else f"{count:,.0f}"


def write_rate(rate: float | None) -> str:
    """Write a number a second with three digits or so."""
    if rate is None:
        return UNKNOWN
    return f"{rate:,.0f}" if rate >= MANY else f"{rate:.3g}"


def write_seconds(seconds: float | None) -> str:
    """Write a latency in the unit that suits it."""
    if seconds is None:
        return UNKNOWN
    if seconds < 1:
        return f"{seconds * 1_000:.0f} ms"
    if seconds < MINUTE:
        return f"{seconds:.1f} s"
    return f"{seconds / MINUTE:.1f} min"


def write_span(seconds: float) -> str:
    """Write how long something has been going on, in its two largest units."""
    whole = int(seconds)
    units = ((DAY, "d"), (HOUR, "h"), (MINUTE, "min"), (1, "s"))
    for (size, name), (smaller, smaller_name) in pairwise(units):
        if whole >= size:
            return f"{whole // size} {name} {whole % size // smaller} {smaller_name}"
    return f"{whole} s"


def write_share(part: int, whole: int) -> str:
    """Write a share in percent that is 0 or 100 only where it is exactly that."""
    if not whole:
        return UNKNOWN
    share = f"{100 * part / whole:.1f} %"
    if part and share == "0.0 %":
        return "<0.1 %"
    if part < whole and share == "100.0 %":
        return ">99.9 %"
    return share.replace(".0 %", " %")


def write_mebibytes(size: int) -> str:
    """Write a size in mebibytes, without its unit."""
    return f"{size / MEBIBYTE:,.1f}".removesuffix(".0")


def write_clock(at: float) -> str:
    """Write the time of day, UTC."""
    return f"{datetime.fromtimestamp(at, UTC):%H:%M:%S}"


def write_moment(at: float) -> str:
    """Write a moment for machines, as ISO 8601."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
