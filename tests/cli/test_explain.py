"""``dateline explain``: block by block, field by field, or why not."""

from pathlib import Path

import orjson
import pytest

from schemas import ErrorCode
from service.cli.showing.advice import ADVICE
from tests.cli.command import Dateline

TEXT = (
    "Home > Science > Oceans\n\n"
    "Divers find a lost anchor off Gdansk\n\n"
    "GDANSK, Poland - Divers have found an anchor of the sixteenth century on the bed of the bay, the "
    "maritime museum said on Friday, and plan to raise it before the winter storms set in.\n\n"
    "The anchor weighs about a tonne. It lay under sand until a storm in September laid it bare, the "
    "museum's director, Hanna Lis, told reporters. It is the third to be found there in ten years.\n\n"
    "Share\nLog in to comment\n"
)
PAGE = (
    "<html lang=en><head><title>Divers find a lost anchor off Gdansk</title></head><body><nav>"
    "<a href=/>Home</a></nav><article><h1>Divers find a lost anchor off Gdansk</h1>"
    + "".join(f"<p>{paragraph}</p>" for paragraph in TEXT.split("\n\n")[2:4])
    + "</article></body></html>"
)


def test_every_block_of_a_flat_text_is_shown_and_accounted_for(dateline: Dateline, tmp_path: Path) -> None:
    """Kept and removed blocks with kind and reason, then the sum that must come out."""
    (tmp_path / "a.txt").write_text(TEXT)
    ended = dateline("explain", tmp_path / "a.txt")
    assert ended.code == 0
    assert "kept and removed blocks together are the whole input" in ended.out
    lines = ended.out.splitlines()
    assert any(line.split()[:2] == ["-", "breadcrumb"] and "Home > Science" in line for line in lines)
    assert any(line.split()[:2] == ["+", "headline"] and "Divers find" in line for line in lines)


def test_fields_come_with_their_origin(dateline: Dateline, tmp_path: Path) -> None:
    """Beside each value stands where it was read."""
    (tmp_path / "a.html").write_text(PAGE)
    ended = dateline("explain", tmp_path / "a.html", "--published-at", "2024-11-13")
    line = next(line for line in ended.out.splitlines() if line.strip().startswith("published_at"))
    assert "2024-11-13 (day)" in line
    assert "hint published_at" in line


def test_json_gives_everything(dateline: Dateline, tmp_path: Path) -> None:
    """Blocks with source and full text, their sum checked, origins, and the event itself."""
    (tmp_path / "a.txt").write_text(TEXT)
    explained = orjson.loads(dateline("explain", tmp_path / "a.txt", "--json").out)
    spans = [(block["source"]["start"], block["source"]["end"]) for block in explained["blocks"]]
    assert "".join(TEXT[start:end] for start, end in spans) == TEXT
    assert explained["blocks_are_whole_input"] is True
    assert {"kept", "kind", "reason", "score", "source", "text"} == set(explained["blocks"][0])
    assert explained["event"]["article"] == explained["article"]
    assert explained["error"] is None


def test_json_of_a_page_has_node_paths(dateline: Dateline, tmp_path: Path) -> None:
    """HTML has no spans to add up: places are paths, and the sum is unknown."""
    (tmp_path / "a.html").write_text(PAGE)
    explained = orjson.loads(dateline("explain", tmp_path / "a.html", "--json").out)
    assert explained["blocks_are_whole_input"] is None
    assert all(block["source"]["path"].startswith("html") for block in explained["blocks"])


def test_the_event_is_the_one_process_writes(dateline: Dateline, tmp_path: Path) -> None:
    """Explaining shows the real thing, not another path through the code."""
    (tmp_path / "a.html").write_text(PAGE)
    explained = orjson.loads(dateline("explain", tmp_path / "a.html", "--json").out)
    assert orjson.loads(dateline("process", "-w", "1", tmp_path / "a.html").out) == explained["event"]


def test_a_rejected_article_says_why_and_what_to_do(dateline: Dateline, tmp_path: Path) -> None:
    """One line: the code, what is wrong, what helps."""
    (tmp_path / "a.json").write_text('{"content": ')
    ended = dateline("explain", tmp_path / "a.json")
    (line,) = ended.err.splitlines()
    assert ended.code == 4
    assert line.startswith(f"{tmp_path}/a.json: invalid_json: ")
    assert line.endswith(ADVICE[ErrorCode.INVALID_JSON])


def test_a_rejected_article_is_json_too(dateline: Dateline, tmp_path: Path) -> None:
    """Programs find code and stage in the object."""
    (tmp_path / "a.txt").write_text("   ")
    ended = dateline("explain", tmp_path / "a.txt", "--json")
    explained = orjson.loads(ended.out)
    assert (4, None, "empty_value", "admit") == (
        ended.code,
        explained["event"],
        explained["error"]["code"],
        explained["error"]["stage"],
    )


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("two.jsonl", b'{"content": "a"}\n{"content": "b"}\n', "holds more than one article"),
        ("none.jsonl", b"\n", "holds no article"),
    ],
)
def test_only_one_article_is_explained_at_a_time(
    dateline: Dateline, tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    """A file of many or of none is wrong usage, told with what to do."""
    (tmp_path / name).write_bytes(content)
    ended = dateline("explain", tmp_path / name)
    assert ended.code == 2
    assert ended.err.startswith(f"dateline: {tmp_path / name} {message}")


def test_text_cannot_move_the_cursor(dateline: Dateline, tmp_path: Path) -> None:
    """Escape sequences in an article are shown as what they are: not characters to obey."""
    (tmp_path / "a.json").write_bytes(
        orjson.dumps({"content": TEXT.replace("Divers", "\x1b[2JDivers\u202e")})
    )
    ended = dateline("explain", tmp_path / "a.json")
    assert "\x1b" not in ended.out + ended.err
    assert "\u202e" not in ended.out + ended.err


def test_every_error_code_has_advice() -> None:
    """No rejection leaves its reader alone."""
    assert set(ErrorCode) == set(ADVICE)
