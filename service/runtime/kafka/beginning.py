"""Where a group begins that is to read only what is new: at the end of the raw topic at its first start.

That end is committed, so whatever has no committed offset later on is a partition added since, to be read
from its beginning: what was written there before anybody noticed it is new, too.
"""

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import CommitFailedError

from service.runtime.kafka.clients import client_arguments
from service.settings import Settings


async def begin_at_end(settings: Settings, partitions: int) -> None:
    """Commit the end of every partition, unless the group has committed anything of the topic already.

    Raises:
        KafkaError: the brokers cannot be asked, or refuse us.
    """
    where = [TopicPartition(settings.topics.raw, number) for number in range(partitions)]
    consumer = AIOKafkaConsumer(
        **client_arguments(settings.kafka), group_id=settings.consumer.group, enable_auto_commit=False
    )
    try:
        await consumer.start()
        if any([await consumer.committed(partition) is not None for partition in where]):
            return
        consumer.assign(where)
        await consumer.commit(await consumer.end_offsets(where))
    except CommitFailedError:
        pass  # the group has members by now: the first of them has done it
    finally:
        await consumer.stop()
