"""The raw article: what producers put on the raw topic as JSON."""

from typing import Annotated

from pydantic import AliasChoices, BaseModel, ConfigDict, Field


def _names(*names: str) -> AliasChoices:
    return AliasChoices(*names)


Moment = str | int | float
"""A moment as scrapers write it: text in any common form, or a Unix time in seconds or milliseconds."""


class RawArticle(BaseModel):
    """One article as a scraper hands it over.

    The same facts may come as Kafka headers beside bare HTML or text bytes. Only ``content`` is
    required. Unknown fields are ignored and never reach the event.
    """

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore", use_attribute_docstrings=True)

    content: Annotated[
        str,
        Field(
            validation_alias=_names("content", "html", "raw_html", "body", "text", "maintext"),
        ),
    ]
    """The article: an HTML page, or the flat text of one with everything the page carried."""
    content_type: str | None = None
    """``text/html`` or ``text/plain``; guessed from the content where absent."""
    url: Annotated[str | None, Field(validation_alias=_names("url", "link", "source_url"))] = None
    """Address the article was fetched from."""
    id: str | int | None = None
    """The producer's own identifier; kept, as text, as ``lineage.source_id``."""
    fetched_at: Annotated[
        Moment | None,
        Field(validation_alias=_names("fetched_at", "date_download", "crawled_at")),
    ] = None
    """When the article was fetched."""
    title: Annotated[str | None, Field(validation_alias=_names("title", "headline"))] = None
    """Hint: the headline."""
    published_at: Annotated[
        Moment | None,
        Field(validation_alias=_names("published_at", "date_publish", "publish_date", "pub_date")),
    ] = None
    """Hint: when the article was published."""
    language: Annotated[str | None, Field(validation_alias=_names("language", "lang"))] = None
    """Hint: language code, such as ``en`` or ``pt-BR``."""
    site: Annotated[str | None, Field(validation_alias=_names("site", "site_name", "source_domain"))] = None
    """Hint: name of the site."""
