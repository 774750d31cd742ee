"""A linear look at markup before it is parsed, so that no page costs quadratic time or memory.

Parsing HTML5 is not linear: most start tags search the stack of open elements, and each paragraph
opens anew the formatting elements left open before it. Both are bounded here by counting tags.
"""

import re

from schemas import ErrorCode
from service.errors import CleanError

FEW_TAGS = 2_000
"""A page with fewer tags costs at most a fraction of a second, whatever it holds."""

TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")

FLAT_TAGS = frozenset(
    [
        "p",
        "li",
        "dd",
        "dt",
        "tr",
        "td",
        "th",
        "tbody",
        "thead",
        "tfoot",
        "caption",
        "colgroup",
        "col",
        "option",
        "optgroup",
        "html",
        "head",
        "body",
        "area",
        "base",
        "br",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polygon",
        "polyline",
        "use",
        "stop",
        "image",
    ]
)
"""Tags that cannot nest in themselves, or are empty; open ones do not add depth of their own."""

FORMATTING_TAGS = frozenset(
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
)
"""Elements the parser opens anew in every block until they are closed."""


def check_markup(content: str, max_depth: int, max_nodes: int) -> None:
    """Refuse markup that would be dear to parse.

    The depth seen here is an upper bound: elements closed by their parent's end count on. So the
    limit is twice ``max_depth``; the true depth is checked when the tree is walked.

    Raises:
        CleanError: ``NESTED_TOO_DEEP`` or ``TOO_MANY_NODES``.
    """
    tags = content.count("<")
    if tags <= FEW_TAGS:
        return
    if tags > 4 * max_nodes:
        raise CleanError(ErrorCode.TOO_MANY_NODES)
    open_tags: dict[str, int] = {}
    depth = formatting = reopened = 0
    for slash, name in TAG.findall(content):
        tag = name.lower()
        if tag in FLAT_TAGS:
            reopened += formatting
            continue
        step = -1 if slash else 1
        count = open_tags.get(tag, 0) + step
        if count < 0:
            continue
        open_tags[tag] = count
        depth += step
        if slash:
            reopened += formatting
        if tag in FORMATTING_TAGS:
            formatting += step
        if depth > 2 * max_depth:
            raise CleanError(ErrorCode.NESTED_TOO_DEEP)
    if reopened > 5 * max_nodes:
        raise CleanError(ErrorCode.TOO_MANY_NODES)
