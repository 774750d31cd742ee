"""Tracing: whether the environment asks for it, by OpenTelemetry's own variables, and how it begins and ends.

Nothing of OpenTelemetry is imported until tracing begins: where it is off, it costs nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from urllib.parse import urlsplit

from service.errors import ConfigurationError
from service.runtime.lanes import Lane
from service.runtime.telemetry import Telemetry

BASE = "OTEL_EXPORTER_OTLP_ENDPOINT"
ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"
PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
EXPORTER = "OTEL_TRACES_EXPORTER"
DISABLED = "OTEL_SDK_DISABLED"
SPOKEN = "http/protobuf"
NEEDED = ("opentelemetry.sdk.trace", "opentelemetry.exporter.otlp.proto.http")


@dataclass(frozen=True, slots=True)
class Tracing:
    """How lanes are made, and what ends tracing; without tracing, plain lanes and nothing."""

    make_lane: Callable[..., Lane] = Lane
    stop: Callable[[], None] = lambda: None
    """Sends the last spans; takes two seconds at most."""


def traces_endpoint(environ: Mapping[str, str]) -> str | None:
    """Return where spans go, as a URL; null where tracing is off.

    Raises:
        ConfigurationError: what is asked for cannot be done.
    """
    if environ.get(DISABLED, "").strip().lower() == "true":
        return None
    base = environ.get(BASE, "").strip()
    endpoint = environ.get(ENDPOINT, "").strip() or (f"{base.rstrip('/')}/v1/traces" if base else "")
    exporter = environ.get(EXPORTER, "").strip().lower()
    if not endpoint or exporter == "none":
        return None
    if exporter not in ("", "otlp"):
        raise ConfigurationError(f"{EXPORTER}: spans are exported by otlp or none, not {exporter!r}")
    for name in PROTOCOLS:
        if protocol := environ.get(name, "").strip():
            if protocol != SPOKEN:
                raise ConfigurationError(
                    f"{name}: Dateline speaks {SPOKEN}, not {protocol!r}; collectors take it on port 4318"
                )
            break
    name = ENDPOINT if environ.get(ENDPOINT, "").strip() else BASE
    try:
        url = urlsplit(endpoint)
        fits = url.scheme in ("http", "https") and bool(url.hostname) and url.port != 0
    except ValueError:
        fits = False
    if not fits:
        raise ConfigurationError(f"{name}: write it as http://HOST:4318 or https://HOST:4318")
    if not _installed():
        raise ConfigurationError(f"{name} is set, but tracing needs: pip install 'dateline[tracing]'")
    return endpoint


def _installed() -> bool:
    try:
        return all(find_spec(name) is not None for name in NEEDED)
    except (ImportError, ValueError):
        return False


def begin_tracing(endpoint: str | None, telemetry: Telemetry) -> Tracing:
    """Begin to trace to an endpoint, where there is one.

    Raises:
        ConfigurationError: a variable that OpenTelemetry reads itself is wrong.
    """
    if endpoint is None:
        return Tracing()
    from service.runtime.tracing.exporting import Exporting  # noqa: PLC0415 - as said above

    exporting = Exporting(endpoint, telemetry)
    return Tracing(exporting.lane, exporting.stop)
