"""The language of an article."""

import pytest

from service.enrich.language import LanguageIdentifier

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
