"""Three Kafka nodes that are one cluster, each of which may be killed and started again."""

from contextlib import ExitStack
from typing import Self
from uuid import uuid4

from confluent_kafka.admin import AdminClient, NewTopic  # type: ignore[attr-defined] # re-exported all the same

from service.demo.broker import LocalKafka
from service.settings import TopicSettings
from tests.faults.conftest import QUICK_SESSIONS

REPLICATED = {
    "offsets.topic.replication.factor": "3",
    "transaction.state.log.replication.factor": "3",
    "transaction.state.log.min.isr": "2",
    "replica.lag.time.max.ms": "5000",
}


class LocalCluster:
    """Brokers and controllers in one, on every node; a context manager."""

    def __init__(self) -> None:
        """Make each known to all."""
        self.nodes = [LocalKafka(properties=QUICK_SESSIONS | REPLICATED) for _ in range(3)]
        self.bootstrap = ",".join(node.bootstrap for node in self.nodes)
        addresses = [node.properties["controller.quorum.voters"].partition("@")[2] for node in self.nodes]
        voters = ",".join(f"{number}@{address}" for number, address in enumerate(addresses, 1))
        for number, node in enumerate(self.nodes, 1):
            node.cluster_id = self.nodes[0].cluster_id
            node.properties |= {"node.id": str(number), "controller.quorum.voters": voters}

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            for node in self.nodes:
                stack.push(node)
                node.start(wait=False)
            for node in self.nodes:
                node.wait_until_up()
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        for node in self.nodes:
            node.kill()  # the last one would wait for the others before it ends
        self._stack.close()

    def topics(self, partitions: int) -> TopicSettings:
        """Make fresh topics with three replicas, two of which must have what is acknowledged."""
        name = uuid4().hex[:12]
        named = TopicSettings(raw=f"{name}.raw", events=f"{name}.events", dead=f"{name}.dead")
        admin = AdminClient({"bootstrap.servers": self.bootstrap, "log_level": 0})
        config = {"min.insync.replicas": "2"}
        wanted = [NewTopic(n, partitions, 3, config=config) for n in (named.raw, named.events, named.dead)]
        for future in admin.create_topics(wanted).values():
            future.result(30)
        return named
