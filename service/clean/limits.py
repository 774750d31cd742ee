"""Bounds on time and memory: what is looked at before parsing, and before blocks are judged.

Parsing HTML5 is not linear: most start tags search the stack of open elements, each paragraph opens anew
the formatting elements left open before it, options look through their list, and an attribute is compared
with all others of its tag. All are bounded here by counting tags. What is left is linear in the blocks and
the text, and bounded by their number and length.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from schemas import ErrorCode
from service.clean.blocks import Document
from service.errors import CleanError

FEW_TAGS = 2_000
"""A page with fewer tags costs at most a fraction of a second, whatever they are."""
MAX_TEXT = 500_000
"""Most characters of text: a book."""
MAX_OPTIONS = 4_000
"""Most entries of all selection lists together."""
MAX_LOOSE = 8_000
"""Most open tags of which only the parser knows whether they nest."""
MAX_ATTRIBUTE_PAIRS = 4e7
"""Most comparisons of one attribute with another of its tag."""

LONG = 4_000
"""A tag of more bytes may hold very many attributes."""
MAX_ATTRIBUTES = 10_000
"""Most different attributes between two opening brackets, wherever quotes begin and end."""
MIN_ATTRIBUTE = 2
"""Fewest bytes of an attribute, with what parts it from the next."""

TAG = re.compile(rb"<[a-zA-Z/][^ \t\n\v\f\r/>]*+")
"""An opening or closing tag up to its attributes; one that closes what no tag can open is passed over."""
WHOLE_TAG = re.compile(rb"""<[a-zA-Z/](?!\w{0,30}+>)[^>"']*+(?:"[^"]*+"[^>"']*+|'[^']*+'[^>"']*+)*+""")
"""A tag with its attributes, in whose values brackets may stand; short ones that have none are left out."""
NO_ATTRIBUTES = (b"script", b"style", b"!")
"""Beginnings of tags whose content may be long and is none of attributes."""
ATTRIBUTE = re.compile(rb"""(?<![^\s"'<>/=])[^\s"'<>/=]++\s*+=\s*+["']""")
QUOTED = re.compile(rb"""=\s*+(?:"[^"]*+"|'[^']*+')""")

FLAT_TAGS = (
    frozenset({"p", "li", "dd", "dt", "tr", "td", "th", "tbody", "thead", "tfoot", "caption", "colgroup"})
    | {"html", "head", "body", "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"}
    | {"param", "source", "track", "wbr"}
)
"""Tags that cannot nest in themselves, or are empty; open ones do not add depth of their own."""
FOREIGN_TAGS = frozenset({"svg", "math"})
"""Elements in which every tag nests that does not close itself."""
SHAPE_TAGS = frozenset(
    {"path", "rect", "circle", "ellipse", "line", "polygon", "polyline", "use", "stop", "image"}
)
"""Parts of drawings, most of which close themselves."""
OPTION_TAGS = frozenset({"option", "optgroup"})
UNNESTED_TAGS = FLAT_TAGS | SHAPE_TAGS | OPTION_TAGS
"""Tags that are left out of the depth; those that may nest all the same are counted apart."""
FORMATTING_TAGS = frozenset(
    {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}
)
"""Elements the parser opens anew in every block until they are closed."""


def check_markup(content: bytes, max_depth: int, max_nodes: int) -> None:
    """Refuse markup that would be dear to parse.

    Args:
        content: the page in UTF-8.
        max_depth: deepest nesting of elements.
        max_nodes: most elements.

    Raises:
        CleanError: ``NESTED_TOO_DEEP`` or ``TOO_MANY_NODES``.
    """
    _check_attributes(content)
    # Many bytes at a time; ``bytes.count`` goes one by one.
    count = np.count_nonzero(np.frombuffer(content, np.uint8) == ord("<"))
    if count <= FEW_TAGS:
        return
    if count > 4 * max_nodes:
        raise CleanError(ErrorCode.TOO_MANY_NODES)
    names = TAG.findall(content)
    tags = {
        name: (-1 if name[1:2] == b"/" else 1, name.lower().lstrip(b"</").decode(errors="replace"))
        for name in set(names)
    }
    _check_nesting(names, tags, max_depth, max_nodes)
    if count > MAX_OPTIONS:
        _check_loose(map(tags.__getitem__, names))


def _check_nesting(
    names: Iterable[bytes], tags: Mapping[bytes, tuple[int, str]], max_depth: int, max_nodes: int
) -> None:
    """Follow the depth, and the formatting elements opened anew.

    The depth seen here is an upper bound: elements closed by their parent's end count on. So the
    limit is twice ``max_depth``; the true depth is checked when the tree is walked.

    Args:
        names: tags as written, in their order.
        tags: each of them as step (1 opens, -1 closes) and name.
        max_depth: deepest nesting of elements.
        max_nodes: most elements.
    """
    open_tags = {tag: [0] for _, tag in tags.values() if tag not in UNNESTED_TAGS}
    steps = {
        name: (step, step if tag in FORMATTING_TAGS else 0, open_tags.get(tag))
        for name, (step, tag) in tags.items()
    }
    depth = formatting = reopened = 0
    deepest = 2 * max_depth
    for step, formats, opened in map(steps.__getitem__, names):
        if opened is None:
            reopened += formatting
        elif step > 0:
            opened[0] += 1
            depth += 1
            formatting += formats
            if depth > deepest:
                raise CleanError(ErrorCode.NESTED_TOO_DEEP)
        elif opened[0]:
            opened[0] -= 1
            depth -= 1
            reopened += formatting
            formatting += formats
    if reopened > 5 * max_nodes:
        raise CleanError(ErrorCode.TOO_MANY_NODES)


def _check_loose(tags: Iterable[tuple[int, str]]) -> None:
    """Count options, and open tags that may nest or not: at most as many as there are tags."""
    open_tags: dict[str, int] = {}
    foreign = loose = options = 0
    for step, tag in tags:
        if tag in OPTION_TAGS:
            options += step > 0
        elif tag in FOREIGN_TAGS:
            foreign = max(0, foreign + step)
        elif tag in SHAPE_TAGS or (foreign and tag in FLAT_TAGS):
            count = open_tags.get(tag, 0) + step
            if count < 0:
                continue
            open_tags[tag] = count
            loose += step
            if loose > MAX_LOOSE:
                raise CleanError(ErrorCode.NESTED_TOO_DEEP)
    if options > MAX_OPTIONS:
        raise CleanError(ErrorCode.TOO_MANY_NODES)


def check_text(length: int) -> None:
    """Refuse text that no article has, in characters.

    Raises:
        CleanError: ``TEXT_TOO_LONG``.
    """
    if length > MAX_TEXT:
        raise CleanError(ErrorCode.TEXT_TOO_LONG)


def check_blocks(document: Document, max_blocks: int) -> None:
    """Refuse a document that would be dear to judge.

    Raises:
        CleanError: ``TOO_MANY_NODES`` or ``TEXT_TOO_LONG``.
    """
    if len(document.blocks) > max_blocks:
        raise CleanError(ErrorCode.TOO_MANY_NODES)
    if document.is_html:  # the blocks of a flat text are no longer than it, which was checked
        check_text(sum([len(block.text) for block in document.blocks]))


def _long_stretches(content: bytes) -> Iterator[bytes]:
    """Yield what stands between two opening brackets far apart, looking back from as far as that."""
    start = content.find(b"<") + 1
    while 0 < start < len(content) - LONG:
        last = content.rfind(b"<", start, start + LONG)
        if last < 0:
            last = content.find(b"<", start + LONG)
            stretch = content[start : last if last >= 0 else len(content)]
            if not stretch[:10].lower().startswith(NO_ATTRIBUTES):
                yield stretch
        start = last + 1


def _check_attributes(content: bytes) -> None:
    """Refuse tags of very many attributes, also where a broken quote hides where a tag ends."""
    for stretch in _long_stretches(content):
        many = stretch.count(b"=") > MAX_ATTRIBUTES
        if many and len(set(ATTRIBUTE.findall(stretch))) > MAX_ATTRIBUTES:
            raise CleanError(ErrorCode.TOO_MANY_NODES)
    tags = [tag for tag in WHOLE_TAG.findall(content) if len(tag) > LONG]
    if sum((len(tag) / MIN_ATTRIBUTE) ** 2 for tag in tags) <= MAX_ATTRIBUTE_PAIRS:
        return
    if sum(len(set(QUOTED.sub(b"= ", tag).split())) ** 2 for tag in tags) > MAX_ATTRIBUTE_PAIRS:
        raise CleanError(ErrorCode.TOO_MANY_NODES)
