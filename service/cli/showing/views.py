"""Events and dead letters as a person reads them."""

from datetime import UTC, datetime

from aiokafka import ConsumerRecord
from pydantic import ValidationError
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from schemas import NewsEvent
from service.cli.showing.console import printable, shorten

FIRST_WORDS = 240
"""Characters of the text that are shown."""
INDENT = (0, 0, 1, 2)


def event_view(record: ConsumerRecord) -> RenderableType:
    """Lay out one event: headline, origin, first words."""
    try:
        event = NewsEvent.model_validate_json(record.value or b"")
    except ValidationError:
        return Text(f"{_place(record)}  not an event of this version\n", style="yellow")
    article = event.article
    head = Text(shorten(article.headline or "(no headline)", 300), style="bold")
    facts = [
        article.site,
        article.published_at.value if article.published_at else "no date",
        article.language.code if article.language else "language unknown",
        f"{article.word_count:,} words",
        ", ".join(author.name for author in article.authors) or None,
        article.agency,
        "paywalled" if article.access == "paywalled" else None,
    ]
    about = Text(" · ".join(printable(fact) for fact in facts if fact), style="cyan")
    words = Text(shorten(article.text, FIRST_WORDS), style="dim")
    foot = Text(f"{event.id}  {_place(record)}", style="dim italic")
    lines = [about, words, foot]
    if event.cleaning.warnings:
        lines.insert(1, Text("odd: " + ", ".join(event.cleaning.warnings), style="yellow"))
    return Group(head, Padding(Group(*lines), INDENT))


def dead_letter_view(record: ConsumerRecord) -> RenderableType:
    """Lay out one dead letter: what was wrong, where, and what the record was."""
    headers = {
        name: printable(value.decode(errors="replace")) for name, value in record.headers if value is not None
    }

    def ours(name: str) -> str:
        return headers.get(f"dateline-{name}", "?")

    head = Text.assemble((ours("error-code"), "bold red"), (f"  {ours('message')}", ""))
    origin = f"{ours('origin-topic')} {ours('origin-partition')}:{ours('origin-offset')}"
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    attempts = ours("attempts")
    table.add_row(
        "failed in",
        f"{ours('stage')}, {attempts} attempt{'' if attempts == '1' else 's'}, {_moment(record.timestamp)}",
    )
    table.add_row("came from", origin)
    if "dateline-replays" in headers:
        table.add_row("sent back", f"{ours('replays')} times")
    value = "no value" if record.value is None else f"{len(record.value):,} bytes"
    table.add_row("record", ", ".join(filter(None, [value, headers.get("content-type"), headers.get("url")])))
    table.add_row("letter", _place(record))
    return Group(head, Padding(table, INDENT))


def _place(record: ConsumerRecord) -> str:
    return f"{record.topic} {record.partition}:{record.offset}"


def _moment(milliseconds: int) -> str:
    try:
        return (
            datetime.fromtimestamp(milliseconds / 1000, UTC)
            .isoformat(sep=" ", timespec="seconds")
            .replace("+00:00", "Z")
        )
    except (OverflowError, ValueError, OSError):
        return "time unknown"
