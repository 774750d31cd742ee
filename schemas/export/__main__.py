"""``python -m schemas.export``: write the generated documents, or with ``--check`` say which one is stale."""

import argparse
import json
import sys
from pathlib import Path

from schemas.export.asyncapi import asyncapi_document
from schemas.export.examples import DEAD_LETTER_HEADERS, NEWS_EVENT, RAW_ARTICLE
from schemas.export.fields import field_dictionary
from schemas.export.json_schema import (
    Schema,
    dead_letter_schema,
    news_event_schema,
    published_schema,
    raw_article_schema,
)

ROOT = Path(__file__).parents[2]


def documents() -> dict[str, str]:
    """Return every generated document by its path in the repository; the same models, the same text."""
    schemas = {
        "raw-article": (raw_article_schema(), RAW_ARTICLE),
        "news-event": (news_event_schema(), NEWS_EVENT),
        "dead-letter": (dead_letter_schema(), DEAD_LETTER_HEADERS),
    }
    return {
        **{
            f"schemas/json/{name}.schema.json": _json(published_schema(name, schema, example))
            for name, (schema, example) in schemas.items()
        },
        "schemas/json/asyncapi.yaml": asyncapi_document(),
        "docs/fields.md": field_dictionary(),
    }


def _json(schema: Schema) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def main() -> int:
    """Write the documents; with ``--check`` write nothing and return 1 where one differs."""
    parser = argparse.ArgumentParser(prog="python -m schemas.export", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a document differs")
    check = parser.parse_args().check
    stale = []
    for name, text in documents().items():
        path = ROOT / name
        if path.is_file() and path.read_bytes() == text.encode():
            continue
        stale.append(name)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
    verb = "differs from the models; mend it with: make schemas" if check else "written"
    for name in stale:
        sys.stdout.write(f"{name}: {verb}\n")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
