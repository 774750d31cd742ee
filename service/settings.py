"""Every setting, read once at start-up from ``DATELINE_*`` environment variables."""

import os
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PositiveFloat,
    PositiveInt,
    SecretStr,
    ValidationError,
)
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from schemas import ErrorCode
from service.errors import ConfigurationError

MEBIBYTE = 1 << 20
PREFIX = "DATELINE_"
SERVICE_LINK = re.compile(r"_SERVICE_HOST$|_SERVICE_PORT(_\w+)?$|_PORT_\d+_(TCP|UDP)(_\w+)?$")
"""Variables Kubernetes sets in every pod for a Service whose name begins with ``dateline``."""


def _split(value: object) -> object:
    return [part for part in re.split(r"[\s,]+", value) if part] if isinstance(value, str) else value


class Section(BaseModel):
    """A group of settings by concern."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class AdmitSettings(Section):
    """Limits on what is taken in."""

    max_value_bytes: PositiveInt = 16 * MEBIBYTE
    """Largest value, in bytes, as received and after content-encoding is undone."""
    max_expansion_ratio: PositiveFloat = 200.0
    """Most a compressed value may have grown, as a ratio, at any point past its first mebibyte."""


class CleanSettings(Section):
    """Limits on what is cleaned."""

    max_depth: PositiveInt = 500
    """Deepest nesting of elements."""
    max_nodes: PositiveInt = 30_000
    """Most elements of a page, or lines of a flat text."""
    max_blocks: PositiveInt = 6_000
    """Most blocks: paragraphs, headings, lines of menus."""


class EnrichSettings(Section):
    """What counts as known, and who says so."""

    min_language_confidence: Annotated[float, Field(ge=0, le=1)] = 0.5
    """Probability under which the language is null."""
    spacy_model: str | None = None
    """spaCy pipeline that tags the names in articles of its language, in place of the built-in tagger: an
    installed package or a directory; needs ``dateline[spacy]``."""


class PipelineSettings(Section):
    """The settings that decide what an event says; part of the pipeline fingerprint."""

    admit: AdmitSettings = AdmitSettings()
    clean: CleanSettings = CleanSettings()
    enrich: EnrichSettings = EnrichSettings()
    source: str = "dateline"
    """CloudEvents ``source`` of the events."""
    drop: Annotated[frozenset[ErrorCode], NoDecode, BeforeValidator(_split)] = frozenset()
    """Error codes whose records are dropped, counted by code, instead of dead-lettered; comma-separated."""


class KafkaSettings(Section):
    """How to reach the brokers."""

    bootstrap_servers: str = "localhost:9092"
    """Brokers as host:port, comma-separated."""
    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    """How connections are secured."""
    ssl_ca_file: Path | None = None
    """CA certificates in PEM; the system's where absent."""
    ssl_cert_file: Path | None = None
    """Client certificate in PEM, for mutual TLS."""
    ssl_key_file: Path | None = None
    """Key of the client certificate in PEM."""
    ssl_key_password: SecretStr | None = None
    """Password of the key."""
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = "SCRAM-SHA-512"
    """SASL mechanism, with a SASL security protocol."""
    sasl_username: str | None = None
    """SASL user."""
    sasl_password: SecretStr | None = None
    """SASL password."""
    client_id: str = "dateline"
    """Name shown in the brokers' logs and quotas."""
    request_timeout_ms: PositiveInt = 40_000
    """Longest wait for a broker's answer, milliseconds."""


class TopicSettings(Section):
    """The topics, and whether to make them."""

    raw: str = "articles.raw"
    """Raw articles are read from here."""
    events: str = "articles.events"
    """News events are written here."""
    dead: str = "articles.dead"
    """Dead letters are written here."""
    create: bool = False
    """Create missing topics at start-up."""
    partitions: PositiveInt = 4
    """Partitions of a created topic."""
    replication: PositiveInt = 1
    """Replicas of a created topic."""

    @property
    def names(self) -> tuple[str, str, str]:
        """The raw, events and dead-letter topic."""
        return self.raw, self.events, self.dead

    @property
    def differ(self) -> bool:
        """Whether no topic is named twice: the service would read what it writes."""
        return len(set(self.names)) == len(self.names)


class ConsumerSettings(Section):
    """How records are read, and how many may be under way."""

    group: str = "dateline"
    """Consumer group; replicas in one group share the partitions."""
    start: Literal["earliest", "latest"] = "earliest"
    """Where a group without committed offsets begins."""
    max_batch_records: PositiveInt = 500
    """Most records taken from the client at once."""
    max_in_flight_records: PositiveInt = 8_000
    """Records read and not yet acknowledged as written at which fetching pauses; or a quarter as many that no
    worker has done."""
    max_in_flight_bytes: PositiveInt = 64 * MEBIBYTE
    """Bytes read and not yet acknowledged as written at which fetching pauses."""
    session_timeout_ms: PositiveInt = 30_000
    """Silence after which the group gives a replica's partitions away, milliseconds."""
    max_poll_interval_ms: PositiveInt = 300_000
    """Time without polling after which a replica leaves the group, milliseconds."""


class ProducerSettings(Section):
    """How events and dead letters are written."""

    compression: Literal["none", "gzip", "lz4", "snappy", "zstd"] = "zstd"
    """Compression of what is written."""
    max_batch_bytes: PositiveInt = 512 * 1024
    """Most bytes of one batch to one partition; never more than the topics take."""
    linger_ms: Annotated[int, Field(ge=0)] = 0
    """Time a batch waits for company, milliseconds; exactly once, until its transaction is committed."""
    max_request_bytes: PositiveInt = 16 * MEBIBYTE
    """Largest request; the broker's own limit still holds."""


