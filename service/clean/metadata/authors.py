"""Signatures to names: "By A and B, Staff Writers", "Von A und B", "文/张三"; addresses and jobs cut off."""

import re
from collections.abc import Container, Iterator
from typing import NamedTuple

from schemas import Author
from service.clean.metadata.agencies import agency_name, first_agency, read_agency
from service.clean.metadata.author_words import (
    AND_WORDS,
    ARTICLES,
    BEFORE_WEEKDAYS,
    BUTTON_WORDS,
    LEAD_IN_CJK,
    LEAD_IN_WORDS,
    LEAD_OUT,
    NOBODY,
    ORGANISATION_WORDS,
    PARTICLES,
    ROLE_WORDS,
    SURE_LEAD_IN_WORDS,
    TAIL_WORDS,
)
from service.clean.metadata.calendar_words import month_number
from service.clean.metadata.folding import alternatives, fold, matching_key

MAX_CHARS = 600
"""Longest signature read, code points."""
MAX_NAME_CHARS = 60
MAX_NAME_WORDS = 6
MAX_AUTHORS = 20
MAX_LEAD_INS = 3

LEAD_IN = re.compile(
    r"[\s|,;:–—-]{0,5}(?:(?:" + alternatives(LEAD_IN_WORDS) + r")(?:\s?[:：]\s?|\s|$)"
    r"|(?:" + "|".join(re.escape(word) for word in LEAD_IN_CJK) + r")\s?[:：/／]?\s?)",
    re.IGNORECASE,
)
BY_WITHIN = re.compile(r"^(?:[^\W\d]+\s){1,3}By\s(?=[^\W\d_])")
EMAIL = re.compile(r"[(<\[]?\s?[\w.+-]{1,64}(?:@|\[at\]|\(at\))[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}\s?[)>\]]?")
ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s()<>\[\]]+|[^\s()<>]{1,80}\.(?:com|org|net|html|php)/[^\s()<>]*", re.IGNORECASE
)
HANDLE = re.compile(r"(?<!\w)@[\w.]{1,40}")
MARKED = re.compile(r"[@/(\[（［【<]|www\.", re.IGNORECASE)
"""What addresses, handles and brackets are told by, cheaper to look for than each of them."""
BRACKETED = re.compile(r"[(\[（［【<]([^()\[\]（）［］【】<>]{0,80})[)\]）］】>]")
SEPARATOR = re.compile(
    r"\s?(?:[,;|•·/、，；／\n]|(?<!\w)&(?!\w)|\s[-–—~]{1,2}\s|[:：]\s|\s(?:"
    + alternatives(AND_WORDS)
    + r")\s)\s?",
    re.IGNORECASE,
)
AFFILIATION = re.compile(
    r"\s(?:for|special to|of|at|from|in|aus|für|fur|pour|para|desde|dalla|dal|per|från|fra|voor|bij|à|en)\s"
    r"(?:the\s|die\s|der\s|dem\s|la\s|le\s)?(?-i:[^\W\d_a-z])",
    re.IGNORECASE,
)
"""Where a person works or files from."""
DIGIT = re.compile(r"\d")
NUMBER = re.compile(r"(?<=\w)\W?\s\W?\d")
LETTER = re.compile(r"[^\W\d_]")
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
MARKS = " ,:;-–—\"'„“”«»*_()"
"""Punctuation around a name."""
ABBREVIATION_CHARS = 3
CJK_ROLE = re.compile(
    r"(?<=[가-힣一-鿿])\s?(?:기자|특파원|논설위원|편집위원|记者|記者|特派員|报道|撰稿|編集委員|通讯员)$"
)
DOMAIN = re.compile(r"(?:[\w-]{1,63}\.){1,3}[a-z]{2,4}", re.IGNORECASE)
SURNAME_FIRST = re.compile(r"([^\W\d_][\w'’.-]+),\s([^\W\d_][\w'’.-]*(?:\s[^\W\d_]\.?)?)")
USERNAME = re.compile(r"[a-z0-9._-]+")
MAX_UNMARKED_CHARS = 120
MAX_UNMARKED = 3
"""Most people an unmarked line names; more are a list of something else."""
NEVER_A_NAME = frozenset(TAIL_WORDS) - PARTICLES
"""Words of dates and buttons, which are written like names where each begins with a capital."""
GLUED_BY = re.compile(r"^By(?=[A-Z])")
SURE_LEAD_IN = re.compile(
    "(?:" + alternatives(SURE_LEAD_IN_WORDS) + r")\s?(?::\s?|\s)"
    r"(?-i:[^\W\d_a-z])",
    re.IGNORECASE,
)
"""What only a signature begins with, before a capital letter."""
CJK_SIGNED = re.compile(
    r"[가-힣]{2,4}\s?(?:기자|특파원)(?![가-힣])|[一-鿿ぁ-ヿ]{2,8}\s?(?:记者|記者|特派員)(?=\s|$)"
)
CAPITALISED = r"[^\W\d_a-z][\w.'’-]*"
NAME_PARTICLES = ("de", "da", "do", "del", "della", "van", "von", "la", "el", "al", "y", "e")
BARE_NAME = re.compile(rf"{CAPITALISED}(?:\s(?:{CAPITALISED}|(?:{'|'.join(NAME_PARTICLES)})(?=\s))){{1,4}}")
SMALL_WORDS = frozenset(word for phrase in (*NAME_PARTICLES, *AND_WORDS) for word in phrase.split())
"""What in a line of bare names may begin with a small letter of ASCII."""
OPENS_WITH_NAME = re.compile(rf"[\W_]*{BARE_NAME.pattern}")
"""What a line begins with that is nothing but bare names; cheaper than parting it."""
FILED_FROM = re.compile(
    rf"\s(?:De|Do|Da|Em|En|From|Aus|Desde)\s{CAPITALISED}[^\d()]{{0,40}}\([^\W\d_a-z]{{2,3}}\)$"
)
"""Where the author files from, with the state in brackets."""


