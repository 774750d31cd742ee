"""The world's news agencies: one name each, with the spellings they sign with."""

import re
from itertools import chain

from service.clean.metadata.folding import alternatives, phrases, words

SPELLINGS: dict[str, str] = {
    "AAP": "Australian Associated Press",
    "ABr": "Agência Brasil|Agencia Brasil",
    "Adnkronos": "AdnKronos|ADN Kronos",
    "AFP": (
        "afp|Agence France-Presse|Agence France Presse|France-Presse|АФП|法新社|AFPBB News|AFP通信|"
        "ਏਐਫਪੀ|एएफपी|أ ف ب|ا ف ب|فرانس برس"
    ),
    "Agerpres": "",
    "AGI": "Agenzia Italia",
    "AMNA": "Athens-Macedonian News Agency|Athens News Agency|ΑΠΕ-ΜΠΕ|ΑΠΕ|ANA-MPA",
    "Anadolu": "Anadolu Agency|Anadolu Ajansı|AA|وكالة الأناضول|الأناضول",
    "ANDINA": "Agencia Andina|Agencia Peruana de Noticias",
    "ANI": "Asian News International|एएनआई",
    "ANP": "anp|Algemeen Nederlands Persbureau",
    "ANSA": "Agenzia ANSA",
    "Antara": "Antara News|LKBN Antara",
    "AP": "ap|The Associated Press|Associated Press|AP News|АП|美联社|美聯社|AP통신|AP通信|أسوشيتد برس|एपी",
    "APA": "apa|Austria Presse Agentur|Austria Press Agency",
    "APS": "Algérie Presse Service|Algerie Presse Service",
    "ATA": "Albanian Telegraphic Agency",
    "Belga": "Belga News Agency|Agence Belga|Persagentschap Belga",
    "BelTA": "БЕЛТА",
    "Bernama": "",
    "Beta": "Novinska agencija Beta",
    "Bloomberg": "Bloomberg News|ブルームバーグ",
    "BNS": "Baltic News Service",
    "BTA": "БТА|Bulgarian News Agency",
    "CNA": "中央社|中央通訊社|Central News Agency",
    "CNS": "中新社|中国新闻社|中新网|China News Service",
    "CP": "The Canadian Press|Canadian Press|La Presse Canadienne|Presse canadienne",
    "ČTK": "CTK|Česká tisková kancelář|Czech News Agency",
    "DHA": "Demirören Haber Ajansı",
    "dpa": (
        "DPA|Deutsche Presse-Agentur|Deutsche Presse Agentur|German Press Agency|dpa-AFX|"
        "dpa-tmn|dpa-infocom|dpa-infocom GmbH|德新社"
    ),
    "EFE": "efe|Agencia EFE|EFE Agencia|EFE News|埃菲社",
    "ELTA": "",
    "epd": "EPD|Evangelischer Pressedienst",
    "Estadão Conteúdo": "Estadao Conteudo",
    "Europa Press": "EUROPA PRESS|Europapress|EP",
    "Fars": "Fars News Agency|FARS News",
    "Folhapress": "",
    "FoNet": "",
    "GNA": "Ghana News Agency",
    "Hina": "HINA",
    "IANS": "Indo-Asian News Service|आईएएनएस",
    "İHA": "IHA|İhlas Haber Ajansı",
    "INA": "Iraqi News Agency",
    "Interfax": "Интерфакс|Interfax-Ukraine|Интерфакс-Украина",
    "IRNA": "Islamic Republic News Agency",
    "ISNA": "Iranian Students' News Agency",
    "Jiji": "時事|時事通信|時事通信社|Jiji Press|时事社|时事",
    "JTA": "Jewish Telegraphic Agency",
    "Kazinform": "Казинформ",
    "KCNA": "Korean Central News Agency|조선중앙통신",
    "Keystone-SDA": "Keystone-ATS|SDA|ATS|Schweizerische Depeschenagentur|sda|ats|SDA-ATS",
    "KNA": "kna|Katholische Nachrichten-Agentur",
    "KUNA": "Kuwait News Agency",
    "Kyodo": "共同|共同通信|共同通信社|Kyodo News|共同社",
    "LaPresse": "",
    "LETA": "",
    "Lusa": "LUSA|Agência Lusa|Agencia Lusa",
    "MAP": "Maghreb Arabe Presse",
    "Mediafax": "",
    "Mehr News": "Mehr News Agency",
    "MENA": "Middle East News Agency",
    "MIA": "",
    "MTI": "Magyar Távirati Iroda",
    "NAN": "News Agency of Nigeria",
    "News1": "뉴스1",
    "Newsis": "뉴시스",
    "NNA": "National News Agency",
    "Notimex": "",
    "NTB": "ntb|Norsk Telegrambyrå",
    "PA": "PA Media|Press Association|PA News Agency",
    "PAP": "Polska Agencja Prasowa|Polish Press Agency",
    "Petra": "Jordan News Agency",
    "Prensa Latina": "",
    "PTI": "Press Trust of India|पीटीआई|भाषा",
    "QNA": "Qatar News Agency",
    "Reuters": (
        "Thomson Reuters|Thomson Reuters Foundation|Рейтер|路透社|路透|ロイター|로이터|رويترز|Reuter|रॉयटर्स"
    ),
    "RIA Novosti": "РИА Новости|RIA|РИА",
    "Ritzau": "Ritzaus Bureau",
    "SANA": "Syrian Arab News Agency",
    "SID": "Sport-Informations-Dienst|sid",
    "SITA": "",
    "SPA": "Saudi Press Agency|واس",
    "STA": "Slovenska tiskovna agencija|Slovenian Press Agency",
    "STT": "Suomen Tietotoimisto|STT-Lehtikuva",
    "Tanjug": "Танјуг",
    "TAP": "Tunis Afrique Presse",
    "Tasnim": "Tasnim News Agency",
    "TASR": "",
    "TASS": "ТАСС|ITAR-TASS|ИТАР-ТАСС|塔斯社",
    "Télam": "Telam|TELAM",
    "TT": "Tidningarnas Telegrambyrå|TT News Agency|TT Nyhetsbyrån",
    "Ukrinform": "Укрінформ|Укринформ",
    "UNI": "United News of India",
    "UNIAN": "УНІАН|УНИАН",
    "UPI": "United Press International",
    "VNA": "Vietnam News Agency|TTXVN",
    "WAFA": "وفا|Palestine News Agency",
    "WAM": "Emirates News Agency|وام",
    "Xinhua": "新华社|新華社|新华网|新华|Xinhua News Agency|Синьхуа|신화통신|शिन्हुआ",
    "Yonhap": "연합뉴스|聯合ニュース|联合社|聯合社|韩联社|Yonhap News|Yonhap News Agency|연합",
}
"""Name to other spellings, split by bars; a name is a spelling of itself."""

