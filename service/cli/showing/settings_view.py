"""Settings as a person reads them: a line each, what differs from its default in bold."""

from collections.abc import Sequence

from rich.text import Text

from service.cli.showing.console import printable, stdout_console

WIDEST = 40
"""Columns a value may take before what stands behind it moves on."""


def show_settings(rows: Sequence[tuple[str, object, str, bool]]) -> None:
    """Write a line for each variable: value, origin, whether it differs from the default."""
    written = [(variable, _written(value), origin, changed) for variable, value, origin, changed in rows]
    names = max((len(variable) for variable, *_ in written), default=0)
    values = min(max((len(value) for _, value, *_ in written), default=0), WIDEST)
    console = stdout_console()
    for variable, value, origin, changed in written:
        line = Text(f"{variable:<{names}}  {value:<{values}}  ", style="bold" if changed else "")
        console.print(line.append(origin, style="dim"), soft_wrap=True)


def _written(value: object) -> str:
    """Write a value as its variable would be set."""
    if value is None:
        return "not set"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ",".join(map(str, value)) or "none"
    return printable(str(value))
