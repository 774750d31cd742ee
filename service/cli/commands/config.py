"""``dateline config``: every setting in effect, where it comes from, and no secret."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from urllib.parse import urlsplit, urlunsplit

import orjson
from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import to_jsonable_python

from service.cli.configure import settings_for
from service.cli.showing.console import write_line
from service.cli.showing.settings_view import show_settings
from service.runtime.tracing.setup import traces_endpoint
from service.settings import PREFIX, Settings, variables

MASK = "********"
"""Stands for any secret that is set, whatever its length."""
SECRET_WORDS = ("HEADERS", "CREDENTIAL", "PASSWORD", "SECRET", "TOKEN", "KEY")
"""Parts of the names of OpenTelemetry's variables that may hold a secret."""


@dataclass(frozen=True, slots=True)
class Effective:
    """A setting in effect."""

    variable: str
    value: object
    """As JSON would hold it; a secret is masked."""
    default: object
    origin: str
    """``default``, or ``environment``."""

    @property
    def changed(self) -> bool:
        """Say whether it differs from its default."""
        return self.value != self.default


def show_config(*, changed: bool, as_json: bool) -> None:
    """Write the settings to stdout.

    Raises:
        ConfigurationError: a setting is wrong.
    """
    settings = settings_for()
    traces_endpoint(os.environ)
    shown = [*effective(settings, os.environ), *_opentelemetry(os.environ)]
    if changed:
        shown = [setting for setting in shown if setting.changed]
    if as_json:
        rows = {
            setting.variable: {
                "value": setting.value,
                "default": setting.default,
                "origin": setting.origin,
            }
            for setting in shown
        }
        write_line(orjson.dumps(rows, option=orjson.OPT_INDENT_2))
    else:
        show_settings([(s.variable, s.value, s.origin, s.changed) for s in shown])


def effective(settings: Settings, environ: Mapping[str, str]) -> Iterator[Effective]:
    """List every setting of ours, in the order of the sections."""
    given = {name.upper() for name in environ}
    for variable, field in variables():
        names = variable.removeprefix(PREFIX).lower().split("__")
        value: object = reduce(getattr, names, settings)
        origin = "environment" if variable in given else "default"
        yield Effective(variable, _plain(value), _default(field), origin)


def _default(field: FieldInfo) -> object:
    return _plain(field.get_default(call_default_factory=True))


def _plain(value: object) -> object:
    if isinstance(value, SecretStr):
        return MASK
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    return to_jsonable_python(value)


def _opentelemetry(environ: Mapping[str, str]) -> Iterator[Effective]:
    """List the variables of OpenTelemetry that are set; what is not is its SDK's to know."""
    for name in sorted(environ):
        if name.startswith("OTEL_"):
            secret = any(word in name for word in SECRET_WORDS)
            yield Effective(name, MASK if secret else _without_user(environ[name]), None, "environment")


def _without_user(value: str) -> str:
    """Take user and password out of a URL."""
    try:
        url = urlsplit(value)
    except ValueError:
        return value
    if "@" not in url.netloc:
        return value
    return urlunsplit(url._replace(netloc=f"{MASK}@{url.netloc.rpartition('@')[2]}"))
