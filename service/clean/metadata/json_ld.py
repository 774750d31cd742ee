"""JSON-LD blocks to the article object that describes the page, and what stands beside it.

Broken JSON is repaired where that is cheap: comments around it, control characters, trailing commas,
entities, several values in a row. Size, depth and number of objects are bounded.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson

from service.clean.metadata.folding import fold, matching_key

JsonObject = dict[str, Any]

MAX_SCRIPT_CHARS = 2_000_000
"""Longest script read, code points; a longer one is skipped."""
MAX_SCRIPTS = 30
MAX_OBJECTS = 2_000
"""Most objects looked at on a page."""
MAX_DEPTH = 8
"""Deepest nesting of graphs, lists and main entities followed to an article."""
MAX_NAMES = 50
"""Most values of one property read."""

ARTICLE_TYPES = {
    "newsarticle": 0,
    "reportagenewsarticle": 0,
    "analysisnewsarticle": 0,
    "askpublicnewsarticle": 0,
    "backgroundnewsarticle": 0,
    "opinionnewsarticle": 0,
    "reviewnewsarticle": 0,
    "liveblogposting": 0,
    "advertisercontentarticle": 1,
    "satiricalarticle": 1,
    "article": 1,
    "blogposting": 1,
    "report": 1,
    "scholarlyarticle": 1,
    "medicalscholarlyarticle": 1,
    "techarticle": 1,
    "socialmediaposting": 2,
    "discussionforumposting": 2,
    "review": 2,
    "criticreview": 2,
    "recipe": 2,
    "creativework": 3,
    "videoobject": 4,
    "podcastepisode": 4,
    "webpage": 5,
    "itempage": 5,
    "medicalwebpage": 5,
    "faqpage": 5,
    "qapage": 5,
    "aboutpage": 5,
    "collectionpage": 6,
}
"""Types that can describe the page's article, lower-cased; the lower the number, the likelier."""

NESTS = ("@graph", "mainEntity", "mainEntityOfPage", "itemReviewed")
"""Properties under which the page's own article is found; related articles hang on others."""

WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[|//\s*<!--)+"
    r"|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>|//\s*-->|;)\s*$"
)
"""Comments and CDATA marks around the JSON."""
STRING_OR_COMMA = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|,(?=\s*[}\]])', re.DOTALL)
"""A string, closed or not, so that none is read twice; or a comma before a closing bracket."""
SALVAGE = re.compile(
    r'"(headline|datePublished|dateModified|url)"\s{0,5}:\s{0,5}"((?:[^"\\\r\n]|\\.){1,400})"\s{0,5}[,}\r\n]'
)
DECODER = json.JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True)
class JsonLd:
    """What the page's JSON-LD says, as objects."""

    articles: tuple[JsonObject, ...]
    """Objects that can describe the article, likeliest type first."""
    breadcrumbs: tuple[tuple[str, ...], ...]
    """Names of each BreadcrumbList, in order."""
    sites: tuple[str, ...]
    """Names of WebSite objects."""
    by_id: dict[str, JsonObject]
    """Objects by their ``@id``, for references."""


def read_json_ld(scripts: Iterable[str]) -> JsonLd:
    """Read the texts of all ``application/ld+json`` scripts of a page."""
    articles: list[tuple[int, JsonObject]] = []
    breadcrumbs: list[tuple[str, ...]] = []
    sites: list[str] = []
    by_id: dict[str, JsonObject] = {}
    values = [value for script in islice(scripts, MAX_SCRIPTS) for value in parse_script(script)]
    for item in islice(_objects(values), MAX_OBJECTS):
        kinds = types_of(item)
        identifier = item.get("@id")
        if isinstance(identifier, str) and len(item) > 1:
            by_id.setdefault(identifier, item)
        ranks = [ARTICLE_TYPES[kind] for kind in kinds if kind in ARTICLE_TYPES]
        if ranks:
            articles.append((min(ranks), item))
            if isinstance(trail := item.get("breadcrumb"), dict):
                breadcrumbs.append(_trail(trail))
        elif "breadcrumblist" in kinds:
            breadcrumbs.append(_trail(item))
        elif "website" in kinds:
            sites.extend(texts(item.get("name")))
    articles.sort(key=lambda ranked: ranked[0])
    return JsonLd(
        tuple(item for _, item in articles),
        tuple(trail for trail in breadcrumbs if trail),
        tuple(sites),
        by_id,
    )


