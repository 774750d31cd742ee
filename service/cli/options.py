"""Options and arguments that several commands share."""

from typing import Annotated

import typer

Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH", help="Files and directories; - is standard input.", show_default=False),
]
Url = Annotated[
    str | None,
    typer.Option("--url", metavar="URL", help="Address the article was fetched from.", show_default=False),
]
PublishedAt = Annotated[
    str | None,
    typer.Option(
        "--published-at", metavar="WHEN", help="Hint: when it was published, in any form.", show_default=False
    ),
]
ContentType = Annotated[
    str | None,
    typer.Option(
        "--content-type",
        metavar="TYPE",
        help="text/html or text/plain, with a charset where known; told from the name otherwise.",
        show_default=False,
    ),
]
BootstrapServers = Annotated[
    str | None,
    typer.Option(
        "--bootstrap-servers",
        "-b",
        metavar="HOST:PORT,...",
        help="Brokers, instead of those of the settings.",
        show_default=False,
    ),
]
RateLimit = Annotated[
    str | None,
    typer.Option(
        "--rate",
        metavar="RATE",
        help="Send no faster: 200 records a second, 5MB a second before compression, or both as 200,5MB.",
        show_default=False,
    ),
]
