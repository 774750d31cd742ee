"""Tags: the subjects a page files its article under, from the first source that names any."""

import re
from collections.abc import Iterable, Sequence

from service.clean.metadata.elements import Candidate
from service.clean.metadata.folding import matching_key, phrases
from service.clean.metadata.titles import SiteNames

MAX_TAGS = 30
MAX_CHARS = 60
"""Longest tag, code points: beyond it the text is a sentence."""
SEPARATOR = re.compile(r"\s*[,;|，、；]\s*")
LETTER = re.compile(r"[^\W\d_]")
MACHINE = re.compile(r"[\w ]{2,20}: \S|\w*[_:=/@]\w|(?:\w+-){2,}\d")
"""Marks of the codes that newsroom systems keep among the tags: ``type:article``, ``nid_4711``."""
GENERIC = frozenset(
    map(
        matching_key,
        phrases("""
    article|articles|news|newspaper|story|page|post|blog|default|homepage|home|latest news|breaking news|
    headlines|nachrichten|artikel|aktuell|aktuelles|zeitung|tageszeitung|online|noticias|noticia|diario|
    actualités|actualité|info|infos|notizie|notícias|nyheter|nyheder|uutiset|nieuws|wiadomości|aktuality|
    новости|новини|haber|haberler|berita|tin tức|ニュース|新闻|新聞|뉴스|uncategorized|allgemein|magazin
"""),
    )
)
"""Words that stand among a site's tags on every page, as matching keys."""


def choose_tags(
    candidates: Iterable[Candidate], site: SiteNames, headline: str | None
) -> tuple[list[str], str | None]:
    """Return the tags of the first source that has any, in its order, and its origin.

    Args:
        candidates: tags and lists of tags as written, the sources in their order.
        site: names of the site, which are no tags.
        headline: a list that repeats it holds no tags.
    """
    sources: dict[str, list[str]] = {}
    for candidate in candidates:
        sources.setdefault(candidate.origin, []).append(candidate.value)
    for origin, values in sources.items():
        if tags := _clean(values, site, matching_key(headline or "")):
            return tags, origin
    return [], None


def _clean(values: Sequence[str], site: SiteNames, headline: str) -> list[str]:
    kept: dict[str, str] = {}
    for value in values:
        for part in SEPARATOR.split(value):
            text = part.strip(" #\"'„“”»«[]()-–—•·")
            key = matching_key(text)
            if not key or key in kept or len(text) > MAX_CHARS or not LETTER.search(text):
                continue
            if key not in GENERIC and key != headline and not MACHINE.match(text) and not site.is_name(text):
                kept[key] = text
    return list(kept.values())[:MAX_TAGS]
