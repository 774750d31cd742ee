"""The peers, each as its documentation would have it written, in an environment of their own.

    python -m benchmarks.streaming.loops PEER STAGE BOOTSTRAP SOURCE OUTPUT BATCH

All write with what the service writes with, where it makes sense for them: acknowledged by all replicas,
idempotent, zstd, batches of up to half a mebibyte, 2 ms of linger where a client sends while it queues. The
batched loops commit once a batch, after its outputs are acknowledged; one does both in a transaction. A
session lasts as long as the service's; event loops are uvloop's.
"""

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from tempfile import gettempdir
from typing import Any

from benchmarks.streaming.stages import Output, Stage, make_stage

SESSION_MS = 30_000
BATCH_BYTES = 512 * 1024
LINGER_MS = 2
WHOLE_BATCH_BYTES = 16 * 1024 * 1024 - 65_536
"""FastStream writes a batch as one batch of Kafka's, which a topic must take."""


@dataclass(frozen=True)
class Run:
    """Where to read, where to write, what to do."""

    stage: Stage
    bootstrap: str
    source: str
    """Topic; the group has its name."""
    output: str
    batch: int
    """Records of a batch."""


def aiokafka_loop(run: Run) -> None:
    """Run getmany, work, send all, wait, commit."""

    async def finish(consumer: Any, _producer: Any, acknowledgements: list[Any]) -> None:  # noqa: ANN401 - of another environment
        await asyncio.gather(*acknowledgements)
        await consumer.commit()

    _aiokafka(run, finish, enable_idempotence=True)


def aiokafka_transactions(run: Run) -> None:
    """Run the same with outputs and offsets of a batch in one transaction."""

    async def begin(producer: Any) -> None:  # noqa: ANN401 - of another environment
        await producer.begin_transaction()

    async def finish(consumer: Any, producer: Any, acknowledgements: list[Any]) -> None:  # noqa: ANN401 - as above
        await asyncio.gather(*acknowledgements)
        offsets = {partition: await consumer.position(partition) for partition in consumer.assignment()}
        await producer.send_offsets_to_transaction(offsets, run.source)
        await producer.commit_transaction()

    _aiokafka(run, finish, begin, transactional_id=run.source)


async def _nothing(_producer: Any) -> None:  # noqa: ANN401 - of another environment
    """Begin a batch."""


def _aiokafka(
    run: Run,
    finish: Callable[[Any, Any, list[Any]], Awaitable[None]],
    begin: Callable[[Any], Awaitable[None]] = _nothing,
    **guarantee: Any,  # noqa: ANN401 - as the client takes it
) -> None:
    import uvloop  # noqa: PLC0415 - not in every environment
    from aiokafka import AIOKafkaConsumer, AIOKafkaProducer  # noqa: PLC0415 - as above

    async def loop() -> None:
        consumer = AIOKafkaConsumer(
            run.source,
            bootstrap_servers=run.bootstrap,
            group_id=run.source,
            auto_offset_reset="earliest",
            enable_auto_commit=False,
            session_timeout_ms=SESSION_MS,
        )
        # No linger: a batch is queued in one go, before any of it can be sent.
        producer = AIOKafkaProducer(
            bootstrap_servers=run.bootstrap,
            compression_type="zstd",
            max_batch_size=BATCH_BYTES,
            max_request_size=WHOLE_BATCH_BYTES,
            **guarantee,
        )
        async with consumer, producer:
            while True:
                batches = await consumer.getmany(timeout_ms=1_000, max_records=run.batch)
                if not batches:
                    continue
                await begin(producer)
                acknowledgements = []
                for records in batches.values():
                    for record in records:
                        made = run.stage(record.value, record.key, record.headers)
                        acknowledgements.append(
                            await producer.send(run.output, made.value, made.key, headers=made.headers)
                        )
                await finish(consumer, producer, acknowledgements)

    uvloop.run(loop())


def faststream_batch(run: Run) -> None:
    """Subscribe in batches, acknowledge after the work; outputs carry no headers, its batches have none."""
    from faststream import AckPolicy  # type: ignore[import-not-found] # noqa: PLC0415 - not ours
    from faststream.kafka import (  # type: ignore[import-not-found] # noqa: PLC0415 - not ours
        KafkaMessage,
        KafkaPublishMessage,
    )

    broker = _faststream(run, max_batch_size=WHOLE_BATCH_BYTES)

    @broker.publisher(run.output, batch=True)  # type: ignore[untyped-decorator] # of another environment
    @broker.subscriber(  # type: ignore[untyped-decorator] # as above
        run.source,
        group_id=run.source,
        auto_offset_reset="earliest",
        session_timeout_ms=SESSION_MS,
        batch=True,
        max_records=run.batch,
        ack_policy=AckPolicy.ACK,
    )
    async def handle(values: list[bytes], message: KafkaMessage) -> list[Any]:
        made = (
            run.stage(value, record.key, record.headers)
            for value, record in zip(values, message.raw_message, strict=True)
        )
        return [KafkaPublishMessage(output.value, key=output.key) for output in made]

    _serve_faststream(broker)


