"""Publication and change: every statement of a date on the page and beside it, the most reliable chosen."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from schemas import BlockKind, Timestamp, TimestampPrecision, TimestampSource
from service.admit import Admitted
from service.clean.blocks import LabelledBlock
from service.clean.labelled import LabelledBlocks
from service.clean.metadata.dates import DIGIT, Role, find_stamps, read_stamp
from service.clean.metadata.elements import Candidate
from service.clean.metadata.folding import words
from service.clean.metadata.markup import Markup
from service.clean.metadata.near_headline import AFTER, around_headline, below_headline
from service.clean.metadata.stamps import MAX_CHARS, Reading, Stamp, is_same_moment, normalise
from service.clean.metadata.urls import date_in_path, month_in_path

SOURCES = {
    "json_ld": TimestampSource.JSON_LD,
    "open_graph": TimestampSource.OPEN_GRAPH,
    "meta": TimestampSource.META,
    "microdata": TimestampSource.META,
    "time_element": TimestampSource.TIME_ELEMENT,
}
DATE_KINDS = (BlockKind.PUBLISHED, BlockKind.BYLINE)
VAGUE_NAMES = frozenset(
    words("""
    date dc.date dcterms.date created article.created creation_date dcterms.created dc.date.created
    datecreated dateCreated
""")
)
"""Names that also carry the day the page was made or last built: what a reader sees is surer."""
MAX_DATE_BLOCKS = 8
ABOVE_BLOCKS = 6
"""A labelled date further above the headline is that of the day the page was fetched."""
BELOW_BLOCKS = 40
"""A labelled date further below it dates another article or a comment."""
NEAR_BLOCKS = 8
"""Most blocks below the headline, above the running text, in which an unlabelled date is looked for."""
NEAR_CHARS = 90
"""A date beside the headline stands at the start of its block, within this many characters."""
FUTURE_DAYS = 2
"""Clocks and zones differ: a page may be dated this long after it was fetched."""
MAX_RAW_CHARS = 120
DASHED = re.compile(r"[\s:.]{0,2}[-–—]\s")
DAY_FIRST_TLDS = frozenset(words("uk au nz ie in za sg my hk pk ng ke gh lk mt"))
"""Countries whose English pages write the day first."""
MONTH_FIRST_REGIONS = frozenset({"US", "PH"})
FINER = {precision: rank for rank, precision in enumerate(TimestampPrecision)}


class Statement(NamedTuple):
    """One moment somebody states, and where."""

    stamp: Stamp
    source: TimestampSource
    raw: str
    origin: str

    @property
    def name(self) -> str:
        """Name of the property, tag or block it was read from."""
        return self.origin.partition(" ")[2]


class Dates(NamedTuple):
    """What was decided; ``hint_unreadable`` where the producer's hint holds no date."""

    published: Statement | None
    modified: Statement | None
    hint_unreadable: bool


def reading_for(admitted: Admitted, language_tag: str | None) -> Reading:
    """Gather what tells how dates of this article are written."""
    language, _, region = (language_tag or "").replace("_", "-").partition("-")
    language = language.casefold()
    fetched = admitted.raw.fetched_at
    moment = None if fetched is None else read_stamp(fetched, Reading())
    latest = moment.first_day + timedelta(days=FUTURE_DAYS) if moment is not None and moment.day else None
    path = date_in_path(admitted.raw.url)
    return Reading(
        language=language or None,
        day_first=_day_first(language, region.upper(), admitted.host),
        latest=latest,
        near=path[0].first_day if path else None,
    )


def _day_first(language: str, region: str, host: str | None) -> bool | None:
    suffix = (host or "").rsplit(".", 1)[-1]
    if suffix in DAY_FIRST_TLDS:
        return True
    if language and language != "en":
        return True
    if region in MONTH_FIRST_REGIONS or suffix == "us":
        return False
    return True if region and region != "CA" else None


def choose_dates(
    markup: Markup | None, blocks: LabelledBlocks, admitted: Admitted, reading: Reading
) -> Dates:
    """Choose both moments; a published moment is only taken as changed where the page says so."""
    shown, further = _visible(blocks, reading)
    stated = list(_stated(markup.published if markup else (), reading))
    times = list(_stated(markup.times if markup else (), reading))
    sure = [statement for statement in stated if statement.name not in VAGUE_NAMES]
    modified = list(_stated(markup.modified if markup else (), reading))
    modified += [statement for role, statement in [*shown, *further] if role is Role.MODIFIED]
    seen = _unchanged(shown)
    changed = _best(modified)
    # The lines beside the headline say no more where a date is seen and the change is timed.
    settled = seen and changed is not None and changed.stamp.minute is not None
    near = [] if settled else list(_near_headline(blocks, reading))
    witnesses = seen or _unchanged(near)
    published = [*_outvoted(sure, [*witnesses[:1], *times[:1]]), *sure, *seen]
    published += [statement for statement in stated if statement.name in VAGUE_NAMES]
    published += times
    published += _unchanged(further)
    if not published:
        published += _unchanged(near)
    if not published:
        published += _opening(blocks, admitted, reading)
    if reading.near and (path := date_in_path(admitted.raw.url)):
        stamp, raw = path
        if reading.latest is None or stamp.first_day <= reading.latest:
            published.append(Statement(stamp, TimestampSource.URL, raw, "url path"))
    hint_unreadable = False
    hint = admitted.raw.published_at
    if hint is not None and hint != "":
        hinted = read_stamp(hint, reading)
        if hinted is None:
            hint_unreadable = True
        else:
            published.append(
                Statement(hinted, TimestampSource.HINT, str(hint)[:MAX_RAW_CHARS], "hint published_at")
            )
    modified += [statement for role, statement in near if role is Role.MODIFIED]
    return Dates(_best(published), _best(modified), hint_unreadable)


