"""What a page's markup says of its article: every candidate for every field, with where it stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from service.clean.metadata.elements import Attributes, Candidate, Elements, read_elements
from service.clean.metadata.folding import matching_key
from service.clean.metadata.headlines import Headline, order_headlines
from service.clean.metadata.json_ld import (
    MAX_NAMES,
    JsonLd,
    JsonObject,
    address_key,
    choose_article,
    read_json_ld,
    resolve_reference,
    text_of,
    texts,
    types_of,
)
from service.clean.metadata.meta_names import Field
from service.clean.metadata.pictures import ImageCandidate
from service.clean.metadata.titles import SiteNames
from service.clean.metadata.urls import host_of

MAX_IMAGES = 10
ORGANISATION_TYPES = ("organization", "corporation", "newsmediaorganization", "localbusiness", "brand")


class SectionPath(NamedTuple):
    """Sections, the widest first, and where they stand."""

    names: tuple[str, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class Markup:
    """All candidates of a page, the most reliable first in each field."""

    titles: tuple[str, ...]
    """Headlines, site names and kickers cut, each wording once."""
    description: str | None
    canonical_url: str | None
    """As written: may be relative, may be wrong."""
    authors: tuple[Candidate, ...]
    """Signatures of people, as written."""
    organisations: tuple[Candidate, ...]
    """Signatures of organisations, as written."""
    headlines: tuple[Headline, ...]
    """The same with their origins."""
    descriptions: tuple[Candidate, ...]
    published: tuple[Candidate, ...]
    modified: tuple[Candidate, ...]
    times: tuple[Candidate, ...]
    """``time`` elements near the headline that don't say what they are."""
    sections: tuple[SectionPath, ...]
    sites: tuple[Candidate, ...]
    """Names of the site."""
    addresses: tuple[Candidate, ...]
    """Addresses the page gives itself, as written."""
    images: tuple[ImageCandidate, ...]
    """The pictures that stand for the article."""
    pictures: tuple[tuple[LexborNode, Attributes], ...]
    """The ``img`` elements with their attributes: read where a picture lacks caption or alternative text."""
    languages: tuple[Candidate, ...]
    tags: tuple[Candidate, ...]
    """Tags, or lists of them, as written."""
    access: tuple[Candidate, ...]
    """Statements on whether the article is free, as written."""


def read_markup(tree: LexborHTMLParser) -> Markup:
    """Read all metadata of a parsed page; the tree is left as it is."""
    elements = read_elements(tree)
    json_ld = read_json_ld(elements.scripts)
    addresses = list(_addresses(elements))
    visible = [*elements.headings, *(candidate.value for candidate in elements.of(Field.HEADLINE))]
    if elements.title:
        visible.append(elements.title)
    objects = choose_article(
        json_ld.articles,
        {address_key(candidate.value) for candidate in addresses},
        {key for title in visible if (key := matching_key(title))},
    )
    stated = [(item, "webpage" if _is_page(item) else "") for item in objects]
    articles = [item for item, page in stated if not page]
    main = articles[:1] or objects[:1]
    people, organisations = _signatures(elements, json_ld, main)
    sites = tuple(_sites(elements, json_ld, main))
    sections = tuple(_sections(elements, json_ld, main))
    canonical = addresses[0].value if addresses else None
    headlines = order_headlines(
        list(_headlines(elements, main)),
        SiteNames((candidate.value for candidate in sites), host_of(canonical)),
        [name for path in sections for name in path.names],
    )
    descriptions = [
        *(
            Candidate(text, "json_ld", "description")
            for item in main
            if (text := text_of(item, "description"))
        ),
        *elements.of(Field.DESCRIPTION),
    ]
    tongues = elements.of(Field.LANGUAGE)
    spoken = [
        Candidate(text, "json_ld", "inLanguage") for item in main if (text := text_of(item, "inLanguage"))
    ]
    return Markup(
        titles=tuple(headline.text for headline in headlines),
        description=descriptions[0].value if descriptions else None,
        canonical_url=canonical,
        authors=tuple(people),
        organisations=tuple(organisations),
        headlines=tuple(headlines),
        descriptions=tuple(descriptions),
        published=tuple(_dates(elements, main, objects, "datePublished", Field.PUBLISHED)),
        times=tuple(_times_near_headline(elements)),
        modified=tuple(_dates(elements, main, objects, "dateModified", Field.MODIFIED)),
        sections=sections,
        sites=sites,
        addresses=tuple(addresses),
        images=tuple(_images(elements, json_ld, main)),
        pictures=tuple(elements.pictures),
        languages=(*tongues[:1], *spoken, *tongues[1:]),
        tags=(*_keywords(main), *elements.of(Field.TAGS)),
        access=tuple(_access(elements, objects)),
    )


