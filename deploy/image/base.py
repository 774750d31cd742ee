"""The base image: a slim Python."""

# ruff: noqa: S603, S607 - it runs the tools of this machine
# ruff: noqa: T201 - it prints what it found
# ruff: noqa: INP001 - it stands alone

import shutil
import subprocess
from pathlib import Path

from deploy.image.engine import WORK, CheckFailed, buildah, timed

BASE = "python:3.11-slim"


def base_image() -> None:
    """Have the base image: kept from before, pulled, or else made of this machine's own Debian.

    Raises:
        CheckFailed: there is no way to it.
    """
    if buildah("images", "--quiet", BASE, check=False):
        return
    if buildah("pull", BASE, check=False):
        print(f"base image: pulled {BASE}")
        return
    context = WORK / "base"
    archive = context / "rootfs.tar"
    if not archive.exists():
        with timed("base image made with debootstrap"):
            _bootstrap(archive)
    containerfile = context / "Containerfile"
    containerfile.write_text("FROM scratch\nADD rootfs.tar /\n")
    buildah("bud", "--isolation", "chroot", "--format", "docker", "--tag", BASE, context)


def _bootstrap(archive: Path) -> None:
    """Make a root file system with Python 3.11 from the package source this machine uses itself."""
    if shutil.which("debootstrap") is None:
        raise CheckFailed(f"{BASE} cannot be pulled; apt-get install --no-install-recommends debootstrap")
    codename = subprocess.run(
        ["sh", "-c", '. /etc/os-release && echo "$VERSION_CODENAME"'],
        check=True,
        text=True,
        capture_output=True,
    ).stdout.strip()
    listed = subprocess.run(
        [
            "apt-get",
            "indextargets",
            "--format",
            "$(CODENAME) $(COMPONENT) $(REPO_URI)",
            "Created-By: Packages",
        ],
        check=True,
        text=True,
        capture_output=True,
    ).stdout
    targets = [line.split() for line in listed.splitlines()]
    mirrors = [uri for name, component, uri in targets if (name, component) == (codename, "main")]
    if not mirrors:
        raise CheckFailed(f"{BASE} cannot be pulled, and apt knows no source of {codename}/main")
    tree = WORK / "rootfs"
    shutil.rmtree(tree, ignore_errors=True)
    packages = "python3,python3-venv,python3-pip,ca-certificates"
    log = WORK / "debootstrap.log"
    with log.open("w") as output:
        done = subprocess.run(
            ["debootstrap", "--variant=minbase", f"--include={packages}", codename, tree, mirrors[0]],
            check=False,
            stdout=output,
            stderr=output,
        )
    if done.returncode:
        raise CheckFailed(f"debootstrap failed; see {log}")
    if not (tree / "usr/bin/python3.11").exists():
        raise CheckFailed(f"{BASE} cannot be pulled, and {codename} has another Python than 3.11")
    for folder in (
        "var/cache/apt",
        "var/lib/apt/lists",
        "usr/share/doc",
        "usr/share/man",
        "usr/share/locale",
    ):
        shutil.rmtree(tree / folder, ignore_errors=True)
    archive.parent.mkdir(exist_ok=True)
    part = archive.with_suffix(".part")
    subprocess.run(["tar", "-C", tree, "-cf", part, "."], check=True)
    part.rename(archive)
    shutil.rmtree(tree)
