"""What the demo shows: a line or two an article, a summary, what to try next."""

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from schemas import DeadLetterHeaders, NewsEvent
from service.demo.samples import FOLDER

NAME_WIDTH = 22
HEADLINE_WIDTH = 100


class Screen:
    """Standard output: coloured on a terminal, plain lines elsewhere."""

    def __init__(self) -> None:
        """Look at what standard output is."""
        self.console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)

    def say(self, line: str, style: str = "") -> None:
        """Write one line."""
        self.console.print(Text(line, style))

    @contextmanager
    def waiting(self, what: str) -> Iterator[None]:
        """Say what is being waited for, with a spinner on a terminal."""
        if self.console.is_terminal:
            with self.console.status(what):
                yield
        else:
            self.say(what)
            yield

    @contextmanager
    def progress(self, what: str, total: int) -> Iterator[Callable[[], None]]:
        """Draw a progress bar, on a terminal only; call what it gives once a step."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(
            *columns, console=self.console, transient=True, disable=not self.console.is_terminal
        ) as bar:
            task = bar.add_task(what, total=total)
            yield lambda: bar.advance(task)

    def ending(self, name: str, event: NewsEvent | None, letter: DeadLetterHeaders | None) -> None:
        """Show what became of a sample."""
        if event:
            self.event(name, event)
        if letter:
            self.letter(name, letter)

    def event(self, name: str, event: NewsEvent) -> None:
        """Show an event: headline, then language, date, authors, words and what was removed."""
        article = event.article
        published = article.published_at
        removed = ", ".join(f"{kind.value} {count}" for kind, count in event.cleaning.removed.items())
        facts = [
            article.language.code if article.language else "language unknown",
            published.value if published else "no date",
            ", ".join(author.name for author in article.authors) or article.agency or "unsigned",
            f"{article.word_count} words",
            *(["pay-walled"] if article.access.value == "paywalled" else []),
            f"removed: {removed or 'nothing'}",
            *(
                [f"warnings: {', '.join(w.value for w in event.cleaning.warnings)}"]
                * bool(event.cleaning.warnings)
            ),
        ]
        line = Text.assemble(("event  ", "green"), (name.ljust(NAME_WIDTH), "dim"), " ")
        line.append((article.headline or "(no headline)")[:HEADLINE_WIDTH], "bold")
        self.console.print(line)
        self.console.print(Text(" " * (NAME_WIDTH + 8) + " · ".join(facts), "dim"))

    def letter(self, name: str, letter: DeadLetterHeaders) -> None:
        """Show a dead letter: code, stage, message."""
        line = Text.assemble(("dead   ", "red"), (name.ljust(NAME_WIDTH), "dim"), " ")
        line.append(letter.error_code.value, "bold").append(f" in {letter.stage.value}: {letter.message}")
        self.console.print(line)

    def table(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Show a small table; every column but the first is numbers."""
        table = Table(title=title, title_justify="left", title_style="bold")
        for number, column in enumerate(columns):
            table.add_column(column, justify="right" if number else "left")
        for row in rows:
            table.add_row(*map(str, row))
        self.console.print(table)

    def next_steps(self) -> None:
        """Suggest what to try."""
        program = "dateline"
        if shutil.which(program) is None:
            program = _short(Path(sys.executable).with_name(program))
        folder = _short(FOLDER)
        self.say("")
        self.say("Try next:", "bold")
        steps = {
            f"{program} explain {folder}/en-ferry.html": "each block: kept or removed, and why",
            f"{program} explain {folder}/en-museum-doubled.txt": "the same for flat text",
            f"{program} process {folder}": "events as JSON lines, without a broker",
            f"{program} --help": "run, feed, tail, replay and the rest",
        }
        width = max(map(len, steps))
        for command, what in steps.items():
            self.say(f"  {command.ljust(width)}  # {what}")


def _short(path: Path) -> str:
    """Write a path below the current folder relative to it."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
