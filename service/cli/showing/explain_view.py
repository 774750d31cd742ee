"""An explanation as a person reads it: blocks, fields, cleaning."""

from collections import Counter
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from schemas import Article, BlockKind, Timestamp
from service.admit import Admitted
from service.clean import Cleaned
from service.cli.commands.explanation import Explanation
from service.cli.showing.console import printable, shorten

LINE = 400
"""Characters of a block that can ever be seen on one line."""
INDENT = (0, 0, 1, 2)


def explanation_view(explanation: Explanation) -> RenderableType:
    """Lay out what is known; a rejected article shows how far it came."""
    parts: list[RenderableType] = []
    if explanation.admitted:
        parts += _section("input", _input(explanation.label, explanation.admitted))
    if explanation.cleaned:
        parts += _section("blocks", _blocks(explanation.cleaned))
        if explanation.is_complete is not None:
            parts.append(_tiling(complete=explanation.is_complete))
    if explanation.published:
        article = explanation.published.event.article
        origins = explanation.cleaned.origins if explanation.cleaned else {}
        fields = Table.grid(padding=(0, 2))
        fields.add_column(style="dim", no_wrap=True)
        fields.add_column(ratio=3, overflow="fold")
        fields.add_column(ratio=1, style="dim", overflow="fold")
        for name, text in article_fields(article):
            fields.add_row(name, text or Text("-", style="dim"), printable(origins.get(name, "")))
        parts += _section("fields", fields)
        parts += _section("cleaning", _cleaning(explanation.cleaned))
        parts.append(Text(f"event {explanation.published.event.id}", style="dim"))
    return Group(*parts)


def _section(title: str, body: RenderableType) -> list[RenderableType]:
    return [Text(title, style="bold"), Padding(body, INDENT)]


def _input(label: str, admitted: Admitted) -> RenderableType:
    kind = "HTML" if admitted.is_html else "flat text"
    size = f"{len(admitted.record.value or b''):,} bytes"
    text = ", ".join([shorten(label, 200), kind, admitted.charset, size])
    if admitted.warnings:
        return Group(Text(text), Text("odd: " + ", ".join(sorted(admitted.warnings)), style="yellow"))
    return Text(text)


def _blocks(cleaned: Cleaned) -> RenderableType:
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(width=1)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right")
    table.add_column(no_wrap=True, max_width=24, overflow="ellipsis")
    table.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
    blank = 0
    for labelled in cleaned.blocks:
        if labelled.kind is BlockKind.BLANK:
            blank += 1
            continue
        mark, style = ("+", "green") if labelled.kept else ("-", "red")
        table.add_row(
            Text(mark, style=f"bold {style}"),
            Text(labelled.kind, style=style),
            Text(f"{labelled.score:.2f}", style="dim"),
            Text(labelled.reason, style="dim"),
            Text(shorten(labelled.block.text, LINE), style="" if labelled.kept else "dim"),
        )
    if not blank:
        return table
    return Group(table, Text(f"and {blank} blank", style="dim"))


def _tiling(*, complete: bool) -> RenderableType:
    if complete:
        return Padding(Text("kept and removed blocks together are the whole input", style="green"), INDENT)
    return Padding(Text("blocks do NOT add up to the input: please report it", style="bold red"), INDENT)


def article_fields(article: Article) -> Iterator[tuple[str, str | None]]:
    """Give each field of the article as one line; null where it is unknown."""
    yield "headline", _line(article.headline)
    yield "deck", _line(article.deck)
    yield "section", _line(" › ".join(article.section))
    yield "authors", _line(", ".join(author.name for author in article.authors))
    yield "agency", _line(article.agency)
    where = article.dateline
    yield "dateline", _line(", ".join(filter(None, [where.place, where.date]))) if where else None
    yield "published_at", _moment(article.published_at)
    yield "modified_at", _moment(article.modified_at)
    yield "url", _line(article.url)
    yield "canonical_url", _line(article.canonical_url)
    yield "site", _line(article.site)
    language = article.language
    yield "language", f"{language.code} ({language.confidence:.2f})" if language else None
    yield "access", article.access
    for caption in article.captions:
        credit = f" [{caption.credit}]" if caption.credit else ""
        yield "captions", _line(caption.text + credit)
    yield "images", f"{len(article.images)}" if article.images else None
    kinds = Counter(paragraph.kind for paragraph in article.paragraphs)
    yield "text", f"{article.word_count:,} words: " + ", ".join(f"{n} {kind}" for kind, n in kinds.items())


def _line(text: str | None) -> str | None:
    return shorten(text, LINE) if text else None


def _moment(moment: Timestamp | None) -> str | None:
    if moment is None:
        return None
    written = "" if moment.raw == moment.value else f", written {shorten(moment.raw, 60)}"
    return f"{moment.value} ({moment.precision}{written})"


def _cleaning(cleaned: Cleaned | None) -> RenderableType:
    if cleaned is None:
        return Text("")
    cleaning = cleaned.cleaning
    removed = ", ".join(f"{kind} {count}" for kind, count in cleaning.removed.items()) or "nothing"
    lines = [
        Text(f"kept {cleaning.kept_ratio:.0%} of what is visible, confidence {cleaning.confidence:.2f}"),
        Text(f"removed {removed}"),
    ]
    if cleaning.warnings:
        lines.append(Text("odd: " + ", ".join(cleaning.warnings), style="yellow"))
    return Group(*lines)
