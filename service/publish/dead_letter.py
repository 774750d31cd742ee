"""Dead letters: the original record untouched, with headers that say why it failed."""

from schemas import DeadLetterHeaders, ErrorCode, StageName
from service import __version__
from service.record import InputRecord, OutputRecord

MAX_MESSAGE = 500


def write_dead_letter(
    record: InputRecord, stage: StageName, code: ErrorCode, message: str, attempts: int
) -> OutputRecord:
    """Write the dead letter of a record.

    Headers an earlier dead letter of the same record left are replaced: a record carries one reason.
    Outside Kafka the origin is topic ``""``, partition, offset and timestamp 0.
    """
    headers = DeadLetterHeaders(
        error_code=code,
        stage=stage,
        message=" ".join(message.split())[:MAX_MESSAGE],
        attempts=attempts,
        origin_topic=record.topic or "",
        origin_partition=record.partition or 0,
        origin_offset=record.offset or 0,
        origin_timestamp=record.timestamp or 0,
        service_version=__version__,
    )
    ours = headers.model_dump(mode="json", by_alias=True)
    kept = tuple((name, value) for name, value in record.headers if name not in ours)
    added = tuple((name, str(value).encode()) for name, value in ours.items())
    return OutputRecord(record.key, record.value, kept + added)
