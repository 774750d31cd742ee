"""A clean article with the facts found in it: what the enrich stage returns, and what its finders read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import JsonValue

from schemas import (
    Article,
    Duplicate,
    Entity,
    Fact,
    MainEvent,
    Place,
    Quantity,
    Quote,
    TimeExpression,
)
from service.clean import Cleaned
from service.enrich.reading import Reading


@dataclass(frozen=True, slots=True)
class Enriched:
    """A clean article with the facts found in it; null where not looked for yet, or where that failed."""

    cleaned: Cleaned
    article: Article
    reading: Reading
    """The article's text, cut into sentences and tokens."""
    times: list[TimeExpression] | None = None
    entities: list[Entity] | None = None
    places: list[Place] | None = None
    quotes: list[Quote] | None = None
    quantities: list[Quantity] | None = None
    main_event: MainEvent | None = None
    duplicate: Duplicate | None = None
    extensions: Mapping[str, dict[str, JsonValue] | None] = field(default_factory=dict)
    """What plug-ins found, by their name."""
    unsupported: Sequence[Fact] = ()
    """Facts that were not looked for, for want of rules in the article's language."""
    failed: Mapping[Fact | str, str] = field(default_factory=dict)
    """Facts, and ``extensions.<name>``, that looking for failed, with the error and where it was raised."""
