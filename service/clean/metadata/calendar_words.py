"""The words dates are written with: months, time zones, halves of the day, "updated" and "published"."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import product

from babel import Locale

from service.clean.metadata.folding import words

LANGUAGES = words("""
    af ar bg bn bs ca cs da de el en es et eu fa fi fr ga gl he hi hr hu id is it ka kk lt lv mk ms nb
    nl nn pl pt ro ru sk sl sq sr sr_Latn sv sw th tr uk ur vi
""")
"""Locales whose month names are known; Chinese, Japanese and Korean number their months."""

EXTRA_MONTHS = {
    "en": {"sept": 9, "janu": 1, "febr": 2},
    "de": {"jän": 1, "jänner": 1, "feber": 2, "maerz": 3, "mrz": 3, "sept": 9},
    "es": {"setiembre": 9, "sept": 9, "set": 9},
    "pt": {"setembro": 9},
    "fr": {"janv": 1, "fév": 2, "fevr": 2, "fevrier": 2, "juil": 7, "aout": 8, "decembre": 12},
    "it": {"genn": 1, "sett": 9},
    "ru": {
        "янв": 1,
        "фев": 2,
        "мар": 3,
        "апр": 4,
        "май": 5,
        "мая": 5,
        "июн": 6,
        "июл": 7,
        "авг": 8,
        "сен": 9,
        "сент": 9,
        "окт": 10,
        "ноя": 11,
        "нояб": 11,
        "дек": 12,
    },
    "nb": {"mars": 3, "sept": 9},
    "ar": {
        "كانون الثاني": 1,
        "شباط": 2,
        "آذار": 3,
        "نيسان": 4,
        "أيار": 5,
        "حزيران": 6,
        "تموز": 7,
        "آب": 8,
        "أيلول": 9,
        "تشرين الأول": 10,
        "تشرين الثاني": 11,
        "كانون الأول": 12,
    },
}
"""Spellings in use that the locale tables lack."""


def fold_word(word: str) -> str:
    """Return a word as the tables hold it: lower case, composed, no trailing full stop."""
    return unicodedata.normalize("NFC", word.casefold()).rstrip(".")


def _month_names() -> Mapping[str, Mapping[int, frozenset[str]]]:
    table: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for language, month, name in _locale_names():
        word = fold_word(name)
        table[word][month].add(language)
        plain = "".join(
            char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char)
        )
        if plain.isascii():
            table[plain][month].add(language)
    return {
        word: {month: frozenset(languages) for month, languages in months.items()}
        for word, months in table.items()
    }


def _locale_names() -> Iterator[tuple[str, int, str]]:
    """Yield language, month and name, of every form the locale tables hold."""
    for code in LANGUAGES:
        locale = Locale.parse(code)
        for context, width in product(("format", "stand-alone"), ("wide", "abbreviated")):
            for month, name in locale.months[context][width].items():
                if not any(char.isdigit() for char in name):
                    yield locale.language, month, name
    for language, names in EXTRA_MONTHS.items():
        for name, month in names.items():
            yield language, month, name


MONTHS = _month_names()
"""Folded month name to the months it can mean, with the languages it means that in."""

ALIASES = {"no": "nb", "nn": "nb", "iw": "he", "in": "id", "sh": "hr"}


def month_number(word: str, language: str | None) -> int | None:
    """Return the month a word names, 1 to 12; null where languages disagree and none is known."""
    months = MONTHS.get(fold_word(word))
    if not months:
        return None
    if len(months) == 1:
        return next(iter(months))
    code = ALIASES.get(language or "", language)
    fitting = [month for month, languages in months.items() if code in languages]
    return fitting[0] if len(fitting) == 1 else None


ZONES: Mapping[str, int] = {
    name: minutes
    for minutes, names in {
        0: "utc gmt z wet",
        60: "cet mez wat bst west",
        120: "cest mesz eet sast cat",
        180: "eest msk мск eat trt",
        240: "gst",
        300: "pkt",
        330: "npt",
        420: "wib ict",
        480: "wita hkt sgt awst myt pht",
        540: "kst jst wit",
        570: "acst",
        600: "aest",
        630: "acdt",
        660: "aedt",
        720: "nzst",
        780: "nzdt",
        -210: "nst",
        -180: "adt brt",
        -240: "edt",
        -300: "est cdt",
        -360: "mdt",
        -420: "pdt mst",
        -480: "pst akdt",
        -540: "akst",
        -600: "hst",
    }.items()
    for name in names.split()
}
"""Zone abbreviations that mean one offset in news, in minutes; CST, IST, AST and ET mean several."""

MORNING = frozenset(words("am a.m. a.m a. vorm. 上午 오전 午前 凌晨 早上 sáng ص π.μ. πμ"))
AFTERNOON = frozenset(words("pm p.m. p.m p. nachm. 下午 오후 午後 晚上 chiều tối م μ.μ. μμ"))

UPDATED = words("""
    updated update last-modified modified edited revised corrected changed aktualisiert aktualisierung
    update geändert stand überarbeitet bearbeitet jour modifié actualisé actualizado actualizada
    actualización modificado modificada atualizado atualizada atualização alterado aggiornato
    aggiornamento modificato bijgewerkt gewijzigd aangepast oppdatert uppdaterad uppdaterat opdateret
    ændret endret päivitetty muokattu uppfært aktualizacja zaktualizowano aktualizováno aktualizované
    aktualizace upraveno frissítve frissült módosítva обновлено обновлена обновление изменено оновлено
    güncelleme güncellendi güncellenme ažurirano izmjena posodobljeno actualizat actualitzat atjaunota
    atnaujinta uuendatud ενημερώθηκε ενημέρωση τροποποιήθηκε diperbarui diupdate dikemaskini nhật تحديث
    التحديث עודכן עדכון अपडेट अद्यतन อัปเดต อัพเดต
""")
"""Words before a date that make it the day of the last change, folded."""
UPDATED_CJK = ("更新", "最終更新", "修改", "수정", "업데이트", "최종수정", "改訂")

PUBLISHED = words("""
    published publish posted released created first date issued veröffentlicht erschienen erstellt
    publiziert vom datum geschrieben publié publiée paru posté créé publicado publicada publicación
    creado postado pubblicato pubblicata data gepubliceerd geplaatst publisert publicerad publicerat
    offentliggjort udgivet julkaistu birt opublikowano opublikowany dodano publikacja data publikováno
    vydáno zveřejněno megjelent közzétéve létrehozva опубликовано опубликована дата создано оприлюднено
    yayınlanma yayınlandı oluşturulma giriş objavljeno publicat publicată publicēts paskelbta avaldatud
    δημοσιεύθηκε δημοσίευση diterbitkan dipublikasikan diterbitkan đăng نشر פורסם प्रकाशित เผยแพร่
""")
"""Words before a date that make it the day of publication, folded."""
PUBLISHED_CJK = (
    "发布",
    "發布",
    "发表",
    "發表",
    "公開",
    "配信",
    "掲載",
    "投稿",
    "입력",
    "등록",
    "게재",
    "작성",
    "승인",
)
