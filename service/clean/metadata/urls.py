"""Addresses found in markup: made absolute, checked, reduced to their host or their date."""

import re
from urllib.parse import unquote, urljoin, urlsplit

from service.clean.metadata.folding import matching_key
from service.clean.metadata.stamps import Stamp

MAX_CHARS = 2_048
"""Longest address kept, code points."""
SCHEMES = ("https://", "http://")
ESCAPED_SCHEME = re.compile(r"\s*https?%3A", re.IGNORECASE)
SPACE = re.compile(r"\s")
PLAIN = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+/\S+")
"""Most addresses, whose parts need no look: parting one costs far more than this."""
DATE_IN_PATH = re.compile(
    r"/((?:19|20)\d{2})[/.-](\d{1,2})[/.-](\d{1,2})(?=[/_.-]|$)|/((?:19|20)\d{2})(\d{2})(\d{2})(?=[/_-])"
)
MONTH_IN_PATH = re.compile(r"/((?:19|20)\d{2})[/.-]?(0[1-9]|1[0-2])(?=[/_.-])")


def absolute_url(url: str, base: str | None) -> str | None:
    """Return an http(s) address, resolved against the page's; null where it is none."""
    if len(url) > MAX_CHARS:
        return None
    if PLAIN.fullmatch(url):
        return url
    if ESCAPED_SCHEME.match(url):
        url = unquote(url)
    url = url.strip()
    try:
        joined = url if url.startswith(SCHEMES) else urljoin(base or "", url)
        parts = urlsplit(joined)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or "." not in host or SPACE.search(joined):
        return None
    return joined


def host_of(url: str | None) -> str | None:
    """Return the host name of an address without ``www.``; null where it has none."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def is_front_page(url: str) -> bool:
    """Tell whether an address is a site's front page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.path.strip("/") == "" and not parts.query


def date_in_path(url: str | None) -> tuple[Stamp, str] | None:
    """Read the day in an address such as ``/2024/11/13/``: the moment, and how it is written."""
    try:
        path = urlsplit(url or "").path
    except ValueError:
        return None
    for match in DATE_IN_PATH.finditer(path[:MAX_CHARS]):
        year, month, day = (int(part) for part in match.groups() if part)
        if 1 <= month <= 12 and 1 <= day <= 31:  # noqa: PLR2004 - a calendar's numbers
            return Stamp(year, month, day), match[0].strip("/")
    return None


def month_in_path(url: str | None) -> tuple[int, int] | None:
    """Read year and month in an address such as ``/2024/11/bridge``."""
    try:
        match = MONTH_IN_PATH.search(urlsplit(url or "").path[:MAX_CHARS])
    except ValueError:
        return None
    return (int(match[1]), int(match[2])) if match else None


def folders_of(url: str | None) -> frozenset[str]:
    """Return the folders in an address's path as matching keys, the page's own name left out."""
    try:
        path = unquote(urlsplit(url or "").path[:MAX_CHARS])
    except ValueError:
        return frozenset()
    return frozenset(key for folder in path.split("/")[:-1] if (key := matching_key(folder)))
