"""Titles without the site's name: cut only where something else on the page says what to cut."""

import re
from collections.abc import Collection, Iterable

from service.clean.metadata.folding import matching_key, words

SEPARATOR = re.compile(
    r"\s+(?:(?:[-–—|·•:»›«~>/]|::|//|\|\|)\s+|[|｜│»›·•]\s*)|[|｜│]\s*|:\s+"
    r"|_(?=[^\x00-\x7f])|(?<=[^\x00-\x7f])(?:--|[-—–])(?=[^\x00-\x7f\s])|\s--\s?"
)
SEPARATOR_MARK = re.compile("[-–—|·•:»›«~>/｜│_]")
"""What every separator holds, cheaper to look for."""
BAR = re.compile(r"\s[|»]\s")
MAX_CHARS = 400
"""Longest title cut, code points."""
MAX_PARTS = 12
MIN_LABEL = 4
"""Shortest host label or site name that is looked for inside a part of a title."""
MAX_SITE_CHARS = 60
"""Longest part that can be a site's name."""
LABEL_SHARE = 0.4
"""Share of a part the host's label must make up to name the site."""
MULTI_LABEL_SUFFIXES = frozenset(words("co com org net ac gov gv edu or ne go gob gouv"))
"""Second-level labels that belong to the public suffix (``co.uk``, ``com.au``, ``or.jp``)."""


def host_label(host: str | None) -> str | None:
    """Return the label of a host that names the site: ``example`` of ``news.example.co.uk``."""
    labels = (host or "").casefold().split(".")
    if len(labels) < 2 or labels[-1].isdigit():  # noqa: PLR2004 - a name and a suffix
        return None
    if len(labels) > 2 and labels[-2] in MULTI_LABEL_SUFFIXES and len(labels[-1]) == 2:  # noqa: PLR2004 - a country code
        return labels[-3]
    return labels[-2]


class SiteNames:
    """What the site calls itself: its stated names and its host."""

    def __init__(self, names: Iterable[str], host: str | None) -> None:
        """Fold the names for comparing."""
        self.keys = {key for name in names if (key := matching_key(name))}
        self.label = matching_key(host_label(host) or "")
        self.host = matching_key(host or "")

    def is_name(self, text: str) -> bool:
        """Tell whether a text is exactly one of the site's names."""
        key = matching_key(text)
        return key in self.keys or key in {self.label, self.host}

    def is_site(self, text: str) -> bool:
        """Tell whether a text is a name of the site, or one with a word more or less."""
        key = matching_key(text)
        if not key or len(text) > MAX_SITE_CHARS:
            return not key
        if self.is_name(text):
            return True
        long = len(key) >= MIN_LABEL
        if long and any(
            len(name) >= MIN_LABEL and (key.startswith(name) or name.startswith(key) or name.endswith(key))
            for name in self.keys
        ):
            return True
        if len(self.label) < MIN_LABEL or not long:
            return False
        return (self.label in key and len(self.label) >= LABEL_SHARE * len(key)) or key in self.label


def cut_site(
    title: str,
    site: SiteNames,
    others: Collection[str] = (),
    sections: Collection[str] = (),
    *,
    loose: bool = False,
) -> str:
    """Cut the site's name, and sections beside it, off a title.

    Args:
        title: as written.
        site: names of the site.
        others: other wordings of the same headline, such as the ``h1``.
        sections: names of the page's sections.
        loose: cut what follows the last bar even unnamed: the convention of the ``title`` element.
    """
    if not SEPARATOR_MARK.search(title, 0, MAX_CHARS):
        return title
    separators = list(SEPARATOR.finditer(title[:MAX_CHARS]))[:MAX_PARTS]
    if not separators:
        return title
    starts = [0, *(match.end() for match in separators)]
    ends = [*(match.start() for match in separators), len(title)]
    colon = [False, *(match[0].startswith(":") for match in separators)]
    keys = [matching_key(title[start:end]) for start, end in zip(starts, ends, strict=True)]
    whole = "".join(keys)
    other_keys = {key for other in others if (key := matching_key(other))}
    repeated = whole in other_keys
    other_keys.discard(whole)
    section_keys = {matching_key(section) for section in sections}
    first, last = 0, len(keys)
    while last - first > 1 and "".join(keys[first:last]) not in other_keys:
        cut = next(
            (
                index
                for index in range(first + 1, last)
                if not colon[index] and site.is_site(title[starts[index] : ends[last - 1]])
            ),
            None,
        )
        if cut is None and last < len(keys) and keys[last - 1] in section_keys:
            cut = last - 1
        if cut is None:
            break
        last = cut
    while (
        last - first > 1
        and not (repeated and last == len(keys))
        and site.is_site(title[starts[first] : ends[first]])
        and "".join(keys[first:last]) not in other_keys
    ):
        first += 1
    runs = [
        (start, end)
        for start in range(first, last)
        for end in range(start + 1, last + 1)
        if "".join(keys[start:end]) in other_keys
        and not (start > first and colon[start])
        and not (end < last and colon[end])
    ]
    if any(start == first for start, _ in runs):
        first, last = max(runs, key=lambda run: (len("".join(keys[run[0] : run[1]])), -run[0]))
    cut_text = title[starts[first] : ends[last - 1]].strip()
    if loose and (first, last) == (0, len(keys)) and (bars := list(BAR.finditer(title[:MAX_CHARS]))):
        cut_text = title[: bars[-1].start()].strip()
    return cut_text or title