def _is_page(item: JsonObject) -> bool:
    kinds = types_of(item)
    return any(kind.endswith("page") for kind in kinds) and not any(
        kind.endswith(("article", "posting")) for kind in kinds
    )


def _addresses(elements: Elements) -> Iterator[Candidate]:
    if elements.canonical:
        yield Candidate(elements.canonical, "element", "link canonical")
    yield from elements.of(Field.ADDRESS)


def _headlines(elements: Elements, main: list[JsonObject]) -> Iterator[Candidate]:
    for item in main:
        for name in ("headline", "name"):
            if text := text_of(item, name):
                yield Candidate(text, "json_ld", name)
                break
    yield from elements.of(Field.HEADLINE)
    for heading in elements.headings:
        yield Candidate(heading, "element", "h1")
    if elements.title:
        yield Candidate(elements.title, "element", "title")


def _sites(elements: Elements, json_ld: JsonLd, main: list[JsonObject]) -> Iterator[Candidate]:
    named = elements.of(Field.SITE)
    yield from (candidate for candidate in named if candidate.name == "og:site_name")
    for item in main:
        publisher = resolve_reference(item.get("publisher"), json_ld.by_id)
        for name in texts(publisher) or (texts(publisher.get("name")) if isinstance(publisher, dict) else []):
            yield Candidate(name, "json_ld", "publisher")
    yield from (Candidate(name, "json_ld", "WebSite") for name in json_ld.sites)
    yield from (candidate for candidate in named if candidate.name != "og:site_name")


def _sections(elements: Elements, json_ld: JsonLd, main: list[JsonObject]) -> Iterator[SectionPath]:
    for trail in json_ld.breadcrumbs:
        yield SectionPath(trail, "json_ld BreadcrumbList")
    if elements.trail:
        yield SectionPath(tuple(elements.trail), "microdata breadcrumb")
    for item in main:
        if names := texts(item.get("articleSection")):
            yield SectionPath(tuple(names), "json_ld articleSection")
    for candidate in elements.of(Field.SECTION):
        yield SectionPath((candidate.value,), candidate.origin)


def _dates(
    elements: Elements, main: list[JsonObject], objects: list[JsonObject], name: str, target: Field
) -> Iterator[Candidate]:
    def stated(items: Iterable[JsonObject]) -> Iterator[Candidate]:
        for item in items:
            for value in texts(item.get(name)):
                yield Candidate(value, "json_ld", name)

    yield from stated(main)
    candidates = elements.of(target)
    yield from (candidate for candidate in candidates if candidate.place == "open_graph")
    yield from stated(item for item in objects if item not in main and _is_page(item))
    if target is Field.PUBLISHED:
        for item in main:
            for value in [*texts(item.get("dateCreated")), *texts(item.get("uploadDate"))]:
                yield Candidate(value, "json_ld", "dateCreated")
    yield from (
        candidate for candidate in candidates if candidate.place not in {"open_graph", "time_element"}
    )
    yield from (candidate for candidate in candidates if candidate.place == "time_element")


def _times_near_headline(elements: Elements) -> Iterator[Candidate]:
    if elements.heading_at is not None:
        after = [value for index, value in elements.times if index > elements.heading_at]
        before = [value for index, value in elements.times if index < elements.heading_at]
        for value in [*after[:2], *before[-1:]]:
            yield Candidate(value, "time_element", "near the headline")


