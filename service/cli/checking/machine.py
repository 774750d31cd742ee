"""Whether this machine, or the container, can do what the settings ask of it."""

import asyncio
import os
import socket
import time
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from prometheus_client import CollectorRegistry

from service.cli.checking.finding import Finding, misconfigured, ok, warning
from service.errors import ConfigurationError, ServiceError
from service.runtime.metrics import Metrics
from service.runtime.telemetry import Telemetry
from service.runtime.tracing.setup import traces_endpoint
from service.runtime.workers.pool import worker_count
from service.runtime.workers.stillness import Stillness
from service.runtime.workers.supervising import Worker
from service.runtime.workers.worker import build_pipeline
from service.settings import MEBIBYTE, HttpSettings, Settings

CGROUP = Path("/sys/fs/cgroup")
OWN_MB = 250
"""What the service takes beside its workers and what is in flight, mebibytes."""
WORKER_MB = 250
"""What a worker takes with its models and an ordinary article, mebibytes."""
PIPELINE_LIMIT_S = 12.0
"""Longest a worker may take to load its models here, seconds."""
CONNECT_LIMIT_S = 3.0


def memory_limit(root: Path = CGROUP) -> int:
    """Return the memory we may take, bytes: the container's limit, else the machine's memory."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limits = (_number(root / name) for name in ("memory.max", "memory/memory.limit_in_bytes"))
    return min([machine, *(limit for limit in limits if limit is not None)])


def cpu_limit(root: Path = CGROUP) -> float:
    """Return the CPUs we may use: the container's quota, else those we may run on."""
    ours = float(len(os.sched_getaffinity(0)))
    try:
        quota, period = (root / "cpu.max").read_text().split()
        return min(ours, int(quota) / int(period))
    except (OSError, ValueError):  # no limit, or another kind of control group
        return ours


def _number(path: Path) -> int | None:
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return None


def look_at_machine(settings: Settings, root: Path = CGROUP) -> Iterator[Finding]:
    """Say whether memory and CPUs are enough for the workers."""
    workers, cpus = worker_count(settings.workers), cpu_limit(root)
    memory = memory_limit(root) // MEBIBYTE
    flying = settings.consumer.max_in_flight_bytes // MEBIBYTE
    least = workers * WORKER_MB + OWN_MB + flying
    most = workers * settings.workers.max_memory_mb + OWN_MB + flying
    if workers > max(round(cpus), 1):
        yield warning(
            "cpu",
            f"{workers} workers share {cpus:g} CPUs",
            f"set DATELINE_WORKERS__COUNT={max(round(cpus), 1)}",
        )
    else:
        yield ok("cpu", f"{workers} workers, {cpus:g} CPUs")
    asked = f"{workers} workers want {least:,} MiB and may take {most:,}"
    if memory < least:
        yield misconfigured(
            "memory", f"{asked}; there are {memory:,}", "give it more, or lower DATELINE_WORKERS__COUNT"
        )
    elif memory < most:
        yield warning(
            "memory",
            f"{asked}; there are {memory:,}: at worst all of it is killed, not one worker",
            "give it more, or lower DATELINE_WORKERS__MAX_MEMORY_MB or __COUNT",
        )
    else:
        yield ok("memory", f"{asked}; there are {memory:,}")


def look_at_port(settings: HttpSettings) -> Finding:
    """Say whether the port of metrics and health is free."""
    about = f"port {settings.host}:{settings.port}"
    try:
        family, *_, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
    except OSError as error:
        return warning(
            about,
            f"cannot listen here now: {error.strerror or error}",
            "where the service runs already this is well; else choose another DATELINE_HTTP__PORT",
        )
    return ok(about, "free, for metrics and health")


async def look_at_tracing(environ: Mapping[str, str]) -> list[Finding]:
    """Say whether spans can be sent; nothing where nobody asked for them."""
    try:
        endpoint = traces_endpoint(environ)
    except ConfigurationError as error:
        return [misconfigured("tracing", str(error))]
    if endpoint is None:
        return []
    url = urlsplit(endpoint)
    port = url.port or (443 if url.scheme == "https" else 80)
    about = f"tracing {url.hostname}:{port}"
    try:
        async with asyncio.timeout(CONNECT_LIMIT_S):
            _, writer = await asyncio.open_connection(url.hostname, port)
    except (OSError, TimeoutError) as error:
        found = (
            "no answer" if isinstance(error, TimeoutError) else f"cannot connect: {error.strerror or error}"
        )
        return [warning(about, found, "start the receiver; spans are lost until then, records are not")]
    writer.close()
    return [ok(about, "answers")]


async def look_at_pipeline(settings: Settings) -> Finding:
    """Start one worker as the service does, with its limits: models, tables and plug-ins are loaded."""
    about = "models and plug-ins"
    factory = partial(build_pipeline, settings.pipeline)
    telemetry = Telemetry(Metrics(CollectorRegistry()))
    worker = Worker(settings.workers, factory, telemetry, settings.retry, Stillness())
    begun = time.monotonic()
    try:
        async with asyncio.timeout(PIPELINE_LIMIT_S):
            await worker.start()
        taken = _resident(worker.pid)
    except TimeoutError:
        return misconfigured(about, f"not loaded after {PIPELINE_LIMIT_S:.0f} s", "give it more CPU")
    except ServiceError as error:
        return misconfigured(about, str(error), "mend or uninstall what it names")
    finally:
        await worker.stop()
    return ok(about, f"loaded in {time.monotonic() - begun:.1f} s{taken}")


def _resident(pid: int | None) -> str:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return ""
    (line,) = (line for line in status.splitlines() if line.startswith("VmRSS:"))
    return f", {int(line.split()[1]) // 1024} MiB a worker"
