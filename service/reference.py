"""The README's tables of settings, metrics and languages, written from the code they describe.

``python -m service.reference`` rewrites them in place; ``--check`` only says whether they are current.
"""

import re
import sys
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from babel import Locale
from pydantic.fields import FieldInfo

from service.enrich.entities.vocabulary import LANGUAGES as ENTITIES
from service.enrich.main_event import LANGUAGES as MAIN_EVENT
from service.enrich.quantities import LANGUAGES as QUANTITIES
from service.enrich.quotes import LANGUAGES as QUOTES
from service.enrich.times import LANGUAGES as TIMES
from service.runtime.metrics import describe
from service.settings import variables

README = Path(__file__).parents[1] / "README.md"


def settings_table() -> str:
    """List every environment variable with its default and meaning."""
    rows = ["| variable | default | meaning |", "|---|---|---|"]
    for name, field in variables():
        choices = _choices(field.annotation)
        meaning = " ".join((field.description or "").replace("``", "`").split())
        suffix = f" One of {', '.join(f'`{c}`' for c in choices)}." if choices else ""
        rows.append(f"| `{name}` | {_default(field)} | {meaning}{suffix} |")
    return "\n".join(rows)


def metrics_table() -> str:
    """List every metric with its type, labels and meaning."""
    rows = ["| metric | type | labels | meaning |", "|---|---|---|---|"]
    for metric in describe():
        labels = ", ".join(f"`{label}`" for label in metric.labels)
        rows.append(f"| `{metric.name}` | {metric.type} | {labels} | {metric.help} |")
    return "\n".join(rows)


def languages_table() -> str:
    """Say which fact is found in which language, and how."""
    names = {
        code: Locale("en").languages[code] for code in {*ENTITIES, *TIMES, *QUOTES, *QUANTITIES, *MAIN_EVENT}
    }
    rows = [
        "| language | entities, places | times | quotes | quantities | main event |",
        "|---|---|---|---|---|---|",
    ]
    for code, name in sorted(names.items(), key=lambda pair: pair[1]):
        entities = ENTITIES.get(code)
        tagged = "general rules" if entities is None else "learned" if entities.learned else "rules"
        found = ("rules" if code in known else "-" for known in (TIMES, QUOTES, QUANTITIES, MAIN_EVENT))
        rows.append(f"| {name} | {tagged} | {' | '.join(found)} |")
    rows.append("| any other | general rules | - | - | - | - |")
    return "\n".join(rows)


def _choices(annotation: Any) -> tuple[Any, ...]:  # noqa: ANN401 - annotations are any object
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def _default(field: FieldInfo) -> str:
    value = field.default
    if value is None or value == frozenset():
        return "none"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def current(readme: str) -> str:
    """Return the README with its tables rewritten, each between its two markers."""
    tables = {"settings": settings_table(), "metrics": metrics_table(), "languages": languages_table()}
    for name, table in tables.items():
        marked = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        readme = marked.sub(lambda found, table=table: f"{found[1]}{table}\n{found[2]}", readme)  # type: ignore[misc]
    return readme


def main() -> None:
    """Rewrite or check the README."""
    before = README.read_text()
    after = current(before)
    if "--check" in sys.argv[1:]:
        if before != after:
            sys.exit("README.md: the tables are out of date; run `make schemas`")
    else:
        README.write_text(after)


if __name__ == "__main__":
    main()
