"""One query over the parsed page: meta tags, links, scripts, headings, times, signatures as they stand."""

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from service.clean.metadata.folding import fold, words
from service.clean.metadata.meta_names import META_FIELDS, OPEN_GRAPH, Field

SELECTOR = (
    'html,title,meta,link[rel~=canonical i],script[type*="ld+json" i],h1,time,img,[itemprop],[rel~=author i],'
    "a[rel~=tag i],[class*=aut i],[class*=byline i]"
)
"""Everything read, in document order; ``SIGNATURE`` tells authors from what else begins like them."""

MAX_ELEMENTS = 5_000
"""Most matched elements looked at on a page."""
MAX_CANDIDATES = 20
"""Most candidates kept for one field."""
MAX_SIGNATURE_CHARS = 200
"""Longest visible text taken for a signature, code points."""
MAX_PICTURES = 200
"""Most ``img`` elements kept."""
MAX_HEADINGS = 5
MAX_LINES = 8
"""Most runs of text in a heading that are told apart."""
MAX_TRAIL = 10
MAX_READ = 1_000_000
"""Most visible text read, code points."""
MAX_TRIED = 100
"""Most elements tried as a signature."""
SIGNATURE_TAGS = frozenset(words("span a p div address strong li cite b em h3 h4"))
SIGNATURE = re.compile(r"author|byline|autor(?!i)")
NOT_A_SIGNATURE = re.compile(
    r"authori[sz]|bio|about|desc|avatar|image|img|photo|picture|thumb|social|follow|share|related|more|comment|"
    r"icon|date|time|list|recommend|widget|footer|popup|autoriz|sidebar"
)
"""Class words of what stands beside an author's name, or names the author of something else, folded."""

LINKED_TAGS = 5
"""Rank of links marked as tags: after what names the article's tags, before ``keywords``."""

ITEMPROPS: dict[str, tuple[Field, int]] = {
    "headline": (Field.HEADLINE, 50),
    "author": (Field.AUTHOR, 50),
    "creator": (Field.AUTHOR, 51),
    "datepublished": (Field.PUBLISHED, 50),
    "datecreated": (Field.PUBLISHED, 51),
    "datemodified": (Field.MODIFIED, 50),
    "articlesection": (Field.SECTION, 50),
    "keywords": (Field.TAGS, 50),
}
"""Itemprop names to their field, and their rank among the meta names."""


Attributes = dict[str, str | None]


class Candidate(NamedTuple):
    """One value for a field, and where it stands."""

    value: str
    place: str
    """``json_ld``, ``open_graph``, ``meta``, ``microdata``, ``element`` or ``time_element``."""
    name: str
    """Name of the property, tag or class."""

    @property
    def origin(self) -> str:
        """The place and the name, for people."""
        return f"{self.place} {self.name}"


@dataclass(slots=True)
class Elements:
    """What the query found."""

    found: dict[Field, dict[tuple[int, str], list[Candidate]]] = field(default_factory=dict)
    scripts: list[str] = field(default_factory=list)
    """Texts of the JSON-LD scripts."""
    headings: list[str] = field(default_factory=list)
    """Texts of the ``h1`` elements, one line for each run of text in them."""
    title: str | None = None
    """Text of the ``title`` element."""
    canonical: str | None = None
    """Target of ``link rel=canonical``."""
    trail: list[str] = field(default_factory=list)
    """Names of a breadcrumb in microdata."""
    times: list[tuple[int, str]] = field(default_factory=list)
    """``time`` elements as place in document order and value."""
    heading_at: int | None = None
    """Place of the first ``h1`` in document order."""
    pictures: list[tuple[LexborNode, Attributes]] = field(default_factory=list)
    """The first ``img`` elements."""
    signatures: list[Candidate] = field(default_factory=list)
    """Visible elements that mark themselves as the author's name."""

    read: int = 0
    """Code points of visible text read so far."""
    tried: int = 0
    """Elements tried as a signature so far."""

    def add(self, target: Field, rank: int, value: str | None, place: str, name: str) -> None:
        """Keep a value with the others of its name."""
        if not value or not (text := fold(value)):
            return
        candidate = Candidate(text, place, name)
        named = self.found.setdefault(target, {}).setdefault((rank, name), [])
        if len(named) < MAX_CANDIDATES and candidate not in named:
            named.append(candidate)

    def text_of(self, node: LexborNode, separator: str = "") -> str:
        """Return a node's text; nothing once too much was read: elements that nest repeat their text."""
        if self.read > MAX_READ:
            return ""
        text = node.text(separator=separator)
        self.read += len(text)
        return text

    def of(self, target: Field) -> list[Candidate]:
        """Return a field's candidates, the more reliable names first."""
        named = self.found.get(target, {})
        return [candidate for key in sorted(named) for candidate in named[key]]


