"""HTML to blocks: one walk over the parsed tree, without recursion and without changing it."""

import re
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from schemas import ErrorCode, NodePath
from service.clean.blocks import Block, Document, Element, count_words, fold, reads_as_prose
from service.errors import CleanError

SKIPPED = frozenset(
    [
        "head",
        "script",
        "style",
        "template",
        "noscript",
        "svg",
        "iframe",
        "frame",
        "frameset",
        "object",
        "embed",
        "applet",
        "canvas",
        "audio",
        "video",
        "select",
        "datalist",
        "option",
        "textarea",
        "input",
        "map",
        "area",
        "math",
        "progress",
        "meter",
        "dialog",
    ]
)
"""Elements whose content is not read as text of the page."""

INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "rb",
        "rp",
        "rt",
        "rtc",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
BOLD = frozenset({"b", "strong"})

TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_a-zA-Z]+")
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
NAMING_ATTRIBUTES = ("class", "id", "itemprop", "data-testid")
"""Attributes in which authors of pages say what an element is for."""
LANDMARKS = frozenset({"banner", "contentinfo", "complementary", "navigation", "search"})
"""ARIA roles of a page's parts, set apart from class names: a role ``banner`` is the page's header."""
MAX_NAME_LENGTH = 400

MAX_PATHS_LENGTH = 50_000_000
"""Most characters of all node paths: many blocks at great depth would fill the memory."""

CELLS = frozenset({"td", "th"})
CELL_GAP = " | "
"""Stands between the cells of a row."""
ROW_CELL_LENGTH = 200
"""A longer cell is layout, not a table's."""


def parse(content: str) -> LexborHTMLParser:
    """Parse a page as a browser that runs scripts does: ``noscript`` holds no elements."""
    return LexborHTMLParser(content, scripting=True)


def segment_html(tree: LexborHTMLParser, max_depth: int, max_nodes: int) -> Document:
    """Cut a page into the blocks a reader sees, in document order.

    Raises:
        CleanError: ``NESTED_TOO_DEEP`` or ``TOO_MANY_NODES``.
    """
    if tree.root is None:
        return Document(())
    return _Walk(max_depth, max_nodes).over(tree.root)


class _Walk:
    """The walk's state: where it is, and the run of text it is in."""

    def __init__(self, max_depth: int, max_nodes: int) -> None:
        self.max_depth = max_depth
        self.max_nodes = max_nodes
        self.blocks: list[Block] = []
        self.elements: list[Element] = []
        self.pieces: list[str] = []
        self.link_length = 0
        self.bold_length = 0
        self.asks_password = False
        self.path_length = 0

    def over(self, root: LexborNode) -> Document:  # noqa: C901, PLR0912, PLR0915 - a call a node would cost more than the work
        """Visit every node once; ``open_nodes`` holds the way down to the present one."""
        node: LexborNode | None = root
        element: Element | None = None
        block_element = Element("html")
        open_nodes: list[tuple[LexborNode, Element | None, Element, dict[str, int], int, int]] = []
        positions: dict[str, int] = {}
        links = bolds = nodes = breaks = 0
        pieces = self.pieces
        while True:
            if node is None:
                if not open_nodes:
                    break
                if pieces and element is block_element:
                    self.flush(block_element)
                if element is not None:
                    element.end = len(self.blocks)
                node, element, block_element, positions, links, bolds = open_nodes.pop()
                node = node.next
                continue
            tag = node.tag
            if tag == "-text":
                text = node.text_content
                if not text or text.isspace():
                    if pieces:
                        pieces.append(" ")
                else:
                    pieces.append(text)
                    breaks = 0
                    if links:
                        self.link_length += len(text)
                    if bolds:
                        self.bold_length += len(text)
                node = node.next
                continue
            if tag is None or tag[0] == "-":
                node = node.next
                continue
            nodes += 1
            position = positions[tag] = positions.get(tag, 0) + 1
            if tag == "br":
                breaks += 1
                if pieces:
                    if breaks > 1:
                        self.flush(block_element)
                    else:
                        pieces.append(" ")
                node = node.next
                continue
            if tag in SKIPPED:
                if tag == "input" and node.attributes.get("type") == "password":
                    self.asks_password = True
                node = node.next
                continue
            attributes = node.attributes
            if attributes and _is_hidden(attributes):
                node = node.next
                continue
            inline = tag in INLINE
            if not inline:
                if tag in CELLS and block_element.tag == "tr" and sum(map(len, pieces)) < ROW_CELL_LENGTH:
                    inline = True
                    if pieces:
                        pieces.append(CELL_GAP)
                elif pieces:
                    self.flush(block_element)
            child = node.first_child
            if child is None:
                node = node.next
                continue
            if nodes > self.max_nodes:
                raise CleanError(ErrorCode.TOO_MANY_NODES)
            if len(open_nodes) > self.max_depth:
                raise CleanError(ErrorCode.NESTED_TOO_DEEP)
            open_nodes.append((node, element, block_element, positions, links, bolds))
            element = Element(
                tag,
                element,
                position,
                () if inline or not attributes else _tokens(attributes),
                len(self.blocks),
            )
            self.elements.append(element)
            positions = {}
            if inline:
                if tag == "a":
                    links += 1
                elif tag in BOLD:
                    bolds += 1
            else:
                block_element = element
                breaks = 0
            node = child
        if pieces:
            self.flush(block_element)
        elements = [element for element in self.elements if element.end > element.first]
        return Document(self.blocks, elements, asks_password=self.asks_password)

    def flush(self, element: Element) -> None:
        """End the run of text under way; it becomes a block of the element it stands in."""
        text = fold("".join(self.pieces))
        self.pieces.clear()
        if element.tag == "tr":
            text = text.strip(CELL_GAP)
        if text:
            element.runs += 1
            length, words = len(text), count_words(text)
            link_share = min(1.0, self.link_length / length)
            path = element.path if element.runs == 1 else f"{element.path}/text()[{element.runs}]"
            self.path_length += len(path)
            if self.path_length > MAX_PATHS_LENGTH:
                raise CleanError(ErrorCode.TOO_MANY_NODES)
            self.blocks.append(
                Block(
                    text,
                    NodePath(path=path),
                    element.tag,
                    element,
                    words,
                    link_share,
                    min(1.0, self.bold_length / length),
                    reads_as_prose(text, words, link_share),
                )
            )
        self.link_length = self.bold_length = 0


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    return style is not None and HIDDEN_STYLE.search(style) is not None


def _tokens(attributes: dict[str, str | None]) -> tuple[str, ...]:
    names = [value for name in NAMING_ATTRIBUTES if (value := attributes.get(name))]
    role = attributes.get("role")
    if role in LANDMARKS:
        return (f"@{role}", *_words(" ".join(names)[:MAX_NAME_LENGTH]))
    if role:
        names.append(role)
    return _words(" ".join(names)[:MAX_NAME_LENGTH]) if names else ()


@lru_cache(maxsize=8192)
def _words(names: str) -> tuple[str, ...]:
    """Cut names into words: ``storyBody-main`` is story, body, main."""
    return tuple([word.lower() for word in TOKEN.findall(names)])
