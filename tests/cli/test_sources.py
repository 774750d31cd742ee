"""What files, directories and streams become: records with headers and labels, or a reason to skip."""

import gzip
import os
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from service.cli.reading.sources import Skipped, Sourced, Sources
from service.errors import ConfigurationError

LIMIT = 1_000
PAGE = b"<html><body><p>Fishermen in Setubal landed a record catch on Monday.</p></body></html>"
TWO = b'{"content": "one"}\n{"content": "two"}\n'


def read(*paths: object, limit: int = LIMIT, **headers: str) -> list[Sourced | Skipped]:
    """Read all that paths hold."""
    return list(Sources([str(path) for path in paths], headers, limit))


def records(*paths: object, limit: int = LIMIT, **headers: str) -> list[Sourced]:
    """Read paths that hold nothing to skip."""
    return [source for source in read(*paths, limit=limit, **headers) if isinstance(source, Sourced)]


@pytest.mark.parametrize(
    ("name", "headers"),
    [
        ("a.html", {"content-type": "text/html"}),
        ("a.HTM", {"content-type": "text/html"}),
        ("a.xhtml", {"content-type": "text/html"}),
        ("a.txt", {"content-type": "text/plain"}),
        ("a.md", {"content-type": "text/plain"}),
        ("a.json", {"content-type": "application/json"}),
        ("a.html.gz", {"content-type": "text/html", "content-encoding": "gzip"}),
        ("a.txt.zst", {"content-type": "text/plain", "content-encoding": "zstd"}),
        ("a.unheard", {}),
    ],
)
def test_a_file_is_sent_as_it_is_with_its_type_by_name(
    tmp_path: Path, name: str, headers: dict[str, str]
) -> None:
    """One article a file: the bytes untouched, the type and coding in headers, the path as label."""
    path = tmp_path / name
    path.write_bytes(PAGE)
    (source,) = records(path)
    assert str(path) == source.label
    assert source.record.value == PAGE
    assert headers == {name: (value or b"").decode() for name, value in source.record.headers}


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.jsonl.gz", "a.jsonl.zst"])
def test_json_lines_give_a_record_a_line(tmp_path: Path, name: str) -> None:
    """Each line is a record labelled with its number; blank lines and a byte order mark are none."""
    lines = b'\xef\xbb\xbf{"content": "one"}\r\n\n  \n{"content": "two"}'
    packers: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.compress, ".zst": zstandard.compress}
    pack = packers.get(Path(name).suffix, bytes)
    path = tmp_path / name
    path.write_bytes(pack(lines))
    found = records(path)
    assert [f"{path}:1", f"{path}:4"] == [source.label for source in found]
    assert [b'{"content": "one"}', b'{"content": "two"}'] == [source.record.value for source in found]
    assert (("content-type", b"application/json"),) == found[0].record.headers


