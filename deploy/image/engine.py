"""The tools images are made and run with, on a store of our own."""

# ruff: noqa: S603, S607 - it runs the tools of this machine
# ruff: noqa: T201 - it prints what it found
# ruff: noqa: INP001 - it stands alone

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from resource import RLIMIT_NOFILE, RLIMIT_NPROC, getrlimit

ROOT = Path(__file__).parents[2]
WORK = ROOT / ".image"
STORE = WORK / "store"
PACKAGES = {"buildah": "buildah", "crun": "crun", "podman": "podman", "unshare": "util-linux"}
CGROUPS = "/sys/fs/cgroup/unified"
"""Where both kinds of control groups are mounted podman takes this one, and may not be allowed to."""
ULIMIT = 4_096
"""Open files and processes of a container: podman's defaults may be more than this machine allows."""


class CheckFailed(Exception):  # noqa: N818 - it names the result
    """The image does not do what it must."""


def require_tools() -> None:
    """Say at once what is missing.

    Raises:
        CheckFailed: it is.
    """
    missing = sorted({package for tool, package in PACKAGES.items() if shutil.which(tool) is None})
    if missing:
        raise CheckFailed(f"apt-get install --no-install-recommends {' '.join(missing)}")
    if os.geteuid() != 0:
        raise CheckFailed("run it as root: it mounts file systems and changes users")


def buildah(*arguments: str | Path, check: bool = True) -> str:
    """Run buildah, and return what it prints; nothing where it fails and may.

    Raises:
        CheckFailed: it fails.
    """
    return _run(["buildah", *_store(), *arguments], check=check)


def podman(*arguments: str | Path, check: bool = True) -> str:
    """Run podman, and return what it prints; nothing where it fails and may.

    Raises:
        CheckFailed: it fails.
    """
    return _run(["podman", *_store(), *arguments], check=check)


def log_of(name: str) -> str:
    """Return the end of a container's log."""
    done = subprocess.run(
        ["podman", *_store(), "logs", "--tail", "20", name],
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return done.stdout


def start_container(name: str, image: str, environment: dict[str, str]) -> None:
    """Start an image as a platform would: confined, and here with every shell it holds shut away.

    Raises:
        CheckFailed: it does not start.
    """
    limits = [min(ULIMIT, getrlimit(kind)[1]) for kind in (RLIMIT_NOFILE, RLIMIT_NPROC)]
    options = [
        *("--name", name, "--detach", "--pull", "never", "--no-healthcheck"),
        *("--read-only", "--tmpfs", "/tmp:rw,size=128m,mode=1777"),  # noqa: S108 - the container's
        *("--cap-drop", "ALL", "--security-opt", "no-new-privileges"),
        *("--ulimit", f"nofile={limits[0]}:{limits[0]}", "--ulimit", f"nproc={limits[1]}:{limits[1]}"),
        *("--cgroups", "disabled", "--network", "host"),
        *(option for shell in ("dash", "bash") for option in ("--volume", f"/dev/null:/usr/bin/{shell}:ro")),
        *(option for name, value in environment.items() for option in ("--env", f"{name}={value}")),
    ]
    command = ["podman", *_store(), "--cgroup-manager", "cgroupfs", "run", *options, image]
    script = f'if mountpoint --quiet {CGROUPS}; then umount {CGROUPS}; fi; exec "$@"'
    _run(["unshare", "--mount", "--propagation", "private", "sh", "-c", script, "sh", *command])


@contextmanager
def mounted(image: str) -> Iterator[Path]:
    """Give an image's root file system."""
    container = buildah("from", "--pull-never", image)
    try:
        yield Path(buildah("mount", container))
    finally:
        buildah("rm", container)


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long something took."""
    begin = time.monotonic()
    yield
    print(f"{what}: {time.monotonic() - begin:.1f} s")


def _store() -> list[str]:
    return ["--storage-driver", "vfs", "--root", str(STORE), "--runroot", str(WORK / "run")]


def _run(command: list[str | Path], *, check: bool = True) -> str:
    done = subprocess.run(command, check=False, text=True, capture_output=True)
    if check and done.returncode:
        told = " ".join(map(str, command[:1] + command[len(_store()) + 1 :][:2]))
        raise CheckFailed(f"{told} failed:\n{done.stderr[-2000:]}")
    return done.stdout.strip() if not done.returncode else ""
