"""What the user types to work with a broker: run, check, feed, tail, replay, topics, demo."""

from enum import StrEnum
from typing import Annotated

import typer

from service.cli.options import BootstrapServers, ContentType, Paths, PublishedAt, RateLimit, Url

PANEL = "With a broker"


class Stream(StrEnum):
    """What can be followed."""

    EVENTS = "events"
    DEAD = "dead"


def run(bootstrap_servers: BootstrapServers = None) -> int:
    """Run the service: raw topic in, events and dead letters out, until SIGTERM.

    Examples:
      dateline run -b localhost:9092
      DATELINE_TOPICS__CREATE=true DATELINE_CONSUMER__GROUP=news dateline run
    """
    from service.cli.commands.run import run_service  # noqa: PLC0415 - loaded when it runs, so that --help is quick

    return run_service(bootstrap_servers)


def feed(
    paths: Paths,
    *,
    url: Url = None,
    published_at: PublishedAt = None,
    content_type: ContentType = None,
    header: Annotated[
        list[str] | None,
        typer.Option("--header", "-H", metavar="NAME=VALUE", help="A header of every record; repeatable."),
    ] = None,
    rate: RateLimit = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and count; send nothing.")] = False,
    bootstrap_servers: BootstrapServers = None,
) -> int:
    """Send articles to the raw topic.

    Reads .html .htm .xhtml .txt .md .json, .jsonl and .ndjson (one JSON article a line) and .warc (each HTML
    response, with its address and fetch time), each also as .gz or .zst; directories with all below them,
    sorted; - is standard input.

    The key is the article's address, else a hash of its path, so that versions of one article stay in order.
    Every record is acknowledged by all replicas before the command ends.

    Examples:
      dateline feed articles/ -b localhost:9092
      dateline feed CC-NEWS-20241113.warc.gz
      dateline feed story.txt --published-at 2024-11-13 --header crawl=7
      dateline feed archive/ --rate 200,5MB
    """
    from service.cli.commands.feed import feed_paths  # noqa: PLC0415 - loaded when it runs
    from service.cli.pace import Rate  # noqa: PLC0415 - as above

    hints = {"url": url, "published-at": published_at, "content-type": content_type}
    return feed_paths(paths, hints, header or [], bootstrap_servers, rate=Rate.parse(rate), dry_run=dry_run)


def tail(
    stream: Annotated[Stream, typer.Argument(help="What to follow.")] = Stream.EVENTS,
    *,
    from_beginning: Annotated[
        bool, typer.Option("--from-beginning", help="Start with the oldest record.")
    ] = False,
    limit: Annotated[
        int | None,
        typer.Option("--limit", "-n", min=1, help="End after so many records.", show_default=False),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option(
            "--timeout", min=0.1, help="End after so many seconds without a record.", show_default=False
        ),
    ] = None,
    bootstrap_servers: BootstrapServers = None,
) -> int:
    """Follow events or dead letters: readable on a terminal, JSON lines in a pipe.

    Joins no consumer group and commits nothing, so it disturbs nobody.

    Examples:
      dateline tail
      dateline tail dead --from-beginning --timeout 5
      dateline tail events | jq -r .article.headline
    """
    from service.cli.commands.tail import tail_topic  # noqa: PLC0415 - loaded when it runs

    return tail_topic(
        stream.value, bootstrap_servers, from_beginning=from_beginning, limit=limit, timeout_s=timeout
    )


def replay(
    *,
    code: Annotated[
        list[str] | None,
        typer.Option("--code", "-c", metavar="CODE", help="Only letters with this error code; repeatable."),
    ] = None,
    stage: Annotated[
        str | None,
        typer.Option("--stage", metavar="STAGE", help="Only letters of this stage.", show_default=False),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="WHEN", help="Only letters from then on: ISO 8601, or 30m, 2h, 7d ago."
        ),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="WHEN", help="Only letters before then.", show_default=False),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="TOPIC", help="Send there, wherever the letters came from."),
    ] = None,
    max_replays: Annotated[
        int, typer.Option("--max-replays", min=1, help="Leave a record that came back so many times.")
    ] = 3,
    rate: RateLimit = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Do it; without this, only show what would be done.")
    ] = False,
    bootstrap_servers: BootstrapServers = None,
) -> int:
    """Send dead letters back to the topic they came from.

    Shows what it would send, by error code; --yes sends it. Key, value and headers are those of the original
    record; the header dateline-replays counts. Of several letters of one record only the latest is meant, and
    a record that came back --max-replays times is left alone, so nothing goes round for ever. What is
    dead-lettered after the command began waits for the next time.

    A letter goes back to a topic once, whatever the options and however often the command is run: interrupted
    or cut off, run it again and it sends the rest. Where --since or --until was so long ago, it says what to
    type then. The broker remembers for as long as it keeps consumer offsets (seven days unless it is set
    otherwise); readers must read with read_committed, as the service does.

    Examples:
      dateline replay
      dateline replay --code no_article --since 2h
      dateline replay --stage runtime --rate 100 --yes
    """
    from service.cli.commands.replay import replay_letters  # noqa: PLC0415 - loaded when it runs
    from service.cli.commands.selection import Selection  # noqa: PLC0415 - as above
    from service.cli.pace import Rate  # noqa: PLC0415 - as above

    selection = Selection.parse(codes=code or [], stage=stage, since=since, until=until)
    return replay_letters(
        selection, bootstrap_servers, to=to, max_replays=max_replays, rate=Rate.parse(rate), send=yes
    )


def topics(
    create: Annotated[bool, typer.Option("--create", help="Create the missing ones.")] = False,
    bootstrap_servers: BootstrapServers = None,
) -> int:
    """Show the three topics: partitions, replicas, largest message, records.

    Examples:
      dateline topics
      DATELINE_TOPICS__PARTITIONS=8 dateline topics --create
    """
    from service.cli.commands.topics import show_topics  # noqa: PLC0415 - loaded when it runs

    return show_topics(bootstrap_servers, create=create)


def check(
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
    bootstrap_servers: BootstrapServers = None,
) -> int:
    """Look whether a deployment can take traffic, before it does: one line a finding, in 15 seconds at most.

    Looks at the settings; each broker by name, its DNS, port, TLS, certificate and password; the topics,
    their replicas and sizes; what the user may do; CPUs, memory, the HTTP port, models and plug-ins. It
    writes no record and leaves nothing behind.

    Ends with 0 where the service can run (look at the warnings all the same), 2 where its configuration is
    wrong, 3 where a broker, a topic or a right is.

    Examples:
      dateline check
      dateline check -b kafka-1:9093,kafka-2:9093
      dateline check --json | jq -r '.findings[] | select(.status == "failure").found'
    """
    from service.cli.commands.check import check_deployment  # noqa: PLC0415 - loaded when it runs

    return check_deployment(bootstrap_servers, as_json=as_json)


def demo(bootstrap_servers: BootstrapServers = None) -> int:
    """See it work: a Kafka of its own (or yours, with -b), sample articles in, events and dead letters out.

    Examples:
      dateline demo
      dateline demo -b localhost:9092
    """
    from service.cli.commands.run import run_demo  # noqa: PLC0415 - loaded when it runs

    return run_demo(bootstrap_servers)


COMMANDS = (run, check, feed, tail, replay, topics, demo)
