"""Python environments of their own for benchmarks: made on first use, made anew when their pins change."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from rich.console import Console

ROOT = Path(__file__).resolve().parents[1]


def make_environment(name: str, pins: Path, console: Console) -> Path:
    """Return the Python of an environment; install its pinned packages first where that is not done.

    Args:
        name: the environment lives in a hidden folder of this name in the checkout.
        pins: a complete, hashed requirements file.
        console: says what takes long.

    Raises:
        RuntimeError: the environment cannot be made.
    """
    home = ROOT / f".{name}"
    python, stamp = home / "bin" / "python", home / "pins.sha256"
    wanted = hashlib.sha256(pins.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return python
    with console.status(f"installing {pins.relative_to(ROOT)} into {home.name} (once, two minutes or so)"):
        _run(home, sys.executable, "-m", "venv", "--clear", str(home))
        # The pins are complete; older pips fail to resolve extras that are spelled in two ways.
        _run(home, str(python), "-m", "pip", "install", "--no-deps", "--require-hashes", "-r", str(pins))
    stamp.write_text(wanted)
    return python


def run_again(name: str, pins: Path, variables: Mapping[str, str] | None = None) -> NoReturn:
    """Start ``benchmarks.NAME`` anew in its environment, and end as it ends.

    The service's own libraries come from the present environment.

    Args:
        name: of the environment and of the module.
        pins: as for ``make_environment``.
        variables: environment variables to set besides.
    """
    try:
        python = make_environment(name, pins, Console(stderr=True))
    except RuntimeError as fault:
        sys.exit(f"benchmarks.{name}: {fault}")
    paths = [str(ROOT), *(path for path in sys.path if path.endswith("site-packages"))]
    environment = {**os.environ, **(variables or {}), "PYTHONPATH": os.pathsep.join(paths)}
    command = [str(python), "-m", f"benchmarks.{name}", *sys.argv[1:]]
    sys.exit(subprocess.run(command, env=environment, check=False).returncode)


def _run(home: Path, *command: str) -> None:
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode:
        said = (ended.stderr.strip() or ended.stdout.strip() or "no output").splitlines()[-1]
        raise RuntimeError(f"cannot install into {home.name}: {said}")
