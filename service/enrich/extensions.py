"""Plug-ins: enrichers that other packages add by an entry point of the group ``dateline.enrichers``.

``docs/plugins.md`` says how to write one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint
from inspect import isclass, isroutine
from typing import Any, get_type_hints

from pydantic import BaseModel
from pydantic_core import from_json

from service.enrich.enriched import Enriched
from service.errors import ConfigurationError
from service.installed import origin, plug_ins

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
            TypeError: it returns something other than it says, or no object.
            ValueError: its result is too large, or cannot be written as JSON.
        """
        result = self.find(found)
        if not isinstance(result, self.model):
            raise TypeError(f"{self.name} returns {type(result).__name__}, not {self.model.__name__}")
        content = result.model_dump_json(by_alias=True).encode()
        if len(content) > LONGEST_RESULT:
            raise ValueError(f"{self.name} returns {len(content)} bytes of JSON, over {LONGEST_RESULT}")
        values = from_json(content)
        if not isinstance(values, dict):
            raise TypeError(f"{self.name} returns no JSON object")
        return replace(found, extensions={**found.extensions, self.name: values})


def load_extensions() -> list[Extension]:
    """Import the plug-ins installed, in the order of their names; a class is made an object once.

    Raises:
        ConfigurationError: one cannot be imported, or does not say what it returns.
    """
    return [_load(point) for point in plug_ins().values()]


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
