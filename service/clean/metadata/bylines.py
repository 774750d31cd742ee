"""Who signed: the first source that names a person, and the agency any of them credits."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from schemas import Author, BlockKind
from service.clean.labelled import LabelledBlocks
from service.clean.metadata.agencies import closing_agency, first_agency, read_agency
from service.clean.metadata.authors import (
    Signature,
    has_lead_in,
    is_username,
    read_signature,
    read_unmarked,
    strip_lead_in,
)
from service.clean.metadata.dates import find_stamps
from service.clean.metadata.elements import Candidate
from service.clean.metadata.folding import fold, matching_key
from service.clean.metadata.markup import Markup
from service.clean.metadata.near_headline import below_headline
from service.clean.metadata.stamps import Reading, normalise
from service.clean.metadata.titles import SiteNames

MIN_SITE_KEY = 8
"""Shorter keys are the site only if they are exactly its name: surnames are parts of names of papers."""
MAX_BYLINES = 3
"""Most visible signatures read: further ones sign other articles."""
TOGETHER = 4
"""Blocks from a byline to the next that signs the same article."""
MAX_CLOSING_BLOCKS = 2
"""A line of the page's own may stand after the last paragraph."""
UNMARKED = "visible line below the headline"
UNMARKED_BLOCKS = 12
ABOVE_DATE = 4
"""A name alone signs where the date stands this many lines below it."""
BELOW_DATE = 1
"""Or this many above it."""
MAX_LINE_CHARS = 120
MAX_LEAD_IN_CHARS = 40
BAR = re.compile(r"\s?[|·•]\s?")
BESIDE_DATE = " ,;|·•-–—/"
"""Punctuation between a name and a date in one line."""
NEVER_SIGNED = frozenset(
    {
        BlockKind.RELATED,
        BlockKind.OTHER_ARTICLE,
        BlockKind.SHARE,
        BlockKind.TOOL,
        BlockKind.LOGIN,
        BlockKind.APPEAL,
        BlockKind.CAPTION,
        BlockKind.BREADCRUMB,
        BlockKind.ADVERTISEMENT,
        BlockKind.COOKIE_NOTICE,
        BlockKind.SECTION,
        BlockKind.DECK,
    }
)
"""Kinds of short lines that are surely something else."""
GUESSED = frozenset({BlockKind.DECK, BlockKind.BREADCRUMB})
"""Kinds that lines of a flat text get for where they stand."""
VISIBLE_NAMES = frozenset({"byline block", "class"})
"""Visible signatures that are only marked as such by their looks."""


@dataclass(slots=True)
class Signed:
    """Authors and agency, each with its origin."""

    authors: list[Author] = field(default_factory=list)
    authors_origin: str | None = None
    agency: str | None = None
    agency_origin: str | None = None

    def credit(self, agency: str | None, origin: str) -> None:
        """Keep the first agency named."""
        if agency and self.agency is None:
            self.agency, self.agency_origin = agency, origin

    def sign(self, authors: Iterable[Author], origin: str) -> None:
        """Set who signed."""
        self.authors, self.authors_origin = list(authors), origin


class _Signers:
    """Who signs in one group of signatures."""

    def __init__(self, signatures: Iterable[tuple[Candidate, Signature]]) -> None:
        self.people: dict[str, Author] = {}
        self.agencies: list[Author] = []
        self.desks: list[Author] = []
        self.listed: list[Author] = []
        """Agencies and desks that a list of authors names like people."""
        self.agency: str | None = None
        for candidate, signature in signatures:
            for author in signature.people:
                self.people.setdefault(matching_key(author.name), author)
            self.agency = self.agency or signature.agency
            self.agencies += signature.agencies
            self.desks += signature.desks
            if candidate.place == "json_ld":
                self.listed += signature.agencies or (() if _is_organisation(candidate) else signature.desks)

    def names(self, sites: "_Sites") -> list[Author]:
        """Return people, and who is listed beside them except the publisher."""
        beside = (one for one in self.listed if matching_key(one.name) not in sites)
        return [*self.people.values(), *beside] if self.people else []


class _Sites:
    """The site's names, as ``read_signature`` asks for them."""

    def __init__(self, names: Iterable[str], host: str | None) -> None:
        self.names = SiteNames(names, host)
        self.host = (host or "").removeprefix("www.")

    def __contains__(self, key: object) -> bool:
        if not isinstance(key, str) or not key:
            return False
        return self.names.is_name(key) or (len(key) >= MIN_SITE_KEY and self.names.is_site(key))

    def is_signed(self, text: str) -> bool:
        """Tell whether a signature gives the site's address."""
        return bool(self.host) and self.host in text.casefold()


def find_signed(
    markup: Markup | None, blocks: LabelledBlocks, sites: Iterable[str], host: str | None
) -> Signed:
    """Choose who signed: people, else accounts, else the agency as it signs, else the newsroom."""
    signed = Signed()
    _credit_agency_lines(signed, blocks)
    _credit_closing(signed, blocks)
    site = _Sites(sites, host)
    others: dict[str, tuple[list[Author], str]] = {}
    for group in _groups(markup, blocks):
        origin = group[0].origin
        signers = _Signers(_signatures(group, site))
        signed.credit(signers.agency, origin)
        names = signers.names(site)
        if any(not is_username(author.name) for author in names):
            signed.sign(names, origin)
            return signed
        for rank, found in (("accounts", names), ("agencies", signers.agencies), ("desks", signers.desks)):
            if found:
                others.setdefault(rank, (found, origin))
    if "accounts" not in others and (unmarked := _unmarked(blocks, site)):
        signed.credit(unmarked.agency, UNMARKED)
        if unmarked.people:
            others["accounts"] = list(unmarked.people), UNMARKED
    if signed.agency:
        others.pop("desks", None)
    chosen = others.get("accounts") or others.get("agencies") or others.get("desks")
    if chosen:
        signed.sign(*chosen)
    return signed


