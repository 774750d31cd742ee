"""``dateline schema``: what an event of this installation looks like."""

import orjson

from schemas.export.examples import NEWS_EVENT
from schemas.export.json_schema import extended_schema, news_event_schema, published_schema
from service.cli.showing.console import write_line
from service.enrich.extensions import load_extensions


def write_schema() -> None:
    """Write the schema to stdout.

    Raises:
        ConfigurationError: a plug-in cannot be loaded.
    """
    extensions = {extension.name: extension.model for extension in load_extensions()}
    schema = published_schema("news-event", extended_schema(news_event_schema(), extensions), NEWS_EVENT)
    write_line(orjson.dumps(schema, option=orjson.OPT_INDENT_2))
