"""The language of an article, and of the paragraphs that are in another."""

from collections.abc import Sequence

import pytest

from service.enrich.language import LanguageIdentifier
from tests.enrich.articles import article

SENTENCES = {
    "en": "The council voted late on Thursday to close the old bridge until the spring.",
    "de": "Der Stadtrat beschloss am späten Donnerstag, die alte Brücke bis zum Frühjahr zu sperren.",
    "fr": "Le conseil municipal a décidé jeudi soir de fermer le vieux pont jusqu'au printemps.",
    "es": "El ayuntamiento decidió el jueves por la noche cerrar el puente viejo hasta la primavera.",
    "pt": "A câmara municipal decidiu na quinta-feira à noite fechar a ponte velha até à primavera.",
    "ko": "시의회는 목요일 늦게 봄까지 오래된 다리를 폐쇄하기로 결정했다.",
    "ja": "市議会は木曜日の夜、古い橋を春まで閉鎖することを決めた。",
    "ar": "قرر مجلس المدينة في وقت متأخر من يوم الخميس إغلاق الجسر القديم حتى الربيع.",
    "ru": "Городской совет поздно вечером в четверг решил закрыть старый мост до весны.",
    "hi": "नगर परिषद ने गुरुवार देर रात पुराने पुल को वसंत तक बंद करने का फैसला किया।",
}

ENGLISH = (
    "The council of Valdemar voted late on Thursday to close the old bridge over the river until the spring.",
    "Engineers told the members of the council that two of the piers had moved by the width of a hand.",
    "Buses will cross the river by the ring road, and the market will move to the other bank in January.",
    "Nobody could say on Thursday who is going to pay for the work or how long it is going to last.",
)
SPANISH = (
    "El ayuntamiento decidió el jueves por la noche cerrar el puente viejo hasta la primavera.",
    "Los ingenieros dijeron a los concejales que dos de los pilares se habían movido un palmo.",
    "«No sabemos cuándo volverán a pasar los autobuses, ni quién va a pagar las obras», dijo la alcaldesa.",
    "El mercado de los sábados se celebrará en la otra orilla del río desde el mes de enero.",
)


def codes(
    identify: LanguageIdentifier, paragraphs: Sequence[str], headline: str | None = None
) -> tuple[str | None, list[str | None]]:
    """Return the code of an article's language, and those of its paragraphs."""
    language, found = identify.of_article(article(paragraphs, headline))
    return (
        language.code if language else None,
        [paragraph.language.code if paragraph.language else None for paragraph in found],
    )


@pytest.fixture(scope="module")
def identify() -> LanguageIdentifier:
    """The identifier with the default confidence."""
    return LanguageIdentifier(0.5)


@pytest.mark.parametrize("code", SENTENCES)
def test_names_the_language(identify: LanguageIdentifier, code: str) -> None:
    """One sentence is enough."""
    language = identify(SENTENCES[code])
    assert language is not None
    assert code == language.code
    assert 0.5 <= language.confidence <= 1


@pytest.mark.parametrize("text", ["", "1234 5678 91011", "· · ·"])
def test_silent_where_there_is_no_language(identify: LanguageIdentifier, text: str) -> None:
    """Text without words has no language: null, not a guess."""
    assert None is identify(text)


def test_silent_below_the_confidence() -> None:
    """A confidence nobody reaches makes every language unknown."""
    assert None is LanguageIdentifier(1.0)("ok")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("佢哋話今晚唔會開會,因為條橋仲未整好,大家要等到下星期先知道結果。", "zh"),
        ("Regjeringa seier at brua skal stå ferdig til sommaren, men kommunen trur ikkje på det.", "no"),
    ],
)
def test_a_macrolanguage_is_named_for_its_members(identify: LanguageIdentifier, text: str, code: str) -> None:
    """Cantonese is Chinese, Nynorsk is Norwegian."""
    language = identify(text)
    assert language is not None
    assert code == language.code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Menteri: jembatan lama akan ditutup", "id"),
        ("El alcalde cierra el puente viejo", "es"),
        ("Der Bürgermeister sperrt die Brücke", "de"),
        ("मंत्री ने पुराना पुल बंद किया", "hi"),
    ],
)
def test_a_headline_is_in_the_language_with_more_news(
    identify: LanguageIdentifier, text: str, code: str
) -> None:
    """What could be in a small relative of a language too is taken for the large one."""
    language = identify(text)
    assert language is not None
    assert code == language.code


def test_a_rare_language_is_named_where_its_words_are_clear(identify: LanguageIdentifier) -> None:
    """Rare is not never: a sentence of Luxembourgish is enough."""
    language = identify(
        "De Gemengerot huet en Donneschdeg decidéiert, déi al Bréck bis an d'Fréijoer zouzemaachen."
    )
    assert language is not None
    assert "lb" == language.code


def test_paragraphs_in_the_articles_language_need_no_name(identify: LanguageIdentifier) -> None:
    """Null says: as the article."""
    assert ("en", [None] * 4) == codes(identify, ENGLISH)
    assert ("es", [None] * 4) == codes(identify, SPANISH)


@pytest.mark.parametrize("code", sorted(set(SENTENCES) - {"en"}))
def test_a_quotation_left_in_its_own_language_is_named(identify: LanguageIdentifier, code: str) -> None:
    """One paragraph of an English article, in its language and with its confidence."""
    language, found = identify.of_article(article([*ENGLISH[:2], SENTENCES[code], *ENGLISH[2:]]))
    assert language is not None
    assert "en" == language.code
    assert [None, None, code, None, None] == [one.language.code if one.language else None for one in found]
    assert all(one.language.confidence >= 0.95 for one in found if one.language)


def test_of_a_bilingual_page_the_longer_half_names_the_article(identify: LanguageIdentifier) -> None:
    """Also where the shorter one stands first."""
    assert ("en", [None, None, None, None, "es", "es"]) == codes(identify, [*ENGLISH, *SPANISH[:2]])
    assert ("en", ["es", "es", None, None, None, None]) == codes(identify, [*SPANISH[:2], *ENGLISH])
    turns = [paragraph for pair in zip(ENGLISH, SPANISH, strict=True) for paragraph in pair]
    assert ("es", ["en", None] * 4 + [None]) == codes(identify, [*turns, f"{SPANISH[1]} {SPANISH[3]}"])


@pytest.mark.parametrize(
    "short", ["Ein Wort.", "C'est la vie!", "2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41"]
)
def test_nobody_is_sure_of_a_few_words(identify: LanguageIdentifier, short: str) -> None:
    """A line too short to tell is taken for the article's."""
    assert ("en", [None, None, None]) == codes(identify, [ENGLISH[0], short, ENGLISH[1]])


def test_names_alone_make_no_foreign_paragraph(identify: LanguageIdentifier) -> None:
    """A list of people is in the article's language, wherever they come from."""
    names = "Jean-Luc Moreau, Marie Dubois, Giovanni Esposito, Karl-Heinz Obermüller, José Luis Ramírez Gómez"
    assert ("en", [None] * 5) == codes(identify, [*ENGLISH, names])


def test_the_headline_helps_where_the_text_is_short(identify: LanguageIdentifier) -> None:
    """A picture story of a few words has a headline too."""
    assert None is codes(identify, ["No 12"])[0]
    assert "fr" == codes(identify, ["No 12"], "Le vieux pont de la ville est fermé jusqu'au printemps")[0]
