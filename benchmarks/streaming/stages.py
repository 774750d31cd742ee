"""What is done with each record: nothing, or cleaning by trafilatura or by this project's pipeline.

Imported in three environments, so each stage imports what it needs when it is chosen.
"""

from collections.abc import Callable, Iterable
from time import perf_counter
from typing import NamedTuple

Headers = Iterable[tuple[str, bytes | None]]
TIMED = "timed-"
"""Before a stage's name: its outputs tell which record they were made of, and in what time."""
TIMING = "benchmark-timing"
"""Header of a timed output: the input's key and the seconds the stage took."""


class Output(NamedTuple):
    """A record to write."""

    key: bytes | None
    value: bytes
    headers: list[tuple[str, bytes]]


Stage = Callable[[bytes, bytes | None, Headers], Output]
"""From a record's value, key and headers."""


def _nothing() -> Stage:
    return lambda value, key, _headers: Output(key, value, [])


def _trafilatura() -> Stage:
    from trafilatura import extract  # noqa: PLC0415 - not in every environment

    def clean(value: bytes, key: bytes | None, headers: Headers) -> Output:
        url = dict(headers).get("url")
        text = extract(value, url=url.decode() if url else None, output_format="json", with_metadata=True)
        return Output(key, (text or "{}").encode(), [])

    return clean


def _pipeline() -> Stage:
    from service.pipeline import Pipeline  # noqa: PLC0415 - a start of seconds, only where it is wanted
    from service.record import InputRecord  # noqa: PLC0415 - as above
    from service.settings import PipelineSettings  # noqa: PLC0415 - as above

    run = Pipeline(PipelineSettings()).run

    def clean(value: bytes, key: bytes | None, headers: Headers) -> Output:
        output = run(InputRecord(value, key, tuple(headers))).output
        assert output is not None, "nothing is dropped unless a setting asks for it"  # noqa: S101 - for the type checker
        return Output(output.key, output.value or b"", [(n, v) for n, v in output.headers if v is not None])

    return clean


STAGES: dict[str, Callable[[], Stage]] = {
    "nothing": _nothing,
    "trafilatura": _trafilatura,
    "pipeline": _pipeline,
}


def make_stage(name: str) -> Stage:
    """Build a stage, with a clock around it where its name begins so."""
    if not name.startswith(TIMED):
        return STAGES[name]()
    work = STAGES[name.removeprefix(TIMED)]()

    def timed(value: bytes, key: bytes | None, headers: Headers) -> Output:
        begin = perf_counter()
        made = work(value, key, headers)
        return made._replace(headers=[*made.headers, timing(key, perf_counter() - begin)])

    return timed


def timing(key: bytes | None, seconds: float) -> tuple[str, bytes]:
    """Return the header of a timed output."""
    return TIMING, b"%s %.7f" % (key or b"", seconds)
