"""Who signed: the first source that names a person, and the agency any of them credits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from schemas import Author, BlockKind
from service.clean.blocks import LabelledBlock
from service.clean.metadata.agencies import closing_agency, first_agency, read_agency
from service.clean.metadata.authors import Signature, has_lead_in, is_username, read_signature, read_unmarked
from service.clean.metadata.dates import find_stamps
from service.clean.metadata.elements import Candidate
from service.clean.metadata.folding import fold, matching_key
from service.clean.metadata.markup import Markup
from service.clean.metadata.near_headline import below_headline
from service.clean.metadata.stamps import Reading, normalise

MAX_BYLINES = 3
"""Most visible signatures read: further ones sign other articles."""
MAX_CLOSING_BLOCKS = 2
"""A line of the page's own may stand after the last paragraph."""
UNMARKED = "visible line below the headline"
UNMARKED_BLOCKS = 6
ABOVE_DATE = 2
"""A name alone signs where the date stands this many lines below it."""
MAX_LINE_CHARS = 120
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


def find_signed(markup: Markup | None, blocks: Sequence[LabelledBlock], sites: Sequence[str]) -> Signed:
    """Choose who signed: people, else accounts, else (where no agency signed either) the newsroom."""
    signed = Signed()
    _credit_agency_lines(signed, blocks)
    _credit_closing(signed, blocks)
    keys = frozenset(matching_key(site) for site in sites)
    accounts: tuple[list[Author], str] | None = None
    desks: tuple[list[Author], str] | None = None
    for group in _groups(markup, blocks):
        people: dict[str, Author] = {}
        origin = group[0].origin
        for signature in _signatures(group, keys):
            signed.credit(signature.agency, origin)
            if signature.desks:
                desks = desks or (list(signature.desks), origin)
            for author in signature.people:
                people.setdefault(matching_key(author.name), author)
        names = list(people.values())
        if names and not all(is_username(author.name) for author in names):
            signed.authors, signed.authors_origin = names, origin
            return signed
        if names:
            accounts = accounts or (names, origin)
    if accounts is None and (found := _unmarked(blocks, keys)):
        signed.credit(found.agency, UNMARKED)
        if found.people:
            signed.authors, signed.authors_origin = list(found.people), UNMARKED
            return signed
    if chosen := accounts or (None if signed.agency else desks):
        signed.authors, signed.authors_origin = chosen
    return signed


def _credit_agency_lines(signed: Signed, blocks: Sequence[LabelledBlock]) -> None:
    for labelled in blocks:
        if labelled.kind is BlockKind.AGENCY:
            text = fold(labelled.block.text)
            signed.credit(read_agency(text, signed=True) or first_agency(text), "visible agency block")


def _credit_closing(signed: Signed, blocks: Sequence[LabelledBlock]) -> None:
    """Credit the agency named in brackets after one of the last paragraphs."""
    bodies = [labelled for labelled in blocks if labelled.kind is BlockKind.BODY]
    for labelled in reversed(bodies[-MAX_CLOSING_BLOCKS:]):
        signed.credit(closing_agency(fold(labelled.block.text)), "visible body block")


def _unmarked(blocks: Sequence[LabelledBlock], sites: frozenset[str]) -> Signature | None:
    """Return the signature below the headline that no label marks: "By ...", or a name above the date."""
    below = [
        labelled for labelled in below_headline(blocks, UNMARKED_BLOCKS) if labelled.kind not in NEVER_SIGNED
    ]
    lines = [normalise(labelled.block.text[:MAX_LINE_CHARS]) for labelled in below]
    stamps = [next(iter(find_stamps(line, Reading())), None) for line in lines]
    for index, line in enumerate(lines):
        date_follows = any(stamps[index : index + ABOVE_DATE + 1])
        stamp = stamps[index]
        name = line if stamp is None else line[: stamp.start].strip(BESIDE_DATE)
        signature = read_unmarked(line, sites) or read_unmarked(name, sites, bare_name=date_follows)
        if signature and (signature.people or signature.agency):
            return signature
    return None


def _signatures(group: Sequence[Candidate], sites: frozenset[str]) -> Iterator[Signature]:
    """Read a group; after a visible name only what says "By" again goes on signing."""
    named = False
    for candidate in group:
        looks = candidate.name in VISIBLE_NAMES
        if named and (candidate.place == "element" or (looks and not has_lead_in(candidate.value))):
            return
        signature = read_signature(candidate.value, sites, visible=looks)
        if candidate.name.endswith("organisation"):
            signature = Signature((), (*signature.desks, *signature.people), signature.agency)
        named = named or bool(signature.people)
        yield signature


def _groups(markup: Markup | None, blocks: Sequence[LabelledBlock]) -> Iterator[list[Candidate]]:
    """Yield groups of signatures of one origin, the most reliable first."""
    groups: dict[str, list[Candidate]] = {}
    for candidate in (*markup.authors, *markup.organisations) if markup else ():
        groups.setdefault(candidate.origin, []).append(candidate)
    stated = [group for group in groups.values() if group[0].place != "element"]
    yield from sorted(stated, key=lambda group: group[0].place != "json_ld")
    bylines = [
        Candidate(labelled.block.text, "visible", "byline block")
        for labelled in blocks
        if labelled.kind is BlockKind.BYLINE
    ]
    if bylines:
        yield bylines[:MAX_BYLINES]
    yield from (group[:MAX_BYLINES] for group in groups.values() if group[0].place == "element")
