"""HTML to blocks: one walk over the parsed tree, without recursion and without changing it."""

import re
from collections.abc import Container

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from schemas import ErrorCode
from service.clean.blocks import (
    CELL_GAP,
    PROSE_WORDS,
    UNUSUAL,
    Block,
    Document,
    Element,
    Paths,
    count_words,
    reads_as_prose,
    visible_words,
)
from service.errors import CleanError

SKIPPED = (
    frozenset({"head", "script", "style", "template", "noscript", "svg", "iframe", "frame", "frameset"})
    | {"object", "embed", "applet", "canvas", "audio", "video", "select", "datalist", "option"}
    | {"textarea", "input", "map", "area", "math", "progress", "meter", "dialog"}
)
"""Elements whose content is not read as text of the page."""

INLINE = (
    frozenset({"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font"})
    | {"i", "ins", "kbd", "label", "mark", "nobr", "q", "rb", "rp", "rt", "rtc", "ruby", "s"}
    | {"samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"}
)
BOLD = frozenset({"b", "strong"})

TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_a-zA-Z]+")
LOWER_LETTERS = bytes(byte if byte in b"abcdefghijklmnopqrstuvwxyz" else ord(" ") for byte in range(256))
"""Keeps the letters of names in lower case, as most are; cuts them in half the time of ``TOKEN``."""
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
MARKS = '[hidden],[style*=none i],[style*=hidden i],input[type="password" i]'
"""Elements that may be hidden, and fields for a password."""
NAMING_ATTRIBUTES = ("class", "id", "itemprop", "data-testid")
"""Attributes in which authors of pages say what an element is for."""
LANDMARKS = frozenset({"banner", "contentinfo", "complementary", "navigation", "search"})
"""ARIA roles of a page's parts, set apart from class names: a role ``banner`` is the page's header."""
MAX_NAME_LENGTH = 400

MAX_STEPS = 5_000_000
"""Most steps of all node paths together: many blocks at great depth would fill the memory."""

WITHOUT_EVENTS = LexborDocumentOptions.WO_EVENTS.value
"""Nothing runs while the tree is built; all it would do is copy the chosen entry of a list to its button."""
TEXT_ID = 2
"""``tag_id`` of every node of text."""
CELLS = frozenset({"td", "th"})
MENU_WORDS = 3
MENU_LINKS = 0.95
MENU_LENGTH = 500
"""Items of a list with as few words, and these in links, are the lines of a menu; a longer one is cut."""
ROW_CELL_LENGTH = 200
"""A longer cell is layout, not a table's."""


def parse(content: str | bytes) -> LexborHTMLParser:
    """Parse a page, text or UTF-8, as a browser that runs scripts does: ``noscript`` holds no elements."""
    return LexborHTMLParser(content, scripting=True, options=WITHOUT_EVENTS)


def segment_html(tree: LexborHTMLParser, max_depth: int, max_nodes: int) -> Document:
    """Cut a page into the blocks a reader sees, in document order.

    Raises:
        CleanError: ``NESTED_TOO_DEEP`` or ``TOO_MANY_NODES``.
    """
    if tree.root is None:
        return Document(())
    hidden, asks_password = _read_marks(tree)
    return _Walk(max_depth, max_nodes, hidden).over(tree.root, asks_password=asks_password)


def _read_marks(tree: LexborHTMLParser) -> tuple[set[int], bool]:
    """Find the elements that say they are not to be shown, and whether a field asks for a password.

    One query for both: each walks the whole tree. A line ends at a ``br`` however it is styled.
    """
    hidden: set[int] = set()
    asks_password = False
    for node in tree.css(MARKS):
        attributes = node.attributes
        tag = node.tag
        if ("hidden" in attributes or HIDDEN_STYLE.search(attributes.get("style") or "")) and tag != "br":
            hidden.add(node.mem_id)
        if tag == "input" and (attributes.get("type") or "").lower() == "password":
            asks_password = True
    return hidden, asks_password


_Frame = tuple[LexborNode, Element, int, int]
"""A node the walk went down into; element, links and bolds outside it."""


