"""A broker that asks who one is: TLS and a password work, and what is wrong with them is told at once."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from service.settings import TopicSettings
from tests.faults.ledger import Ledger
from tests.faults.node import Node, certificate, rights
from tests.faults.replica_process import MakeReplica
from tests.faults.results import Result, note
from tests.flow.articles import page
from tests.flow.kafka_io import committed, write

MakeTopics = Callable[..., TopicSettings]


def test_tls_and_scram_and_rights_withdrawn_under_load(
    node: Node, topics: MakeTopics, replica_process: MakeReplica, delivery: str, run: int
) -> None:
    """Over TLS, with SCRAM-SHA-512 and the rights the messages name, all goes well until one is withdrawn.

    That ends the service with exit code 3 and names the right; given back, the next one goes on.
    """
    del run
    named = topics(partitions=2)
    held = rights(named)
    read_raw, read_group, write_events, _, transact = held
    withdrawn = {
        "at_least_once": [(read_raw, "Read on the raw topic"), (write_events, "Write on events")],
        "exactly_once": [(read_group, "Read on the group"), (transact, "on the transactional ids")],
    }
    node.grant(held)
    with Ledger(node.bootstrap, named) as ledger:
        values = [page(n, order="sleep=0.02") for n in range(240)]
        write(node.bootstrap, named.raw, values, partitions=2)
        seconds = 0.0
        for right, told in withdrawn[delivery]:
            replica = replica_process(named, echo=True, DELIVERY=delivery, **node.environment()).start()
            replica.wait_for_metric("records_published_total", 10)
            moment = time.monotonic()
            node.withdraw(right)
            assert 3 == replica.end(30)
            seconds = max(seconds, time.monotonic() - moment)
            assert told in replica.log.read_text().splitlines()[-1]
            assert len(ledger.origins) < 240, "all done before"
            node.grant([right])
        replica = replica_process(named, echo=True, DELIVERY=delivery, **node.environment()).start()
        ledger.wait_for(240)
        replica.wait_until(lambda: sum(committed(node.bootstrap, named.raw, named.raw, 2).values()) == 240)
        assert 0 == replica.stop()
    note(
        Result(
            "a right withdrawn (s to its end)", delivery, 0, ledger.repeated, len(ledger.disorder), seconds
        )
    )
    assert [] == ledger.disorder
    assert delivery == "at_least_once" or not ledger.repeated


@pytest.mark.parametrize(
    ("fault", "setting", "told"),
    [
        (
            "wrong password",
            "KAFKA__SASL_PASSWORD",
            "check DATELINE_KAFKA__SASL_MECHANISM, __SASL_USERNAME and __SASL_PASSWORD",
        ),
        ("wrong CA", "KAFKA__SSL_CA_FILE", "the broker's certificate is not trusted"),
        ("plaintext to a TLS port", "KAFKA__SECURITY_PROTOCOL", "speaks TLS, and DATELINE_KAFKA__SECURITY_"),
        (
            "TLS to a plaintext port",
            "KAFKA__BOOTSTRAP_SERVERS",
            "speaks plaintext, and DATELINE_KAFKA__SEC",
        ),
    ],
    ids=["wrong password", "wrong CA", "plaintext to TLS", "TLS to plaintext"],
)
def test_what_keeps_us_out_is_told_at_once(
    node: Node,
    topics: MakeTopics,
    replica_process: MakeReplica,
    tmp_path: Path,
    *,
    fault: str,
    setting: str,
    told: str,
    run: int,
) -> None:
    """The service ends with exit code 3 within seconds, and says what to check."""
    del run
    wrong = {
        "KAFKA__SASL_PASSWORD": "ferry line eight",
        "KAFKA__SSL_CA_FILE": certificate(tmp_path, "other"),
        "KAFKA__SECURITY_PROTOCOL": "PLAINTEXT",
        "KAFKA__BOOTSTRAP_SERVERS": node.bootstrap,
    }
    environment = {**node.environment(), setting: wrong[setting]}
    begun = time.monotonic()
    replica = replica_process(topics(), echo=True, **environment).start(wait=False)
    assert 3 == replica.end(30)
    assert told in replica.log.read_text().splitlines()[-1]
    note(Result(f"{fault} (s to its end)", "-", 0, 0, 0, time.monotonic() - begun))
