"""What a publisher's host name says of its home: the country of its domain, the place names in its labels."""

import re
from collections.abc import Iterable

_BEFORE = re.compile(r"(?:thisis|the|my|your|go|daily|visit|in|el|la|le|der|die)(?=.{4})")
_AFTER = re.compile(
    r"$|the|daily|weekly|news|times|post|herald|tribune|register|gazette|press|journal|star|sun|observer|chronicle"
    r"|independent|sentinel|mail|telegra|echo|today|online|record|review|courier|leader|messenger|dispatch|citizen"
    r"|examiner|enquirer|inquirer|democrat|republic|standard|argus|advertiser|advocate|guardian|globe|live|local"
    r"|now|info|world|reporter|eagle|banner|beacon|bulletin|union|free|capital|city|county|area|state|business"
    r"|voice|patriot|tv|fm|radio|paper|monitor|mirror|express|call|ledger|zeitung|anzeiger|nachricht|blatt|bote"
    r"|kurier|presse|tageblatt|rundschau|woche|diario|noticia|heraldo|voz|matin|soir|libre|actu|gazzetta|giornale"
    r"|corriere|oggi|nu|dagblad|courant|avis|net"
)
"""What follows a place in a newspaper's or a station's name."""
_PLAIN = re.compile(r"[^\W_]+")
_SHORTEST, _LONGEST = 4, 24
_MAX_HOST = 253
_NO_NAMES = frozenset("co com org net ac gov edu info news www".split())  # noqa: SIM905 - a list of words
_EVERYBODYS = frozenset("tv me io co fm cc ws ai to la ly am eu".split())  # noqa: SIM905 - a list of words
"""Top-level domains of two letters that anybody buys."""


def domain_country(host: str) -> str | None:
    """Return the country of a host's top-level domain, ISO 3166-1; null where it has none."""
    last = host.rpartition(".")[2].casefold()
    if len(last) != 2 or last in _EVERYBODYS:  # noqa: PLR2004 - country codes have two letters
        return None
    return "GB" if last == "uk" else last.upper()


def names_in(host: str, keys: Iterable[str]) -> set[str]:
    """Return those of some folded names that stand in a host."""
    labels = _labels(host)
    return {
        key for key in keys if len(key) > _SHORTEST and any(key.replace(" ", "") in label for label in labels)
    }


def beginnings(host: str) -> list[str]:
    """Return what may be a place's name before a word newspapers are called by, longest first."""
    found = {
        label[:length]
        for label in _labels(host)
        for length in range(min(len(label), _LONGEST), _SHORTEST - 1, -1)
        if _AFTER.match(label, length)
    }
    return sorted(found, key=lambda part: (-len(part), part))


def _labels(host: str) -> list[str]:
    found: list[str] = []
    for label in host[:_MAX_HOST].casefold().split(".")[:-1]:
        joined = "".join(_PLAIN.findall(label))
        if label not in _NO_NAMES and len(joined) >= _SHORTEST:
            found += {joined, _BEFORE.sub("", joined, count=1)}
    return found
