"""Give an article's address one form, so that copies of it meet.

Parsing follows the WHATWG URL standard, as browsers do (pydantic's ``Url``): lower-case ASCII host, no
default port, no dot segments. Query parameters go only where their name says tracking: dropping one
that names the article would make two articles one.
"""

import re
from urllib.parse import urlsplit

from pydantic import ValidationError
from pydantic_core import Url

MAX_URL = 8_192
"""Longest address taken, in characters."""

_ABSOLUTE = re.compile(r"https?://[^/?#\\]", re.IGNORECASE)
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_TRACKING = re.compile(
    r"(?:utm|mtm|matomo|piwik|hsa|vero|oly|at|ns|itm)_\w+"
    r"|pk_(?:campaign|kwd|keyword|source|medium|content|cid)|mc_[ce]id|cm_mmc\w*|wt_z?mc|_?_hs\w+|hsctatracking"
    r"|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|gad_(?:source|campaignid)|srsltid|msclkid|yclid|ysclid|ymclid"
    r"|twclid|ttclid|igsh(?:id)?|mibextid|li_fat_id|epik|mkt_tok|s_kwcid|_ga|_gl|_openstat"
    r"|ref_src|ref_url|xtor|[ino]cid|cmpid|campaign_id|phpsessid|jsessionid",
    re.IGNORECASE,
)
"""Whole names of parameters that campaigns, mailings, advertising networks and sessions add."""


def canonical_url(url: str) -> str | None:
    """Normalise an absolute http(s) address; null where it is none.

    Tracking parameters, user and password, and the fragment go, unless the fragment is a route
    (``#!/…``, ``#/…``). The other parameters are sorted by name, their values left as written.
    """
    if len(url) > MAX_URL or not _ABSOLUTE.match(url):
        return None
    try:
        parsed = Url(url)
    except ValidationError:
        return None
    path, _, rest = str(parsed).partition("://")[2].partition("#")[0].partition("?")
    authority, slash, path = path.partition("/")
    kept = sorted(
        (part for part in rest.split("&") if part and not _TRACKING.fullmatch(part.partition("=")[0])),
        key=lambda part: part.partition("=")[0],
    )
    query = "?" + "&".join(kept) if kept else ""
    fragment = parsed.fragment or ""
    route = "#" + fragment if fragment.startswith(("!", "/")) else ""
    normal = f"{parsed.scheme}://{authority.rpartition('@')[2]}{slash}{path}{query}{route}"
    return _ESCAPE.sub(lambda escape: escape[0].upper(), normal)


def host_name(url: str) -> str | None:
    """Name the host of a canonical address, without ``www.``."""
    host = urlsplit(url).hostname
    return None if host is None else host.rstrip(".").removeprefix("www.") or None