class _Walk:
    """The walk's state: where it is, and the run of text it is in."""

    def __init__(self, max_depth: int, max_nodes: int, hidden: Container[int]) -> None:
        self.max_depth = max_depth
        self.max_nodes = max_nodes
        self.hidden = hidden
        self.blocks: list[Block] = []
        self.elements: list[Element] = []
        self.frames: list[_Frame] = []
        self.pieces: list[str] = []
        self.link_length = 0
        self.bold_length = 0
        self.steps = 0

    def over(self, root: LexborNode, *, asks_password: bool) -> Document:  # noqa: C901, PLR0912, PLR0915 - a call a node would cost more than the work
        """Visit every node once; the frames hold the way down to the present one.

        Inline elements have no ``Element`` of their own: ``element`` is the one the text belongs to.
        """
        node: LexborNode | None = root
        element = Element("html")
        paths = Paths()
        links = bolds = nodes = breaks = 0
        pieces, frames, hidden = self.pieces, self.frames, self.hidden
        max_nodes, max_depth = self.max_nodes, self.max_depth
        tags: dict[int, str] = {}
        while True:
            if node is None:
                if not frames:
                    break
                inner = element
                if pieces and frames[-1][1] is not inner:
                    self.flush(inner)
                node, element, links, bolds = frames.pop()
                if element is not inner:
                    inner.end = len(self.blocks)
                node = node.next
                continue
            tag_id = node.tag_id
            if tag_id == TEXT_ID:
                if node.is_empty_text_node or not (text := node.text_content) or text.isspace():
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
            # A number is read in a fraction of the time a name takes.
            tag = tags.get(tag_id)
            if tag is None:
                name = node.tag
                tag = tags[tag_id] = "" if name is None or name[0] == "-" or name in SKIPPED else name
            if not tag or (hidden and node.mem_id in hidden):
                node = node.next
                continue
            nodes += 1
            inline = tag in INLINE
            if not inline and tag in CELLS and element.tag == "tr":
                inline = sum(map(len, pieces)) < ROW_CELL_LENGTH
                if inline and pieces:
                    pieces.append(CELL_GAP)
            if pieces and not inline:
                breaks += tag == "br"
                if tag == "br" and breaks == 1:
                    pieces.append(" ")
                else:
                    self.flush(element)
            child = node.first_child
            if child is None:
                node = node.next
                continue
            if nodes > max_nodes:
                raise CleanError(ErrorCode.TOO_MANY_NODES)
            if len(frames) > max_depth:
                raise CleanError(ErrorCode.NESTED_TOO_DEEP)
            frames.append((node, element, links, bolds))
            if inline:
                if tag == "a":
                    links += 1
                elif tag in BOLD:
                    bolds += 1
            else:
                outer = element if self.elements else None
                element = Element(tag, outer, (), len(self.blocks), 0, 0, node, paths)
                self.elements.append(element)
            node = child
        if pieces:
            self.flush(element)
        elements = []
        known: dict[str, tuple[str, ...]] = {}
        for element in self.elements:
            if element.end > element.first and element.node is not None:
                if attributes := element.node.attributes:
                    element.tokens = _tokens(attributes, known)
                elements.append(element)
        return Document(self.blocks, elements, asks_password=asks_password)

    def flush(self, element: Element) -> None:
        """End the run of text under way; it becomes a block of the element it stands in."""
        joined = "".join(self.pieces)
        self.pieces.clear()
        link_length, bold_length = self.link_length, self.bold_length
        self.link_length = self.bold_length = 0
        plain = joined.isascii() or UNUSUAL.search(joined) is None
        words = joined.split() if plain else visible_words(joined)
        text = " ".join(words)
        tag = element.tag
        if tag == "tr":
            text = text.strip(CELL_GAP)
        if not text:
            return
        element.runs += 1
        self.steps += len(self.frames)
        if self.steps > MAX_STEPS:
            raise CleanError(ErrorCode.TOO_MANY_NODES)
        length, count = len(text), len(words) if plain else count_words(text, len(words))
        link_share = link_length / length if link_length < length else 1.0
        bold_share = bold_length / length if bold_length < length else 1.0
        is_item = tag == "li" and count <= MENU_WORDS and link_share >= MENU_LINKS
        if is_item and self.joins_menu(element, text, count):
            return
        self.blocks.append(
            Block(
                text,
                None,
                tag,
                element,
                count,
                link_share,
                bold_share,
                count >= PROSE_WORDS and reads_as_prose(text, count, link_share),
                element.runs,
            )
        )

    def joins_menu(self, element: Element, text: str, words: int) -> bool:
        """Add the line of a menu to the line of the same menu before it: together they are one block."""
        if not self.blocks:
            return False
        last = self.blocks[-1]
        menu = last.element
        if menu is None or menu.tag != "li" or menu.parent is not element.parent:
            return False
        if last.words > MENU_WORDS * (last.text.count(CELL_GAP) + 1) or last.link_share < MENU_LINKS:
            return False
        if len(last.text) > MENU_LENGTH:
            return False
        last.text = f"{last.text}{CELL_GAP}{text}"
        last.words += words
        return True


def _tokens(attributes: dict[str, str | None], known: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the words of an element's names; ``known`` holds those of names cut before on the page."""
    role = None
    names = attributes.get("class") if len(attributes) == 1 else None
    if not names:
        role = attributes.get("role")
        given = [value for name in NAMING_ATTRIBUTES if (value := attributes.get(name))]
        if role and role not in LANDMARKS:
            given.append(role)
        names = " ".join(given)
    words = known.get(names)
    if words is None:
        words = known[names] = _words(names[:MAX_NAME_LENGTH])
    return (f"@{role}", *words) if role in LANDMARKS else words


def _words(names: str) -> tuple[str, ...]:
    """Cut names into words: ``storyBody-main`` is story, body, main."""
    if names.isascii() and names == names.lower():
        return tuple(names.encode().translate(LOWER_LETTERS).decode().split())
    return tuple([word.lower() for word in TOKEN.findall(names)])