def faststream_default(run: Run) -> None:
    """Subscribe record by record, everything else as it comes: acknowledged first, a log line each."""
    from faststream.kafka import KafkaMessage, KafkaResponse  # noqa: PLC0415 - not in every environment

    broker = _faststream(run)

    @broker.publisher(run.output)  # type: ignore[untyped-decorator] # of another environment
    @broker.subscriber(  # type: ignore[untyped-decorator] # as above
        run.source, group_id=run.source, auto_offset_reset="earliest", session_timeout_ms=SESSION_MS
    )
    async def handle(value: bytes, message: KafkaMessage) -> KafkaResponse:
        made = run.stage(value, message.raw_message.key, message.raw_message.headers)
        headers = {name: text.decode() for name, text in made.headers}
        return KafkaResponse(made.value, key=made.key, headers=headers)

    _serve_faststream(broker)


def _faststream(run: Run, **options: int) -> Any:  # noqa: ANN401 - of another environment
    from faststream.kafka import KafkaBroker  # noqa: PLC0415 - not in every environment

    # No linger: it awaits each batch or record before the next one, which would wait for nothing.
    return KafkaBroker(
        run.bootstrap,
        acks="all",
        enable_idempotence=True,
        compression_type="zstd",
        max_request_size=WHOLE_BATCH_BYTES,
        **options,
    )


def _serve_faststream(broker: Any) -> None:  # noqa: ANN401 - of another environment
    import uvloop  # noqa: PLC0415 - not in every environment
    from faststream import FastStream  # noqa: PLC0415 - as above

    uvloop.run(FastStream(broker).run())


def quix(run: Run) -> None:
    """Apply to a streaming data frame, write to a topic; it commits every five seconds."""
    from quixstreams import Application  # type: ignore[import-not-found] # noqa: PLC0415 - not in every environment

    application = Application(
        run.bootstrap,
        consumer_group=run.source,
        auto_offset_reset="earliest",
        auto_create_topics=False,
        processing_guarantee="at-least-once",
        consumer_extra_config={"session.timeout.ms": SESSION_MS},
        producer_extra_config=_confluent_producer(),
        state_dir=gettempdir(),  # it keeps none, and makes the folder
    )
    source = application.topic(run.source, value_deserializer="bytes", key_deserializer="bytes")
    output = application.topic(run.output, value_serializer="bytes", key_serializer="bytes")

    def work(value: bytes, key: bytes | None, _timestamp: int, headers: Any) -> Output:  # noqa: ANN401 - as it comes
        return run.stage(value, key, headers or ())

    frame = application.dataframe(source).apply(work, metadata=True)
    frame = frame.set_headers(lambda made, _key, _timestamp, _headers: made.headers)
    frame.apply(lambda made: made.value).to_topic(output)
    application.run()


def confluent_loop(run: Run) -> None:
    """Consume a batch, work, produce all, flush, commit."""
    from confluent_kafka import Consumer, Producer  # noqa: PLC0415 - not in every environment

    consumer = Consumer(
        {
            "bootstrap.servers": run.bootstrap,
            "group.id": run.source,
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
            "session.timeout.ms": SESSION_MS,
        }
    )
    consumer.subscribe([run.source])
    producer = Producer({"bootstrap.servers": run.bootstrap, **_confluent_producer()})
    while True:
        messages: list[Any] = consumer.consume(run.batch, 0.1)
        for message in messages:
            if message.error():
                raise RuntimeError(str(message.error()))
            made = run.stage(message.value(), message.key(), message.headers() or ())
            producer.produce(run.output, made.value, made.key, headers=list(made.headers))
        if messages:
            producer.flush()
            consumer.commit(asynchronous=False)


def _confluent_producer() -> dict[str, Any]:
    return {
        "acks": "all",
        "enable.idempotence": True,
        "compression.type": "zstd",
        "batch.size": BATCH_BYTES,
        "linger.ms": LINGER_MS,
        "message.max.bytes": WHOLE_BATCH_BYTES,
    }


LOOPS: dict[str, Callable[[Run], None]] = {
    "aiokafka": aiokafka_loop,
    "aiokafka-transactions": aiokafka_transactions,
    "faststream-batch": faststream_batch,
    "faststream-default": faststream_default,
    "quix": quix,
    "confluent": confluent_loop,
}


def main() -> None:
    """Run until told to stop."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    peer, stage, bootstrap, source, output, batch = sys.argv[1:]
    LOOPS[peer](Run(make_stage(stage), bootstrap, source, output, int(batch)))


if __name__ == "__main__":
    main()
