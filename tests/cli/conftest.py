"""Ways to run the command in this process, alone or on the real broker."""

import io
import logging
import os
import sys
from collections.abc import Callable, Iterator
from tempfile import TemporaryFile

import pytest

from service.cli import execute
from service.settings import TopicSettings
from tests.cli.command import UNWANTED, Dateline, Ended


@pytest.fixture
def dateline(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Dateline]:
    """Run the command in this process: ``dateline("process", path, stdin=b"...")``."""
    levels = {name: logging.getLogger(name).level for name in ("aiokafka", "asyncio")}
    for variable in [name for name in os.environ if name.startswith(UNWANTED)]:
        monkeypatch.delenv(variable)

    def run(*arguments: object, stdin: bytes = b"") -> Ended:
        capfdbinary.readouterr()
        with TemporaryFile() as source:
            source.write(stdin)
            source.seek(0)
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(source))
            code = execute([str(argument) for argument in arguments])
        sys.stdout.flush()
        sys.stderr.flush()
        out, err = capfdbinary.readouterr()
        return Ended(code, out.decode(), err.decode())

    yield run
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
def broker(
    dateline: Dateline, kafka: str, monkeypatch: pytest.MonkeyPatch
) -> Callable[[TopicSettings], Dateline]:
    """Run commands in this process on the real broker: ``broker(topics())("feed", path)``."""

    def on(topics: TopicSettings) -> Dateline:
        monkeypatch.setenv("DATELINE_KAFKA__BOOTSTRAP_SERVERS", kafka)
        for name in ("raw", "events", "dead"):
            monkeypatch.setenv(f"DATELINE_TOPICS__{name.upper()}", getattr(topics, name))
        return dateline

    return on
