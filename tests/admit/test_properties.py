"""Whatever arrives, admit answers with an article or a refusal of the closed set, and always the same."""

import gzip
import json
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import ErrorCode
from service.admit import Admit, Admitted
from service.errors import AdmitError
from service.record import Headers, InputRecord
from service.settings import AdmitSettings
from tests.admit.sentences import CHARSETS, SENTENCES

STAGE = Admit(AdmitSettings(max_value_bytes=1 << 18))
EXAMPLES = 300

PAGES = [
    f'<!doctype html><html lang="{language}"><head><meta charset="{charset}"><title>{text[:9]}</title></head>'
    f"<body><h1>{text[:30]}</h1><p>{text}</p>\r\n<p>{text}</p></body></html>".encode(codec)
    for language, charset, codec in CHARSETS
    for text in (SENTENCES[language],)
]
TEXTS = [
    f"{text}\n(2025)\n".encode(codec)
    for text in SENTENCES.values()
    for codec in ("utf-8", "utf-16", "utf-16-be")
]
OBJECTS = [
    json.dumps(
        {"html": f"<p>{text}</p>", "url": "https://news.example/a?utm_source=x", "date_publish": 1741285200},
        ensure_ascii=ascii_only,
    ).encode()
    for text in SENTENCES.values()
    for ascii_only in (True, False)
]
COMPRESSORS: list[Callable[[bytes], bytes]] = [
    bytes,
    bytes,
    gzip.compress,
    zlib.compress,
    zstandard.compress,
    lambda value: bytes(brotli.compress(value, quality=1)),
]
MARKS = [
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\x1b$B",
    b"\xed\xa0\x80",
    b"<",
    b"{",
    b'"',
    b"\\ud800",
    b"\x1f\x8b\x08",
]

header_values = {
    "content-type": st.sampled_from(
        [
            b"text/html",
            b"text/plain; charset=euc-kr",
            b"application/json",
            b"text/html; charset=utf-16",
            b"x",
            b"",
        ]
    ),
    "content-encoding": st.sampled_from(
        [b"gzip", b"zstd", b"br", b"deflate", b"gzip, br", b"identity", b"\xff"]
    ),
    "url": st.sampled_from(
        [b"https://news.example/a#b", b"http://", b"https://[", b"\xff", b"https://a:b@c:1/?%zz"]
    ),
    "title": st.binary(max_size=20),
    "published-at": st.binary(max_size=20),
}


@st.composite
def any_headers(draw: st.DrawFn) -> Headers:
    """Draw some headers, well-formed and not."""
    names = draw(st.lists(st.sampled_from(sorted(header_values)), max_size=3))
    return tuple((name, draw(header_values[name] | st.binary(max_size=40))) for name in names)


@st.composite
def mutated_records(draw: st.DrawFn) -> InputRecord:
    """Draw a valid record, then cut, flip, insert and repeat bytes, before or after compressing it."""
    value = draw(st.sampled_from(draw(st.sampled_from([PAGES, TEXTS, OBJECTS]))))
    compress = draw(st.sampled_from(COMPRESSORS))
    early = draw(st.booleans())
    value = compress(value) if not early else value
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(value)))
        end = min(len(value), at + draw(st.integers(0, 64)))
        inserted = draw(st.sampled_from([b"", value[at:end] * 2, *MARKS]) | st.binary(max_size=8))
        value = value[:at] + inserted + value[end:]
    value = compress(value) if early else value
    return InputRecord(value, headers=draw(any_headers()))


def outcome(record: InputRecord) -> Admitted | tuple[ErrorCode, str]:
    """Admit a record, or say how it was refused."""
    try:
        return STAGE(record)
    except AdmitError as error:
        return error.code, error.message


def check(record: InputRecord) -> None:
    """Hold what must be true of every record."""
    admitted = outcome(record)
    assert admitted == outcome(record)
    if isinstance(admitted, Admitted):
        texts = [text for text in admitted.raw.model_dump().values() if isinstance(text, str)]
        assert not any("\0" in text for text in texts)
        assert texts == [text.encode().decode() for text in texts]
        assert admitted.raw.content.strip()
        assert (admitted.raw.url is None) == (admitted.canonical_url is None)
        assert len(admitted.warnings) == len(set(admitted.warnings))
    else:
        assert isinstance(admitted[0], ErrorCode)
        assert 0 < len(admitted[1]) <= 200


@settings(max_examples=EXAMPLES, deadline=None)
@given(record=mutated_records())
def test_mutated_records(record: InputRecord) -> None:
    """A valid record, damaged anyhow, is admitted or refused."""
    check(record)


@settings(max_examples=EXAMPLES, deadline=None)
@given(value=st.binary(max_size=2_000), headers=any_headers())
def test_random_bytes(value: bytes, headers: Headers) -> None:
    """Random bytes are admitted or refused."""
    check(InputRecord(value, headers=headers))


@settings(max_examples=EXAMPLES, deadline=None)
@given(text=st.text(max_size=300), codec=st.sampled_from(["utf-8", "utf-16", "utf-32-le", "utf-8-sig"]))
def test_random_text(text: str, codec: str) -> None:
    """Random text in any form of Unicode is admitted or refused."""
    check(InputRecord(text.encode(codec, "surrogatepass")))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
field_names = st.sampled_from(
    [
        "content",
        "html",
        "text",
        "content_type",
        "url",
        "title",
        "fetched_at",
        "date_publish",
        "lang",
        "id",
        "other",
    ]
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(value=json_values | st.dictionaries(field_names, json_values, max_size=6), headers=any_headers())
def test_random_json(value: object, headers: Headers) -> None:
    """JSON of any shape is admitted or refused."""
    check(InputRecord(json.dumps(value).encode(), headers=headers))


@pytest.mark.parametrize("value", [*PAGES, *TEXTS, *OBJECTS])
@pytest.mark.parametrize("compress", COMPRESSORS[2:3] + COMPRESSORS[4:5])
def test_seeds_are_admitted(value: bytes, compress: Callable[[bytes], bytes]) -> None:
    """The records the mutations begin from are valid."""
    assert isinstance(outcome(InputRecord(compress(value))), Admitted)