def parse_script(script: str) -> list[Any]:
    """Return the JSON values of one script; what cannot be read gives what can be salvaged, or nothing."""
    if len(script) > MAX_SCRIPT_CHARS or not script.strip():
        return []
    try:
        return [orjson.loads(script)]
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        pass
    text = script.strip()
    for _ in range(2):
        text = WRAPPING.sub("", text).strip()
    if text.startswith(("{&quot;", "[{&quot;", "{ &quot;")):
        text = html.unescape(text)
    text = STRING_OR_COMMA.sub(lambda match: "" if match[0] == "," else match[0], text)
    values: list[Any] = []
    position = 0
    try:
        while position < len(text) and len(values) < MAX_NAMES:
            value, position = DECODER.raw_decode(text, position)
            values.append(value)
            while position < len(text) and text[position] in " \t\r\n,;":
                position += 1
    except (ValueError, RecursionError):
        if not values and (salvaged := dict(reversed(SALVAGE.findall(text[:MAX_SCRIPT_CHARS])))):
            values.append(
                {"@type": "Article"} | {name: value for name, value in salvaged.items() if '"' not in value}
            )
    return values


def types_of(item: JsonObject) -> list[str]:
    """Return the object's types, lower-cased, without a schema.org prefix."""
    kinds = item.get("@type")
    return [
        kind.rsplit("/", 1)[-1].rsplit(":", 1)[-1].casefold()
        for kind in (kinds if isinstance(kinds, list) else [kinds])[:MAX_NAMES]
        if isinstance(kind, str)
    ]


def _objects(values: list[Any]) -> Iterator[JsonObject]:
    """Yield the objects that may describe the page, outermost first."""
    queue = [(value, 0) for value in values]
    for value, depth in queue:
        if depth > MAX_DEPTH or len(queue) > MAX_OBJECTS:
            continue
        if isinstance(value, list):
            queue.extend((inner, depth + 1) for inner in value[:MAX_OBJECTS])
        elif isinstance(value, dict):
            yield value
            queue.extend(
                (value[name], depth + 1) for name in NESTS if isinstance(value.get(name), dict | list)
            )


def texts(value: object) -> list[str]:
    """Return a property's plain texts: a string, a number, a list of them, or ``{"@value": …}``."""
    found: list[str] = []
    for part in (value if isinstance(value, list) else [value])[:MAX_NAMES]:
        if isinstance(part, dict):
            part = part.get("@value")  # noqa: PLW2901 - the value is the part
        if isinstance(part, str) and (text := fold(part)):
            found.append(text)
        elif isinstance(part, int | float) and not isinstance(part, bool):
            found.append(str(part))
    return found


def text_of(item: JsonObject, name: str) -> str | None:
    """Return the first text of a property."""
    return next(iter(texts(item.get(name))), None)


def resolve_reference(value: object, by_id: dict[str, JsonObject]) -> object:
    """Return the object a bare ``{"@id": …}`` points to, else the value itself."""
    if isinstance(value, dict) and "name" not in value and isinstance(identifier := value.get("@id"), str):
        return by_id.get(identifier, value)
    return value


def urls_of(item: JsonObject) -> list[str]:
    """Return the addresses the object says it is at."""
    stated = [item.get("url"), item.get("@id"), item.get("mainEntityOfPage")]
    found = [value.get("@id", value.get("url")) if isinstance(value, dict) else value for value in stated]
    return [address for address in found if isinstance(address, str)]


def choose_article(
    articles: Iterable[JsonObject], addresses: set[str], headlines: set[str]
) -> list[JsonObject]:
    """Order the objects by how surely they are about this page.

    Args:
        articles: candidates, likeliest type first.
        addresses: the page's own addresses, as ``address_key`` gives them.
        headlines: its headlines, as ``matching_key`` gives them.
    """

    def agreement(item: JsonObject) -> int:
        score = 0
        keys = {address_key(url) for url in urls_of(item)}
        if keys & addresses:
            score += 2
        if "webpage" in types_of(item):
            score -= 2
        title = matching_key(text_of(item, "headline") or text_of(item, "name") or "")
        if title and any(title in other or other in title for other in headlines if other):
            score += 2
        return score

    return sorted(articles, key=lambda item: -agreement(item))


def address_key(url: str) -> str:
    """Return an address reduced to what tells pages apart: no scheme, ``www.``, query, fragment."""
    bare = url.split("#", 1)[0].split("?", 1)[0].rstrip("/").casefold()
    bare = bare.split("://", 1)[-1]
    return bare.removeprefix("www.")


def _trail(breadcrumb: JsonObject) -> tuple[str, ...]:
    """Return the names of a BreadcrumbList, in the order of their positions."""
    elements = breadcrumb.get("itemListElement")
    if not isinstance(elements, list):
        elements = [elements]
    steps: list[tuple[float, str]] = []
    for index, element in enumerate(elements[:MAX_NAMES]):
        if not isinstance(element, dict):
            continue
        inner = element.get("item")
        name = text_of(element, "name") or (text_of(inner, "name") if isinstance(inner, dict) else None)
        position = element.get("position")
        try:
            order = float(position) if isinstance(position, str | int | float) else index
        except ValueError:
            order = index
        if name:
            steps.append((order, name))
    steps.sort(key=lambda step: step[0])
    return tuple(name for _, name in steps)
