"""Datelines and agency credits."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.clean.metadata.agencies import agency_name, closing_agency, first_agency, read_agency
from service.clean.metadata.datelines import read_bold_dateline, read_dateline

PUBLISHED = date(2024, 11, 14)

DATELINES = [
    ("SEOUL, Nov. 13 (Yonhap) -- The government said", "SEOUL", "2024-11-13", "Yonhap"),
    ("PARIS (AFP) – The minister", "PARIS", None, "AFP"),
    ("Berlin (dpa) - Der Bundestag", "Berlin", None, "dpa"),
    ("Frankfurt/Main (dpa/lhe) - Der Fluss", "Frankfurt/Main", None, "dpa"),
    ("Wien (APA/dpa) – Der Fluss", "Wien", None, "APA"),
    ("WASHINGTON, Nov 12 (Reuters) - The bridge", "WASHINGTON", "2024-11-12", "Reuters"),
    ("KYIV, Ukraine (AP) — The bridge", "KYIV, Ukraine", None, "AP"),
    ("NEW YORK, Dec. 31 (UPI) -- The bridge", "NEW YORK", "2023-12-31", "UPI"),
    ("MADRID, 3 Mar. (EUROPA PRESS) - El puente", "MADRID", "2024-03-03", "Europa Press"),
    ("Lisboa, 13 nov (Lusa) - A ponte", "Lisboa", "2024-11-13", "Lusa"),
    ("Paris, 13 nov 2022 (AFP) - Le pont", "Paris", "2022-11-13", "AFP"),
    ("Bern, 13.11. (sda) - Die Brücke", "Bern", "2024-11-13", "Keystone-SDA"),
    ("ROMA (ANSA) - Il ponte", "ROMA", None, "ANSA"),
    ("(ANSA) - ROMA, 13 NOV - Il ponte", "ROMA", "2024-11-13", "ANSA"),
    ("Warszawa (PAP) - Most", "Warszawa", None, "PAP"),
    ("ANKARA (AA) - Köprü", "ANKARA", None, "Anadolu"),
    ("МОСКВА, 13 ноября. /ТАСС/. Мост", "МОСКВА", "2024-11-13", "TASS"),
    ("МОСКВА, 13 ноя - РИА Новости. Мост", "МОСКВА", "2024-11-13", "RIA Novosti"),
    ("(서울=연합뉴스) 김철수 기자 = 다리가", "서울", None, "Yonhap"),
    ("[ソウル聯合ニュース] 橋が", "ソウル", None, "Yonhap"),
    ("【ソウル共同】橋が", "ソウル", None, "Kyodo"),
    ("【东京 时事】大桥", "东京", None, "Jiji"),
    ("新华社北京11月13日电（记者张三）大桥", "北京", "2024-11-13", "Xinhua"),
    ("WASHINGTON — The bridge", "WASHINGTON", None, None),
    ("SIOUX FALLS, S.D. — The bridge", "SIOUX FALLS, S.D.", None, None),
    ("RIO DE JANEIRO – A ponte", "RIO DE JANEIRO", None, None),
    ("BEMIDJI, Minn. - The ferry", "BEMIDJI, Minn.", None, None),
    ("ROSARIO, Argentina.- El puente", "ROSARIO, Argentina", None, None),
    ("Rosario.- El puente", "Rosario", None, None),
]


@pytest.mark.parametrize(("text", "place", "day", "agency"), DATELINES)
def test_datelines(text: str, place: str, day: str | None, agency: str | None) -> None:
    """Place, day and agency are read off the start of a report; the year follows from publication."""
    filed = read_dateline(text, PUBLISHED, None)
    assert filed is not None
    assert (place, day, agency) == (filed.dateline.place, filed.dateline.date, filed.agency)


def test_where_it_ends() -> None:
    """The report goes on where the dateline ends."""
    text = "SEOUL, Nov. 13 (Yonhap) -- The government said"
    filed = read_dateline(text, PUBLISHED, "en")
    assert filed is not None
    assert "The government said" == text[filed.end :]


def test_unknown_year() -> None:
    """A day whose year nothing tells stays as written."""
    filed = read_dateline("SEOUL, Nov. 13 (Yonhap) -- The government said", None, "en")
    assert filed is not None
    assert "Nov. 13" == filed.dateline.date


@pytest.mark.parametrize(
    "text",
    [
        "The bridge opened on Tuesday.",
        "The ministry confirmed on Tuesday that (AFP) the bridge opened",
        "I — as always — was late",
        "U.S. – A bridge opened",
        "Anna (32) - a walker - said",
        "AP — The bridge",
        "On 13 November the bridge opened",
        "",
        "(",
        "— — —",
    ],
)
def test_no_dateline(text: str) -> None:
    """Ordinary first sentences are no datelines."""
    assert read_dateline(text, PUBLISHED, "en") is None


def test_marked_dateline() -> None:
    """A text known to be a dateline may be a place alone."""
    filed = read_dateline("Seoul –", PUBLISHED, "en", sure=True)
    assert filed is not None
    assert ("Seoul", None, None) == (filed.dateline.place, filed.dateline.date, filed.agency)


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("Yonhap", "Yonhap"),
        ("(Reuters)", "Reuters"),
        ("(Reuters/AP)", "Reuters"),
        ("Source: AFP", "AFP"),
        ("Quelle: dpa/AFP", "dpa"),
        ("Mit Material von dpa", "dpa"),
        ("The Associated Press", "AP"),
        ("ASSOCIATED PRESS", "AP"),
        ("Agence France-Presse", "AFP"),
        ("– KNA", "KNA"),
        ("연합뉴스", "Yonhap"),
        ("共同通信", "Kyodo"),
        ("РИА Новости", "RIA Novosti"),
        ("(AA)", "Anadolu"),
        ("AA", None),
        ("MAP", None),
        ("Mehr", None),
        ("Reuters reported that the bridge opened", None),
        ("map", None),
        ("", None),
    ],
)
def test_agency_lines(line: str, agency: str | None) -> None:
    """A line that credits agencies and says nothing else names the first of them."""
    assert agency == read_agency(line)


def test_agency_among_others() -> None:
    """A credit that names others too is searched for an agency."""
    assert ("dpa", None) == (first_agency("abc/dpa"), first_agency("abc/def"))


def test_short_spellings_keep_their_case() -> None:
    """A short spelling in another case is an ordinary word."""
    assert ("PAP", None, "Reuters") == (agency_name("PAP"), agency_name("Pap"), agency_name("REUTERS"))


@given(st.text(max_size=300), st.booleans())
def test_any_text(text: str, sure: bool) -> None:
    """Any text is read without an error."""
    filed = read_dateline(text, PUBLISHED, None, sure=sure)
    assert filed is None or 0 < filed.end <= len(text)
    read_agency(text)
    first_agency(text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Buxtehude - Auf dem Markt wird wieder getanzt.", "Buxtehude"),
        ("Castrop-Rauxel – Auf dem Markt wird getanzt.", "Castrop-Rauxel"),
        ("Salem, Ore. — Walkers crossed the bridge.", "Salem, Ore."),
        ("Hannover – Stadt der Messen – zählt mehr Gäste.", None),
        ("Kommentar - Der Markt ist zu klein.", None),
        ("Buxtehude - das ist die Stadt mit dem Markt.", None),
    ],
)
def test_opening_place(text: str, place: str | None) -> None:
    """A word before a dash is a place only where a report opens with it."""
    filed = read_dateline(text, PUBLISHED, None, opening=True)
    assert place == (filed and filed.dateline.place)
    assert read_dateline(text, PUBLISHED, None) is None


@pytest.mark.parametrize(
    ("text", "bold", "place"),
    [
        ("Mainz. Wer den Rhein quert, wartet.", 6, "Mainz"),
        ("Bad Ems. Wer die Lahn quert, wartet.", 7, "Bad Ems"),
        ("Mainz. Wer den Rhein quert, wartet.", 0, None),
        ("Mainz. Wer den Rhein quert, wartet.", 35, None),
        ("Nein. Wer den Rhein quert, wartet.", 5, None),
        ("Mainz wartet. Wer den Rhein quert, auch.", 5, None),
        ("", 0, None),
    ],
)
def test_bold_place(text: str, bold: int, place: str | None) -> None:
    """A place in bold with its full stop is a dateline where nothing else of the block is bold."""
    filed = read_bold_dateline(text, bold / max(1, len(text)))
    assert place == (filed and filed.dateline.place)


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Die Brücke bleibt offen. (dpa/abc)", "dpa"),
        ("Die Brücke bleibt offen.(dpa)", "dpa"),
        ("Le pont reste ouvert. (AFP, Reuters)", "AFP"),
        ("„Die Brücke bleibt offen.“ (abc/epd)", "epd"),
        ("Die Brücke bleibt offen. (abc)", None),
        ("She works for a news agency (AFP)", None),
        ("The bridge stays open. (AFP moved its office there last year)", None),
        ("She held her map. (MAP)", None),
        ("", None),
    ],
)
def test_closing_agency(text: str, agency: str | None) -> None:
    """Brackets after the last sentence credit an agency where only initials stand beside it."""
    assert agency == closing_agency(text)
