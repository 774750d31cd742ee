"""Times in German, French and Spanish, and what holds for every language."""

import re
from itertools import pairwise

import pytest

from service.enrich.reading import Reading, Stretch
from service.enrich.times import LANGUAGES, find_times

WEDNESDAY = "2024-11-13"


def values(language: str | None, text: str) -> dict[str, str | None]:
    """Map the words of each time found in one paragraph to its value."""
    reading = Reading(text, language, [Stretch(0, len(text))])
    return {time.text: time.value for time in find_times(reading, WEDNESDAY)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Die Ministerin sagte am Dienstag ab.", {"Dienstag": "2024-11-12"}),
        ("Das Gesetz wird am Freitag beschlossen.", {"Freitag": "2024-11-15"}),
        ("Der Bundestag stimmt am Donnerstag ab.", {"Donnerstag": "2024-11-14"}),
        ("Am Dienstagabend brannte es.", {"Dienstagabend": "2024-11-12"}),
        (
            "Sie kam vorgestern, er kommt übermorgen.",
            {"vorgestern": "2024-11-11", "übermorgen": "2024-11-15"},
        ),
        ("Er starb am 24. Februar 2022.", {"24. Februar 2022": "2022-02-24"}),
        ("Er starb am 24.02.2022.", {"24.02.2022": "2022-02-24"}),
        ("Im Juni unterzeichneten sie den Vertrag.", {"Juni": "2024-06"}),
        ("Sie will im kommenden Juni antreten.", {"kommenden Juni": "2025-06"}),
        ("Im vergangenen Jahr sank der Absatz.", {"vergangenen Jahr": "2023"}),
        ("Im Vorjahr sank der Absatz.", {"Vorjahr": "2023"}),
        ("Vor zwei Jahren begann der Bau.", {"Vor zwei Jahren": "2022"}),
        ("Der Umsatz sank im dritten Quartal 2023.", {"dritten Quartal 2023": "2023-Q3"}),
        ("Die Musik der 1990er Jahre lief.", {"der 1990er Jahre": "199X"}),
        ("Im 17. Jahrhundert stand hier ein Turm.", {"17. Jahrhundert": "16XX"}),
        (
            "Vom 12. bis 14. November 2024 tagt der Rat.",
            {"12. bis 14. November 2024": "2024-11-12/2024-11-14"},
        ),
        (
            "Sie begann am 20. Mai 2024 um 14.30 Uhr.",
            {"20. Mai 2024": "2024-05-20", "14.30 Uhr": "2024-05-20T14:30"},
        ),
        ("Die Läden öffnen jeden Freitag.", {}),
        ("Am Morgen regnete es.", {}),
        ("Bis heute fehlt der Turm.", {}),
    ],
)
def test_german(text: str, expected: dict[str, str]) -> None:
    """German words, inflections, ordinals and tenses."""
    assert expected == values("de", text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le ministre a démissionné mardi.", {"mardi": "2024-11-12"}),
        ("La loi sera votée vendredi.", {"vendredi": "2024-11-15"}),
        ("Mardi dernier, il pleuvait.", {"Mardi dernier": "2024-11-12"}),
        ("Le vote aura lieu jeudi prochain.", {"jeudi prochain": "2024-11-14"}),
        ("Il a parlé hier soir.", {"hier soir": "2024-11-12"}),
        ("Il a parlé aujourd’hui.", {"aujourd’hui": "2024-11-13"}),
        ("Il est mort le 24 février 2022.", {"24 février 2022": "2022-02-24"}),
        ("Le traité date du 1er mars 2020.", {"1er mars 2020": "2020-03-01"}),
        ("Ils ont signé en juin dernier.", {"juin dernier": "2024-06"}),
        ("L'année dernière, les ventes ont chuté.", {"L'année dernière": "2023"}),
        ("Il y a deux ans, la guerre éclatait.", {"Il y a deux ans": "2022"}),
        ("Les années 1990 furent calmes.", {"Les années 1990": "199X"}),
        ("Une tour du XVIIe siècle.", {"XVIIe siècle": "16XX"}),
        ("Le chômage a reculé au troisième trimestre 2023.", {"troisième trimestre 2023": "2023-Q3"}),
        ("Le salon se tient du 12 au 14 novembre 2024.", {"12 au 14 novembre 2024": "2024-11-12/2024-11-14"}),
        ("L'été dernier fut sec.", {"L'été dernier": "2024-SU"}),
        ("La visite a été longue.", {}),
        ("Il court chaque lundi.", {}),
    ],
)
def test_french(text: str, expected: dict[str, str]) -> None:
    """French words, elisions, Roman centuries and tenses."""
    assert expected == values("fr", text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("El ministro dimitió el martes.", {"el martes": "2024-11-12"}),
        ("La ley será aprobada el viernes.", {"el viernes": "2024-11-15"}),
        ("El pasado martes llovió.", {"pasado martes": "2024-11-12"}),
        ("El próximo jueves votarán.", {"próximo jueves": "2024-11-14"}),
        ("Ayer por la tarde habló.", {"Ayer por la tarde": "2024-11-12"}),
        ("Murió el 24 de febrero de 2022.", {"24 de febrero de 2022": "2022-02-24"}),
        ("Firmaron el tratado en junio.", {"junio": "2024-06"}),
        ("El año pasado cayeron las ventas.", {"año pasado": "2023"}),
        ("El mes que viene habrá elecciones.", {"mes que viene": "2024-12"}),
        ("Hace dos años empezó la guerra.", {"Hace dos años": "2022"}),
        ("La música de los años 90 sonó.", {"los años 90": "199X"}),
        ("Una torre del siglo XVII.", {"siglo XVII": "16XX"}),
        ("Los ingresos cayeron en el tercer trimestre de 2023.", {"tercer trimestre de 2023": "2023-Q3"}),
        (
            "Se reúnen del 12 al 14 de noviembre de 2024.",
            {"12 al 14 de noviembre de 2024": "2024-11-12/2024-11-14"},
        ),
        ("Llegó por la mañana.", {}),
        ("Entrena los lunes.", {}),
        ("El puente sigue cerrado hasta hoy.", {}),
    ],
)
def test_spanish(text: str, expected: dict[str, str]) -> None:
    """Spanish words before and after the noun, Roman centuries and tenses."""
    assert expected == values("es", text)