MAX_CHARS = 120
"""Longest agency line, code points: beyond it the text is prose."""

CASE_SENSITIVE_LETTERS = 4
"""Spellings this short are ordinary words or initials in another case (``map``, ``Ana``)."""

SEPARATOR = re.compile(r"\s*(?:[/,;|+&·•、，／]|\s(?:and|und|et|y|e|och|og|en|i|with|mit)\s|\s[-–—]\s)\s*")
WRAPPING = re.compile(r"^[\s(\[【（〔<＜/\-–—=©:]+|[\s)\]】）〕>＞/\-–—=:.。]+$")
LEAD_IN_WORDS = phrases("""
    by|from|with|source|via|credit|agency|agencies|copyright|quelle|von|mit|mit material von|
    mit agenturmaterial von|mit agenturmaterial|fuente|fonte|agencia|agencias|avec|par|por|zdroj|źródło|
    bron|kilde|källa|lähde|источник|джерело|kaynak|出典|来源|來源|출처|配信
""")
LEAD_IN = re.compile(f"(?:{alternatives(LEAD_IN_WORDS)})" + r"(?:\s?[:：]\s?|\s)", re.IGNORECASE)
TAIL = re.compile(
    r"(?:\s(?:contributed|contributed to this report|news agency|agency|staff|reporters?|agencies|photo)"
    r"|通信|電|电|뉴스)\.?$",
    re.IGNORECASE,
)
AMBIGUOUS = frozenset(
    words("""
    AA AGI ANI APS ATA Beta BTA CNS CP EP Fars GNA Hina INA MAP MENA MIA NAN NNA PA Petra QNA RIA SANA
    SITA SPA STA TAP TT UNI WAM ats
""")
)
"""Spellings that are words, buttons or initials too: they credit in brackets, after a lead-in, or signed."""

