"""A broker that asks who one is: TLS and a password work, and what is wrong with them is told at once."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from service.settings import TopicSettings
from tests.faults.conftest import MakeReplica
from tests.faults.ledger import Ledger
from tests.faults.secured import SecuredKafka, certificate, rights
from tests.flow.articles import page
from tests.flow.kafka_io import committed, write

MakeTopics = Callable[..., TopicSettings]


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecuredKafka]:
    """Run one secured node for this module."""
    with SecuredKafka(tmp_path_factory.mktemp("secured")) as broker:
        yield broker


@pytest.fixture(scope="module")
def kafka(secured: SecuredKafka) -> str:
    """Return its open listener."""
    return secured.bootstrap


@pytest.mark.parametrize("delivery", ["at_least_once", "exactly_once"])
def test_tls_and_scram_and_rights_withdrawn_under_load(
    secured: SecuredKafka, topics: MakeTopics, replica_process: MakeReplica, delivery: str
) -> None:
    """Over TLS, with SCRAM-SHA-512 and the rights the messages name, all goes well until one is withdrawn.

    That ends the service with exit code 3 and names the right; given back, the next one goes on.
    """
    named = topics(partitions=2)
    held = rights(named)
    read_raw, read_group, write_events, _, transact = held
    withdrawn = {
        "at_least_once": [(read_raw, "Read on the raw topic"), (write_events, "Write on events")],
        "exactly_once": [(read_group, "Read on the group"), (transact, "on the transactional ids")],
    }
    secured.grant(held)
    with Ledger(secured.bootstrap, named) as ledger:
        values = [page(n, order="sleep=0.02") for n in range(240)]
        write(secured.bootstrap, named.raw, values, partitions=2)
        for right, told in withdrawn[delivery]:
            replica = replica_process(named, DELIVERY=delivery, **secured.environment()).start()
            replica.wait_for_metric("records_published_total", 10)
            moment = time.monotonic()
            secured.withdraw(right)
            assert 3 == replica.end(30)
            last = replica.log.read_text().splitlines()[-1]
            assert told in last
            sys.stdout.write(f"{delivery}: ended after {time.monotonic() - moment:.1f} s: {last}\n")
            assert len(ledger.origins) < 240, "all done before"
            secured.grant([right])
        replica = replica_process(named, DELIVERY=delivery, **secured.environment()).start()
        ledger.wait_for(240)
        replica.wait_until(lambda: sum(committed(secured.bootstrap, named.raw, named.raw, 2).values()) == 240)
        assert 0 == replica.stop()
    sys.stdout.write(f"{delivery}: {ledger.repeated} of 240 records repeated\n")
    if delivery == "exactly_once":
        assert (0, []) == (ledger.repeated, ledger.disorder)


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("KAFKA__SASL_PASSWORD", "check DATELINE_KAFKA__SASL_MECHANISM, __SASL_USERNAME and __SASL_PASSWORD"),
        ("KAFKA__SSL_CA_FILE", "the broker's certificate is not trusted"),
    ],
    ids=["wrong password", "wrong CA"],
)
def test_what_keeps_us_out_is_told_at_once(
    secured: SecuredKafka,
    topics: MakeTopics,
    replica_process: MakeReplica,
    tmp_path: Path,
    *,
    setting: str,
    told: str,
) -> None:
    """A wrong password and a wrong CA end the service with exit code 3, each with what to check."""
    wrong = {"KAFKA__SASL_PASSWORD": "ferry line eight", "KAFKA__SSL_CA_FILE": certificate(tmp_path, "other")}
    environment = {**secured.environment(), setting: wrong[setting]}
    begun = time.monotonic()
    replica = replica_process(topics(), **environment).start(wait=False)
    assert 3 == replica.end(30)
    last = replica.log.read_text().splitlines()[-1]
    assert told in last
    sys.stdout.write(f"ended after {time.monotonic() - begun:.1f} s: {last}\n")
