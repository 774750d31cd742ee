"""Dates in the forms pages write them, read to the precision they state."""

from datetime import date, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from schemas import TimestampPrecision
from service.clean.metadata.dates import Role, find_stamps, read_stamp
from service.clean.metadata.stamps import Reading

MACHINE = [
    ("2024-11-13", "2024-11-13"),
    ("2024-1-3", "2024-01-03"),
    ("2024-11", "2024-11"),
    ("2024", "2024"),
    ("2024-11-13T10:15", "2024-11-13T10:15"),
    ("2024-11-13 10:15", "2024-11-13T10:15"),
    ("2024-11-13T10:15:20", "2024-11-13T10:15:20"),
    ("2024-11-13T10:15:20Z", "2024-11-13T10:15:20Z"),
    ("2024-11-13T10:15:20.123Z", "2024-11-13T10:15:20Z"),
    ("2024-11-13T10:15:20.123456+01:00", "2024-11-13T10:15:20+01:00"),
    ("2024-11-13T10:15:20+0530", "2024-11-13T10:15:20+05:30"),
    ("2024-11-13T10:15:20+09", "2024-11-13T10:15:20+09:00"),
    ("2024-11-13T10:15-03:30", "2024-11-13T10:15-03:30"),
    ("2024-11-13 10:15:20 UTC", "2024-11-13T10:15:20Z"),
    ("2024-11-13 10:15:20 +0000", "2024-11-13T10:15:20Z"),
    ("2024-11-13T10:15:20+09:00[Asia/Seoul]", "2024-11-13T10:15:20+09:00"),
    ("2024-11-13T24:61:00", "2024-11-13"),
    ("20241113", "2024-11-13"),
    ("20241113T101520Z", "2024-11-13T10:15:20Z"),
    ("20241113101520", "2024-11-13T10:15:20"),
    ("202411131015", "2024-11-13T10:15"),
    ("1731490860", "2024-11-13T09:41:00Z"),
    ("1731490860123", "2024-11-13T09:41:00Z"),
    (1731490860, "2024-11-13T09:41:00Z"),
    (1731490860123, "2024-11-13T09:41:00Z"),
    (1731490860.5, "2024-11-13T09:41:00Z"),
    ("Wed, 13 Nov 2024 09:41:07 GMT", "2024-11-13T09:41:07Z"),
    ("Wed, 13 Nov 2024 09:41:07 +0100", "2024-11-13T09:41:07+01:00"),
    ("Wed Nov 13 2024 09:41:07 GMT+0100 (CET)", "2024-11-13T09:41:07+01:00"),
    ("Wed Nov 13 09:41:07 EST 2024", "2024-11-13T09:41:07-05:00"),
]

