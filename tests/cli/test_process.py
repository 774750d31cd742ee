"""``dateline process``: events in the order of the input, and a word on everything else."""

import base64
import gzip
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from service.cli.reading.standard_input import standard_input
from tests.cli.command import Dateline, clean_environment, program

TEXT = (
    "Bakers in Lyon agree on a later start\n\n"
    "LYON, France - Bakers in Lyon will light their ovens an hour later from January, their guild said on "
    "Wednesday, after a year of talks with neighbours who had complained about the noise of deliveries.\n\n"
    "The guild's president, Odile Marchand, said that members had voted by 212 to 40 for the new hours, and "
    "that shops would open at seven as before. Customers would not notice, she said.\n\n"
    "The city will pay part of the cost of quieter carts. A first report is due in the spring.\n"
)


def articles(count: int) -> bytes:
    """Write raw articles as JSON lines, each with a text of its own."""
    lines = [
        {"content": TEXT.replace("212", str(300 + n)), "url": f"https://example.org/{n}"}
        for n in range(count)
    ]
    return b"".join(orjson.dumps(line) + b"\n" for line in lines)


def urls(out: str) -> list[str | None]:
    """Name the articles of the events that were written."""
    return [orjson.loads(line)["article"]["url"] for line in out.splitlines()]


def test_events_come_as_json_lines_and_the_summary_on_stderr(dateline: Dateline, tmp_path: Path) -> None:
    """Stdout holds nothing but events, so it can be piped on."""
    (tmp_path / "a.txt").write_text(TEXT)
    ended = dateline("process", "-w", "1", tmp_path, "--url", "https://example.org/bakers")
    (line,) = ended.out.splitlines()
    assert ended.code == 0
    assert orjson.loads(line)["article"]["headline"] == "Bakers in Lyon agree on a later start"
    assert ended.err.startswith("1 records: 1 published; ")


def test_hints_reach_the_event(dateline: Dateline, tmp_path: Path) -> None:
    """What is known of a bare file is given on the command line."""
    (tmp_path / "a").write_bytes(TEXT.encode())
    hints = ("--url", "https://example.org/a", "--published-at", "2024-11-13", "--content-type", "text/plain")
    article = orjson.loads(dateline("process", "-w", "1", tmp_path / "a", *hints).out)["article"]
    assert article["url"] == "https://example.org/a"
    assert article["published_at"]["value"] == "2024-11-13"


def test_more_workers_give_the_same_bytes(tmp_path: Path) -> None:
    """Order and content do not depend on how many processes work, nor do the words on rejected records."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(articles(40) + b"not json\n" + articles(60) + b'{"content": 3}\n')
    one, two = (
        subprocess.run(
            program("process", path, "--workers", count),
            capture_output=True,
            env=clean_environment(),
            timeout=120,
            check=False,
        )
        for count in (1, 2)
    )
    assert one.stdout == two.stdout
    assert len(one.stdout.splitlines()) == 100
    assert one.stderr.splitlines()[:2] == two.stderr.splitlines()[:2]
    assert (4, 4) == (one.returncode, two.returncode)


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_ends_it_quietly(workers: int) -> None:
    """Waiting for its standard input, it ends at the first Ctrl-C, with code 130 and no word."""
    process = subprocess.Popen(
        program("process", "-w", workers, "-"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=clean_environment({"DATELINE_WORKERS__CHUNK_RECORDS": "1"}),
        start_new_session=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    with process:
        process.stdin.write(articles(12))
        process.stdin.flush()
        assert urls(process.stdout.readline().decode()) == ["https://example.org/0"]
        os.killpg(process.pid, signal.SIGINT)
        assert (130, b"") == (process.wait(30), process.stderr.read())


def test_ctrl_c_right_before_the_wait_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Ctrl-C noted before the read began ends the read, though nothing ever arrives."""
    reader, writer = os.pipe()
    with os.fdopen(reader) as stdin, os.fdopen(writer, "wb"):
        monkeypatch.setattr(sys, "stdin", stdin)
        before = signal.signal(signal.SIGINT, lambda *_: None)
        try:
            with standard_input() as stream:
                signal.raise_signal(signal.SIGINT)
                with pytest.raises(KeyboardInterrupt):
                    stream.read(1)
        finally:
            signal.signal(signal.SIGINT, before)