def _credit_agency_lines(signed: Signed, blocks: LabelledBlocks) -> None:
    for labelled in blocks.of(BlockKind.AGENCY):
        text = fold(labelled.block.text)
        signed.credit(read_agency(text, signed=True) or first_agency(text), "visible agency block")


def _credit_closing(signed: Signed, blocks: LabelledBlocks) -> None:
    """Credit the agency named in brackets after one of the last paragraphs."""
    for labelled in blocks.last_of(BlockKind.BODY, MAX_CLOSING_BLOCKS):
        signed.credit(closing_agency(fold(labelled.block.text)), "visible body block")


def _unmarked(blocks: LabelledBlocks, sites: _Sites) -> Signature | None:
    """Return the signature below the headline that no label marks: "By ...", or a name above the date."""
    below = [
        labelled
        for labelled in below_headline(blocks, UNMARKED_BLOCKS)
        if labelled.kind not in NEVER_SIGNED or (labelled.kind in GUESSED and labelled.block.element is None)
    ]
    lines = [normalise(labelled.block.text[:MAX_LINE_CHARS]) for labelled in below]
    stamps = [next(iter(find_stamps(line, Reading())), None) for line in lines]
    for index, line in enumerate(lines):
        dated = any(stamps[max(0, index - BELOW_DATE) : index + ABOVE_DATE + 1])
        stamp = stamps[index]
        parts = [line] if stamp is None else [line[: stamp.start], *BAR.split(line[stamp.end :])]
        parts = [part.strip(BESIDE_DATE) for part in parts]
        names = (read_unmarked(part, sites, bare_name=dated) for part in parts)
        whole = None if parts == [line] else read_unmarked(line, sites)
        signature = whole or next(filter(None, names), None)
        if signature and (signature.people or signature.agency):
            return signature
    for labelled in blocks.last_of(BlockKind.BODY, MAX_CLOSING_BLOCKS):
        signature = read_unmarked(normalise(labelled.block.text[:MAX_LINE_CHARS]), sites, bare_name=True)
        if signature and signature.people:
            return signature
    return None


def _is_organisation(candidate: Candidate) -> bool:
    return candidate.name.endswith("organisation")


def _signatures(group: Sequence[Candidate], sites: _Sites) -> Iterator[tuple[Candidate, Signature]]:
    """Read a group; after a visible name only what says "By" again goes on signing."""
    named = False
    for candidate in group:
        looks = candidate.name in VISIBLE_NAMES
        if named and (candidate.place == "element" or (looks and not has_lead_in(candidate.value))):
            return
        signature = read_signature(candidate.value, sites, visible=looks)
        if _is_organisation(candidate) or sites.is_signed(candidate.value):
            signature = signature._replace(people=(), desks=(*signature.desks, *signature.people))
        named = named or bool(signature.people) or (looks and bool(signature.desks))
        yield candidate, signature


def _groups(markup: Markup | None, blocks: LabelledBlocks) -> Iterator[list[Candidate]]:
    """Yield groups of signatures of one origin, the most reliable first."""
    groups: dict[str, list[Candidate]] = {}
    for candidate in (*markup.authors, *markup.organisations) if markup else ():
        of_list = candidate.place == "json_ld" and candidate.name.startswith("author")
        groups.setdefault("json_ld author" if of_list else candidate.origin, []).append(candidate)
    stated = [group for group in groups.values() if group[0].place != "element"]
    yield from sorted(stated, key=lambda group: group[0].place != "json_ld")
    yield from _bylines(blocks)
    yield from (group[:MAX_BYLINES] for group in groups.values() if group[0].place == "element")


def _with_name(blocks: LabelledBlocks, index: int) -> str:
    """Return a byline's text, with the next block's where it is "By" alone."""
    text = blocks[index].block.text
    if (
        len(text) > MAX_LEAD_IN_CHARS
        or strip_lead_in(fold(text)).strip(BESIDE_DATE)
        or index + 1 == len(blocks)
    ):
        return text
    return f"{text} {blocks[index + 1].block.text[:MAX_LINE_CHARS]}"


def _bylines(blocks: LabelledBlocks) -> Iterator[list[Candidate]]:
    """Yield the bylines that stand together, those below the headline first."""
    headline = blocks.headline
    runs: list[list[int]] = []
    for index in blocks.places.get(BlockKind.BYLINE, ()):
        if runs and index - runs[-1][-1] <= TOGETHER and (runs[-1][-1] > headline or index < headline):
            runs[-1].append(index)
        else:
            runs.append([index])
    for run in sorted(runs, key=lambda run: run[0] < headline)[:MAX_BYLINES]:
        yield [Candidate(_with_name(blocks, index), "visible", "byline block") for index in run[:MAX_BYLINES]]
