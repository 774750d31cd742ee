"""Which of a page's wordings is the headline: the one a reader sees, where the others vouch for it."""

import re
from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple

from service.clean.metadata.elements import Candidate
from service.clean.metadata.folding import matching_key
from service.clean.metadata.titles import SiteNames, cut_site

MIN_SUPPORT = 0.35
"""Share of a heading's letter trigrams another wording must hold to vouch for it."""
MIN_TRIGRAMS = 6
WITHIN = 0.8
"""Share of a shorter wording's trigrams a heading must hold to be vouched for by it."""
MAX_KEY = 300
ELLIPSES = ("…", "...")
KICKER_MARK = re.compile(r"[:–—|•·-]\s+$")
KICKER_END = re.compile(r"[:–—|•·-]\s+$|\s$")
MAX_KICKER_SHARE = 0.6
OPEN_GRAPH = "open_graph og:title"


class Headline(NamedTuple):
    """A headline without the site's name, and where it was read."""

    text: str
    origin: str
    sure: bool = False
    """Whether a heading of the page and its metadata agree on it."""


def order_headlines(
    candidates: Sequence[Candidate], site: SiteNames, sections: Iterable[str]
) -> list[Headline]:
    """Return each wording once, the likeliest first.

    A heading of the page comes first if the metadata says much the same; then the metadata in its
    order; then the ``title`` element; then a lone heading nobody vouches for. A wording that was
    written by hand beside the heading goes before all.
    """
    headings = [candidate for candidate in candidates if candidate.name == "h1"]
    machine = [candidate for candidate in candidates if candidate.name not in {"h1", "title"}]
    title = [candidate for candidate in candidates if candidate.name == "title"]
    others = list(dict.fromkeys(candidate.value for candidate in [*headings, *machine]))
    section_names = list(sections)
    bare = {
        text: cut_site(text, site, others, section_names)
        for text in {candidate.value for candidate in machine}
    }
    cut = {candidate: bare[candidate.value] for candidate in machine}
    for candidate in title:
        cut[candidate] = cut_site(candidate.value, site, others, section_names, loose=True)
    wordings_cut = list(dict.fromkeys(cut.values()))
    at_site = {text for text in wordings_cut if site.is_site(text)}
    keys = {matching_key(text) for text in wordings_cut}
    cut_off = {matching_key(one.value).removeprefix(matching_key(cut[one])) for one in title}
    headings = [_without_kicker(heading, keys) for heading in headings]
    said = [text for text in wordings_cut if text not in at_site]
    vouched: list[Candidate] = []
    alone: list[Candidate] = []
    for heading in headings:
        if matching_key(heading.value) in cut_off:
            continue
        is_vouched = _is_vouched(heading.value, said) and not site.is_site(heading.value)
        (vouched if is_vouched else alone).append(heading)
    if len(vouched) > 1:
        vouched.sort(key=lambda heading: -_shared(heading.value, said))
    named = [candidate for candidate in [*machine, *title] if cut[candidate] not in at_site]
    unnamed = [candidate for candidate in [*machine, *title] if candidate not in named]
    ordered = [*vouched, *named]
    if len(alone) == 1 and not site.is_site(alone[0].value):
        ordered += alone
    ordered = ordered or [*alone, *unnamed]
    wordings = [Headline(cut.get(one, one.value), one.origin) for one in ordered]
    if vouched:
        wordings.insert(0, (_edited(wordings) or wordings[0])._replace(sure=True))
    stated = {matching_key(wording.text) for wording in wordings if wording.origin == OPEN_GRAPH}
    return _unique(_mend(wording, wordings_cut, stated) for wording in _distinct(wordings))


def _edited(wordings: Sequence[Headline]) -> Headline | None:
    """Return the ``og:title`` where an editor wrote it by hand beside the heading that comes first.

    It was if everything else repeats the heading, the Twitter title too, which pages fill from the
    ``og:title`` or the heading; or if the JSON-LD says it as well and the ``title`` element says neither.
    """
    keys: dict[str, str] = {}
    for wording in wordings:
        keys.setdefault(wording.origin.split()[-1], matching_key(wording.text))
    stated = next((wording for wording in wordings if wording.origin == OPEN_GRAPH), None)
    if stated is None:
        return None
    own, first, title = matching_key(stated.text), matching_key(wordings[0].text), keys.get("title")
    if own in {first, title}:
        return None
    repeated = title == keys.get("headline") == keys.get("twitter:title") == first
    return stated if repeated or (keys.get("headline") == own and title != first) else None


def _without_kicker(heading: Candidate, others: Container[str]) -> Candidate:
    """Return the lines of a heading that another wording holds alone; all of them where there is none."""
    lines = heading.value.split("\n")
    if len(lines) > 1:
        spans = [(first, last) for first in range(len(lines)) for last in range(first + 1, len(lines) + 1)]
        for first, last in sorted(spans, key=lambda span: span[0] - span[1]):
            text = " ".join(lines[first:last])
            if matching_key(text) in others:
                return heading._replace(value=text)
    return heading._replace(value=" ".join(lines))


def _is_vouched(heading: str, others: Sequence[str]) -> bool:
    """Tell whether another wording says much the same as a heading."""
    key = matching_key(heading)
    repeated = key != "" and any(matching_key(other) == key for other in others)
    return repeated or _shared(heading, others) > 0


def _shared(heading: str, others: Sequence[str]) -> int:
    """Return how many trigrams a heading shares with the wording most like it; none where none vouches."""
    own = _trigrams(heading)
    alike = (other for text in others if _is_alike(own, other := _trigrams(text)))
    return max((len(own & other) for other in alike), default=0)


def _is_alike(heading: set[str], other: set[str]) -> bool:
    """Tell whether another wording says enough of a heading, or the heading all of it and more."""
    shared = len(heading & other)
    return shared >= MIN_SUPPORT * len(heading) or (
        len(other) >= MIN_TRIGRAMS and shared >= WITHIN * len(other)
    )


def _trigrams(text: str) -> set[str]:
    key = matching_key(text)[:MAX_KEY]
    return {key[index : index + 3] for index in range(max(1, len(key) - 2))} if key else set()


def _distinct(headlines: Iterable[Headline]) -> Iterable[Headline]:
    """Return the first of each text: what is said twice is mended once."""
    first: dict[str, Headline] = {}
    for headline in headlines:
        first.setdefault(headline.text, headline)
    return first.values()


def _unique(headlines: Iterable[Headline]) -> list[Headline]:
    seen: set[str] = set()
    kept: list[Headline] = []
    for headline in headlines:
        key = matching_key(headline.text)
        if key and key not in seen:
            seen.add(key)
            kept.append(headline)
    return kept


def _mend(headline: Headline, others: Iterable[str], whole: Container[str]) -> Headline:
    """Complete a cut-off wording; drop a kicker another leaves out, unless the page is shared with it."""
    text = headline.text
    if text.endswith(ELLIPSES):
        stem = matching_key(text)
        for other in others:
            uncut = len(other) > len(text) and not other.endswith(ELLIPSES)
            if uncut and matching_key(other).startswith(stem):
                return headline._replace(text=other)
    for other in others:
        if (
            len(other) < len(text)
            and text.endswith(other)
            and len(other) >= len(text) * (1 - MAX_KICKER_SHARE)
        ):
            before = text[: -len(other)]
            kept = KICKER_MARK.search(before) and matching_key(text) in whole
            if KICKER_END.search(before) and " " in other and not kept:
                return headline._replace(text=other)
    return headline
