"""Captions: the text of a picture's caption, and its credit apart."""

import re

PHOTOS = ("photo", "photos", "photograph", "photographs")
LABELS = (
    *(f"{photo}{by}" for photo in PHOTOS for by in ("", " by", " credit", " courtesy")),
    *("foto", "fotos", "foto di", "fotocredit", "fotografie", "fotografía", "fotografia", "fotka", "фото"),
    *("image", "image credit", "imagen", "imagem", "picture", "bild", "bilder", "bildquelle", "zdj"),
    *("credit", "credits", "crédit", "crédits", "crédit photo", "source", "quelle", "fuente", "copyright"),
    *("getty image", "getty images", "screenshot", "screencapture", "screen capture", "video", "zdjęcie"),
    *("illustration", "grafik", "grafika", "kuva", "تصوير", "عدسة", "صورة", "사진", "제공"),
    *("写真", "撮影", "圖", "图", "图片", "攝影", "摄影"),
)
"""Words before the name of who made a picture."""
LONGEST_LABEL = max(map(len, LABELS))
_LABEL = "|".join(sorted(LABELS, key=len, reverse=True))
_AGENCY = (
    r"afp|ap|apa|ansa|belga|dpa|efe|epa|lusa|reuters|getty(?: images?)?|imago(?: images)?|shutterstock|"
    r"istock|tass|xinhua|yonhap|kyodo|news1|newsis|picture alliance|alamy|bloomberg|pa wire|pa media|"
    r"ap photo|keystone|ntb|tt|ritzau|ctk|čtk|pap|mti|unsplash|pixabay|screen ?(?:capture|grab|shot)|"
    r"handout|file|archive?|archiv|courtesy"
)
BRACKETED = re.compile(r"\s*[\[(【（]([^\[\]()【】（）]{2,80})[\])】）]\s*[.。]?$")
LABELLED = re.compile(
    rf"(?:^|(?<=[\s.!?…)”\"'|–—/]))((?:{_LABEL})\s*[:：=＝|/]\s*|©\s?|\(c\)\s+)([^.:：]{{2,90}}?(?:\.[^.]{{1,12}})?)\.?$",
    re.IGNORECASE,
)
TAKEN_BY = re.compile(
    r"(?:^|(?<=。)|[、，,＝=・\s（(])([^、，,。＝=・\s（()）]{2,20})(?<![がでをには])(?:撮影|摄影?|攝影?)[)）]?$"
)
"""Name and verb at the end, as Japanese and Chinese papers write."""
_NAMES = r"(?:[^\W\d_a-zß-ÿ][\w'’.-]*|d[aeiou]s?|del|der|van|von|y|e|i|and|for|the)"
SIGNED_END = re.compile(
    rf"\s[-–—|]\s((?=[^\W\d_a-z]){_NAMES}(?:\s{_NAMES}){{1,3}}\s?/\s?(?=[^\W\d_a-z])[\w.&'’-]+(?:\s{_NAMES}){{0,4}})\.?$"
)
"""A name and its outlet at the end: `` - Name Surname/Outlet``."""
LABEL_WORD = re.compile(rf"^(?:{_LABEL})\s*[:：=|/]?\s*", re.IGNORECASE)
CREDIT_NAME = re.compile(
    rf"(?<!\w)(?:{_AGENCY})(?!\w)|사진|제공|연합뉴스|写真|撮影|提供|摄|攝|©", re.IGNORECASE
)
CREDIT_WORDS = 8
LONGEST_CREDIT = 160
"""Characters at the end of a text among which its credit stands."""
LONGEST_ENDING = 15
"""Characters at the end of a labelled credit among which full stops may stand."""
BRACKETS = frozenset("])】）")
TAKEN = frozenset("影摄攝")
PARTING = ":：=＝|/"
"""What stands between a label and a name."""
LABEL_MARK = re.compile(rf"[{PARTING}©(](?:(?<!\()|(?=[cC]\)))")
"""What stands after a label, or for one; of ``(c)`` the bracket. It begins with one set of characters, which
is searched for faster than alternatives are."""
CREDIT_MARKS = re.compile(f"[{re.escape(''.join(sorted(BRACKETS | TAKEN)))}{PARTING}©(]")
"""The end of most texts has none of these, and so no credit."""
SHOUT_LETTERS = 3
"""Fewer capitals in brackets are initials."""


def split_credit(text: str) -> tuple[str, str | None]:
    """Split a caption into its text and its credit.

    The credit stands at the end, in brackets (``[SCREEN CAPTURE]``, ``(Photo: X/AFP)``) or after a
    label (``Foto: dpa``, ``© Reuters``); it is returned without brackets and label. A bracketed end
    counts only if it names a credit or is in capitals.
    """
    end = text[-LONGEST_CREDIT:]
    if not CREDIT_MARKS.search(end):
        return text, None
    begin = len(text) - len(end)
    match = BRACKETED.search(text, begin) if end.rstrip(" .。")[-1:] in BRACKETS else None
    if match is not None and _is_credit(match[1]):
        return text[: match.start()].rstrip(), LABEL_WORD.sub("", match[1]).strip() if _has_label_colon(
            match[1]
        ) else match[1].strip()
    match = SIGNED_END.search(text, begin) if "/" in end else None
    if match is None and not TAKEN.isdisjoint(end[-4:]):
        match = TAKEN_BY.search(text, begin)
    if match is not None:
        return text[: match.start()].rstrip(), match[1].strip()
    label = _find_label(text, begin)
    match = None if label is None else LABELLED.search(text, label)
    if match is not None and len(match[2].split()) <= CREDIT_WORDS:
        return text[: match.start()].rstrip(" |/–—-"), match[2].strip()
    return text, None


def _find_label(text: str, begin: int) -> int | None:
    """Tell cheaply where a label may begin: before a mark that no full stop follows. The labels are many."""
    for mark in LABEL_MARK.finditer(text, begin):
        at, after = mark.span()
        if text.find(".", after, max(after, len(text) - LONGEST_ENDING)) < 0:
            start = max(begin, at - LONGEST_LABEL - 1)
            if mark[0] not in PARTING or text[start:at].rstrip().casefold().endswith(LABELS):
                return start
    return None


def _has_label_colon(credit: str) -> bool:
    match = LABEL_WORD.match(credit)
    return (
        match is not None
        and match[0].rstrip()[-1:] in {":", "：", "=", "|", "/"}
        and match.end() < len(credit)
    )


def _is_credit(inside: str) -> bool:
    if len(inside.split()) > CREDIT_WORDS:
        return False
    letters = [character for character in inside if character.isalpha()]
    shouted = len(letters) >= SHOUT_LETTERS and all(character.isupper() for character in letters)
    return shouted or CREDIT_NAME.search(inside) is not None or LABEL_WORD.match(inside) is not None
