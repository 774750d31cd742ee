"""``dateline check``: what a container gives beside what the settings ask, told from its control group."""

from pathlib import Path

import pytest

from service.cli.checking.finding import Status
from service.cli.checking.machine import cpu_limit, look_at_machine, look_at_tracing, memory_limit
from service.settings import Settings, WorkerSettings
from tests.runtime.otlp import receiving

MEBIBYTE = 1 << 20


def container(folder: Path, memory_mb: int, cpus: str) -> Path:
    """Write what the kernel tells a container with limits."""
    (folder / "memory.max").write_text(f"{memory_mb * MEBIBYTE}\n")
    (folder / "cpu.max").write_text(f"{cpus}\n")
    return folder


def test_limits_are_the_containers(tmp_path: Path) -> None:
    """Quota and limit count where there are any, the machine otherwise."""
    assert memory_limit(tmp_path) > 0
    assert cpu_limit(tmp_path) >= 1
    limited = container(tmp_path, 512, "50000 100000")
    assert (512 * MEBIBYTE, 0.5) == (memory_limit(limited), cpu_limit(limited))
    (tmp_path / "memory.max").write_text("max\n")
    (tmp_path / "cpu.max").write_text("max 100000\n")
    assert memory_limit(tmp_path) > 512 * MEBIBYTE
    assert cpu_limit(tmp_path) >= 1


@pytest.mark.parametrize(
    ("memory_mb", "workers", "status", "told"),
    [
        (512, 2, Status.FAILURE, "lower DATELINE_WORKERS__COUNT"),
        (1500, 2, Status.WARNING, "lower DATELINE_WORKERS__MAX_MEMORY_MB"),
        (3000, 1, Status.OK, None),
    ],
)
def test_memory_is_enough_or_not(
    tmp_path: Path, memory_mb: int, workers: int, status: Status, told: str | None
) -> None:
    """Too little for the models is a failure, too little for the workers' limits a warning."""
    settings = Settings(workers=WorkerSettings(count=workers))
    found = {f.about: f for f in look_at_machine(settings, container(tmp_path, memory_mb, "max 100000"))}
    assert status is found["memory"].status
    assert (told or "") in (found["memory"].advice or "")


def test_more_workers_than_the_quota_is_a_warning(tmp_path: Path) -> None:
    """A worker a CPU of the machine is too many where the container has a part of one."""
    settings = Settings(workers=WorkerSettings(count=4))
    found = {f.about: f for f in look_at_machine(settings, container(tmp_path, 8000, "100000 100000"))}
    assert (Status.WARNING, "4 workers share 1 CPUs", "set DATELINE_WORKERS__COUNT=1") == (
        found["cpu"].status,
        found["cpu"].found,
        found["cpu"].advice,
    )


async def test_a_receiver_of_spans_is_looked_for() -> None:
    """It answers, it does not, its variables are wrong, or nobody asks for one."""
    assert [] == await look_at_tracing({})
    with receiving() as receiver:
        (there,) = await look_at_tracing({"OTEL_EXPORTER_OTLP_ENDPOINT": receiver.endpoint})
    (gone,) = await look_at_tracing({"OTEL_EXPORTER_OTLP_ENDPOINT": receiver.endpoint})
    (wrong,) = await look_at_tracing({"OTEL_EXPORTER_OTLP_ENDPOINT": "otel"})
    assert [Status.OK, Status.WARNING, Status.FAILURE] == [there.status, gone.status, wrong.status]
    assert (0, 2) == (gone.exit_code, wrong.exit_code)
