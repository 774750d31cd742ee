"""``dateline explain``: what cleaning did to one article, and where each field comes from."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from service.cli.commands.comparison import Comparison, compare
from service.cli.commands.explanation import Explanation, explain
from service.cli.configure import settings_for
from service.cli.faults import ExitCode
from service.cli.reading.sources import Skipped, Sourced, Sources
from service.cli.showing.advice import ADVICE
from service.cli.showing.comparison_view import comparison_view
from service.cli.showing.console import printable, say, stdout_console, write_line
from service.cli.showing.explain_view import explanation_view
from service.errors import ConfigurationError
from service.pipeline import Pipeline


def explain_article(
    path: str,
    hints: Mapping[str, str | None],
    *,
    as_json: bool,
    as_page: bool,
    page: Path | None,
    beside_trafilatura: bool,
) -> int:
    """Explain the one article a file holds, or lay it beside what trafilatura keeps.

    Args:
        path: file to read; ``-`` is standard input.
        hints: headers of the record.
        as_json: write one JSON object.
        as_page: write one HTML page.
        page: file to write the page to; stdout if none is given.
        beside_trafilatura: compare.

    Returns:
        The exit code: ``REJECTED`` where it cannot become an event.

    Raises:
        ConfigurationError: the file cannot be read, or holds none or more than one article, or there is
            no comparing it, or options exclude each other, or the page cannot be written.
    """
    _check_options(path, as_page=as_page, page=page, other=as_json or beside_trafilatura)
    settings = settings_for()
    headers = {name: text for name, text in hints.items() if text is not None}
    sources = Sources([path], headers, settings.pipeline.admit.max_value_bytes)
    explanation = explain(_the_one(path, sources), Pipeline(settings.pipeline))
    comparison = compare(explanation) if beside_trafilatura else None
    if as_page:
        _write_page(explanation, page)
    elif as_json:
        write_line(orjson.dumps(_as_json(explanation, comparison), option=orjson.OPT_INDENT_2))
    elif comparison:
        stdout_console().print(comparison_view(comparison))
    else:
        stdout_console().print(explanation_view(explanation))
    if (error := explanation.error) is None:
        return ExitCode.DONE
    say(f"{path}: {error.code}: {error.message}; {ADVICE[error.code]}")
    return ExitCode.REJECTED


def _check_options(path: str, *, as_page: bool, page: Path | None, other: bool) -> None:
    if as_page and other:
        raise ConfigurationError("--html goes alone: ask for --json or --compare in a run of their own")
    if page is None:
        return
    if not as_page:
        raise ConfigurationError("--output is where --html writes its page: add --html")
    if page.exists() and Path(path).exists() and page.samefile(path):
        raise ConfigurationError(f"{page} is the article itself: name another file for the page")


def _write_page(explanation: Explanation, page: Path | None) -> None:
    from service.cli.explain_page import render_page  # noqa: PLC0415 - jinja2 is loaded for pages only

    content = render_page(explanation).encode()
    if page is None:
        sys.stdout.buffer.write(content)
        return
    try:
        page.write_bytes(content)
    except OSError as error:
        raise ConfigurationError(f"cannot write {page}: {error.strerror}; name another file") from error


def _the_one(path: str, sources: Sources) -> Sourced:
    found: list[Sourced] = []
    for source in sources:
        if isinstance(source, Skipped):
            if source.damaged:
                raise ConfigurationError(f"{source.label}: {source.reason}")
        elif found:
            raise ConfigurationError(
                f"{path} holds more than one article: pass one, for example "
                f"sed -n 1p {path} | dateline explain -"
            )
        else:
            found.append(source)
    if not found:
        raise ConfigurationError(f"{path} holds no article: name an HTML, text or JSON file")
    return found[0]


def _as_json(explanation: Explanation, comparison: Comparison | None) -> dict[str, Any]:
    admitted, cleaned, error = explanation.admitted, explanation.cleaned, explanation.error
    event = explanation.published.event.model_dump(mode="json") if explanation.published else None
    return {
        "source": printable(explanation.label),
        "error": error and {"code": error.code, "stage": error.stage, "message": error.message},
        "input": admitted
        and {"is_html": admitted.is_html, "charset": admitted.charset, "sha256": admitted.sha256},
        "blocks": [
            {
                "kept": labelled.kept,
                "kind": labelled.kind,
                "reason": labelled.reason,
                "score": labelled.score,
                "source": labelled.block.source.model_dump(),
                "text": labelled.block.text,
            }
            for labelled in (cleaned.blocks if cleaned else ())
        ],
        "blocks_are_whole_input": explanation.is_complete,
        "origins": dict(cleaned.origins) if cleaned else {},
        "article": event and event["article"],
        "event": event,
        "comparison": comparison and _comparison_as_json(comparison),
    }


def _comparison_as_json(comparison: Comparison) -> dict[str, Any]:
    return {
        "with": comparison.peer,
        "words": {
            "both": comparison.both,
            "only_dateline": comparison.only_dateline,
            "only_trafilatura": comparison.only_trafilatura,
        },
        "rows": [
            {
                "kept_by": row.kept_by,
                "dateline": row.dateline and row.dateline.text,
                "trafilatura": row.trafilatura and row.trafilatura.text,
                "because": row.because,
            }
            for row in comparison.rows
        ],
    }