class Signature(NamedTuple):
    """What a signature says."""

    people: tuple[Author, ...]
    desks: tuple[Author, ...]
    """Newsrooms, sites and companies that sign like people."""
    agency: str | None
    agencies: tuple[Author, ...] = ()
    """Agencies as they sign, where nobody else does."""


def read_signature(raw: str, sites: Container[str] = (), *, visible: bool = False) -> Signature:
    """Read the names one signature holds, in order.

    Args:
        raw: the signature as written.
        sites: matching keys of the site's names: who signs with one of them is a desk.
        visible: the text is read off the page, where a lone word without "By" is no signature.
    """
    text = fold(raw[:MAX_CHARS])
    if agency := read_agency(text, signed=True):
        named = (strip_lead_in(part.strip(MARKS)) for part in SEPARATOR.split(text))
        return Signature(
            (), (), agency, tuple(Author(name=name, raw=text) for name in named if LETTER.search(name))
        )
    agency, bare = None, text
    if MARKED.search(text):
        bracketed = (first_agency(match[1]) for match in BRACKETED.finditer(text))
        agency = next(filter(None, bracketed), None)
        if wrapped := BRACKETED.fullmatch(text):
            text = wrapped[1].strip()
        bare = " ".join(_without_addresses(text).split())
    stripped = strip_lead_in(bare)
    strict = visible and stripped == bare
    people: dict[str, Author] = {}
    desks: dict[str, Author] = {}
    for name, is_desk in _names(stripped, sites):
        if found := agency_name(name):
            agency = agency or found
        elif is_desk:
            desks.setdefault(matching_key(name), Author(name=name, raw=text))
        elif _is_name(name, strict=strict, visible=visible):
            people.setdefault(matching_key(name), Author(name=name, raw=text))
    full = any(" " in person.name for person in people.values())
    if full or any(DOMAIN.fullmatch(desk.name) for desk in desks.values()):  # lone words beside are places
        people = {key: one for key, one in people.items() if " " in one.name or CJK.search(one.name)}
    return Signature(tuple(people.values())[:MAX_AUTHORS], tuple(desks.values())[:MAX_AUTHORS], agency)


def is_username(name: str) -> bool:
    """Tell whether a name is that of an account: one lower-case word."""
    return USERNAME.fullmatch(name) is not None


def has_lead_in(text: str) -> bool:
    """Tell whether a signature begins with "By" or the like."""
    return LEAD_IN.match(text) is not None


def strip_lead_in(text: str) -> str:
    """Cut "By", "Von", "Texte :", "文/" and the like off the start of a signature."""
    if " By " in text:
        text = BY_WITHIN.sub("", text)
    for _ in range(MAX_LEAD_INS):
        match = LEAD_IN.match(text)
        if match is None:
            break
        text = text[match.end() :]
    return text


def read_unmarked(text: str, sites: Container[str] = (), *, bare_name: bool = False) -> Signature | None:
    """Read a short line that nothing marks as a signature; null where it does not read as one.

    Args:
        text: a line beside the headline.
        sites: as in ``read_signature``.
        bare_name: a name alone is enough; else the line says "By" or names a reporter's job.
    """
    line = fold(text[:MAX_UNMARKED_CHARS])
    if line.startswith("By"):
        line = GLUED_BY.sub("By ", line)
    if job := CJK_SIGNED.match(line):
        line = job[0]
    elif not SURE_LEAD_IN.match(line):
        if not bare_name or not OPENS_WITH_NAME.match(line):
            return None
        if line.endswith(")"):
            line = FILED_FROM.sub("", line)
        if any("a" <= word[0] <= "z" and word not in SMALL_WORDS for word in line.split()):
            return None
        names = [part for part in SEPARATOR.split(line) if part]
        bare = names and all(map(BARE_NAME.fullmatch, names))
        if not bare or NEVER_A_NAME & set(line.casefold().split()):
            return None
    signature = read_signature(line, sites, visible=True)
    full = all(" " in person.name or CJK.search(person.name) for person in signature.people)
    return signature if full and len(signature.people) <= MAX_UNMARKED else None


