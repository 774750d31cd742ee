"""Whether there is tracing, by OpenTelemetry's own variables, and that it costs nothing without."""

import subprocess
import sys
from pathlib import Path

import pytest

from service.errors import ConfigurationError
from service.runtime.tracing.setup import traces_endpoint
from tests.cli.command import clean_environment

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("environ", "endpoint"),
    [
        ({}, None),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": " "}, None),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://otel:4318"}, "http://otel:4318/v1/traces"),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "https://otel/tenant/"}, "https://otel/tenant/v1/traces"),
        (
            {
                "OTEL_EXPORTER_OTLP_ENDPOINT": "http://metrics:4318",
                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://traces:4318/in",
            },
            "http://traces:4318/in",
        ),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://otel:4318", "OTEL_SDK_DISABLED": "true"}, None),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://otel:4318", "OTEL_TRACES_EXPORTER": "none"}, None),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "otel:4317", "OTEL_TRACES_EXPORTER": "none"}, None),
        (
            {
                "OTEL_EXPORTER_OTLP_ENDPOINT": "http://otel:4318",
                "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc",
                "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL": "http/protobuf",
            },
            "http://otel:4318/v1/traces",
        ),
    ],
)
def test_an_endpoint_turns_tracing_on(environ: dict[str, str], endpoint: str | None) -> None:
    """The variables mean what OpenTelemetry says they mean."""
    assert endpoint == traces_endpoint(environ)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "OTEL_EXPORTER_OTLP_PROTOCOL: Dateline speaks http/protobuf"),
        ("OTEL_TRACES_EXPORTER", "zipkin", "OTEL_TRACES_EXPORTER: spans are exported by otlp or none"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "otel:4318", "OTEL_EXPORTER_OTLP_ENDPOINT: write it as http://HOST"),
        ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://[::1", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: write"),
    ],
)
def test_what_cannot_be_done_is_refused(name: str, value: str, told: str) -> None:
    """The variable is named, and what to write instead."""
    with pytest.raises(ConfigurationError) as refused:
        traces_endpoint({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://otel:4318"} | {name: value})
    assert str(refused.value).startswith(told)


def run(program: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a Python of its own."""
    environment = clean_environment(environ)
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_tracing_nothing_of_it_is_loaded() -> None:
    """The service and its sessions are there, OpenTelemetry is not; its lanes are the plain ones."""
    ended = run(
        "import sys, service.app\n"
        "from service.runtime.lanes import Lane\n"
        "from service.runtime.tracing.setup import begin_tracing, traces_endpoint\n"
        "print(begin_tracing(traces_endpoint({}), None).make_lane is Lane)\n"
        "print([name for name in sys.modules if name.startswith(('opentelemetry', 'google', 'requests'))])"
    )
    assert ("True\n[]\n", "") == (ended.stdout, ended.stderr)


def test_an_endpoint_without_the_extra_is_wrong_configuration() -> None:
    """``dateline run`` ends with code 2 and says what to install, before it looks for a broker."""
    ended = run(
        "import sys; sys.modules['opentelemetry'] = None\n"
        "from service.cli import execute\n"
        "sys.exit(execute(['run', '-b', '127.0.0.1:1']))",
        OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:4318",
    )
    assert (2, "") == (ended.returncode, ended.stdout)
    assert ended.stderr == (
        "dateline: OTEL_EXPORTER_OTLP_ENDPOINT is set, but tracing needs: pip install 'dateline[tracing]'\n"
    )


def test_a_variable_the_sdk_reads_itself_is_told_of_too() -> None:
    """A batch larger than the queue would leave the service without tracing, or with a trace of Python's."""
    ended = run(
        "import sys; from service.cli import execute\nsys.exit(execute(['run', '-b', '127.0.0.1:1']))",
        OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:4318",
        OTEL_BSP_MAX_QUEUE_SIZE="10",
        OTEL_BSP_MAX_EXPORT_BATCH_SIZE="20",
    )
    assert 2 == ended.returncode
    assert ended.stderr.splitlines()[-1].startswith("dateline: OTEL_* variables: max_export_batch_size must")