WORDED = [
    ("en", "Nov. 13, 2024 9:41 AM EST", "2024-11-13T09:41-05:00"),
    ("en", "November 13, 2024 at 9:41 p.m. ET", "2024-11-13T21:41"),
    ("en", "Nov 13th, 2024, 12:05 am", "2024-11-13T00:05"),
    ("en", "13th of November, 2024", "2024-11-13"),
    ("en", "Wednesday 13 November 2024 14:05 BST", "2024-11-13T14:05+01:00"),
    ("en", "14:05, 13 November 2024", "2024-11-13T14:05"),
    ("en", "13-Nov-2024", "2024-11-13"),
    ("en", "13 Nov 24", "2024-11-13"),
    ("en", "November 2024", "2024-11"),
    ("en", "Sept. 3, 2024", "2024-09-03"),
    ("en", "May 5, 2024 5:30pm", "2024-05-05T17:30"),
    ("en", "May 5, 2024, 5 pm", "2024-05-05"),
    ("en", "Nov 13, 2024, 2:05 pm CST", "2024-11-13T14:05"),
    ("de", "13. November 2024, 14:05 Uhr", "2024-11-13T14:05"),
    ("de", "Mittwoch, 13. Nov. 2024, 14.05 Uhr MEZ", "2024-11-13T14:05+01:00"),
    ("de", "Stand: 13.11.2024 14:05 Uhr", "2024-11-13T14:05"),
    ("de", "3. März 2024", "2024-03-03"),
    ("de", "5. Jänner 2024", "2024-01-05"),
    ("de", "13.11.24", "2024-11-13"),
    ("de", "Datum:13. November 2024", "2024-11-13"),
    ("fr", "13 novembre 2024 à 14h05", "2024-11-13T14:05"),
    ("fr", "le 1er août 2024", "2024-08-01"),
    ("fr", "13 fevrier 2024", "2024-02-13"),
    ("es", "13 de noviembre de 2024 - 14:05 h", "2024-11-13T14:05"),
    ("es", "13 de septiembre del 2024", "2024-09-13"),
    ("pt", "13 de novembro de 2024 às 14h05", "2024-11-13T14:05"),
    ("pt", "13/nov/2024", "2024-11-13"),
    ("it", "13 novembre 2024 alle 14:05", "2024-11-13T14:05"),
    ("nl", "13 november 2024 om 14:05", "2024-11-13T14:05"),
    ("sv", "13 november 2024 kl. 14.05", "2024-11-13T14:05"),
    ("no", "13. november 2024 kl. 14:05", "2024-11-13T14:05"),
    ("da", "13. nov. 2024 kl. 14.05", "2024-11-13T14:05"),
    ("fi", "13. marraskuuta 2024 klo 14.05", "2024-11-13T14:05"),
    ("fi", "13.11.2024 klo 14.05", "2024-11-13T14:05"),
    ("is", "13. nóvember 2024", "2024-11-13"),
    ("pl", "13 listopada 2024, 14:05", "2024-11-13T14:05"),
    ("cs", "13. listopadu 2024 14:05", "2024-11-13T14:05"),
    ("hr", "13. listopada 2024.", "2024-10-13"),
    ("sk", "13. novembra 2024", "2024-11-13"),
    ("hu", "2024. november 13. 14:05", "2024-11-13T14:05"),
    ("lt", "2024 m. lapkričio 13 d. 14:05", "2024-11-13T14:05"),
    ("lv", "2024. gada 13. novembris", "2024-11-13"),
    ("ro", "13 noiembrie 2024", "2024-11-13"),
    ("tr", "13 Kasım 2024 14:05", "2024-11-13T14:05"),
    ("ru", "13 ноября 2024 года, 14:05", "2024-11-13T14:05"),
    ("ru", "13 ноя 2024, 14:05 МСК", "2024-11-13T14:05+03:00"),
    ("uk", "13 листопада 2024, 14:05", "2024-11-13T14:05"),
    ("el", "13 Νοεμβρίου 2024", "2024-11-13"),
    ("he", "13 בנובמבר 2024", "2024-11-13"),
    ("ar", "13 نوفمبر 2024", "2024-11-13"),
    ("ar", "١٣ تشرين الثاني ٢٠٢٤", "2024-11-13"),
    ("hi", "13 नवंबर 2024", "2024-11-13"),
    ("th", "13 พ.ย. 2567 14:05 น.", "2024-11-13T14:05"),
    ("id", "13 November 2024 14:05 WIB", "2024-11-13T14:05+07:00"),
    ("vi", "13 tháng 11, 2024", "2024-11-13"),
    ("vi", "Thứ tư, 13/11/2024, 14:05 (GMT+7)", "2024-11-13T14:05+07:00"),
    ("zh", "2024年11月13日 09:41", "2024-11-13T09:41"),
    ("zh", "2024年11月", "2024-11"),
    ("ja", "2024年11月13日 午後3時05分", "2024-11-13T15:05"),
    ("ja", "2024/11/13(水) 14:05", "2024-11-13T14:05"),
    ("ko", "2024년 11월 13일 오후 3시 41분", "2024-11-13T15:41"),
    ("ko", "2024. 11. 13. 오전 12:41", "2024-11-13T00:41"),
    ("ko", "2024.11.13 09:41 KST", "2024-11-13T09:41+09:00"),
    ("ja", "24/11/13", "2024-11-13"),
]