def _signatures(
    elements: Elements, json_ld: JsonLd, main: list[JsonObject]
) -> tuple[list[Candidate], list[Candidate]]:
    people: list[Candidate] = []
    organisations: list[Candidate] = []
    for item in main:
        for property_name in ("author", "creator", "contributor"):
            value = item.get(property_name)
            for signer in (value if isinstance(value, list) else [value])[:MAX_NAMES]:
                _sort_signer(resolve_reference(signer, json_ld.by_id), property_name, people, organisations)
            if people:
                break
    people.extend(elements.of(Field.AUTHOR))
    people.extend(elements.signatures)
    return people, organisations


def _sort_signer(
    signer: object, property_name: str, people: list[Candidate], organisations: list[Candidate]
) -> None:
    if isinstance(signer, list):
        for inner in signer[:MAX_NAMES]:
            if not isinstance(inner, list):
                _sort_signer(inner, property_name, people, organisations)
        return
    if isinstance(signer, dict):
        names = texts(signer.get("name")) or _joined_name(signer)
        if any(kind in ORGANISATION_TYPES for kind in types_of(signer)):
            organisations.extend(
                Candidate(name, "json_ld", f"{property_name} organisation") for name in names
            )
            return
    else:
        names = texts(signer)
    people.extend(Candidate(name, "json_ld", property_name) for name in names)


def _joined_name(person: JsonObject) -> list[str]:
    parts = [text for name in ("givenName", "familyName") if (text := text_of(person, name))]
    return [" ".join(parts)] if parts else []


def _images(elements: Elements, json_ld: JsonLd, main: list[JsonObject]) -> Iterator[ImageCandidate]:
    alt = next((candidate.value for candidate in elements.of(Field.IMAGE_ALT)), None)
    seen: set[str] = set()
    for index, candidate in enumerate(elements.of(Field.IMAGE)[:MAX_IMAGES]):
        if candidate.value not in seen:
            seen.add(candidate.value)
            yield ImageCandidate(candidate.value, alt if index == 0 else None, candidate.origin)
    for item in main:
        images = item.get("image")
        for image in (images if isinstance(images, list) else [images])[:MAX_IMAGES]:
            target = resolve_reference(image, json_ld.by_id)
            if isinstance(target, dict):
                url = text_of(target, "url") or text_of(target, "contentUrl")
                caption = text_of(target, "caption") or text_of(target, "description")
            else:
                url, caption = next(iter(texts(target)), None), None
            if url and url not in seen and len(seen) < MAX_IMAGES:
                seen.add(url)
                yield ImageCandidate(url, caption, "json_ld image")


def _keywords(main: list[JsonObject]) -> Iterator[Candidate]:
    for item in main:
        stated = item.get("keywords")
        for keyword in (stated if isinstance(stated, list) else [stated])[:MAX_NAMES]:
            text = text_of(keyword, "name") if isinstance(keyword, dict) else next(iter(texts(keyword)), None)
            if text:
                yield Candidate(text, "json_ld", "keywords")


def _access(elements: Elements, objects: list[JsonObject]) -> Iterator[Candidate]:
    for item in objects:
        yield from (
            Candidate(text, "json_ld", "isAccessibleForFree")
            for text in _truth(item.get("isAccessibleForFree"))
        )
        parts = item.get("hasPart")
        for part in (parts if isinstance(parts, list) else [parts])[:MAX_NAMES]:
            if isinstance(part, dict) and "false" in _truth(part.get("isAccessibleForFree")):
                yield Candidate("false", "json_ld", "hasPart isAccessibleForFree")
    yield from elements.of(Field.ACCESS)


def _truth(value: object) -> list[str]:
    if isinstance(value, bool):
        return ["true" if value else "false"]
    return [text.casefold().rsplit("/", 1)[-1] for text in texts(value)]
