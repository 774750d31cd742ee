"""One worked example of each record, for the JSON Schemas and the AsyncAPI document."""

from typing import Any

RAW_ARTICLE: dict[str, Any] = {
    "content": (
        "<html><head><title>Ferry resumes after storm - Harbour Post</title></head><body>"
        "<nav>Home News Sport</nav><article><h1>Ferry resumes after storm</h1>"
        "<p>OBAN, Scotland (AP) - The island ferry sailed again on Tuesday, two days after a storm closed "
        "the harbour.</p><p>“We are glad to be back on the water,” said harbour master Isla Munro.</p>"
        "</article></body></html>"
    ),
    "content_type": "text/html",
    "url": "https://harbourpost.example/news/ferry-resumes?utm_source=feed",
    "id": "crawl-7/000341",
    "fetched_at": "2025-03-04T10:15:00Z",
    "published_at": "2025-03-04T09:30:00+00:00",
}

_TEXT = (
    "The island ferry sailed again on Tuesday, two days after a storm closed the harbour.\n\n"
    "“We are glad to be back on the water,” said harbour master Isla Munro."
)

_FIRST = _TEXT.index("\n\n")

NEWS_EVENT: dict[str, Any] = {
    "id": "0f4d8f6e-6f0e-5c1c-9a54-3c1b6d2f7a10",
    "schema_version": "1.0",
    "article": {
        "url": "https://harbourpost.example/news/ferry-resumes?utm_source=feed",
        "canonical_url": "https://harbourpost.example/news/ferry-resumes",
        "site": "Harbour Post",
        "headline": "Ferry resumes after storm",
        "deck": None,
        "section": ["News"],
        "tags": ["Ferries", "Scotland"],
        "authors": [{"name": "Catriona Bell", "raw": "By Catriona Bell"}],
        "agency": "AP",
        "dateline": {"place": "OBAN, Scotland", "date": None},
        "published_at": {
            "value": "2025-03-04T09:30:00+00:00",
            "precision": "second",
            "source": "hint",
            "raw": "2025-03-04T09:30:00+00:00",
        },
        "modified_at": None,
        "language": {"code": "en", "confidence": 0.9998},
        "text": _TEXT,
        "paragraphs": [
            {
                "start": 0,
                "end": _FIRST,
                "kind": "paragraph",
                "source": {"path": "html/body/article[1]/p[1]"},
            },
            {
                "start": _FIRST + 2,
                "end": len(_TEXT),
                "kind": "paragraph",
                "source": {"path": "html/body/article[1]/p[2]"},
            },
        ],
        "captions": [{"text": "The ferry leaves the pier.", "credit": "Ewan Ross"}],
        "images": [{"url": "https://harbourpost.example/img/ferry.jpg", "alt": "A ferry at a pier"}],
        "access": "free",
        "word_count": 28,
    },
    "cleaning": {"removed": {"navigation": 1}, "kept_ratio": 0.92, "confidence": 0.97, "warnings": []},
    "enrichment": {"failed": []},
    "entities": [],
    "places": [],
    "quotes": [],
    "times": [],
    "quantities": [],
    "main_event": None,
    "duplicate": None,
    "extensions": {},
    "lineage": {
        "input": {
            "topic": "articles.raw",
            "partition": 2,
            "offset": 341,
            "timestamp": 1741083300000,
            "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        },
        "source_id": "crawl-7/000341",
        "fetched_at": "2025-03-04T10:15:00Z",
        "service_version": "0.1.0",
        "pipeline_fingerprint": "5d41402abc4b2a76",
    },
}

EVENT_HEADERS: dict[str, str] = {
    "ce_specversion": "1.0",
    "ce_type": "dateline.news_event.v1",
    "ce_source": "dateline",
    "ce_id": "0f4d8f6e-6f0e-5c1c-9a54-3c1b6d2f7a10",
    "ce_subject": "https://harbourpost.example/news/ferry-resumes",
    "ce_time": "2025-03-04T10:15:00.000Z",
    "ce_schemaversion": "1.0",
    "content-type": "application/json",
    "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
}

DEAD_LETTER_HEADERS: dict[str, str] = {
    "dateline-error-code": "corrupt_encoding",
    "dateline-stage": "admit",
    "dateline-message": "the gzip stream ends early",
    "dateline-attempts": "1",
    "dateline-origin-topic": "articles.raw",
    "dateline-origin-partition": "2",
    "dateline-origin-offset": "342",
    "dateline-origin-timestamp": "1741083301000",
    "dateline-service-version": "0.1.0",
}
