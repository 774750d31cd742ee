"""The log: structlog for us, and what libraries log brought to the same lines."""

import logging
from collections.abc import Mapping
from typing import Any, TextIO

import orjson
import structlog

from service.runtime.kafka.clients import KafkaError
from service.settings import LogSettings

Log = structlog.typing.FilteringBoundLogger


def configure_logging(settings: LogSettings, stream: TextIO) -> None:
    """Set structlog up: JSON lines, or readable text on a terminal.

    What libraries log goes the same way: warnings of the event loop as they are, Kafka's client
    at debug only, because it repeats every failed attempt and telemetry says once what matters.
    """
    console = settings.format == "console" or (settings.format == "auto" and stream.isatty())
    level = logging.getLevelNamesMapping()[settings.level.upper()]
    shared: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if console:
        # No traceback that shows local variables: one of them may be a password.
        renderer: structlog.typing.Processor = structlog.dev.ConsoleRenderer(
            colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    else:
        shared.append(structlog.processors.format_exc_info)
        renderer = structlog.processors.JSONRenderer(serializer=_json)
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    client_log.install()


def _json(event: Mapping[str, Any], **_: object) -> str:
    return orjson.dumps(event, default=str).decode()


class ClientLog(logging.Handler):
    """What the libraries log: Kafka's client at debug, the rest at its own level."""

    def __init__(self) -> None:
        """Begin with no trouble seen."""
        super().__init__()
        self.trouble: str | None = None
        """The last thing Kafka's client complained of; it often knows the cause its exceptions lack."""
        self.cause: BaseException | None = None
        """The exception it complained of; the one it raises itself says only that it cannot connect."""

    def install(self) -> None:
        """Take over the root logger, once."""
        root = logging.getLogger()
        if self not in root.handlers:
            root.addHandler(self)
        logging.getLogger("aiokafka").setLevel(logging.INFO)

    def forget(self) -> None:
        """Begin anew: what went wrong before is over."""
        self.trouble = self.cause = None

    def emit(self, record: logging.LogRecord) -> None:
        """Pass a line on."""
        message = record.getMessage()
        log: Log = structlog.get_logger()
        if record.name.startswith("aiokafka"):
            if record.levelno >= logging.ERROR:
                self.trouble = message
                arguments = record.args if isinstance(record.args, tuple) else ()
                self.cause = next((a for a in arguments if isinstance(a, BaseException)), None)
            log.debug("kafka client", message=message, level_name=record.levelname.lower())
        elif record.exc_info and isinstance(record.exc_info[1], KafkaError):
            # A future of the client's own that nobody outside it can look at; what it says we say once.
            log.debug("kafka client", message=message, level_name=record.levelname.lower())
        elif record.levelno >= logging.WARNING:
            log.log(record.levelno, message, logger=record.name, exc_info=record.exc_info)


client_log = ClientLog()
