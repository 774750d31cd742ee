"""Kafka records as plain values, free of any client library."""

from typing import NamedTuple

Headers = tuple[tuple[str, bytes | None], ...]


class InputRecord(NamedTuple):
    """A record as read; coordinates and timestamp are null outside Kafka."""

    value: bytes | None
    key: bytes | None = None
    headers: Headers = ()
    topic: str | None = None
    partition: int | None = None
    offset: int | None = None
    timestamp: int | None = None
    """Milliseconds since 1970-01-01 UTC."""

    def header(self, name: str) -> str | None:
        """Return the last header of that name (case-insensitive) as text; null where absent or not UTF-8."""
        for key, value in reversed(self.headers):
            if key.lower() == name and value is not None:
                try:
                    return value.decode()
                except UnicodeDecodeError:
                    return None
        return None


class OutputRecord(NamedTuple):
    """A record to write; the topic is the runtime's to choose."""

    key: bytes | None
    value: bytes | None
    headers: Headers
