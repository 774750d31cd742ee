"""How commands end: one line that says what to do, a documented exit code, quietly where that is asked."""

from pathlib import Path

import orjson
import pytest

from service.cli import execute
from service.cli.faults import guarded
from tests.cli.command import Dateline, on_terminal

COMMANDS = (
    "process",
    "explain",
    "config",
    "schema",
    "version",
    "run",
    "check",
    "feed",
    "tail",
    "replay",
    "topics",
    "demo",
)


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (["process"], 2, "Missing argument"),
        (["process", "nowhere"], 2, "cannot read nowhere: No such file or directory"),
        (["process", "--workers", "0", "-"], 2, "Invalid value for '--workers'"),
        (["process", "-", "-o", "/nowhere/out.jsonl"], 2, "cannot write /nowhere/out.jsonl: No such file"),
        (["explain", "nowhere"], 2, "cannot read nowhere: No such file or directory"),
        (["explain", "--wrong"], 2, "No such option: --wrong"),
        (["nonsense"], 2, "No such command 'nonsense'"),
        (["feed", "nowhere"], 2, "cannot read nowhere: No such file or directory"),
        (["feed", "-", "--header", "novalue"], 2, "--header novalue: write it as NAME=VALUE"),
        (["tail", "letters"], 2, "Invalid value for"),
        (["replay", "--code", "wrong"], 2, "--code wrong: not known; one of null_value, "),
        (["replay", "--stage", "wrong"], 2, "--stage wrong: not known; one of admit, "),
        (["replay", "--since", "soon"], 2, "--since soon: no time; write 30m, "),
        (
            ["replay", "--to", "articles.dead"],
            2,
            "--to articles.dead: records can only be sent to a topic of raw",
        ),
    ],
)
def test_wrong_usage_is_one_line_that_says_what_to_do(
    dateline: Dateline, arguments: list[str], code: int, line: str
) -> None:
    """No usage screen, no trace: what is wrong, and where to look."""
    ended = dateline(*arguments)
    assert (code, "") == (ended.code, ended.out)
    assert ended.err.startswith(f"dateline: {line}")
    assert len(ended.err.splitlines()) == 1


def test_a_wrong_setting_is_wrong_configuration(
    dateline: Dateline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The variable is named."""
    monkeypatch.setenv("DATELINE_WORKERS__COUNT", "many")
    ended = dateline("process", tmp_path)
    assert ended.code == 2
    assert ended.err.startswith("dateline: ")
    assert "DATELINE_WORKERS__COUNT" in ended.err
    assert len(ended.err.splitlines()) == 1


@pytest.mark.parametrize("command", [["feed", "-"], ["tail"], ["replay"], ["topics"]])
def test_without_a_broker_it_says_how_to_name_one(dateline: Dateline, command: list[str]) -> None:
    """Exit code 3, one line, nothing of the client library's own."""
    ended = dateline(*command, "-b", "127.0.0.1:1")
    assert (3, "") == (ended.code, ended.out)
    assert (
        ended.err
        == "dateline: no broker answers at 127.0.0.1:1: start it, or name another with -b HOST:PORT\n"
    )


def test_an_unexpected_fault_shows_its_trace_only_when_debugging(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line with what to do by default, the trace when it is asked for."""

    def fail() -> None:
        raise LookupError("a bug")

    monkeypatch.delenv("DATELINE_LOG__LEVEL", raising=False)
    assert guarded(fail) == 1
    quiet = capfd.readouterr().err
    monkeypatch.setenv("DATELINE_LOG__LEVEL", "debug")
    assert guarded(fail) == 1
    loud = capfd.readouterr().err
    assert quiet == (
        "dateline: unexpected LookupError: a bug; run again with --debug for the trace, and report it\n"
    )
    assert "Traceback" in loud


def test_debug_is_an_option_too(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """``--debug`` does what the variable does."""
    monkeypatch.setenv("DATELINE_LOG__LEVEL", "info")
    assert execute(["--debug", "explain", "nowhere"]) == 2
    assert "Traceback" in capfd.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
def test_help_teaches_by_example(dateline: Dateline, command: str) -> None:
    """Each command says what it does and shows how it is typed."""
    ended = dateline(command, "--help")
    assert ended.code == 0
    assert f"Usage: dateline {command}" in ended.out
    if command != "version":
        assert f"dateline {command}" in ended.out.partition("Examples")[2]


def test_help_lists_commands_and_exit_codes(dateline: Dateline) -> None:
    """``dateline --help`` is the one page to know."""
    ended = dateline("--help")
    assert [] == [command for command in COMMANDS if f" {command} " not in ended.out]
    assert all(f" {code}  " in ended.out for code in (0, 1, 2, 3, 4, 130))


def test_no_colour_reaches_a_pipe(dateline: Dateline, tmp_path: Path) -> None:
    """Escape codes are for terminals."""
    (tmp_path / "a.txt").write_text("A line\n\nof text.")
    ends = [dateline("--help"), dateline("explain", tmp_path / "a.txt"), dateline("version")]
    assert [] == [ended for ended in ends if "\x1b" in ended.out + ended.err]


@pytest.mark.parametrize(("environ", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_terminal_gets_colour_unless_it_is_refused(
    tmp_path: Path, environ: dict[str, str], *, coloured: bool
) -> None:
    """NO_COLOR is respected; see https://no-color.org."""
    (tmp_path / "a.txt").write_text("Rain in Bergen\n\n" + "It rained in Bergen on Monday, as it does. " * 9)
    shown = on_terminal("explain", tmp_path / "a.txt", environ={"TERM": "xterm-256color", **environ})
    assert "Rain in Bergen" in shown
    assert coloured == ("\x1b[32m" in shown)


def test_the_version_tells_what_decides_an_event(dateline: Dateline) -> None:
    """Version, fingerprint and libraries, for people and for programs."""
    shown = orjson.loads(dateline("version", "--json").out)
    assert {"version", "pipeline_fingerprint", "python", "libraries"} == set(shown)
    assert shown["pipeline_fingerprint"] in dateline("version").out