def test_four_languages_have_rules() -> None:
    """Each language file is found by itself."""
    assert {"de", "en", "es", "fr"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", [None, "ko"])
def test_an_unknown_or_unsupported_language_is_not_read(language: str | None) -> None:
    """Words are not taken for those of a language nobody knows the text to be in."""
    assert {} == values(language, "The mayor resigned on Tuesday.")


HOSTILE = [
    "Tuesday ",
    "2024 ",
    "1 ",
    "1,",
    "- ",
    "'",
    '"',
    "the 15th to ",
    "in the last ",
    "5 May 2024 ",
    "a-",
    "9/11 ",
    "2024-",
    'today "',
    "٣ ",
    "\U0001f600",
    "May ",
    "99999999999 ",
    "0 BC ",
    "9999 years ago ",
]


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_hostile_text_is_read(language: str, piece: str) -> None:
    """Any text gives times that slice back to their words, in order, none over another."""
    text = piece * (2_000 // len(piece))
    reading = Reading(text, language, [Stretch(0, len(text))])
    times = find_times(reading, WEDNESDAY)
    assert all(time.text == text[time.start : time.end] for time in times)
    assert all(earlier.end <= later.start for earlier, later in pairwise(times))


@pytest.mark.parametrize("piece", ["Tuesday ", "x"])
def test_half_a_million_characters(piece: str) -> None:
    """A text of one kind, as long as they come, ends."""
    text = piece * (500_000 // len(piece))
    assert isinstance(find_times(Reading(text, "en", [Stretch(0, len(text))]), WEDNESDAY), list)


@pytest.mark.parametrize("reference", ["", "soon", "2024-13-45", "0000", "9999-12-31", "0001-01-01", "-5"])
def test_odd_references_are_survived(reference: str) -> None:
    """A reference that is no date counts as none; what falls off the calendar's edge is null."""
    text = "He left yesterday, last year, 9000 years ago, and will be back on Friday or in two centuries."
    reading = Reading(text, "en", [Stretch(0, len(text))])
    times = find_times(reading, reference)
    assert "yesterday" in {time.text for time in times}
    assert all(time.value is None or re.match(r"-?\d", time.value) for time in times)


def test_the_same_text_gives_the_same_times() -> None:
    """Nothing is kept from one article to the next."""
    reading = Reading("He left in May. That year it rained on Tuesday.", "en", [Stretch(0, 47)])
    assert find_times(reading, WEDNESDAY) == find_times(reading, WEDNESDAY)
