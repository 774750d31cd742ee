"""``dateline explain``: block by block, field by field, or why not."""

import sys
from pathlib import Path

import orjson
import pytest

from schemas import ErrorCode
from service.cli.commands.comparison import align
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
FOOTER = "<p>© 2024 Gdansk Gazette. All rights reserved. No part of this page may be reproduced.</p>"


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


def test_compare_lays_both_texts_side_by_side(dateline: Dateline, tmp_path: Path) -> None:
    """Shared paragraphs stand in one row, what only trafilatura keeps says what Dateline took it for."""
    (tmp_path / "a.html").write_text(PAGE.replace("</article>", FOOTER + "</article>"))
    ended = dateline("explain", tmp_path / "a.html", "--compare", "--json")
    comparison = orjson.loads(ended.out)["comparison"]
    rows = comparison["rows"]
    shared = [row for row in rows if row["kept_by"] == "both"]
    (alone,) = [row for row in rows if row["kept_by"] == "trafilatura" and "reserved" in row["trafilatura"]]
    assert TEXT.split("\n\n")[2:4] == [row["dateline"] for row in shared]
    assert all(row["dateline"] == row["trafilatura"] for row in shared)
    assert (None, True) == (alone["dateline"], alone["because"].startswith("removed: footer, "))
    assert comparison["words"]["only_dateline"] == 0
    assert comparison["words"]["both"] > 60
    assert comparison["with"].startswith("trafilatura ")


def test_compare_marks_each_paragraph(dateline: Dateline, tmp_path: Path) -> None:
    """In a pipe, where colours are gone, a sign says who keeps it."""
    (tmp_path / "a.html").write_text(PAGE.replace("</article>", FOOTER + "</article>"))
    ended = dateline("explain", tmp_path / "a.html", "--compare")
    signs = {line[0] for line in ended.out.splitlines() if line[1:2] == " " and line[0] != " "}
    assert {"=", ">"} <= signs
    assert "words in both, 0 only in Dateline" in ended.out.splitlines()[0]


def test_compare_shows_what_trafilatura_keeps_of_a_rejected_page(dateline: Dateline, tmp_path: Path) -> None:
    """Too much markup for us, yet the other's reading is shown, and the exit code stays."""
    (tmp_path / "a.html").write_text(PAGE.replace("</nav>", "</nav>" + "<option>" * 5_000))
    ended = dateline("explain", tmp_path / "a.html", "--compare", "--json")
    comparison = orjson.loads(ended.out)["comparison"]
    assert (4, {"trafilatura"}) == (ended.code, {row["kept_by"] for row in comparison["rows"]})


def test_compare_is_for_pages(dateline: Dateline, tmp_path: Path) -> None:
    """Trafilatura reads no flat text; the option says so."""
    (tmp_path / "a.txt").write_text(TEXT)
    ended = dateline("explain", tmp_path / "a.txt", "--compare")
    assert (2, "") == (ended.code, ended.out)
    assert "--compare applies to HTML only" in ended.err


def test_compare_without_trafilatura_says_how_to_get_it(
    dateline: Dateline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is an extra: absent, one line names it."""
    (tmp_path / "a.html").write_text(PAGE)
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    ended = dateline("explain", tmp_path / "a.html", "--compare")
    assert (2, "") == (ended.code, ended.out)
    assert "pip install 'dateline[compare]'" in ended.err


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (["a b c d e", "f g h i j"], ["a b c d e f g h i j"], [("both", True, True), ("both", True, False)]),
        (
            ["a b c d", "x y z w", "e f g h"],
            ["a b c d", "1 2 3 4", "e f g h"],
            [
                ("both", True, True),
                ("dateline", True, False),
                ("trafilatura", False, True),
                ("both", True, True),
            ],
        ),
        (
            ["a b c d", "e f g h"],
            ["e f g h", "a b c d"],
            [("both", False, True), ("both", True, True), ("both", True, False)],
        ),
        ([], ["a"], [("trafilatura", False, True)]),
        (["", "a"], ["a"], [("dateline", True, False), ("both", True, True)]),
        ([], [], []),
    ],
)
def test_paragraphs_are_aligned_in_order(
    ours: list[str], theirs: list[str], expected: list[tuple[str, bool, bool]]
) -> None:
    """Each paragraph stands in one row, in its text's order; equal ones side by side where that can be."""
    comparison = align(ours, theirs, None)
    assert ours == [row.dateline.text for row in comparison.rows if row.dateline]
    assert theirs == [row.trafilatura.text for row in comparison.rows if row.trafilatura]
    assert expected == [(row.kept_by, bool(row.dateline), bool(row.trafilatura)) for row in comparison.rows]


def test_every_error_code_has_advice() -> None:
    """No rejection leaves its reader alone."""
    assert set(ErrorCode) == set(ADVICE)
