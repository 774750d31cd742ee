"""Zones: what an element's name says of everything inside it."""

from collections.abc import Mapping, Sequence

from schemas import BlockKind
from service.clean.blocks import Document, Element
from service.clean.vocabulary import MARKUP_KINDS, MARKUP_PAIRS

TAG_KINDS = {
    "nav": BlockKind.NAVIGATION,
    "footer": BlockKind.FOOTER,
    "aside": BlockKind.RELATED,
    "form": BlockKind.TOOL,
    "button": BlockKind.TOOL,
    "figcaption": BlockKind.CAPTION,
    "legend": BlockKind.TOOL,
    "fieldset": BlockKind.TOOL,
    "menu": BlockKind.NAVIGATION,
}
ROLE_KINDS = {
    "@banner": BlockKind.NAVIGATION,
    "@navigation": BlockKind.NAVIGATION,
    "@search": BlockKind.TOOL,
    "@contentinfo": BlockKind.FOOTER,
    "@complementary": BlockKind.RELATED,
}
"""What the ARIA landmarks hold."""
NAMING_WORDS = frozenset({*ROLE_KINDS, *MARKUP_KINDS, *(second for _, second in MARKUP_PAIRS)})
"""No element without one of these is named after a kind."""
GENERAL_TAGS = frozenset({"aside", "form"})
"""Tags of many uses: a name says more than they do."""
NOT_ASIDE = frozenset({BlockKind.BYLINE, BlockKind.CAPTION, BlockKind.CREDIT})
"""What an element of such a tag is not, whatever its name."""
NEUTRAL_TAGS = frozenset({"html", "body", "main", "h1", "blockquote"})
MOST = 0.5
"""Elements with more of the page's running text than this hold the article, whatever their name."""
MOST_OF_ASIDES = 0.9
LONG_KINDS = frozenset({BlockKind.COMMENT, BlockKind.OTHER_ARTICLE})
"""Zones that are often longer than the article."""

Zones = Mapping[Element | None, BlockKind]
"""Kind of everything inside a named element; what is in no element has none."""


def named_kind(tag: str, tokens: tuple[str, ...]) -> tuple[str, BlockKind] | None:
    """Return the word of an element's tag or class that names a kind, and the kind; null for none."""
    if tag in NEUTRAL_TAGS or "embed" in tokens:
        return None
    own = TAG_KINDS.get(tag)
    if own is not None and tag not in GENERAL_TAGS:
        return f"<{tag}>", own
    previous = ""
    for token in tokens:
        if token in NAMING_WORDS:
            kind = ROLE_KINDS.get(token) or MARKUP_KINDS.get(token) or MARKUP_PAIRS.get((previous, token))
            if kind is not None and not (own and (kind in NOT_ASIDE or token in ROLE_KINDS)):
                return (f"<{tag}>" if own else token), kind
        previous = token
    return (f"<{tag}>", own) if own is not None else None


def _is_in_article(element: Element | None) -> bool:
    while element is not None and element.tag != "article":
        element = element.parent
    return element is not None


def zone_kinds(document: Document, prose: Sequence[int], headline: int | None) -> Zones:
    """Give each element inside a named zone the zone's kind, the outermost name winning.

    Args:
        document: the page.
        prose: running sum of words of running text, one more entry than blocks.
        headline: index of the headline's block, if known: what holds it is no zone.
    """
    total = prose[-1] or 1
    named: list[tuple[Element, str, BlockKind]] = []
    shares: dict[str, int] = {}
    reach: dict[str, int] = {}
    in_article = headline is not None and _is_in_article(document.blocks[headline].element)
    for element in document.elements:
        tag, tokens = element.tag, element.tokens
        has_name = tag in TAG_KINDS or not NAMING_WORDS.isdisjoint(tokens)
        name = named_kind(tag, tokens) if has_name else None
        if name is None:
            if not (in_article and tag == "article"):
                continue
            name = "<article>", BlockKind.OTHER_ARTICLE
        if headline is not None and element.first <= headline < element.end:
            continue
        word, kind = name
        named.append((element, word, kind))
        if element.end > reach.get(word, 0):
            first = max(element.first, reach.get(word, 0))
            shares[word] = shares.get(word, 0) + prose[element.end] - prose[first]
            reach[word] = element.end
    zones: dict[Element | None, BlockKind] = {}
    kinds = {
        element: kind
        for element, word, kind in named
        if shares[word]
        <= total
        * (MOST_OF_ASIDES if kind in LONG_KINDS or (headline is not None and word == "<aside>") else MOST)
    }
    zone, end = None, 0
    for element in document.elements:
        # In document order, what begins before a zone's end is inside it.
        if element.first >= end and (zone := kinds.get(element)):
            end = element.end
        if zone is not None:
            zones[element] = zone
    return zones
