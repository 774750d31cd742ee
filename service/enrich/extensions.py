"""Plug-ins: enrichers that other packages add by an entry point of the group ``dateline.enrichers``.

``docs/plugins.md`` says how to write one.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, entry_points
from inspect import isclass, isroutine
from typing import Any, get_type_hints

from pydantic import BaseModel
from pydantic_core import from_json

from schemas.news_event import EXTENSION_NAME
from service.enrich.enriched import Enriched
from service.errors import ConfigurationError

GROUP = "dateline.enrichers"
LONGEST_RESULT = 64 * 1024
"""Bytes of JSON a plug-in may add to an event: a larger one could cost the event its place on the topic."""


@dataclass(frozen=True, slots=True)
class Extension:
    """A plug-in as a finder: fills ``extensions.<name>``."""

    name: str
    find: Callable[[Enriched], BaseModel]
    model: type[BaseModel]
    """What ``find`` returns."""

    def __call__(self, found: Enriched) -> Enriched:
        """Add what the plug-in finds, as plain JSON values.

        Raises:
            TypeError: it returns something other than it says.
            ValueError: its result is too large, or cannot be written as JSON.
        """
        result = self.find(found)
        if not isinstance(result, self.model):
            raise TypeError(f"{self.name} returns {type(result).__name__}, not {self.model.__name__}")
        content = result.model_dump_json(by_alias=True).encode()
        if len(content) > LONGEST_RESULT:
            raise ValueError(f"{self.name} returns {len(content)} bytes of JSON, over {LONGEST_RESULT}")
        return replace(found, extensions={**found.extensions, self.name: from_json(content)})


def installed_extensions() -> dict[str, EntryPoint]:
    """Find the plug-ins installed, by name and in its order, without importing them.

    Raises:
        ConfigurationError: a name is not allowed, or two packages use it.
    """
    points = sorted(entry_points(group=GROUP), key=lambda point: point.name)
    for name, count in Counter(point.name for point in points).items():
        same = [point for point in points if point.name == name]
        if not re.fullmatch(EXTENSION_NAME, name):
            raise ConfigurationError(f"{origin(same[0])}: the name must match {EXTENSION_NAME}")
        if count > 1:
            both = " and ".join(sorted(map(origin, same)))
            raise ConfigurationError(f"{both} have one name: uninstall one")
    return {point.name: point for point in points}


def origin(point: EntryPoint) -> str:
    """Name a plug-in and its package for a person: plug-in 'x' of dateline-x 1.2."""
    package = f" of {point.dist.name} {point.dist.version}" if point.dist else ""
    return f"plug-in {point.name!r}{package}"


def load_extensions() -> list[Extension]:
    """Import the plug-ins installed, in the order of their names; a class is made an object once.

    Raises:
        ConfigurationError: one cannot be imported, or does not say what it returns.
    """
    return [_load(point) for point in installed_extensions().values()]


def _load(point: EntryPoint) -> Extension:
    try:
        loaded: Any = point.load()
        find: Any = loaded() if isclass(loaded) else loaded
        returned = get_type_hints(find if isroutine(find) else type(find).__call__).get("return")
    except Exception as error:
        cause = " ".join(f"{type(error).__name__}: {error}".split())
        raise ConfigurationError(f"{origin(point)} cannot be loaded: {cause}") from error
    if not (isclass(returned) and issubclass(returned, BaseModel)):
        raise ConfigurationError(f"{origin(point)} must be a callable annotated to return a pydantic model")
    return Extension(point.name, find, returned)
