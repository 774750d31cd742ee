"""A comparison as a person reads it: two columns, what only one keeps in its own colour."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from service.cli.commands.comparison import Comparison, KeptBy, Paragraph
from service.cli.showing.console import printable

MARKS = {KeptBy.BOTH: "=", KeptBy.DATELINE: "<", KeptBy.TRAFILATURA: ">"}
STYLES = {KeptBy.BOTH: "", KeptBy.DATELINE: "cyan", KeptBy.TRAFILATURA: "magenta"}


def comparison_view(comparison: Comparison) -> RenderableType:
    """Lay the paragraphs side by side, with the counts of words above."""
    counts = Text.assemble(
        f"{comparison.both:,} words in both, ",
        (f"{comparison.only_dateline:,} only in Dateline (<)", STYLES[KeptBy.DATELINE]),
        ", ",
        (f"{comparison.only_trafilatura:,} only in trafilatura (>)", STYLES[KeptBy.TRAFILATURA]),
    )
    table = Table(box=None, padding=(0, 1), expand=True, pad_edge=False)
    table.add_column(width=1)
    table.add_column("Dateline", ratio=1, overflow="fold", header_style="underline")
    table.add_column(comparison.peer, ratio=1, overflow="fold", header_style="underline")
    for row in comparison.rows:
        ours = _words(row.dateline, KeptBy.DATELINE)
        if row.because:
            ours = Text(row.because, style="dim")
        mark = Text(MARKS[row.kept_by], style=f"bold {STYLES[row.kept_by]}")
        table.add_row(mark, ours, _words(row.trafilatura, KeptBy.TRAFILATURA))
    if not comparison.rows:
        return Group(counts, Text("neither keeps anything", style="dim"))
    return Group(counts, Text(), table)


def _words(paragraph: Paragraph | None, side: KeptBy) -> Text:
    """Write a paragraph; words that are not shared, and what stands beside them, in the side's colour."""
    text = Text()
    if paragraph is None:
        return text
    reached = 0
    for _, end, shared in paragraph.words:
        text.append(_safe(paragraph.text[reached:end]), style="" if shared else STYLES[side])
        reached = end
    return text.append(_safe(paragraph.text[reached:]))


def _safe(piece: str) -> str:
    """Make a piece of a line printable, with the spaces at its ends."""
    shown = printable(piece)
    return " " * piece[:1].isspace() + shown + " " * (bool(shown) and piece[-1:].isspace())
