"""``dateline version``: what runs here, to compare with what runs there."""

import platform
from importlib.metadata import version

import orjson

from service import __version__
from service.cli.configure import settings_for
from service.cli.showing.console import stdout_console, write_line
from service.fingerprint import LIBRARIES, fingerprint
from service.installed import plug_ins

RUNTIME_LIBRARIES = ("aiokafka", "orjson", "fastwarc")


def show_version(*, as_json: bool) -> None:
    """Write the versions to stdout."""
    packages = [point.dist.name for point in plug_ins().values() if point.dist]
    libraries = {name: version(name) for name in sorted({*LIBRARIES, *RUNTIME_LIBRARIES, *packages})}
    ours = {
        "version": __version__,
        "pipeline_fingerprint": fingerprint(settings_for().pipeline),
        "python": platform.python_version(),
    }
    if as_json:
        write_line(orjson.dumps({**ours, "libraries": libraries}))
        return
    console = stdout_console()
    width = max(map(len, [*ours, *libraries]))
    for name, text in {**ours, **libraries}.items():
        console.print(f"{'dateline' if name == 'version' else name.replace('_', ' '):<{width}}  {text}")