def read_elements(tree: LexborHTMLParser) -> Elements:
    """Run the query and sort what it finds."""
    elements = Elements()
    last = 0
    for index, node in enumerate(islice(tree.css(SELECTOR), MAX_ELEMENTS)):
        if node.mem_id == last:  # it is found once for each selector of the list it matches
            continue
        last = node.mem_id
        tag, attributes = node.tag or "", node.attributes
        if tag == "meta":
            _read_meta(elements, attributes)
        elif tag == "script":
            elements.scripts.append(node.text())
        elif tag == "link":
            is_canonical = "canonical" in (attributes.get("rel") or "").casefold().split()
            if is_canonical and elements.canonical is None and (target := attributes.get("href")):
                elements.canonical = target.strip() or None
        elif tag == "html":
            language = attributes.get("lang") or attributes.get("xml:lang")
            elements.add(Field.LANGUAGE, 0, language, "element", "html lang")
        elif tag == "title":
            if elements.title is None and node.parent is not None and node.parent.tag != "svg":
                elements.title = fold(elements.text_of(node)) or None
        else:
            _read_visible(elements, node, tag, attributes, index)
    return elements


def _read_meta(elements: Elements, attributes: Attributes) -> None:
    content = attributes.get("content")
    if not content:
        return
    for attribute in ("property", "name", "itemprop", "http-equiv"):
        if not (written := attributes.get(attribute)):
            continue
        name = written.strip().casefold()
        known = META_FIELDS.get(name)
        if known is None and attribute == "itemprop":
            known = ITEMPROPS.get(name)
        if known is not None:
            place = "microdata" if attribute == "itemprop" else "meta"
            if name.startswith(OPEN_GRAPH):
                place = "open_graph"
            elements.add(*known, content, place, name)
            return


def _read_visible(elements: Elements, node: LexborNode, tag: str, attributes: Attributes, index: int) -> None:
    if tag == "img":
        if len(elements.pictures) < MAX_PICTURES:
            elements.pictures.append((node, attributes))
        if "itemprop" not in attributes and "rel" not in attributes:
            return
    itemprop = (attributes.get("itemprop") or "").casefold()
    known = ITEMPROPS.get(itemprop)
    if tag == "h1":
        _read_heading(elements, node, index)
    if tag == "time":
        _read_time(elements, node, attributes, known, index)
    elif known is not None:
        if known[0] is Field.AUTHOR:
            _read_signature(elements, node, f"itemprop {itemprop}")
        else:
            value = attributes.get("content") or attributes.get("datetime") or elements.text_of(node)
            elements.add(*known, value, "microdata", itemprop)
    elif itemprop == "name":
        if len(elements.trail) < MAX_TRAIL and _in_trail(node) and (text := fold(elements.text_of(node))):
            elements.trail.append(text)
    else:
        _read_marked(elements, node, tag, attributes)


def _read_marked(elements: Elements, node: LexborNode, tag: str, attributes: Attributes) -> None:
    """Read what its ``rel`` or its class marks as a tag or a signature."""
    rel = attributes.get("rel")
    rels = rel.casefold().split() if rel else ()
    if "author" in rels:
        _read_signature(elements, node, "rel author")
    elif "tag" in rels and tag == "a":
        if "category" not in rels:
            elements.add(Field.TAGS, LINKED_TAGS, elements.text_of(node), "element", "rel tag")
    elif tag in SIGNATURE_TAGS:
        marks = (attributes.get("class") or "").casefold()
        if SIGNATURE.search(marks) and not NOT_A_SIGNATURE.search(marks):
            _read_signature(elements, node, "class")


def _read_heading(elements: Elements, node: LexborNode, index: int) -> None:
    """Keep a heading's text, one line for each of its runs."""
    if len(elements.headings) >= MAX_HEADINGS:
        return
    runs = elements.text_of(node, "\n").split("\n", MAX_LINES)
    if lines := [line for run in runs if (line := fold(run))]:
        elements.headings.append("\n".join(lines))
        if elements.heading_at is None:
            elements.heading_at = index


def _read_time(
    elements: Elements, node: LexborNode, attributes: Attributes, known: tuple[Field, int] | None, index: int
) -> None:
    value = attributes.get("datetime") or elements.text_of(node)
    if known is None and "pubdate" in attributes:
        known = (Field.PUBLISHED, 60)
    if known is not None and known[0] in {Field.PUBLISHED, Field.MODIFIED}:
        elements.add(*known, value, "time_element", attributes.get("itemprop") or "pubdate")
    elif len(elements.times) < MAX_CANDIDATES and (text := fold(value)):
        elements.times.append((index, text))


def _in_trail(node: LexborNode) -> bool:
    ancestor = node.parent
    for _ in range(4):
        if ancestor is None:
            return False
        if "itemListElement" in (ancestor.attributes.get("itemprop") or ""):
            return True
        ancestor = ancestor.parent
    return False


def _read_signature(elements: Elements, node: LexborNode, name: str) -> None:
    elements.tried += 1
    if len(elements.signatures) >= MAX_CANDIDATES or elements.tried > MAX_TRIED:
        return
    named = node.css_first("[itemprop=name]") if name.startswith("itemprop") else None
    signed = node if named is None else named
    text = fold(signed.attributes.get("content") or elements.text_of(signed, " "))
    candidate = Candidate(text, "element", name)
    if text and len(text) <= MAX_SIGNATURE_CHARS and candidate not in elements.signatures:
        elements.signatures.append(candidate)
