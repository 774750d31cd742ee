"""The application: its name, its commands, what ``dateline --help`` says."""

import inspect
import os
from typing import Annotated

import typer

from service.cli import broker_commands, local_commands
from service.cli.faults import DEBUG_VARIABLE

EPILOG = """\
[bold]Settings[/bold] are environment variables: DATELINE_KAFKA__BOOTSTRAP_SERVERS, DATELINE_TOPICS__RAW, …

[bold]Exit codes[/bold]
   0  done
   1  unexpected fault
   2  wrong usage or configuration
   3  the broker cannot be reached or refuses
   4  some records were rejected (process, feed, explain)
 130  interrupted
"""

app = typer.Typer(
    name="dateline",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EPILOG,
    pretty_exceptions_enable=False,
)


@app.callback()
def dateline(
    debug: Annotated[
        bool, typer.Option("--debug", help=f"Show traces of faults; the same as {DEBUG_VARIABLE}=debug.")
    ] = False,
) -> None:
    """Raw articles in from Kafka, clean structured news events out."""
    if debug:
        os.environ[DEBUG_VARIABLE] = "debug"


def help_text(docstring: str) -> str:
    """Turn a command's docstring into its help: paragraphs as wide as the terminal, examples as they are."""
    paragraphs = inspect.cleandoc(docstring).replace("[", r"\[").split("\n\n")
    return "\n\n".join(
        paragraph.replace("Examples:", "[bold]Examples[/bold]", 1)
        if paragraph.startswith("Examples:")
        else " ".join(paragraph.split("\n"))
        for paragraph in paragraphs
    )


for panel in (local_commands, broker_commands):
    for command in panel.COMMANDS:
        app.command(help=help_text(command.__doc__ or ""), rich_help_panel=panel.PANEL)(command)
