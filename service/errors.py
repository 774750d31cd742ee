"""Every fault a record or the service can end with.

DatelineError
├── RecordError          one record cannot become an event: dead-lettered with its ``code``
│   ├── AdmitError
│   └── CleanError
└── ServiceError         the service cannot go on: exits with ``exit_code``
    ├── ConfigurationError
    ├── BrokerError      retriable while the broker may come back
    └── PipelineError    record after record fails by the service's own fault

``retriable`` says whether the same call may succeed later.
"""

from typing import ClassVar

from schemas import ErrorCode, StageName


class DatelineError(Exception):
    """Base of every error Dateline raises on purpose."""

    retriable: ClassVar[bool] = False


class RecordError(DatelineError):
    """One record cannot become an event.

    The message is short and free of article text: it travels in a header and a log line.
    """

    stage: ClassVar[StageName]

    def __init__(self, code: ErrorCode, message: str | None = None) -> None:
        """Say why, by code, and what exactly, by message (the code's meaning where absent)."""
        super().__init__(code, message)
        self.code = code
        self.message = message or code.meaning

    def __str__(self) -> str:
        return f"{self.code.value}: {self.message}"


class AdmitError(RecordError):
    """The bytes are not an article."""

    stage = StageName.ADMIT


class CleanError(RecordError):
    """No article can be cut from the content."""

    stage = StageName.CLEAN


class ServiceError(DatelineError):
    """The service cannot go on; the message says what to do."""

    exit_code: ClassVar[int] = 1


class ConfigurationError(ServiceError):
    """A setting or argument is wrong."""

    exit_code = 2


class BrokerError(ServiceError):
    """The broker cannot be reached or refuses us."""

    exit_code = 3
    retriable = True


class PipelineError(ServiceError):
    """The pipeline itself is broken: every record fails, so none is to blame."""

    exit_code = 4
