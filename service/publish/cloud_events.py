"""CloudEvents 1.0 in Kafka's binary mode: attributes as ``ce_`` headers, the value is the event itself.

Source: CloudEvents "Kafka Protocol Binding" 1.0.2, section 3.2.
"""

from datetime import UTC, datetime

from schemas import NewsEvent
from service.record import Headers, InputRecord

EVENT_TYPE = "dateline.news_event.v1"
TRACE_HEADERS = ("traceparent", "tracestate")


def cloud_event_headers(event: NewsEvent, record: InputRecord, source: str) -> Headers:
    """Write the headers of an event; ``ce_time`` is the input record's timestamp, never a clock's."""
    attributes = {
        "ce_specversion": "1.0",
        "ce_type": EVENT_TYPE,
        "ce_source": source,
        "ce_id": event.id,
        "ce_subject": event.article.canonical_url,
        "ce_time": _rfc3339(record.timestamp),
        "ce_schemaversion": event.schema_version,
        "content-type": "application/json",
        **{name: record.header(name) for name in TRACE_HEADERS},
    }
    return tuple((name, value.encode()) for name, value in attributes.items() if value is not None)


def _rfc3339(milliseconds: int | None) -> str | None:
    if milliseconds is None or milliseconds < 0:
        return None
    try:
        moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return None
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
