"""Builds the image and runs it for real, without a container engine: ``make image-check``.

What is built is started as process 1 of its own process namespace, as the user, entry point and environment
the image names, on a read-only root with only ``/tmp`` to write to, without capabilities. It must become
ready on a real Kafka, turn an article into an event, pass the image's own health check, and end with code 0
on SIGTERM.

Needs root, and Debian's buildah, crun, util-linux, debootstrap (only where the base image cannot be
pulled), Java and the jars of ``make kafka``. The base image, once made, is kept in ``.image/``.
"""

# ruff: noqa: S603, S607 - it is a script that runs the tools of this machine
# ruff: noqa: T201 - it prints what it found
# ruff: noqa: INP001 - it stands alone

import ast
import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from service.demo.broker import LocalKafka, free_port
from service.errors import BrokerError

ROOT = Path(__file__).parents[1]
WORK = ROOT / ".image"
STORE = WORK / "store"
BASE = "python:3.11-slim"
IMAGE = "dateline-check"
PACKAGES = {"buildah": "buildah", "crun": "crun", "unshare": "util-linux", "setpriv": "util-linux"}
PIP_OPTIONS = (
    "index-url",
    "extra-index-url",
    "trusted-host",
    "proxy",
    "timeout",
    "default-timeout",
    "retries",
)
READY_LIMIT_S = 90.0
STOP_LIMIT_S = 40.0
ARTICLE = (
    "<html lang=en><head><title>Library reopens</title></head><body><article><h1>Library reopens</h1>"
    "<p>The town library opened its doors again on Monday after a year of repairs to the roof.</p>"
    "<p>Some four hundred people came to borrow a book on the first morning, the librarian said.</p>"
    "<p>The council paid for the work with a grant, and a second reading room follows in spring.</p>"
    "</article></body></html>"
)


class CheckFailed(Exception):  # noqa: N818 - it names the result
    """The image does not do what it must."""


def main() -> int:
    """Build, look inside, run; 0 where all of it went well."""
    try:
        require_tools()
        WORK.mkdir(exist_ok=True)
        base_image()
        build()
        with mounted() as (root, configuration):
            look_inside(root, configuration)
            with LocalKafka() as kafka:
                run(root, configuration, kafka.bootstrap)
    except (CheckFailed, BrokerError) as failure:
        print(f"image-check: {failure}", file=sys.stderr)
        return 1
    print("image-check: passed")
    return 0


def require_tools() -> None:
    """Say at once what is missing."""
    missing = sorted({package for tool, package in PACKAGES.items() if shutil.which(tool) is None})
    if missing:
        raise CheckFailed(f"apt-get install --no-install-recommends {' '.join(missing)}")
    if os.geteuid() != 0:
        raise CheckFailed("run it as root: it mounts file systems and changes users")


def buildah(*arguments: str, check: bool = True) -> str:
    """Run buildah on a store of our own, and return what it prints."""
    store = ["--storage-driver", "vfs", "--root", str(STORE), "--runroot", str(WORK / "run")]
    done = subprocess.run(["buildah", *store, *arguments], check=False, text=True, capture_output=True)
    if check and done.returncode:
        raise CheckFailed(f"buildah {arguments[0]} failed:\n{done.stderr[-2000:]}")
    return done.stdout.strip() if not done.returncode else ""


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long something took."""
    begin = time.monotonic()
    yield
    print(f"{what}: {time.monotonic() - begin:.1f} s")


def base_image() -> None:
    """Have the base image: kept from before, pulled, or else made of this machine's own Debian."""
    if buildah("images", "--quiet", BASE, check=False):
        return
    if buildah("pull", BASE, check=False):
        print(f"base image: pulled {BASE}")
        return
    context = WORK / "base"
    archive = context / "rootfs.tar"
    if not archive.exists():
        with timed("base image made with debootstrap"):
            bootstrap(archive)
    containerfile = context / "Containerfile"
    containerfile.write_text("FROM scratch\nADD rootfs.tar /\n")
    buildah("bud", "--isolation", "chroot", "--format", "docker", "--tag", BASE, str(context))


def bootstrap(archive: Path) -> None:
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


def build() -> None:
    """Build the image as its Dockerfile says, with this machine's pip configuration and CA as secrets."""
    secrets = WORK / "secrets"
    secrets.mkdir(mode=0o700, exist_ok=True)
    arguments: list[str] = []
    options = pip_options()
    try:
        lines = [f"{name} = {value}\n" for name, value in options.items() if name in PIP_OPTIONS]
        if lines:
            (secrets / "pip.conf").write_text("[global]\n" + "".join(lines))
            arguments += ["--secret", f"id=pip_conf,src={secrets / 'pip.conf'}"]
        certificate = options.get("cert") or os.environ.get("SSL_CERT_FILE")
        if certificate and Path(certificate).is_file():
            arguments += ["--secret", f"id=ca,src={certificate}"]
        with timed("image built"):
            buildah(
                *("bud", "--isolation", "chroot", "--format", "docker", "--pull-never"),
                *arguments,
                *("--tag", IMAGE, str(ROOT)),
            )
        buildah("rmi", "--prune", check=False)  # the one it replaces
    finally:
        shutil.rmtree(secrets)