class WorkerSettings(Section):
    """The processes that do the CPU work."""

    count: Annotated[int, Field(ge=0)] = 0
    """Worker processes; 0 is one a CPU the process may use."""
    chunk_records: PositiveInt = 64
    """Most records handed to a worker at once."""
    chunk_bytes: PositiveInt = 512 * 1024
    """Most bytes handed to a worker at once, a larger record alone."""
    record_timeout_s: PositiveFloat = 20.0
    """Time limit of one record, seconds."""
    max_memory_mb: Annotated[int, Field(ge=256)] = 1_024
    """Memory a worker may take, mebibytes; the models alone need about 200."""
    recycle_after: PositiveInt = 5_000
    """Chunks after which a worker is replaced."""


class RetrySettings(Section):
    """Back-off of retriable faults: exponential, with jitter."""

    initial_ms: PositiveInt = 200
    """First wait, milliseconds."""
    max_ms: PositiveInt = 15_000
    """Longest wait, milliseconds."""


class HttpSettings(Section):
    """The port of metrics and health."""

    host: str = "0.0.0.0"  # noqa: S104 - a container's port is reached from outside it
    """Address to listen on."""
    port: Annotated[int, Field(ge=0, le=65535)] = 9464
    """Port to listen on; 0 takes a free one."""
    stall_s: PositiveFloat = 30.0
    """Time without a turn of the loop after which ``/healthz`` fails, seconds."""
    console: bool = True
    """Serve the console, a read-only page for people, at ``/``."""


class LogSettings(Section):
    """What is logged, and how."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    """Least severity that is written."""
    format: Literal["auto", "json", "console"] = "auto"
    """JSON lines or readable text; auto is text on a terminal."""


class Settings(BaseSettings):
    """All settings; nested names are joined by two underscores: ``DATELINE_KAFKA__SASL_USERNAME``.

    Made directly it holds the defaults and what is passed; ``load_settings`` reads the environment.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
    )

    kafka: KafkaSettings = KafkaSettings()
    topics: TopicSettings = TopicSettings()
    consumer: ConsumerSettings = ConsumerSettings()
    producer: ProducerSettings = ProducerSettings()
    workers: WorkerSettings = WorkerSettings()
    retry: RetrySettings = RetrySettings()
    http: HttpSettings = HttpSettings()
    log: LogSettings = LogSettings()
    pipeline: PipelineSettings = PipelineSettings()
    delivery: Literal["at_least_once", "exactly_once"] = "at_least_once"
    """What a fault may do: repeat events under the same id, or nothing a ``read_committed`` reader sees."""
    drain_timeout_s: PositiveFloat = 25.0
    """Time given to finish what is in flight after SIGTERM, seconds."""

    @property
    def exactly_once(self) -> bool:
        """Whether outputs and offsets are written in transactions."""
        return self.delivery == "exactly_once"

    @classmethod
    def settings_customise_sources(  # type: ignore[override] # the other sources are not wanted
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the hook's signature
        init_settings: PydanticBaseSettingsSource,
        **_: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read nothing behind the caller's back."""
        return (init_settings,)


def load_settings(environ: Mapping[str, str] | None = None, **overrides: object) -> Settings:
    """Read the settings from the environment.

    Args:
        environ: the variables; the process's own where absent.
        overrides: sections, or parts of them as nested mappings, that win over the environment.

    Raises:
        ConfigurationError: a variable is unknown or its value is wrong; one line each.
    """
    environ = os.environ if environ is None else environ
    if faults := list(_unknown(environ)):
        raise ConfigurationError("\n".join(faults))
    source = EnvSettingsSource(Settings)
    source.env_vars = {name.lower(): value for name, value in environ.items()}
    try:
        return Settings(**_merge(source(), overrides))
    except ValidationError as error:
        raise ConfigurationError("\n".join(_faults(error))) from None


def variables() -> Iterator[tuple[str, FieldInfo]]:
    """List every setting by its environment variable, in the order of the sections."""
    for name, section in Settings.model_fields.items():
        yield from _variables(PREFIX + name.upper(), section)


def _variables(name: str, field: FieldInfo) -> Iterator[tuple[str, FieldInfo]]:
    if isinstance(field.annotation, type) and issubclass(field.annotation, Section):
        for part, inner in field.annotation.model_fields.items():
            yield from _variables(f"{name}__{part.upper()}", inner)
    else:
        yield name, field


def _unknown(environ: Mapping[str, str]) -> Iterator[str]:
    known = [name for name, _ in variables()]
    for name, value in environ.items():
        if not name.startswith(PREFIX) or name in known:
            continue
        if SERVICE_LINK.search(name) or value.startswith(("tcp://", "udp://")):
            continue
        close = get_close_matches(name, known, 1, 0.5)
        yield f"{name}: no such setting" + (f"; did you mean {close[0]}?" if close else "")


def _faults(error: ValidationError) -> Iterator[str]:
    for fault in error.errors(include_url=False):
        name = PREFIX + "__".join(str(part).upper() for part in fault["loc"] if isinstance(part, str))
        message = fault["msg"].removeprefix("Value error, ")
        secret = "PASSWORD" in name
        given = "" if secret or fault["type"] == "missing" else f", not {str(fault['input'])[:80]!r}"
        yield f"{name}: {message[0].lower()}{message[1:]}{given}"


def _merge(base: dict[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for name, value in over.items():
        inner = merged.get(name)
        merged[name] = (
            _merge(inner, value) if isinstance(value, Mapping) and isinstance(inner, dict) else value
        )
    return merged
