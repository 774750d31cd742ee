"""Builds the image twice, looks inside, and runs it for real, with podman: ``make image-check``.

It runs as a platform would run it: on a read-only root with only ``/tmp`` to write to, without capabilities
or new privileges, here even without a shell. It must become ready on a real Kafka, turn articles into events,
pass the image's own health check, and, stopped by SIGTERM in the middle of its work, end with code 0 and lose
nothing.

Needs root, and Debian's buildah, crun, podman, util-linux, debootstrap (only where the base image cannot be
pulled), Java and the jars of ``make kafka``. The base image, once made, is kept in ``.image/``.
"""

# ruff: noqa: S603, S607 - it runs the tools of this machine
# ruff: noqa: T201 - it prints what it found
# ruff: noqa: INP001 - it stands alone

import subprocess
import sys
from pathlib import Path

from deploy.image.base import base_image
from deploy.image.build import build, compare, configuration
from deploy.image.engine import WORK, CheckFailed, buildah, mounted, require_tools
from deploy.image.trial import run
from service.demo.broker import LocalKafka
from service.errors import BrokerError

IMAGE, AGAIN = "dateline-check", "dateline-check-again"
EXPECTED = {
    "User": "10001:10001",
    "Entrypoint": ["dateline"],
    "Cmd": ["run"],
    "ExposedPorts": {"9464/tcp": {}},
    "StopSignal": "SIGTERM",
}
LEFT_OUT = ("etc/pip.conf", "run/secrets/ca", "root/.cache", "build", "opt/build")
PARTS = ("opt/dateline", "usr", "var", "etc")


def main() -> int:
    """Build, look inside, run; 0 where all of it went well."""
    try:
        require_tools()
        WORK.mkdir(exist_ok=True)
        base_image()
        labels = build(IMAGE, AGAIN)
        compare(IMAGE, AGAIN)
        buildah("rmi", AGAIN)
        look_inside(labels)
        with LocalKafka() as kafka:
            run(IMAGE, kafka.bootstrap)
    except (CheckFailed, BrokerError) as failure:
        print(f"image-check: {failure}", file=sys.stderr)
        return 1
    print("image-check: passed")
    return 0


def look_inside(labels: dict[str, str]) -> None:
    """Check what the image holds and says of itself.

    Raises:
        CheckFailed: something is there that must not be, or the other way round.
    """
    told = configuration(IMAGE)
    found = {name: told.get(name) for name in EXPECTED}
    if found != EXPECTED:
        raise CheckFailed(f"the image is configured as {found}, not {EXPECTED}")
    wrong = {n for n, value in labels.items() if told["Labels"][f"org.opencontainers.image.{n}"] != value}
    if wrong:
        raise CheckFailed(f"labels that say something else: {', '.join(sorted(wrong))}")
    with mounted(IMAGE) as root:
        sizes = ", ".join(f"/{part} {size(root / part)}" for part in PARTS)
        print(f"image size: {size(root)} MB: {sizes}")
        left = [name for name in LEFT_OUT if (root / name).exists()]
        left += [str(path.relative_to(root)) for path in root.rglob("pip") if path.is_dir()]
        if left:
            raise CheckFailed(f"the image holds what only the build needs: {', '.join(left)}")


def size(folder: Path) -> int:
    """Return the size of a folder in megabytes, links counted once."""
    listed = subprocess.run(["du", "-s", "-B1000000", folder], check=True, text=True, capture_output=True)
    return int(listed.stdout.split()[0])


if __name__ == "__main__":
    sys.exit(main())