MAX_CLOSING_CHARS = 46
"""Longest match of ``CLOSING``."""
CLOSING = re.compile(r"[.!?…»”“\"]\s?[(\[/–—-]\s?([^\W\d_][^()\[\]\d]{1,40})[)\]/]?\s*$")
INITIALS = re.compile(r"[^\W\d_]{1,4}")


def _tables() -> tuple[dict[str, str], dict[str, str]]:
    exact: dict[str, str] = {}
    folded: dict[str, str] = {}
    for name, others in SPELLINGS.items():
        for spelling in (name, *filter(None, others.split("|"))):
            exact[spelling] = name
            if len(spelling) > CASE_SENSITIVE_LETTERS:
                folded[spelling.casefold()] = name
    return exact, folded


EXACT, FOLDED = _tables()


SPELLED_WORD = re.compile(r"[^\W_]+")


def _spelled() -> dict[str, list[frozenset[str]]]:
    spelled: dict[str, list[frozenset[str]]] = {}
    for spelling in EXACT:
        parts = SPELLED_WORD.findall(spelling.casefold())
        spelled.setdefault(max(parts, key=len), []).append(frozenset(parts))
    return spelled


SPELLED = _spelled()
"""The longest word of each spelling to all its words: the first is often "the" or "news"."""
OPENINGS = frozenset(SPELLED_WORD.findall(phrase.casefold())[0] for phrase in chain(EXACT, LEAD_IN_WORDS))
"""First words of spellings and of lead-ins: a line that only credits agencies begins with one of them."""
WRITTEN_TOGETHER = re.compile("[\u0e00-\u1fff\u2e80-\uffff]")
"""Scripts in which a name need not be a word by itself."""


def _may_name_one(text: str) -> bool:
    """Tell cheaply whether a line opens as credits do, and holds all words of some agency's name."""
    first = SPELLED_WORD.search(text)
    if first is not None and first[0].casefold() in OPENINGS:
        held = SPELLED_WORD.findall(text.casefold())
        if any(name.issubset(held) for word in SPELLED.keys() & held for name in SPELLED[word]):
            return True
    return not text.isascii() and WRITTEN_TOGETHER.search(text) is not None


def agency_name(text: str) -> str | None:
    """Return the agency whose spelling the whole text is; brackets and dashes around it don't count."""
    if len(text) > MAX_CHARS:
        return None
    bare = WRAPPING.sub("", text).strip()
    return EXACT.get(bare) or FOLDED.get(bare.casefold())


def read_agency(text: str, *, signed: bool = False) -> str | None:
    """Return the first agency of a line that only credits agencies: "(Reuters/AP)", "Source: AFP".

    A line that says anything else besides gives null, and so does a lone word that need not be an
    agency, unless it is ``signed``: known to be a signature.
    """
    if len(text) > MAX_CHARS or not _may_name_one(text):
        return None
    bare = WRAPPING.sub("", LEAD_IN.sub("", WRAPPING.sub("", text), count=1))
    if not signed and bare == text.strip() and bare in AMBIGUOUS:
        return None
    whole = agency_name(bare) or agency_name(TAIL.sub("", bare))
    if whole:
        return whole
    names = [agency_name(TAIL.sub("", part)) for part in SEPARATOR.split(bare) if part.strip()]
    return names[0] if names and all(names) else None


def first_agency(text: str) -> str | None:
    """Return the first agency among the parts of a credit line that may name others too."""
    for part in SEPARATOR.split(text[:MAX_CHARS]):
        if name := agency_name(TAIL.sub("", part)):
            return name
    return None


def closing_agency(text: str) -> str | None:
    """Return the agency a report's last sentence is followed by: "... (dpa/hos)", "... (AFP, Reuters)".

    Beside agencies only the initials of editors may stand in the brackets.
    """
    match = CLOSING.search(text.rstrip()[-MAX_CLOSING_CHARS:])
    if match is None:
        return None
    parts = [part for part in SEPARATOR.split(match[1].strip()) if part]
    names = [agency_name(part) for part in parts]
    if any(name is None and not INITIALS.fullmatch(part) for name, part in zip(names, parts, strict=True)):
        return None
    sure = (name for name, part in zip(names, parts, strict=True) if name and part not in AMBIGUOUS)
    return next(sure, None)
