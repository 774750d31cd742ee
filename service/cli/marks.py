"""Marks: which dead letters went back to a topic, kept by the broker as the offsets of consumer groups.

The group ``dateline/replay/DEAD/to/TARGET/CHUNK`` holds the marks of the offsets from
``CHUNK * CHUNK_LETTERS`` on, of every partition of the dead topic: a bit a letter, in the metadata of the
offset it commits. Nobody reads with these groups. There are several because the broker takes 4,096 bytes of
metadata at most.
"""

import asyncio
import base64
import binascii
from collections.abc import Iterable, Mapping

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import GroupAuthorizationFailedError, KafkaError
from aiokafka.structs import OffsetAndMetadata

from service.cli.broker import SILENCE_S
from service.errors import BrokerError
from service.runtime.kafka.clients import why
from service.runtime.retry import delays
from service.settings import RetrySettings

CHUNK_LETTERS = 24_000
"""Bits that make 4,000 characters of base64."""


class ChunkMarks:
    """The marks of one chunk of one partition."""

    def __init__(self, chunk: int, text: str = "") -> None:
        """Read what ``committed`` wrote.

        Raises:
            ValueError: something else wrote it.
        """
        self._base = chunk * CHUNK_LETTERS
        self._bits = int.from_bytes(base64.b64decode(text, validate=True), "little")

    def __contains__(self, offset: int) -> bool:
        return bool(self._bits >> (offset - self._base) & 1)

    def add(self, offset: int) -> None:
        """Mark a letter."""
        self._bits |= 1 << (offset - self._base)

    def committed(self) -> OffsetAndMetadata:
        """Write the marks as what a group commits: the offset behind the last marked letter, and the bits."""
        length = (self._bits.bit_length() + 7) // 8
        text = base64.b64encode(self._bits.to_bytes(length, "little")).decode()
        return OffsetAndMetadata(self._base + self._bits.bit_length(), text)


class Marks:
    """The marks of letters sent from the dead topic to one target."""

    def __init__(self, admin: AIOKafkaAdminClient, dead: str, target: str, retry: RetrySettings) -> None:
        """Ask nothing yet."""
        self._admin = admin
        self._name = f"dateline/replay/{dead}/to/{target}"
        self._retry = retry

    def group(self, chunk: int) -> str:
        """Name the group that keeps a chunk."""
        return f"{self._name}/{chunk}"

    async def read(self, parts: Iterable[TopicPartition], chunk: int) -> dict[TopicPartition, ChunkMarks]:
        """Ask for one chunk of some partitions.

        Raises:
            BrokerError: the broker does not answer or refuses, or the group holds something else.
        """
        group = self.group(chunk)
        committed = await self._committed(group, list(parts))
        try:
            return {part: ChunkMarks(chunk, found.metadata) for part, found in committed.items()}
        except (ValueError, binascii.Error):
            raise BrokerError(
                f"the consumer group {group} holds no marks of a replay: delete it, or send to another topic"
            ) from None

    async def read_between(
        self, begins: Mapping[TopicPartition, int], ends: Mapping[TopicPartition, int]
    ) -> dict[tuple[TopicPartition, int], ChunkMarks]:
        """Ask for every chunk between some offsets, by partition and chunk.

        Raises:
            BrokerError: as for ``read``.
        """
        found: dict[tuple[TopicPartition, int], ChunkMarks] = {}
        filled = {
            part: range(chunk_of(begin), chunk_of(ends[part] - 1) + 1) for part, begin in begins.items()
        }
        for chunk in sorted({chunk for chunks in filled.values() for chunk in chunks}):
            asked = [part for part, chunks in filled.items() if chunk in chunks]
            found.update({(part, chunk): marks for part, marks in (await self.read(asked, chunk)).items()})
        return found

    async def _committed(
        self, group: str, parts: list[TopicPartition]
    ) -> Mapping[TopicPartition, OffsetAndMetadata]:
        error: KafkaError | None = None
        try:
            async with asyncio.timeout(SILENCE_S):
                for wait in delays(self._retry):
                    try:
                        found = await self._admin.list_consumer_group_offsets(group, partitions=parts)
                    except GroupAuthorizationFailedError:
                        raise BrokerError(f"the user needs Read on the group {group}") from None
                    except KafkaError as refusal:
                        error = refusal
                    else:
                        # aiokafka answers a refusal of the whole request with no partition at all.
                        if found.keys() >= set(parts):
                            return found  # type: ignore[no-any-return] # the client is not typed
                    await asyncio.sleep(wait)
        except TimeoutError:
            pass
        reason = why(error) if error else "check that the user may read the group, and try again"
        raise BrokerError(f"no answer for {SILENCE_S:.0f} s about the consumer group {group}: {reason}")


def chunk_of(offset: int) -> int:
    """Return the chunk a letter's mark is kept in."""
    return offset // CHUNK_LETTERS