def timestamp(statement: Statement | None) -> Timestamp | None:
    """Write a statement as the contract has it."""
    if statement is None:
        return None
    stamp, source, raw, _ = statement
    return Timestamp(value=stamp.value, precision=stamp.precision, source=source, raw=raw)


def day_of(statement: Statement | None) -> date | None:
    """Return the day a statement is about; null where it states none."""
    if statement is None or statement.stamp.day is None:
        return None
    return statement.stamp.first_day


def _stated(candidates: Iterable[Candidate], reading: Reading) -> Iterator[Statement]:
    for candidate in candidates:
        if stamp := read_stamp(candidate.value, reading):
            yield Statement(
                stamp, SOURCES[candidate.place], candidate.value[:MAX_RAW_CHARS], candidate.origin
            )


def _unchanged(read: Iterable[tuple[Role, Statement]]) -> list[Statement]:
    """Return the statements that are not said to be of a change."""
    return [statement for role, statement in read if role is not Role.MODIFIED]


def _outvoted(sure: Sequence[Statement], shown: Sequence[Statement]) -> Iterator[Statement]:
    """Yield what goes before the first sure statement: a day shown beside the headline and stated elsewhere.

    So does the same moment shown in the place's own time.
    """
    if not sure:
        return
    first = sure[0].stamp
    for statement in shown:
        stamp = statement.stamp
        if stamp.day is None or stamp[:3] == first[:3]:
            continue
        if any(other.stamp[:3] == stamp[:3] for other in sure) or is_same_moment(first, stamp):
            yield statement


def _visible(
    blocks: LabelledBlocks, reading: Reading
) -> tuple[list[tuple[Role, Statement]], list[tuple[Role, Statement]]]:
    """Return the dates of blocks labelled as dates, then of bylines, the nearest to the headline first.

    Those about the headline are apart from those further away, which date other articles too.
    """
    headline = blocks.headline
    shown: list[tuple[Role, Statement]] = []
    further: list[tuple[Role, Statement]] = []
    for kind in DATE_KINDS:
        for index in sorted(blocks.places.get(kind, ()), key=lambda index: abs(index - headline))[
            :MAX_DATE_BLOCKS
        ]:
            about = headline < 0 or headline - ABOVE_BLOCKS <= index <= headline + BELOW_BLOCKS
            (shown if about else further).extend(_read_block(blocks[index], reading, MAX_CHARS))
    return shown, further


def _near_headline(blocks: LabelledBlocks, reading: Reading) -> Iterator[tuple[Role, Statement]]:
    """Yield the dates that open a block beside the headline, whatever its label."""
    for labelled in around_headline(blocks) + below_headline(blocks, NEAR_BLOCKS)[AFTER:]:
        yield from _read_block(labelled, reading, NEAR_CHARS)


def _opening(blocks: LabelledBlocks, admitted: Admitted, reading: Reading) -> Iterator[Statement]:
    """Yield dates that open the text: before a dash, or in the month the address names."""
    month = None if blocks.headline >= 0 else month_in_path(admitted.raw.url)
    for labelled in blocks.first_of(BlockKind.BODY, 1):
        for role, statement in _read_block(labelled, reading, NEAR_CHARS):
            opens = DASHED.match(labelled.block.text.removeprefix(statement.raw))
            if role is not Role.MODIFIED and (opens or statement.stamp[:2] == month):
                yield statement


def _read_block(labelled: LabelledBlock, reading: Reading, chars: int) -> Iterator[tuple[Role, Statement]]:
    text = labelled.block.text[:chars]
    if not DIGIT.search(text):
        return
    text = normalise(text)
    for found in find_stamps(text, reading):
        raw = text[found.start : found.end].strip()
        origin = f"visible {labelled.kind.value} block"
        yield found.role, Statement(found.stamp, TimestampSource.VISIBLE_TEXT, raw, origin)


def _best(statements: Sequence[Statement]) -> Statement | None:
    """Take the first that states a day, said finer by another that agrees; else the finest there is."""
    days = [statement for statement in statements if statement.stamp.day is not None]
    if not days:
        return max(statements, key=lambda statement: FINER[statement.stamp.precision], default=None)
    first = days[0]
    if first.stamp.minute is not None:
        return first
    agreeing = (statement for statement in days if statement.stamp[:3] == first.stamp[:3])
    return next((one for one in agreeing if one.stamp.minute is not None), first)
