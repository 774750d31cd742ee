"""The extractors that are compared: what each is called and how it is asked.

Imported by the Python of two environments, so each extractor imports what it needs when it is chosen.
Each gets the bytes as stored and has the same job: decode, parse, text, title, authors and date.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

Answer = dict[str, Any]
"""``text``, and ``title``, ``author``, ``date`` where the extractor reads them."""
Extract = Callable[[bytes, str | None], Answer]
"""From a content's bytes and its URL."""

OURS = "Dateline"
OURS_FLAT = "Dateline, flat"
BASELINE = "trafilatura"


def _dateline(content_type: bytes) -> Extract:
    from benchmarks.extraction import packaged_clean, predict  # noqa: PLC0415 - not in the peers' environment
    from service.record import InputRecord  # noqa: PLC0415 - as above

    def extract(content: bytes, url: str | None) -> Answer:
        headers = (("content-type", content_type), ("url", url.encode() if url else None))
        return predict("", InputRecord(content, headers=headers), packaged_clean())

    return extract


def _trafilatura(**options: Any) -> Extract:  # noqa: ANN401 - of many types
    from trafilatura import bare_extraction  # noqa: PLC0415 - not in our environment

    def extract(content: bytes, url: str | None) -> Answer:
        found: Any = bare_extraction(content, url=url, with_metadata=True, include_comments=False, **options)
        if found is None:
            return {"text": ""}
        return {"text": found.text, "title": found.title, "author": found.author, "date": found.date}

    return extract


def _rs_trafilatura() -> Extract:
    import rs_trafilatura  # noqa: PLC0415 - not in our environment

    def extract(content: bytes, url: str | None) -> Answer:
        found = rs_trafilatura.extract_bytes(content, url=url)
        return {"text": found.main_content, "title": found.title, "author": found.author, "date": found.date}

    return extract


def _readability() -> Extract:
    from lxml.html import document_fromstring  # noqa: PLC0415 - not in our environment
    from readability import Document  # noqa: PLC0415 - as above

    def extract(content: bytes, url: str | None) -> Answer:
        document = Document(content, url=url)
        title = document.short_title()
        blocks = document_fromstring(document.summary())
        return {"text": "\n".join(blocks.itertext()), "title": title}

    return extract


def _resiliparse() -> Extract:
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415 - not in our environment
    from resiliparse.parse.encoding import detect_encoding  # noqa: PLC0415 - as above
    from resiliparse.parse.html import HTMLTree  # noqa: PLC0415 - as above

    def extract(content: bytes, _url: str | None) -> Answer:
        tree = HTMLTree.parse_from_bytes(content, detect_encoding(content))
        options = {"comments": False, "alt_texts": False, "list_bullets": False}
        return {"text": extract_plain_text(tree, main_content=True, **options), "title": tree.title}

    return extract


def _newspaper4k() -> Extract:
    from newspaper import Article  # noqa: PLC0415 - not in our environment

    def extract(content: bytes, url: str | None) -> Answer:
        article = Article(url or "https://unknown.invalid/", fetch_images=False)
        article.download(input_html=content)
        article.parse()
        date = article.publish_date
        text = date.isoformat() if isinstance(date, datetime) else date
        return {"text": article.text, "title": article.title, "author": article.authors, "date": text}

    return extract


OURS_TABLE: dict[str, Callable[[], Extract]] = {
    OURS: lambda: _dateline(b"text/html"),
    OURS_FLAT: lambda: _dateline(b"text/plain; charset=utf-8"),
}
PEERS: dict[str, Callable[[], Extract]] = {
    BASELINE: _trafilatura,
    "trafilatura, precision": lambda: _trafilatura(favor_precision=True),
    "trafilatura, recall": lambda: _trafilatura(favor_recall=True),
    "trafilatura, fast": lambda: _trafilatura(fast=True),
    "rs-trafilatura": _rs_trafilatura,
    "readability-lxml": _readability,
    "resiliparse": _resiliparse,
    "newspaper4k": _newspaper4k,
}
