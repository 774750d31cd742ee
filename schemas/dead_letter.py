"""The dead letter: the original record untouched, and headers that say why it failed."""

from enum import StrEnum

from pydantic import ConfigDict, Field, NonNegativeInt, PositiveInt

from schemas.base import Record, Vocabulary


class StageName(StrEnum):
    """Where a record failed."""

    ADMIT = "admit"
    CLEAN = "clean"
    ENRICH = "enrich"
    PUBLISH = "publish"
    RUNTIME = "runtime"


class ErrorCode(Vocabulary):
    """Why a record failed."""

    NULL_VALUE = "null_value", "The record has no value (a tombstone)."
    EMPTY_VALUE = "empty_value", "The value is empty or only white space."
    VALUE_TOO_LARGE = "value_too_large", "The value, or what it expands to, is over the size limit."
    UNSUPPORTED_ENCODING = "unsupported_encoding", "The content-encoding is not known."
    CORRUPT_ENCODING = "corrupt_encoding", "The compressed value is truncated or damaged."
    EXPANSION_LIMIT = "expansion_limit", "The compressed value expands past the allowed ratio or size."
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type", "The content type is neither JSON, HTML nor text."
    BINARY_CONTENT = "binary_content", "The content is binary, not text."
    UNDECODABLE_TEXT = "undecodable_text", "No charset decodes the bytes to text."
    NUL_BYTES = "nul_bytes", "The text holds NUL characters."
    LONE_SURROGATE = "lone_surrogate", "The text holds half of a surrogate pair."
    INVALID_JSON = "invalid_json", "The value claims to be JSON and is not."
    WRONG_SHAPE = "wrong_shape", "The JSON value is not one object."
    WRONG_TYPE = "wrong_type", "A field of the JSON object has the wrong type."
    NO_CONTENT = "no_content", "The object carries no content, or only white space."
    NESTED_TOO_DEEP = "nested_too_deep", "The markup is nested past the depth limit."
    TOO_MANY_NODES = "too_many_nodes", "The page has more elements or lines than the limit."
    TEXT_TOO_LONG = "text_too_long", "The text is longer than that of any article."
    NO_ARTICLE = "no_article", "No article was found in the content."
    EVENT_TOO_LARGE = "event_too_large", "The event is larger than the broker takes."
    WORKER_CRASHED = "worker_crashed", "The worker process died on this record."
    WORKER_TIMEOUT = "worker_timeout", "The record took longer than its time limit."
    WORKER_OUT_OF_MEMORY = "worker_out_of_memory", "The record needed more memory than a worker may have."
    INTERNAL_ERROR = "internal_error", "A fault in Dateline itself; please report it."


class DeadLetterHeaders(Record):
    """The headers added to the original record; values are UTF-8 text, numbers in decimal."""

    model_config = ConfigDict(populate_by_name=True)

    error_code: ErrorCode = Field(alias="dateline-error-code")
    """Why the record failed."""
    stage: StageName = Field(alias="dateline-stage")
    """Where it failed."""
    message: str = Field(alias="dateline-message", max_length=500)
    """What was wrong, in a short line without article text."""
    attempts: PositiveInt = Field(alias="dateline-attempts")
    """How often processing was tried."""
    origin_topic: str = Field(alias="dateline-origin-topic")
    """Topic the record was read from."""
    origin_partition: NonNegativeInt = Field(alias="dateline-origin-partition")
    """Partition the record was read from."""
    origin_offset: NonNegativeInt = Field(alias="dateline-origin-offset")
    """Offset of the record in its partition."""
    origin_timestamp: int = Field(alias="dateline-origin-timestamp")
    """Kafka timestamp of the record, milliseconds since 1970-01-01 UTC."""
    service_version: str = Field(alias="dateline-service-version")
    """Version of Dateline that gave up on the record."""
