"""Who takes part: this service in its ways of delivery, and the peers with each stage."""

import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import distribution
from pathlib import Path

from rich.console import Console

from benchmarks.environment import ROOT, make_environment
from benchmarks.harness import service_environment
from benchmarks.streaming.measuring import Contestant
from service.demo.broker import free_port
from service.settings import Settings, TopicSettings

SERVICE = "Dateline"
AT_LEAST_ONCE, EXACTLY_ONCE = "at_least_once", "exactly_once"
QUIX = "quix"
TRANSACTIONS = "aiokafka-transactions"
PEERS = {
    "confluent": "confluent-kafka, batch loop",
    "aiokafka": "aiokafka, batch loop",
    TRANSACTIONS: "aiokafka, transaction loop",
    QUIX: "Quix Streams",
    "faststream-batch": "FastStream, batch",
    "faststream-default": "FastStream, default",
}
"""Name of a loop to what the table calls it."""


def service(delivery: str, *, workers: int = 1, stage: str = "pipeline") -> Contestant:
    """Return the service; with another stage than its pipeline its workers are the benchmark's."""
    module = ["service", "run"] if stage == "pipeline" else ["benchmarks.streaming.passing", stage]

    def command(bootstrap: str, topics: TopicSettings) -> tuple[Sequence[str | Path], Mapping[str, str]]:
        environment = service_environment(bootstrap, topics, workers, free_port())
        if knows_delivery():
            environment["DATELINE_DELIVERY"] = delivery
        return [sys.executable, "-m", *module], environment

    return Contestant(
        service_name(delivery, workers), command, delivery == EXACTLY_ONCE, trouble=b'"worker failed"'
    )


def service_name(delivery: str = AT_LEAST_ONCE, workers: int = 1) -> str:
    """Return what the table calls the service."""
    once = ", exactly once" if delivery == EXACTLY_ONCE else ""
    return SERVICE + once + (f", {workers} workers" if workers > 1 else "")


def knows_delivery() -> bool:
    """Say whether this service has the choice of delivery."""
    return "delivery" in Settings.model_fields


def peer(loop: str, stage: str, batch: int, python: Path) -> Contestant:
    """Return a peer that does a stage with every record, in batches of so many where it has batches."""
    environment = {"PYTHONPATH": f"{ROOT}:{_metadata(python.parents[1])}"}

    def command(bootstrap: str, topics: TopicSettings) -> tuple[Sequence[str | Path], Mapping[str, str]]:
        run = [loop, stage, bootstrap, topics.raw, topics.events, str(batch)]
        return [python, "-W", "ignore", "-m", "benchmarks.streaming.loops", *run], environment

    return Contestant(peer_name(loop, stage), command, loop == TRANSACTIONS)


def peer_name(loop: str, stage: str) -> str:
    """Return what the table calls a peer."""
    return PEERS[loop] if stage.endswith("nothing") else f"{PEERS[loop]}, {stage}"


def pythons(console: Console) -> dict[str, Path]:
    """Return the Python of each peer's environment; Quix Streams and FastStream need other pydantics.

    Raises:
        RuntimeError: an environment cannot be made.
    """
    here = Path(__file__).parent
    common = make_environment("streaming", here / "requirements.txt", console)
    own = make_environment("streaming-quix", here / "quix.txt", console)
    return {loop: own if loop == QUIX else common for loop in PEERS}


def _metadata(home: Path) -> Path:
    """Let the pipeline ask for its version in an environment in which it is not installed."""
    ours = distribution("dateline")
    folder = home / "dateline" / f"dateline-{ours.version}.dist-info"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "METADATA").write_text(ours.read_text("METADATA") or "")
    return folder.parent