def pip_options() -> dict[str, str]:
    """Return pip's effective configuration: files and environment, the environment last."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    listed = subprocess.run(command, check=True, text=True, capture_output=True).stdout
    found: dict[str, str] = {}
    for line in sorted(listed.splitlines(), key=lambda line: line.startswith(":env:")):
        name, _, value = line.partition("=")
        found[name.rpartition(".")[2]] = " ".join(str(ast.literal_eval(value)).split())
    return found


@contextmanager
def mounted() -> Iterator[tuple[Path, dict[str, Any]]]:
    """Give the image's root file system and configuration."""
    configuration = json.loads(buildah("inspect", "--type", "image", IMAGE))["Docker"]["config"]
    container = buildah("from", "--pull-never", IMAGE)
    try:
        yield Path(buildah("mount", container)), configuration
    finally:
        buildah("rm", container)


def look_inside(root: Path, configuration: dict[str, Any]) -> None:
    """Check what the image holds and says of itself."""
    installed = root / "opt/dateline"
    print(f"image size: {size(root)} MB, of which Dateline and its libraries {size(installed)} MB")
    left = [
        name for name in ("etc/pip.conf", "run/secrets/ca", "root/.cache", "build") if (root / name).exists()
    ]
    left += [str(path.relative_to(root)) for path in installed.glob("bin/pip*")]
    if left:
        raise CheckFailed(f"the image holds what only the build needs: {', '.join(left)}")
    expected = {
        "User": "10001:10001",
        "Entrypoint": ["dateline"],
        "Cmd": ["run"],
        "ExposedPorts": {"9464/tcp": {}},
    }
    found = {name: configuration.get(name) for name in expected}
    if found != expected:
        raise CheckFailed(f"the image is configured as {found}, not {expected}")


def size(folder: Path) -> int:
    """Return the size of a folder in megabytes, links counted once."""
    listed = subprocess.run(["du", "-s", "-B1000000", folder], check=True, text=True, capture_output=True)
    return int(listed.stdout.split()[0])


def run(root: Path, configuration: dict[str, Any], bootstrap_servers: str) -> None:
    """Start the image, feed it an article, read the event, stop it."""
    port = free_port()
    group = f"check-{uuid4().hex[:8]}"
    environment = {
        **dict(line.split("=", 1) for line in configuration["Env"]),
        "DATELINE_KAFKA__BOOTSTRAP_SERVERS": bootstrap_servers,
        "DATELINE_CONSUMER__GROUP": group,
        "DATELINE_TOPICS__CREATE": "true",
        "DATELINE_HTTP__PORT": str(port),
        "DATELINE_WORKERS__COUNT": "1",
    }
    command = [*configuration["Entrypoint"], *configuration["Cmd"]]
    log = WORK / "service.log"
    begin = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*contained(root, configuration["User"]), *command], env=environment, stdout=output, stderr=output
        )
    try:
        wait_until_ready(process, port, log)
        print(f"start to ready: {time.monotonic() - begin:.1f} s")
        event = asyncio.run(through_kafka(bootstrap_servers))
        print(f"event: {event['article']['headline']!r}, {event['article']['word_count']} words")
        test = configuration["Healthcheck"]["Test"]
        with timed("health check of the image"):
            healthy = subprocess.run(
                ["chroot", "--userspec", configuration["User"], root, *test[1:]], env=environment, check=False
            )
        if healthy.returncode:
            raise CheckFailed("the image's health check fails while the service is ready")
        stop(process, log)
    finally:
        process.kill()
        process.wait()


def contained(root: Path, user: str) -> list[str | Path]:
    """Return the command that runs another as process 1, confined as compose.yaml confines the service."""
    uid, _, gid = user.partition(":")
    script = (
        'mount --bind "$0" "$0" && mount -t tmpfs -o mode=1777 tmp "$0/tmp" '
        '&& mount --rbind /dev "$0/dev" && mount -t proc proc "$0/proc" '
        '&& mount -o remount,bind,ro "$0" && exec chroot "$0" "$@"'
    )
    dropped = ["--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"]
    return [
        *("unshare", "--mount", "--pid", "--fork", "--kill-child", "--", "sh", "-c", script, root),
        *("setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups", *dropped, "--"),
    ]


def wait_until_ready(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Ask ``/readyz`` until it says 200."""
    deadline = time.monotonic() + READY_LIMIT_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise CheckFailed(f"the service ended while starting:\n{log.read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise CheckFailed(f"not ready after {READY_LIMIT_S:.0f} s:\n{log.read_text()[-2000:]}")


async def through_kafka(bootstrap_servers: str) -> dict[str, Any]:
    """Put an article on the raw topic and return its event."""
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap_servers)
    consumer = AIOKafkaConsumer(
        "articles.events", bootstrap_servers=bootstrap_servers, auto_offset_reset="earliest"
    )
    await producer.start()
    await consumer.start()
    try:
        with timed("article to event"):
            await producer.send_and_wait("articles.raw", ARTICLE.encode())
            async with asyncio.timeout(30):
                record = await consumer.getone()
    except TimeoutError:
        raise CheckFailed("no event within 30 s") from None
    finally:
        await consumer.stop()
        await producer.stop()
    event: dict[str, Any] = json.loads(record.value)
    return event


def stop(process: subprocess.Popen[bytes], log: Path) -> None:
    """Send SIGTERM to process 1 and want code 0."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    with timed("SIGTERM to end"):
        os.kill(int(children[0]), signal.SIGTERM)
        try:
            code = process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            raise CheckFailed(f"still running {STOP_LIMIT_S:.0f} s after SIGTERM") from None
    if code:
        raise CheckFailed(f"ended with code {code} on SIGTERM:\n{log.read_text()[-2000:]}")


if __name__ == "__main__":
    sys.exit(main())
