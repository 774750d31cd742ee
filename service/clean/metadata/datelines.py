"""Datelines: "SEOUL, Nov. 13 (Yonhap) --", "Berlin (dpa) -", "(서울=연합뉴스)", "【东京 时事】"."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from schemas import Dateline
from service.clean.metadata.agencies import agency_name, first_agency
from service.clean.metadata.calendar_words import month_number
from service.clean.metadata.dates import find_stamps
from service.clean.metadata.folding import words
from service.clean.metadata.stamps import Reading, make_stamp

MAX_CHARS = 160
"""A dateline ends within this many characters."""
MAX_PLACE_CHARS = 60
MIN_PLACE_CHARS = 3
MAX_ALONE_WORDS = 4
"""Most words of a place that nothing but its dash vouches for."""
ABBREVIATION_CHARS = 6
"""A state this short keeps its full stop, as do "S.D." and the like: "Minn.", "Calif."."""
PLACE_PARTICLES = frozenset(
    words("""
    am an der den die das bei in im of the on upon by de del la le les los las da do dos das di du sur sous
    en et i a na nad pod van aan und and y e el al
""")
)
"""Small words inside names of places."""

DASH = r"\s*(?:--+|[-–—―:]|\.\s*[-–—]|\.)(?=\s|$)\s*"
PLACE = (
    r"(?P<place>[^\W\d_][^\d()\[\]<>.:;!?\"“”„—–=]{1,58}?(?:\s?/\s?[^\W\d_][^\d()\[\]<>.:;!?\"“”]{1,40}?)?)"
)
DAY = (
    r"(?P<date>(?:[^\W\d_]{2,12}\.?\s\d{1,2}|\d{1,2}\.?\s(?:de\s)?[^\W\d_]{2,12}\.?|\d{1,2}\.\s?\d{1,2}\.)"
    r"(?:,?\s(?:de\s)?\d{4})?)"
)
AGENCY = r"[(\[/]\s?(?P<agency>[^()\[\]]{2,40}?)\s?[)\]/]"

CORNERED = (
    r"^[\[【［(（〔]\s?(?P<place>[^\[\]【】()（）=＝\s]{1,20})\s?(?:[=＝]|\s)\s?"
    r"(?P<agency>[^\[\]【】()（）=]{1,20}?)(?:\s[^\[\]【】()（）=]{1,20})?(?:[=＝][^)）]{1,12})?[\]】］)）〕]"
)
PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^{PLACE}(?:,?\s{DAY})?,?\s?{AGENCY}(?:{DASH}|\s|$)",
        rf"^{AGENCY}\s?[-–—]+\s?{PLACE}(?:,?\s{DAY})?(?:{DASH}|\s?$)",
        CORNERED,
        r"^[\[【［]\s?(?P<place>[^\W\d_]{2,6}?)(?P<agency>時事|共同|聯合ニュース|聯合|ロイター|AFP|新华社|时事)\s?[\]】］]",
        r"^(?P<agency>新华社|新華社|中新社|中新网)\s?(?P<place>[^\W\d_]{2,8}?)\s?(?P<date>\d{1,2}月\d{1,2}日)[电電]",
        rf"^{PLACE},\s?{DAY}\s?[-–—]\s(?P<agency>[^\W\d_][^.()\d]{{1,24}})\.(?=\s|$)",
        rf"^{PLACE}(?:,\s?|\s){DAY}{DASH}",
    )
)
VOUCHED = re.compile(r"[^\d()\[\]<>:;!?\"“”„—–=/【［（〔]{0,80}+[\d(\[/【［（〔]")
"""How all of the patterns begin, cheap to tell: a place, then a digit of the day or what opens the agency."""
ALONE = r"^(?P<place>[^\W\d_a-z][^\d()\[\]<>:;!?\"“”„]{1,58}?)"
PLAIN = re.compile(ALONE + r"\s?(?:--+|[–—]|(?<=\s)-(?=\s))(?=\s|[A-Z“\"])")
"""A place alone before a dash: a dateline where its capitals say so."""
STOPPED = re.compile(ALONE + r"\.[-–—]+(?=\s|[^\W\d_a-z])\s?(?=[^\W\d_a-z]|[“\"„«'‘¿¡])")
"""A place alone before a full stop and a dash, a convention of datelines."""
DASH_MARK = re.compile("[-–—]")
DASH_WITHIN = 64
"""The dash after a place alone stands among this many characters."""
DASHED = re.compile(
    r"^(?P<place>[^\W\d_a-z][^\W\d_A-Z]{2,30}(?:-[^\W\d_a-z][^\W\d_A-Z]{2,20})?)\s[-–—]\s(?=[^\W\d_a-z])"
)
"""A single word before a dash: a dateline where nothing says it is something else."""
SECOND_DASH = re.compile(r"\s[-–—]\s|[!?]\s|:\s")
OPENING_WORDS = frozenset(
    words("""
    update breaking exclusive exklusiv watch video live analysis analyse opinion kommentar comment news
    photos review interview eilmeldung urgent urgente última última-hora ultima actualización korr
    korrektur correction note read podcast serie anzeige foto fotos sponsored explainer factbox story
    but and so yes no not now then that this there here today yesterday heute gestern aber und doch nein
    ja ende what who why how when montag dienstag mittwoch donnerstag freitag samstag sonntag monday
    tuesday wednesday thursday friday saturday sunday
