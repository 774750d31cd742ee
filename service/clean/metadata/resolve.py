"""One value for each field of the article's metadata, from ordered sources, with where it was read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from schemas import Access, Author, BlockKind, Dateline, Image, Timestamp, WarningCode
from service.admit import Admitted
from service.admit.identify import canonical_url
from service.clean.blocks import has_sentence
from service.clean.labelled import LabelledBlocks
from service.clean.metadata.bylines import find_signed
from service.clean.metadata.datelines import read_bold_dateline, read_dateline
from service.clean.metadata.folding import fold, matching_key
from service.clean.metadata.headlines import Headline
from service.clean.metadata.images import choose_images
from service.clean.metadata.markup import Markup
from service.clean.metadata.sections import choose_section
from service.clean.metadata.stamps import Reading
from service.clean.metadata.tags import choose_tags
from service.clean.metadata.timestamps import choose_dates, day_of, reading_for, timestamp
from service.clean.metadata.titles import SiteNames, cut_site
from service.clean.metadata.urls import absolute_url, is_front_page

MAX_DATELINE_BLOCKS = 3
"""A dateline opens one of the first paragraphs, or none."""
MAX_OPENING_BLOCKS = 2
"""The report opens in one of these: a line of facts may stand before its first paragraph."""
LINE_MARKS = re.compile(r"^[#*+>|•·\s]+")
"""Marks of headings, lists and quotes that a flat text keeps."""
HEADING_REACH = 3
"""A second heading of the article stands this many blocks below the first, before or after a picture."""
HEADING_TAGS = frozenset({"h2", "h3"})
PAYWALLED_TIERS = frozenset(
    {"locked", "metered", "paid", "premium", "subscription", "subscriber", "subscribers", "false", "no", "0"}
)
FREE_TIERS = frozenset({"free", "true", "yes", "1", "public", "open"})


@dataclass(frozen=True, slots=True)
class Metadata:
    """The article's metadata; what is unknown is null or empty."""

    headline: str | None = None
    deck: str | None = None
    section: list[str] = field(default_factory=list)
    authors: list[Author] = field(default_factory=list)
    agency: str | None = None
    dateline: Dateline | None = None
    published_at: Timestamp | None = None
    modified_at: Timestamp | None = None
    canonical_url: str | None = None
    site: str | None = None
    tags: list[str] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    access: Access = Access.UNKNOWN
    language_hint: str | None = None
    warnings: tuple[WarningCode, ...] = ()
    origins: dict[str, str] = field(default_factory=dict)
    """Field to where its value was read, such as ``json_ld headline``."""


def resolve(markup: Markup | None, blocks: LabelledBlocks, admitted: Admitted) -> Metadata:
    """Choose every field.

    Args:
        markup: what the page's markup says; null for flat text.
        blocks: the labelled input in its order.
        admitted: the raw article with its producer's hints.
    """
    raw = admitted.raw
    origins: dict[str, str] = {}

    def chosen(name: str, value: str | None, origin: str | None) -> str | None:
        if value and origin:
            origins[name] = origin
        return value or None

    language_hint = chosen("language", *_language(markup, admitted))
    reading = reading_for(admitted, language_hint)
    dates = choose_dates(markup, blocks, admitted, reading)
    for name, statement in (("published_at", dates.published), ("modified_at", dates.modified)):
        if statement:
            origins[name] = statement.origin
    site = chosen("site", *_site(markup, admitted))
    headline = chosen("headline", *_headline(markup, blocks, admitted, site))
    sites = [candidate.value for candidate in markup.sites] if markup else []
    own = [*sites, *filter(None, [site, admitted.host])]
    section, origin = choose_section(markup, blocks, headline, own, raw.url)
    chosen("section", " / ".join(section), origin)
    tags: list[str] = []
    if markup and markup.tags:
        tags, origin = choose_tags(markup.tags, SiteNames(own, admitted.host), headline)
        chosen("tags", ", ".join(tags), origin)
    signed = find_signed(markup, blocks, filter(None, [*sites, site]), admitted.host)
    dateline, filed_by, dateline_origin = _dateline(blocks, day_of(dates.published), reading)
    if dateline:
        origins["dateline"] = dateline_origin
    signed.credit(filed_by, dateline_origin)
    chosen("authors", signed.authors[0].name if signed.authors else None, signed.authors_origin)
    access, access_origin = _access(markup, blocks)
    chosen("access", access.value if access_origin else None, access_origin)
    images = list(choose_images(markup.images, markup.pictures, blocks, raw.url)) if markup else []
    for image, origin in images[:1]:
        chosen("images", image.url, origin)
    return Metadata(
        headline=headline,
        deck=chosen("deck", *_first(blocks, BlockKind.DECK)),
        section=section,
        authors=signed.authors,
        agency=chosen("agency", signed.agency, signed.agency_origin),
        dateline=dateline,
        published_at=timestamp(dates.published),
        modified_at=timestamp(dates.modified),
        canonical_url=chosen("canonical_url", *_canonical_url(markup, admitted)),
        site=site,
        tags=tags,
        images=[image for image, _ in images],
        access=access,
        language_hint=language_hint,
        warnings=(WarningCode.PUBLISHED_AT_UNREADABLE,) if dates.hint_unreadable else (),
        origins=origins,
    )


