"""What the user types where no broker is needed: process, explain, config, schema, version."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.options import ContentType, Paths, PublishedAt, Url

PANEL = "Without a broker"


def process(
    paths: Paths,
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write events here, not to stdout.")
    ] = None,
    dead: Annotated[
        Path | None,
        typer.Option(
            "--dead", metavar="FILE", help="Write rejected records here, as JSON lines with their value."
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", "-w", min=1, help="Processes; 1 works in this one.", show_default="one a CPU"
        ),
    ] = None,
    url: Url = None,
    published_at: PublishedAt = None,
    content_type: ContentType = None,
) -> int:
    """Turn files into events: JSON lines on stdout, in the order of the input.

    Reads .html .htm .xhtml .txt .md .json, .jsonl and .ndjson (one JSON article a line) and .warc, each also
    as .gz or .zst; directories with all below them, sorted; - is standard input.

    A rejected record is one line on stderr, `path:line: code: message`. Exit code 4 says there were some.

    Examples:
      dateline process page.html | jq .article.headline
      dateline process articles/ crawl.jsonl.zst -o events.jsonl --dead bad.jsonl
      curl -s https://news.example/1 | dateline process - --url https://news.example/1
    """
    from service.cli.commands.process import process_paths  # noqa: PLC0415 - loaded when it runs, so that --help is quick

    hints = {"url": url, "published-at": published_at, "content-type": content_type}
    return process_paths(paths, hints, output=output, dead=dead, workers=workers)


def explain(
    path: Annotated[
        str, typer.Argument(metavar="FILE", help="One article; - is standard input.", show_default=False)
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Everything, as one JSON object.")] = False,
    as_page: Annotated[
        bool,
        typer.Option("--html", help="One web page: input, article and facts side by side, each linked."),
    ] = False,
    page: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write the page here, not to stdout."),
    ] = None,
    compare: Annotated[
        bool,
        typer.Option(
            "--compare",
            help="Show an HTML page's text beside the text trafilatura keeps; needs `pip install "
            "'dateline\\[compare]'`.",
        ),
    ] = False,
    url: Url = None,
    published_at: PublishedAt = None,
    content_type: ContentType = None,
) -> int:
    """Show what cleaning did to one article, block by block, and where each field comes from.

    Each block is kept (+) or removed (-), with its kind, how sure that is, and the rule that decided.
    For flat text, kept and removed blocks together are checked to be the whole input.

    With --compare, two columns: paragraphs in both (=), in Dateline only (<), in trafilatura only (>) with
    what Dateline took them for; words only one keeps are coloured.

    With --html, a page for the browser that needs no network: what was removed struck through, names,
    quotes, times, places and numbers marked in the text and linked to the input they come from.

    Examples:
      dateline explain page.html
      dateline explain --html page.html -o explained.html
      dateline explain page.html --compare
      dateline explain article.txt --published-at 2024-11-13
      sed -n 7p crawl.jsonl | dateline explain - --json | jq .blocks
    """
    from service.cli.commands.explain import explain_article  # noqa: PLC0415 - loaded when it runs

    hints = {"url": url, "published-at": published_at, "content-type": content_type}
    return explain_article(
        path, hints, as_json=as_json, as_page=as_page, page=page, beside_trafilatura=compare
    )


def schema() -> None:
    """Write the JSON Schema of the events this installation makes, with what its plug-ins add.

    Examples:
      dateline schema > news-event.schema.json
      dateline schema | jq .properties.extensions
    """
    from service.cli.commands.schema import write_schema  # noqa: PLC0415 - loaded when it runs

    write_schema()


def config(
    *,
    changed: Annotated[bool, typer.Option("--changed", help="Only what differs from its default.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object, by variable.")] = False,
) -> None:
    """Show every setting in effect and where it comes from; secrets are shown as set, never what they are.

    Examples:
      dateline config
      dateline config --changed
      dateline config --json | jq .DATELINE_WORKERS__COUNT.value
    """
    from service.cli.commands.config import show_config  # noqa: PLC0415 - loaded when it runs

    show_config(changed=changed, as_json=as_json)


def version(as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False) -> None:
    """Show the version, the pipeline's fingerprint, and the libraries and plug-ins in use.

    Two services with the same fingerprint make the same events of the same input.
    """
    from service.cli.commands.version import show_version  # noqa: PLC0415 - loaded when it runs

    show_version(as_json=as_json)


COMMANDS = (process, explain, config, schema, version)