def test_a_directory_is_read_recursively_in_the_order_of_names(tmp_path: Path) -> None:
    """Files come sorted by path; hidden ones and links to directories are left out, unknown kinds skipped."""
    for name in ("b.html", "a/2.txt", "a/1.txt", "c.txt", ".hidden.html", "picture.png", ".git/x.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(PAGE)
    (tmp_path / "loop").symlink_to(tmp_path)
    found = read(tmp_path)
    labels = [os.path.relpath(source.label, tmp_path) for source in found if isinstance(source, Sourced)]
    skipped = {os.path.relpath(s.label, tmp_path): s.reason for s in found if isinstance(s, Skipped)}
    assert ["a/1.txt", "a/2.txt", "b.html", "c.txt"] == labels
    assert {"loop": "unknown kind of file", "picture.png": "unknown kind of file .png"} == skipped


def test_a_named_file_of_unknown_kind_is_told_from_its_first_bytes(tmp_path: Path) -> None:
    """JSON lines, a pretty-printed JSON article, compressed lines and a page are told apart by content."""
    cases = {"lines": TWO, "packed": gzip.compress(TWO), "pretty": b'{\n "content": "one"\n}\n', "page": PAGE}
    for name, content in cases.items():
        (tmp_path / name).write_bytes(content)
    assert {"lines": 2, "packed": 2, "pretty": 1, "page": 1} == {
        name: len(records(tmp_path / name)) for name in cases
    }


def test_headers_given_win_over_the_name_except_for_json(tmp_path: Path) -> None:
    """A hint of the content type is for bare articles; JSON stays JSON."""
    page, lines = tmp_path / "a.html", tmp_path / "b.jsonl"
    page.write_bytes(PAGE)
    lines.write_bytes(TWO)
    hints = {"content-type": "text/html; charset=koi8-r", "url": "https://example.org/a"}
    found = list(Sources([str(page), str(lines)], hints, LIMIT))
    types = [s.record.header("content-type") for s in found if isinstance(s, Sourced)]
    assert ["text/html; charset=koi8-r", "application/json", "application/json"] == types
    assert {"https://example.org/a"} == {s.record.header("url") for s in found if isinstance(s, Sourced)}


@pytest.mark.parametrize("name", ["big.html", "big.jsonl"])
def test_of_a_record_past_the_limit_one_byte_more_is_read(tmp_path: Path, name: str) -> None:
    """Memory stays bounded, and the record is still seen to be too large."""
    path = tmp_path / name
    path.write_bytes(b"x" * (LIMIT * 50) + b'\n{"content": "two"}\n')
    found = records(path)
    assert LIMIT + 1 == len(found[0].record.value or b"")
    assert (2 if name == "big.jsonl" else 1) == len(found)


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_cut_compressed_stream_gives_what_is_whole_and_a_damage(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    """Lines before the cut are read; the cut itself is told, not passed over."""
    path = tmp_path / ("a.jsonl" + (".gz" if pack is gzip.compress else ".zst"))
    packed = pack(os.urandom(200_000).hex().encode() + b"\n" + TWO)
    path.write_bytes(packed[:-20])
    *_, last = read(path)
    assert isinstance(last, Skipped)
    assert last.damaged
    assert last.reason.startswith("damaged, the rest was not read")


def test_an_endless_line_ends_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An expansion bomb without a line break is given up, not read to its end."""
    monkeypatch.setattr("service.cli.reading.unpack.MAX_LINE", 5 << 20)
    path = tmp_path / "bomb.jsonl.gz"
    path.write_bytes(gzip.compress(b"x" * (64 << 20)))
    (damage,) = read(path)
    assert isinstance(damage, Skipped)
    assert "line 1 is longer" in damage.reason


def test_a_missing_path_is_told_before_anything_is_read(tmp_path: Path) -> None:
    """Nothing is half done because the last path was mistyped."""
    with pytest.raises(ConfigurationError, match="No such file or directory"):
        Sources([str(tmp_path), str(tmp_path / "nowhere")], {}, LIMIT)


def test_a_path_with_a_nul_is_refused() -> None:
    """A path no file can have is a usage error, not a crash."""
    with pytest.raises(ConfigurationError, match="embedded null byte"):
        Sources(["a\0b"], {}, LIMIT)


def test_what_is_being_written_is_not_read(tmp_path: Path) -> None:
    """An output in the directory that is read does not feed on itself; named, it is refused."""
    (tmp_path / "a.html").write_bytes(PAGE)
    with (tmp_path / "out.jsonl").open("wb") as output:
        output.write(TWO)
        output.flush()
        found = list(Sources([str(tmp_path)], {}, LIMIT, [output]))
        assert [False, True] == [isinstance(source, Skipped) for source in found]
        with pytest.raises(ConfigurationError, match="read and written at once"):
            Sources([str(tmp_path / "out.jsonl")], {}, LIMIT, [output])


def test_an_unreadable_directory_is_a_damage_not_a_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Articles that may have been missed are told."""
    (tmp_path / "closed").mkdir()
    (tmp_path / "z.html").write_bytes(PAGE)
    real = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    damage, page = read(tmp_path)
    assert Skipped(f"{tmp_path}/closed", "cannot be read: Permission denied", damaged=True) == damage
    assert isinstance(page, Sourced)


def test_progress_ends_at_the_total(tmp_path: Path) -> None:
    """The bar is full when all was read, compressed or not."""
    (tmp_path / "a.html").write_bytes(PAGE)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(TWO * 100))
    (tmp_path / "c.png").write_bytes(b"\x89PNG")
    sources = Sources([str(tmp_path)], {}, LIMIT)
    list(sources)
    total = sources.total()
    assert total is not None
    assert total - 4 <= sources.position <= total


def test_a_pipe_has_no_total() -> None:
    """A stream's length is unknown."""
    assert Sources(["-"], {}, LIMIT).total() is None