def test_a_closed_standard_input_is_told() -> None:
    """It is one line that says what to do."""
    command = f"{shlex.join(map(str, program('process', '-')))} <&-"
    ended = subprocess.run(["bash", "-c", command], capture_output=True, check=False, timeout=60)
    assert ended.returncode == 2
    assert b"the standard input is closed" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_a_rejected_record_is_one_line_with_its_place_and_code(dateline: Dateline, tmp_path: Path) -> None:
    """Whoever reads the line finds the record; the others are published all the same."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(articles(1) + b"\nnot json\n" + articles(1))
    ended = dateline("process", "-w", "1", path)
    assert ended.code == 4
    assert len(ended.out.splitlines()) == 2
    assert ended.err.startswith(f"{path}:3: invalid_json: ")
    assert "3 records: 2 published, 1 rejected (invalid_json 1)" in ended.err


def test_rejected_records_can_be_kept_with_their_value(dateline: Dateline, tmp_path: Path) -> None:
    """``--dead`` writes all that is needed to look into them: place, reason, headers, value."""
    (tmp_path / "a.jsonl").write_bytes(b"not json\n")
    (tmp_path / "b.html").write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe\x00\x00")
    ended = dateline("process", "-w", "1", tmp_path, "--dead", tmp_path / "dead.jsonl")
    first, second = map(orjson.loads, (tmp_path / "dead.jsonl").read_bytes().splitlines())
    assert ended.code == 4
    assert ended.err.startswith("2 records: 0 published, 2 rejected")
    assert (f"{tmp_path}/a.jsonl:1", "invalid_json", "admit") == (
        first["source"],
        first["code"],
        first["stage"],
    )
    assert ("not json", "utf-8") == (first["value"], first["value_encoding"])
    assert second["value_encoding"] == "base64"
    assert base64.b64decode(second["value"]) == b"\x89PNG\r\n\x1a\n\xff\xfe\x00\x00"
    assert second["headers"] == {"content-type": "text/html"}


@pytest.mark.parametrize(
    ("stdin", "count"),
    [(articles(3), 3), (gzip.compress(articles(3)), 3), (TEXT.encode(), 1)],
    ids=["JSON lines", "compressed", "one text"],
)
def test_standard_input_is_told_from_its_first_bytes(dateline: Dateline, stdin: bytes, count: int) -> None:
    """JSON lines or one article, compressed or not, without a name to go by."""
    ended = dateline("process", "-w", "1", "-", stdin=stdin)
    assert (0, count) == (ended.code, len(ended.out.splitlines()))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.html", b"", "empty_value"),
        ("picture.html", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary_content"),
        ("cut.html.gz", gzip.compress(TEXT.encode())[:-20], "corrupt_encoding"),
        ("bomb.html.gz", gzip.compress(bytes(300 << 20)), "expansion_limit"),
        ("array.json", b"[]", "wrong_shape"),
        ("deep.html", b"<div>" * 100_000, "nested_too_deep"),
    ],
)
def test_bad_files_are_rejected_with_their_code(
    dateline: Dateline, tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    """Whatever a file holds, it is a line and not a crash."""
    (tmp_path / name).write_bytes(content)
    ended = dateline("process", "-w", "1", tmp_path / name)
    assert ended.code == 4
    assert ended.err.startswith(f"{tmp_path / name}: {code}: ")


def test_a_page_past_the_size_limit_is_rejected(dateline: Dateline, tmp_path: Path) -> None:
    """A 50 MB page costs a line."""
    (tmp_path / "a.html").write_bytes(b"<p>" + b"word " * (10 << 20))
    ended = dateline("process", "-w", "1", tmp_path / "a.html")
    assert ended.code == 4
    assert f"{tmp_path}/a.html: value_too_large: " in ended.err


def test_damage_and_what_is_no_article_are_told_apart(dateline: Dateline, tmp_path: Path) -> None:
    """A cut archive is a fault; a picture in the folder is only counted."""
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(os.urandom(99_999).hex().encode() + b"\n")[:-9])
    (tmp_path / "b.png").write_bytes(b"\x89PNG")
    ended = dateline("process", "-w", "1", tmp_path)
    assert ended.code == 4
    assert f"{tmp_path}/a.jsonl.gz: damaged, the rest was not read: " in ended.err
    assert "1 sources damaged, 1 skipped (unknown kind of file .png 1)" in ended.err


def test_a_dropped_code_is_no_fault(
    dateline: Dateline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the settings drop is counted, and the command ends well."""
    monkeypatch.setenv("DATELINE_PIPELINE__DROP", "invalid_json")
    (tmp_path / "a.jsonl").write_bytes(b"not json\n")
    ended = dateline("process", "-w", "1", tmp_path)
    assert ended.code == 0
    assert "0 published, 1 dropped" in ended.err


def test_output_goes_to_a_file_that_may_stand_among_the_input(dateline: Dateline, tmp_path: Path) -> None:
    """Events written into the directory that is read are not read as articles."""
    (tmp_path / "a.jsonl").write_bytes(articles(5))
    (tmp_path / "z.jsonl").write_bytes(articles(2))
    ended = dateline("process", "-w", "1", tmp_path, "-o", tmp_path / "out.jsonl")
    assert (0, "") == (ended.code, ended.out)
    assert len((tmp_path / "out.jsonl").read_bytes().splitlines()) == 7


def test_one_file_cannot_be_both_outputs(dateline: Dateline, tmp_path: Path) -> None:
    """Events and dead letters would overwrite each other."""
    ended = dateline("process", tmp_path, "-o", tmp_path / "x", "--dead", tmp_path / "x")
    assert (2, f"dateline: {tmp_path}/x is named twice: give --output and --dead a file each\n") == (
        ended.code,
        ended.err,
    )


def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path) -> None:
    """``| head`` gets its lines, and nobody sees a broken pipe."""
    (tmp_path / "a.jsonl").write_bytes(articles(300))
    command = f"{shlex.join(program('process', '-w', 1, tmp_path))} | head -n 2; echo ${{PIPESTATUS[0]}}"
    ended = subprocess.run(
        ["bash", "-c", command], capture_output=True, env=clean_environment(), timeout=60, check=False
    )
    *events, code = ended.stdout.decode().splitlines()
    assert ["https://example.org/0", "https://example.org/1"] == urls("\n".join(events))
    assert ("0", b"") == (code, ended.stderr)