REFUSED = [
    "not a date",
    "",
    "   ",
    "1 hour ago",
    "2024-02-30",
    "30 February 2024",
    "2024-13-01",
    "0000-00-00 00:00:00",
    "0001-01-01T00:00:00Z",
    "1970-01-01T00:00:00Z",
    "1799-12-31",
    "99/99/9999",
    "0",
    0,
    -1,
    86400,
    float("nan"),
    float("inf"),
    1e30,
]


@pytest.mark.parametrize(("text", "value"), MACHINE)
def test_machine_forms(text: str | float, value: str) -> None:
    """What machines write is read in full, its fraction cut, its offset kept."""
    stamp = read_stamp(text, Reading())
    assert stamp is not None
    assert value == stamp.value


@pytest.mark.parametrize(("language", "text", "value"), WORDED)
def test_written_dates(language: str, text: str, value: str) -> None:
    """What people write is read in their language, and no offset is added."""
    stamp = read_stamp(text, Reading(language=language, day_first=True))
    assert stamp is not None
    assert value == stamp.value


@pytest.mark.parametrize("value", REFUSED)
def test_refused(value: str | float) -> None:
    """What is no date, or none news can have, is nothing."""
    assert read_stamp(value, Reading()) is None


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("2024", "year"),
        ("2024-11", "month"),
        ("2024-11-13", "day"),
        ("2024-11-13T10:15", "minute"),
        ("2024-11-13T10:15:00", "second"),
        ("5 May 2024", "day"),
        ("5 May 2024, 10:15", "minute"),
    ],
)
def test_precision(text: str, precision: str) -> None:
    """The precision is the finest unit that is stated, a stated zero included."""
    stamp = read_stamp(text, Reading())
    assert stamp is not None
    assert precision == stamp.precision.value


@pytest.mark.parametrize(
    ("reading", "value"),
    [
        (Reading(), "2024"),
        (Reading(day_first=True), "2024-05-04"),
        (Reading(day_first=False), "2024-04-05"),
        (Reading(latest=date(2024, 4, 20)), "2024-04-05"),
        (Reading(near=date(2024, 5, 3)), "2024-05-04"),
        (Reading(near=date(2023, 5, 3)), "2024"),
    ],
)
def test_ambiguous_numbers(reading: Reading, value: str) -> None:
    """Day and month are told apart by evidence; without any only the year is certain."""
    stamp = read_stamp("04/05/2024", reading)
    assert stamp is not None
    assert value == stamp.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("13/11/2024", "2024-11-13"),
        ("11/13/2024", "2024-11-13"),
        ("05/05/2024", "2024-05-05"),
        ("04.05.2024", "2024-05-04"),
    ],
)
def test_unambiguous_numbers(text: str, value: str) -> None:
    """The calendar or the separator tells day and month apart."""
    stamp = read_stamp(text, Reading())
    assert stamp is not None
    assert value == stamp.value


def test_month_names_that_languages_share() -> None:
    """A month's name that means two months is read by the language, else not at all."""
    text = "13. listopad 2024"
    readings = [read_stamp(text, Reading(language=code)) for code in ("cs", "hr", None)]
    assert ["2024-11-13", "2024-10-13", None] == [stamp and stamp.value for stamp in readings]


