"""The words finders need: one file a language in a folder of each finder, named by its ISO 639-1 code.

Adding a language is adding a file.
"""

import tomllib
from importlib import import_module
from importlib.resources import files
from typing import Any


def modules(package: str, attribute: str) -> dict[str, Any]:
    """Import what each module of a package calls ``attribute``, by language; ``_words.py`` is none."""
    return {
        code: getattr(import_module(f"{package}.{code}"), attribute) for code in _languages(package, ".py")
    }


def tables(package: str) -> dict[str, dict[str, Any]]:
    """Read each TOML file of a package, by language."""
    return {
        code: tomllib.loads((files(package) / f"{code}.toml").read_text(encoding="utf-8"))
        for code in _languages(package, ".toml")
    }


def _languages(package: str, suffix: str) -> list[str]:
    names = sorted(file.name for file in files(package).iterdir())
    return [name.removesuffix(suffix) for name in names if name.endswith(suffix) and name[0] != "_"]
