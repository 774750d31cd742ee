"""The dead letter's headers: written by publish, read back by the model and the schema."""

from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from schemas import DeadLetterHeaders, ErrorCode, StageName
from service import __version__
from service.publish.dead_letter import write_dead_letter
from service.record import InputRecord, OutputRecord

Validator = Callable[[str], Draft202012Validator]

RECORD = InputRecord(
    value=b"\x1f\x8b\x08broken",
    key=b"\x00\xffkey",
    headers=(("content-encoding", b"gzip"), ("x-crawl", None), ("x-crawl", b"\xfe")),
    topic="articles.raw",
    partition=3,
    offset=41,
    timestamp=1739260000000,
)


def dateline_headers(letter: OutputRecord) -> dict[str, str]:
    """The headers Dateline added, as text."""
    return {name: value.decode() for name, value in letter.headers if name.startswith("dateline-") and value}


@pytest.mark.parametrize("code", ErrorCode)
def test_headers_round_trip_through_the_model(code: ErrorCode, validator: Validator) -> None:
    """Whatever the code, a consumer reads back why, where and from which record."""
    letter = write_dead_letter(RECORD, StageName.ADMIT, code, code.meaning, attempts=2)
    headers = dateline_headers(letter)

    assert [] == list(validator("dead-letter").iter_errors(headers))
    assert DeadLetterHeaders(
        error_code=code,
        stage=StageName.ADMIT,
        message=code.meaning,
        attempts=2,
        origin_topic="articles.raw",
        origin_partition=3,
        origin_offset=41,
        origin_timestamp=1739260000000,
        service_version=__version__,
    ) == DeadLetterHeaders.model_validate_strings(headers)


def test_original_record_is_untouched() -> None:
    """Key, value and the producer's own headers, repeated and null ones too, are byte for byte the same."""
    letter = write_dead_letter(RECORD, StageName.ADMIT, ErrorCode.CORRUPT_ENCODING, "ends early", attempts=1)

    assert (RECORD.key, RECORD.value) == (letter.key, letter.value)
    assert RECORD.headers == letter.headers[: len(RECORD.headers)]


def test_record_that_fails_again_carries_its_last_reason_only() -> None:
    """A replayed record that fails anew has each header once."""
    first = write_dead_letter(RECORD, StageName.RUNTIME, ErrorCode.WORKER_TIMEOUT, "too slow", attempts=2)
    again = RECORD._replace(headers=first.headers, offset=99)
    second = write_dead_letter(again, StageName.CLEAN, ErrorCode.NO_ARTICLE, "nothing there", attempts=1)

    names = [name for name, _ in second.headers if name.startswith("dateline-")]
    assert sorted(set(names)) == sorted(names)
    assert ("no_article", "99") == (
        dateline_headers(second)["dateline-error-code"],
        dateline_headers(second)["dateline-origin-offset"],
    )


def test_message_is_one_short_line(validator: Validator) -> None:
    """However long or broken an error's message is, the header stays within the published limit."""
    letter = write_dead_letter(RECORD, StageName.CLEAN, ErrorCode.INTERNAL_ERROR, "long\n\tline " * 200, 1)
    headers = dateline_headers(letter)

    assert [] == list(validator("dead-letter").iter_errors(headers))
    assert "\n" not in headers["dateline-message"]


def test_sample_of_version_1_0_is_still_read(
    sample: Callable[[str], dict[str, Any]], validator: Validator
) -> None:
    """Headers written by the first release stay readable, to the last value."""
    headers = sample("dead-letter-1.0")

    assert [] == list(validator("dead-letter").iter_errors(headers))
    read = DeadLetterHeaders.model_validate_strings(headers)
    assert headers == {name: str(value) for name, value in read.model_dump(by_alias=True).items()}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("dateline-error-code", None),
        ("dateline-attempts", "many"),
        ("dateline-origin-offset", "-1"),
        ("dateline-origin-partition", "1.5"),
        ("dateline-stage", "elsewhere"),
    ],
)
def test_wrong_header_is_refused_by_model_and_schema(
    sample: Callable[[str], dict[str, Any]], validator: Validator, name: str, value: str | None
) -> None:
    """Model and published schema draw the same line."""
    headers = {**sample("dead-letter-1.0"), name: value}
    if value is None:
        del headers[name]

    assert not validator("dead-letter").is_valid(headers)
    with pytest.raises(ValidationError):
        DeadLetterHeaders.model_validate_strings(headers)