def _first(blocks: LabelledBlocks, kind: BlockKind) -> tuple[str | None, str | None]:
    for labelled in blocks.of(kind):
        if text := fold(labelled.block.text):
            return text, f"visible {kind.value} block"
    return None, None


def _language(markup: Markup | None, admitted: Admitted) -> tuple[str | None, str | None]:
    for candidate in markup.languages if markup else ():
        return candidate.value[:35], candidate.origin
    return admitted.raw.language, "hint language"


def _site(markup: Markup | None, admitted: Admitted) -> tuple[str | None, str | None]:
    for candidate in markup.sites if markup else ():
        if len(candidate.value) <= 80 and "://" not in candidate.value:  # noqa: PLR2004 - longer is a slogan
            return candidate.value, candidate.origin
    if admitted.raw.site and (site := fold(admitted.raw.site)):
        return site, "hint site"
    return admitted.host, "url host"


def _headline(
    markup: Markup | None, blocks: LabelledBlocks, admitted: Admitted, site: str | None
) -> tuple[str | None, str | None]:
    visible, visible_origin = _first(blocks, BlockKind.HEADLINE)
    names = SiteNames(filter(None, [site, admitted.raw.site]), admitted.host)
    if markup and markup.headlines:
        beside = _beside_headline(markup.headlines, blocks)
        first = beside or markup.headlines[0]
        known = {matching_key(one.text) for one in markup.headlines}
        agreed = visible and matching_key(visible) in known and not names.is_site(visible)
        if agreed and not (beside or first.sure):
            return visible, visible_origin
        return cut_site(first.text, names), first.origin
    if visible:
        text = LINE_MARKS.sub("", visible) or visible
        return cut_site(text, names, loose=markup is None), visible_origin
    if hint := fold(admitted.raw.title or ""):
        return cut_site(hint, names), "hint title"
    return None, None


def _beside_headline(wordings: Sequence[Headline], blocks: LabelledBlocks) -> Headline | None:
    """Return the headline of the JSON-LD that a heading below the first repeats."""
    stated = {matching_key(one.text): one for one in wordings if one.origin == "json_ld headline"}
    at = blocks.headline
    for labelled in blocks[at + 1 : at + 1 + HEADING_REACH] if at >= 0 else ():
        if labelled.block.tag in HEADING_TAGS and (one := stated.get(matching_key(labelled.block.text))):
            return one
    return None


def _dateline(
    blocks: LabelledBlocks, published: date | None, reading: Reading
) -> tuple[Dateline | None, str | None, str]:
    bodies = blocks.first_of(BlockKind.BODY, MAX_DATELINE_BLOCKS)
    for index, labelled in enumerate([*blocks.of(BlockKind.DATELINE), *bodies]):
        sure = labelled.kind is BlockKind.DATELINE
        text, bold = fold(labelled.block.text), labelled.block.bold_share
        opening = index < MAX_OPENING_BLOCKS and (labelled.block.is_prose or has_sentence(text))
        filed = read_dateline(text, published, reading.language, sure=sure, opening=opening)
        if filed := filed or read_bold_dateline(text, bold):
            return filed.dateline, filed.agency, f"visible {labelled.kind.value} block"
    return None, None, ""


def _canonical_url(markup: Markup | None, admitted: Admitted) -> tuple[str | None, str | None]:
    fetched = admitted.raw.url
    for candidate in markup.addresses if markup else ():
        url = absolute_url(candidate.value, fetched)
        if url == fetched and admitted.canonical_url:
            return admitted.canonical_url, candidate.origin
        if url is None or (is_front_page(url) and not (fetched and is_front_page(fetched))):
            continue
        if normal := canonical_url(url):
            return normal, candidate.origin
    return admitted.canonical_url, "url"


def _access(markup: Markup | None, blocks: LabelledBlocks) -> tuple[Access, str | None]:
    free: str | None = None
    for candidate in markup.access if markup else ():
        stated = candidate.value.casefold()
        if stated in PAYWALLED_TIERS:
            return Access.PAYWALLED, candidate.origin
        if stated in FREE_TIERS:
            free = free or candidate.origin
    if BlockKind.PAYWALL in blocks.places:
        return Access.PAYWALLED, "visible paywall block"
    return (Access.FREE, free) if free else (Access.UNKNOWN, None)