def test_future_refused() -> None:
    """A day after the latest allowed one is refused."""
    assert read_stamp("2024-11-16", Reading(latest=date(2024, 11, 15))) is None
    assert read_stamp("2024-11-15", Reading(latest=date(2024, 11, 15))) is not None


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "Published: 13 Nov 2024 9:41 | Updated: 14 Nov 2024",
            [(Role.PUBLISHED, "2024-11-13T09:41"), (Role.MODIFIED, "2024-11-14")],
        ),
        (
            "fr",
            "Publié le 13 novembre 2024 à 14h05, mis à jour le 14 novembre 2024 à 9h00",
            [(Role.PUBLISHED, "2024-11-13T14:05"), (Role.MODIFIED, "2024-11-14T09:00")],
        ),
        (
            "de",
            "13.11.2024, aktualisiert am 14.11.2024",
            [(Role.UNSAID, "2024-11-13"), (Role.MODIFIED, "2024-11-14")],
        ),
        (
            "ko",
            "입력 2024.11.13 09:41 수정 2024.11.14 10:00",
            [(Role.PUBLISHED, "2024-11-13T09:41"), (Role.MODIFIED, "2024-11-14T10:00")],
        ),
        (
            "fi",
            "Julkaistu 13.11.2024 klo 9.41, päivitetty 14.11.2024",
            [(Role.PUBLISHED, "2024-11-13T09:41"), (Role.MODIFIED, "2024-11-14")],
        ),
        ("es", "Actualizado a las 10:00 del 14 de noviembre de 2024", [(Role.MODIFIED, "2024-11-14T10:00")]),
        (
            "ja",
            "2024年11月13日 9時41分 更新：2024年11月14日",
            [(Role.UNSAID, "2024-11-13T09:41"), (Role.MODIFIED, "2024-11-14")],
        ),
        ("en", "Chapter 13, verse 20", []),
    ],
)
def test_several_dates(language: str, text: str, expected: list[tuple[Role, str]]) -> None:
    """Each date of a line is found, with what the words before it call it."""
    found = find_stamps(text, Reading(language=language))
    assert expected == [(one.role, one.stamp.value) for one in found]


@given(st.text(max_size=400))
def test_any_text(text: str) -> None:
    """Any text is read without an error; what is found states a real day."""
    for found in find_stamps(text, Reading()):
        assert found.stamp.first_day.isoformat()[:4] == found.stamp.value[:4]
    read_stamp(text, Reading())


@given(st.floats() | st.integers())
def test_any_number(number: float) -> None:
    """Any number is read without an error."""
    stamp = read_stamp(number, Reading())
    assert stamp is None or stamp.precision is TimestampPrecision.SECOND


FRAGMENTS = st.sampled_from(
    [
        "13",
        ".",
        "/",
        "-",
        ":",
        "2024",
        "11",
        "nov",
        "november",
        "de",
        "of",
        "年",
        "月",
        "日",
        "updated",
        "24",
        "am",
        "pm",
        "Z",
        "+01:00",
        "T",
        "um",
        ",",
        "(",
        ")",
        "05",
        "1",
        "오후",
        "h",
        "º",
        "'",
        "",
    ]
)


@given(st.lists(FRAGMENTS, max_size=60))
def test_date_like_text(pieces: list[str]) -> None:
    """Text made of the parts of dates is read without an error."""
    for joiner in ("", " "):
        find_stamps(joiner.join(pieces), Reading(language="de"))


MOMENTS = st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2099, 12, 31))  # noqa: DTZ001 - zones are added
ZONES = st.none() | st.integers(-14 * 4, 14 * 4).map(
    lambda quarters: timezone(timedelta(minutes=15 * quarters))
)


@given(MOMENTS, ZONES)
def test_round_trip(moment: datetime, zone: timezone | None) -> None:
    """What was read reads as itself, in ISO 8601, RFC 2822 and as the value written."""
    exact = moment.replace(microsecond=0, tzinfo=zone)
    stamp = read_stamp(exact.isoformat(), Reading())
    assert stamp is not None
    assert exact == datetime.fromisoformat(stamp.value)
    assert stamp == read_stamp(stamp.value, Reading())
    if zone is not None:
        assert stamp == read_stamp(format_datetime(exact), Reading())


@given(
    MOMENTS,
    st.sampled_from(["en", "de", "fr", "es", "pt", "it", "nl", "sv", "pl", "cs", "ru", "tr", "el", "ro"]),
)
def test_locale_dates(moment: datetime, language: str) -> None:
    """The long form of a day in a language's own locale reads as that day."""
    text = format_date(moment, format="long", locale=language)
    stamp = read_stamp(text, Reading(language=language))
    assert stamp is not None
    assert moment.date().isoformat() == stamp.value
