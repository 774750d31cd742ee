"""HTML pages of a package's own ``template`` folder: escaped, and known to a content security policy."""

import base64
import hashlib
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined


def environment(package: str) -> Environment:
    """Return the templates of a package; what they are given is escaped, what is missing is an error."""
    return Environment(
        loader=PackageLoader(package, "template"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def asset(package: str, name: str) -> str:
    """Return a style sheet or script that stands beside the templates."""
    return files(package).joinpath("template", name).read_text("utf-8")


def policy_hash(content: str) -> str:
    """Return what the content security policy knows an inline element by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