def _without_addresses(text: str) -> str:
    for pattern in (EMAIL, ADDRESS, HANDLE):
        text = pattern.sub(" , ", text)
    return BRACKETED.sub(" ", text)


def _names(text: str, sites: Container[str]) -> Iterator[tuple[str, bool]]:
    """Yield the names in a signature, and whether each is a desk's."""
    if match := SURNAME_FIRST.fullmatch(text):
        text = f"{match[2]} {match[1]}"
    if matching_key(text) in sites:
        yield text, True
        return
    for part in SEPARATOR.split(text):
        whole = _without_stop(strip_lead_in(part.strip(MARKS).lstrip(".")).strip())
        key = matching_key(whole)
        if not key or key in NOBODY:
            continue
        if key in sites or DOMAIN.fullmatch(whole):
            yield whole, True
            continue
        name = _without_job(whole, sites)
        if (
            whole.startswith("The ")
            or _is_organisation(name)
            or (_is_organisation(whole) and " " not in name)
        ):
            if len(whole.split()) <= MAX_NAME_WORDS and not DIGIT.search(whole):
                yield whole, True
        elif name and matching_key(name) not in NOBODY:
            yield name, False


def _without_job(part: str, sites: Container[str]) -> str:
    """Cut job titles, employers, places and dates off a name."""
    if not part.isascii():
        part = CJK_ROLE.sub("", part)
    dated = False
    if number := NUMBER.search(part):
        part, dated = part[: number.start()], True
    if (cut := AFFILIATION.search(part)) and " " in part[: cut.start()]:
        part = part[: cut.start()]
    words = part.split()
    while len(words) > 1 and (_is_job(words[-1]) or _is_tail(words, dated=dated)):
        words.pop()
    while len(words) > 2 and matching_key(words[-1]) in sites:  # noqa: PLR2004 - a name keeps two words
        words.pop()
    while len(words) > 1 and _is_job(words[0]):
        words.pop(0)
    if len(words) == 1 and (_is_job(words[0]) or words[0].casefold() in ARTICLES):
        return ""
    return " ".join(words).strip(MARKS)


def _without_stop(name: str) -> str:
    """Drop the full stop of a sentence; initials, "Jr." and "e.V." keep theirs."""
    last = name.rsplit(" ", 1)[-1].rstrip(".")
    return name.rstrip(".") if len(last) > ABBREVIATION_CHARS else name


def _is_job(word: str) -> bool:
    folded = word.casefold().strip(".,:;()'’\"")
    return folded in ROLE_WORDS or ("-" in folded and any(piece in ROLE_WORDS for piece in folded.split("-")))


def _is_tail(words: list[str], *, dated: bool) -> bool:
    """Tell whether the last word belongs to a date that was cut off, or leads to the next line."""
    last = words[-1].casefold().strip(".,")
    if last in LEAD_OUT or last in BEFORE_WEEKDAYS or words[-2].casefold() in BEFORE_WEEKDAYS:
        return True
    if len(words) <= 2 and not words[-1].islower():  # noqa: PLR2004 - Theresa May
        return False
    return last in BUTTON_WORDS or (dated and (last in TAIL_WORDS or month_number(last, None) is not None))


def _is_organisation(name: str) -> bool:
    words = name.casefold().replace("-", " ").split()
    return any(word.strip(".,'’") in ORGANISATION_WORDS for word in words)


def _is_name(name: str, *, strict: bool, visible: bool) -> bool:
    """Tell whether words look like a person's name; ``strict`` where nothing else says they are one."""
    words = name.split()
    letters = LETTER.findall(name)
    if len(name) > MAX_NAME_CHARS or len(words) > MAX_NAME_WORDS or len(letters) < 2:  # noqa: PLR2004 - a letter is no name
        return False
    if DIGIT.search(name) and len(words) > 1:
        return False
    if CJK.search(name):
        return len(name) <= 20  # noqa: PLR2004 - longer is a phrase
    if len(words) == 1:
        return not (strict or (visible and name[0].islower() and not is_username(name)))
    lower = [word for word in words if word[0].islower() and word.casefold() not in PARTICLES]
    return not lower or (not visible and len(words) <= 3)  # noqa: PLR2004 - accounts write their names small
