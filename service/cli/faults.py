"""How a command ends: every fault is one line on stderr that says what to do, and an exit code.

====  ==============================================================
code  meaning
====  ==============================================================
0     done
1     an internal or unexpected fault
2     wrong usage or configuration: an option, a path, a setting
3     the broker: not reachable, refuses us, a topic is missing
4     done, but some records were rejected (``process``, ``feed``, ``explain``)
130   interrupted (Ctrl-C)
====  ==============================================================

A reader that goes away (``| head``) ends a command quietly with 0.
"""

import os
import sys
import traceback
from collections.abc import Callable
from enum import IntEnum

import typer

DEBUG_VARIABLE = "DATELINE_LOG__LEVEL"


class ExitCode(IntEnum):
    """What the shell is told."""

    DONE = 0
    INTERNAL = 1
    USAGE = 2
    BROKER = 3
    REJECTED = 4
    INTERRUPTED = 130


def guarded(command: Callable[[], object]) -> int:
    """Run a command and return its exit code; never raises, and shows a trace only when debugging."""
    try:
        result = command()
        sys.stdout.flush()
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except (BrokenPipeError, SystemExit):  # typer and rich leave when their reader has gone, and only then
        _forget_stdout()
        return ExitCode.DONE
    except typer.TyperException as error:
        return _refuse(error)
    except Exception as error:  # noqa: BLE001 - the last resort: nobody above would catch it
        if os.environ.get(DEBUG_VARIABLE, "").lower() == "debug":
            traceback.print_exc()
        return _explain(error)
    return result if isinstance(result, int) else ExitCode.DONE


def complain(message: str) -> None:
    """Write the one line of a fault."""
    line = "; ".join(" ".join(line.split()) for line in message.splitlines() if line.strip())
    print("dateline:", line, file=sys.stderr, flush=True)  # noqa: T201 - stderr is for this


def _refuse(error: typer.TyperException) -> int:
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        error.show()  # type: ignore[attr-defined]  # prints the help, which is what it is for
        return ExitCode.USAGE
    message = error.format_message().rstrip(".")
    hint = f"; see: {context.command_path} --help" if context else ""
    complain(f"{message}{hint}")
    return error.exit_code


def _explain(error: Exception) -> int:
    from pydantic import ValidationError  # noqa: PLC0415 - what is slow to load waits until it is needed

    from service.errors import ServiceError  # noqa: PLC0415 - as above

    if isinstance(error, ServiceError):
        complain(str(error))
        return error.exit_code
    if isinstance(error, ValidationError):
        faults = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        complain(f"{faults} (settings are read from DATELINE_* variables)")
        return ExitCode.USAGE
    if type(error).__module__.startswith("aiokafka"):
        complain(f"the broker refused: {type(error).__name__} {error}")
        return ExitCode.BROKER
    if isinstance(error, OSError):
        name = f"{error.filename}: " if error.filename else ""
        complain(f"{name}{error.strerror or error}")
        return ExitCode.INTERNAL
    complain(
        f"unexpected {type(error).__name__}: {error}; run again with --debug for the trace, and report it"
    )
    return ExitCode.INTERNAL


def _forget_stdout() -> None:
    """Point stdout at nothing, or Python would complain once more when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