""")
)
"""Words that open a text before a dash and are no places, folded."""
BOLD = re.compile(
    r"^(?P<bold>(?P<place>[^\W\d_a-z][^\d()\[\]<>.:;!?\"“”„]{2,40}?)\s?\.)\s(?=[^\W\d_a-z]|[“\"„«»])"
)
BOLD_SLACK = 1.5
"""White space and punctuation may be bold too, or not, code points."""
DAY_MONTH = re.compile(r"(\d{1,2})\.?\s(?:de\s)?([^\W\d_]{2,12})")
MONTH_DAY = re.compile(r"([^\W\d_]{2,12})\.?\s(\d{1,2})")
NUMBERS = re.compile(r"(\d{1,2})(?:\.\s?|月)(\d{1,2})(?:\.|日)?")


class FiledFrom(NamedTuple):
    """A dateline read off the start of a text: ``text[:end]``."""

    dateline: Dateline
    agency: str | None
    end: int


def read_dateline(
    text: str, published: date | None, language: str | None, *, sure: bool = False, opening: bool = False
) -> FiledFrom | None:
    """Read the dateline a text begins with; null where it begins with none.

    Args:
        text: a paragraph, or a dateline alone.
        published: day of publication, which tells the year of the dateline's day.
        language: ISO 639 code, for month names.
        sure: the text is known to be a dateline, so a place alone is enough.
        opening: the text opens the report, where a single word before a dash is a place.
    """
    start = text[:MAX_CHARS]
    vouched = VOUCHED.match(start)
    for pattern in PATTERNS if vouched and _may_be_place(vouched[0][:-1]) else ():
        match = pattern.match(start)
        if match is None:
            continue
        parts = match.groupdict()
        agency = _agency(parts.get("agency"))
        day = _day(parts.get("date"), published, language)
        place = _place(parts["place"])
        if place is None or (agency is None and day is None):
            continue
        return FiledFrom(Dateline(place=place, date=day), agency, match.end())
    if alone := _alone(start, opening=opening):
        return alone
    if sure and (place := _place(start.strip(" .-–—:,"))) and len(place.split()) <= 4:  # noqa: PLR2004 - a place's name is short
        return FiledFrom(Dateline(place=place, date=None), None, len(text))
    return None


def _may_be_place(opening: str) -> bool:
    """Tell cheaply whether all words but the last, which may be a month, can be of a place's name."""
    return not any(
        word[0].islower() and word.strip(",;-/") not in PLACE_PARTICLES for word in opening.split()[:-1]
    )


def _alone(start: str, *, opening: bool) -> FiledFrom | None:
    """Read a place that stands alone before its dash: no day and no agency vouches for it."""
    if not DASH_MARK.search(start, 0, DASH_WITHIN):
        return None
    for pattern in (PLAIN, STOPPED, *((DASHED,) if opening else ())):
        match = pattern.match(start)
        place = _place(match["place"]) if match else None
        if match is None or place is None or not _may_be_alone(place):
            continue
        if pattern is STOPPED:
            fits = agency_name(place) is None
        elif pattern is PLAIN:
            fits = _is_capitals(place) or (opening and "," in place and place.endswith("."))
        else:
            fits = SECOND_DASH.search(start, match.end()) is None and agency_name(place) is None
        if fits:
            return FiledFrom(Dateline(place=place, date=None), None, match.end())
    return None


def read_bold_dateline(text: str, bold_share: float) -> FiledFrom | None:
    """Read a place in bold with its full stop: "**Mainz.** Der Rhein".

    A block's bold share tells how much is bold, not where: the place must account for all of it.
    """
    match = BOLD.match(text[:MAX_CHARS]) if bold_share else None
    if match is None or abs(bold_share * len(text) - len(match["bold"])) > BOLD_SLACK:
        return None
    place = _place(match["place"])
    if place is None or not _may_be_alone(place):
        return None
    return FiledFrom(Dateline(place=place, date=None), None, match.end())


def _agency(text: str | None) -> str | None:
    if not text:
        return None
    return agency_name(text) or first_agency(text)


def _place(text: str) -> str | None:
    place = text.strip(" ,;-–—/")
    parts = place.split()
    if parts and not ("." in parts[-1][:-1] or ("," in place and len(parts[-1]) <= ABBREVIATION_CHARS)):
        place = place.rstrip(".")
    if not parts or len(place) > MAX_PLACE_CHARS or len(parts) > 7:  # noqa: PLR2004 - "Frankfurt am Main/New York"
        return None
    if not place[0].isalpha() or place[0].islower():
        return None
    return place if all(not word[0].islower() or word in PLACE_PARTICLES for word in parts) else None


def _may_be_alone(place: str) -> bool:
    return place.casefold() not in OPENING_WORDS and len(place.split()) <= MAX_ALONE_WORDS


def _is_capitals(place: str) -> bool:
    first = place.split(",", maxsplit=1)[0]
    initials = len(first) < MIN_PLACE_CHARS or "." in first
    return first.isupper() and not initials and agency_name(first) is None


def _day(text: str | None, published: date | None, language: str | None) -> str | None:
    """Return the day as an ISO date where its year is stated or follows from ``published``, else raw."""
    if not text:
        return None
    found = find_stamps(text, Reading(language=language))
    if found and found[0].stamp.day is not None:
        return found[0].stamp.value[:10]
    month, day = _month_and_day(text, language)
    if not month or not day:
        return None
    for year in (published.year, published.year - 1) if published else ():
        stamp = make_stamp(year, month, day)
        if stamp and published and stamp.first_day <= published + timedelta(days=2):
            return stamp.value
    return text.strip()


def _month_and_day(text: str, language: str | None) -> tuple[int | None, int | None]:
    if match := DAY_MONTH.search(text):
        return month_number(match[2], language), int(match[1])
    if match := MONTH_DAY.search(text):
        return month_number(match[1], language), int(match[2])
    if match := NUMBERS.search(text):
        first, second = int(match[1]), int(match[2])
        return (first, second) if "月" in text else (second, first)
    return None, None
