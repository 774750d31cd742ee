"""Building: twice, from one copy of the sources, to see whether the layers agree."""

# ruff: noqa: S603, S607 - it runs the tools of this machine
# ruff: noqa: T201 - it prints what it found
# ruff: noqa: INP001 - it stands alone

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from filecmp import cmp
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from deploy.image.engine import ROOT, WORK, buildah, mounted, timed
from service import __version__

CONTEXT = ("Dockerfile", "requirements.txt", "requirements-build.txt", "pyproject.toml", "README.md")
FOLDERS = ("schemas", "service")
PIP_OPTIONS = (
    "index-url",
    "extra-index-url",
    "trusted-host",
    "proxy",
    "timeout",
    "default-timeout",
    "retries",
)
LABELS = {"version": __version__, "licenses": "NOASSERTION"}
"""Labels that every build has, but for the revision."""
MOST_NAMED = 10


def build(*images: str) -> dict[str, str]:
    """Build images as the Dockerfile says, nothing taken from a cache; return the labels they were given.

    This machine's pip configuration and CA go in as secrets.
    """
    labels = {**LABELS, "revision": _git("rev-parse", "HEAD") or "unknown", "source": "file://checkout"}
    epoch = _git("log", "-1", "--format=%ct") or "0"
    with _context() as context, _secrets() as secrets:
        for image in images:
            with timed(f"{image} built"):
                buildah(
                    *("bud", "--isolation", "chroot", "--format", "docker", "--pull-never", "--no-cache"),
                    *("--timestamp", epoch, *secrets),
                    *(f"--build-arg={name.upper()}={value}" for name, value in labels.items()),
                    *("--tag", image, context),
                )
    buildah("rmi", "--prune", check=False)  # those they replace
    return labels


def configuration(image: str) -> dict[str, Any]:
    """Return what an image says of itself, and its layers."""
    inspected = json.loads(buildah("inspect", "--type", "image", image))
    found: dict[str, Any] = inspected["Docker"]["config"]
    return found | {"layers": inspected["OCIv1"]["rootfs"]["diff_ids"]}


def compare(one: str, other: str) -> None:
    """Say whether two builds have the same layers, and where not, which files differ."""
    layers = [configuration(image)["layers"] for image in (one, other)]
    if layers[0] == layers[1]:
        print(f"two builds: equal layers {', '.join(digest[7:19] for digest in layers[0])}")
        return
    with mounted(one) as left, mounted(other) as right:
        differing = sorted(_differing(left, right))
    print(f"two builds: layers differ, by {len(differing)} files: {', '.join(differing[:MOST_NAMED])}")


def _differing(left: Path, right: Path) -> Iterator[str]:
    found = [{path.relative_to(root): path for path in root.rglob("*")} for root in (left, right)]
    for name in found[0].keys() | found[1].keys():
        pair = [side.get(name) for side in found]
        one, other = pair
        if one is None or other is None:
            yield f"{name} (in one only)"
        elif one.is_symlink() or other.is_symlink():
            if not (one.is_symlink() and other.is_symlink() and one.readlink() == other.readlink()):
                yield str(name)
        elif one.is_file() and not cmp(one, other, shallow=False):
            yield str(name)
        elif (one.stat().st_mode, one.stat().st_mtime) != (other.stat().st_mode, other.stat().st_mtime):
            yield f"{name} (mode or time)"


@contextmanager
def _context() -> Iterator[Path]:
    """Copy what the build needs, so that it stays the same for both."""
    with TemporaryDirectory() as folder:
        for name in CONTEXT:
            shutil.copy(ROOT / name, folder)
        for name in FOLDERS:
            shutil.copytree(ROOT / name, Path(folder, name), ignore=shutil.ignore_patterns("__pycache__"))
        yield Path(folder)


@contextmanager
def _secrets() -> Iterator[list[str]]:
    folder = WORK / "secrets"
    folder.mkdir(mode=0o700, exist_ok=True)
    arguments = []
    options = _pip_options()
    try:
        lines = [f"{name} = {value}\n" for name, value in options.items() if name in PIP_OPTIONS]
        if lines:
            (folder / "pip.conf").write_text("[global]\n" + "".join(lines))
            arguments += ["--secret", f"id=pip_conf,src={folder / 'pip.conf'}"]
        certificate = options.get("cert") or os.environ.get("SSL_CERT_FILE")
        if certificate and Path(certificate).is_file():
            arguments += ["--secret", f"id=ca,src={certificate}"]
        yield arguments
    finally:
        shutil.rmtree(folder)


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, check=False, text=True, capture_output=True)
    return done.stdout.strip()


def _pip_options() -> dict[str, str]:
    """Return pip's effective configuration: files and environment, the environment last."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    listed = subprocess.run(command, check=True, text=True, capture_output=True).stdout
    found: dict[str, str] = {}
    for line in sorted(listed.splitlines(), key=lambda line: line.startswith(":env:")):
        name, _, value = line.partition("=")
        found[name.rpartition(".")[2]] = " ".join(str(ast.literal_eval(value)).split())
    return found
