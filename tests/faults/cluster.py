"""Three Kafka nodes that are one cluster, each of which may be killed and started again."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Self

from service.demo.broker import LocalKafka
from tests.faults.node import QUICK_SESSIONS

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
            # A node ends with the thread that started it: this one's live until all is over.
            starters = stack.enter_context(ThreadPoolExecutor(len(self.nodes)))
            list(starters.map(lambda node: node.start(wait=False), self.nodes))
            for node in self.nodes:
                node.wait_until_up()
            self._stack = stack.pop_all()
        return self

    def complete(self) -> None:
        """Start what is not running."""
        for node in self.nodes:
            if node.process is None:
                node.start()

    def __exit__(self, *_: object) -> None:
        for node in self.nodes:
            node.kill()  # the last one would wait for the others before it ends
        self._stack.close()
