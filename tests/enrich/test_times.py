"""English times: found, and resolved against the day the article speaks from."""

from pathlib import Path

import pytest

from schemas import TimeExpression, TimeReason, Timestamp, TimestampPrecision, TimestampSource
from service.enrich.reading import Reading, Stretch
from service.enrich.times import find_times

WEDNESDAY = "2024-11-13"
SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "korea-joongang-daily.txt"


def read(text: str, language: str | None = "en") -> Reading:
    """Read a text whose lines are its paragraphs."""
    paragraphs = []
    start = 0
    for line in text.splitlines(keepends=True):
        paragraphs.append(Stretch(start, start + len(line.rstrip())))
        start += len(line)
    return Reading(text, language, [paragraph for paragraph in paragraphs if paragraph.start < paragraph.end])


def values(text: str, reference: str | None = WEDNESDAY) -> dict[str, str | None]:
    """Map the words of each time found to its value."""
    return {time.text: time.value for time in find_times(read(text), reference)}


def one(text: str, reference: str | None = WEDNESDAY) -> TimeExpression:
    """Find the only time of a text."""
    (time,) = find_times(read(text), reference)
    return time


@pytest.mark.parametrize(
    ("text", "words", "value", "precision"),
    [
        ("It opened on 5 September 2019.", "5 September 2019", "2019-09-05", "day"),
        ("It opened on Thursday, Sept. 5, 2019, at last.", "Thursday, Sept. 5, 2019", "2019-09-05", "day"),
        ("It opened on the 5th of September 2019.", "the 5th of September 2019", "2019-09-05", "day"),
        ("It opened on 2019-09-05.", "2019-09-05", "2019-09-05", "day"),
        ("It opened in September 2019.", "September 2019", "2019-09", "month"),
        ("It opened in 2019.", "2019", "2019", "year"),
        ("The mill (1887) burned.", "1887", "1887", "year"),
        ("Music of the 1990s filled the hall.", "the 1990s", "199X", "decade"),
        ("Music of the '80s filled the hall.", "the '80s", "198X", "decade"),
        ("Music of the sixties filled the hall.", "the sixties", "196X", "decade"),
        ("A 17th-century painter lived here.", "17th-century", "16XX", "century"),
        ("The temple fell in 508 BC.", "508 BC", "-0507", "year"),
        ("It ran on 5–6 September 2019.", "5–6 September 2019", "2019-09-05/2019-09-06", "day"),
        ("She left in the winter of 2018.", "the winter of 2018", "2018-WI", "season"),
        ("Profit fell in the third quarter of 2023.", "the third quarter of 2023", "2023-Q3", "quarter"),
        ("It grew in the first half of 2023.", "the first half of 2023", "2023-H1", "half_year"),
        ("It sold more in fiscal 2025.", "fiscal 2025", "FY2025", "fiscal_year"),
        ("The towers fell on 9/11.", "9/11", "2001-09-11", "day"),
        ("It snowed on Christmas Day 2023.", "Christmas Day 2023", "2023-12-25", "day"),
        ("They met on Christmas Eve 2023.", "Christmas Eve 2023", "2023-12-24", "day"),
    ],
)
def test_words_that_state_all(text: str, words: str, value: str, precision: str) -> None:
    """A whole date, year, decade or quarter needs no reference, and its reason says so."""
    time = one(text, None)
    assert (words, value, precision, TimeReason.STATED) == (
        time.text,
        time.value,
        time.precision,
        time.reason,
    )
    assert time.text == text[time.start : time.end]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The mayor resigned on Tuesday.", "2024-11-12"),
        ("The mayor resigned on Thursday.", "2024-11-07"),
        ("The mayor will resign on Thursday.", "2024-11-14"),
        ("The vote is scheduled for Thursday.", "2024-11-14"),
        ("She is in Oslo on Thursday.", "2024-11-14"),
        ("The mayor resigned on Wednesday.", "2024-11-13"),
        ("He spoke last Wednesday.", "2024-11-06"),
        ("He speaks next Wednesday.", "2024-11-20"),
        ("He resigned yesterday.", "2024-11-12"),
        ("He will resign tomorrow.", "2024-11-14"),
        ("He resigned the day before yesterday.", "2024-11-11"),
        ("He was shot last night.", "2024-11-12"),
        ("He spoke this morning.", "2024-11-13"),
        ("They signed it in June.", "2024-06"),
        ("They will sign it in June.", "2025-06"),
        ("They signed it last June.", "2024-06"),
        ("They signed it on Oct. 7.", "2024-10-07"),
        ("They will meet on Jan. 20.", "2025-01-20"),
        ("They met in June of last year.", "2023-06"),
        ("He left last month.", "2024-10"),
        ("He left last year.", "2023"),
        ("He leaves next year.", "2025"),
        ("He left last week.", "2024-W45"),
        ("He left three weeks ago.", "2024-W43"),
        ("He left two years ago.", "2022"),
        ("He left six months ago.", "2024-05"),
        ("They will return in two days.", "2024-11-15"),
        ("He left last summer.", "2024-SU"),
        ("He left last winter.", "2023-WI"),
        ("It rained over the past ten years.", "2014/2024"),
        ("It must be done by the end of the year.", "2024-12-31"),
        ("They met over the weekend.", "2024-W45-WE"),
        ("Sales fell in the third quarter.", "2024-Q3"),
        ("Sales fell in last year's fourth quarter.", "2023-Q4"),
        ("They will meet on Tuesday of next week.", "2024-11-19"),
    ],
)
def test_words_that_need_the_reference(text: str, value: str) -> None:
    """Tense and words like "last" choose the day, month or year beside the reference."""
    assert [value] == list(values(text).values())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Doors open at 3:30 p.m. on 20 May 2024.", "2024-05-20T15:30"),
        ("It ends at 3:30 p.m. ET on 20 May 2024.", "2024-05-20T15:30-04:00"),
        ("It ended at 3:30 p.m. ET on 20 December 2023.", "2023-12-20T15:30-05:00"),
        ("It ends at 14:30 GMT on 20 May 2024.", "2024-05-20T14:30Z"),
        ("It ends at 9 a.m. JST on 20 May 2024.", "2024-05-20T09:00+09:00"),
    ],
)
def test_times_of_day_take_the_day_beside_them(text: str, value: str) -> None:
    """Hour and minute stand on the day named in the sentence, with the zone's offset where one is given."""
    assert value in values(text).values()


@pytest.mark.parametrize(
    "text",
    [
        "About 2000 soldiers marched past.",
        "It cost $1999 at first.",
        "They live at 1840 Mission Street.",
        "Shops close every Friday.",
        "She bought The Sun at the kiosk.",
        "You may go, and the troops march on.",
        "April Jones arrived.",
        "In the third quarter the striker fouled twice.",
        "He is a 17 year old.",
        "Chapter 1984 follows.",
        "On Black Friday many queue.",
    ],
)
def test_lookalikes_are_no_times(text: str) -> None:
    """Counts, prices, names, habits and game quarters are left alone."""
    assert {} == values(text)


def test_nothing_to_reckon_from_is_null() -> None:
    """Without a reference the words stand with a null value, not a guess."""
    time = one("The mayor resigned on Tuesday.", None)
    assert ("Tuesday", None, None, TimeReason.NO_REFERENCE) == (
        time.text,
        time.value,
        time.precision,
        time.reason,
    )


def test_a_weekday_before_a_dotted_date() -> None:
    """The date decides; the weekday belongs to its words."""
    (found,) = find_times(read("Treffen am Mittwoch, dem 13.10.2021 im Rathaus.", "de"), None)
    assert ("Mittwoch, dem 13.10.2021", "2021-10-13") == (found.text, found.value)


def test_a_year_alone_is_reference_enough_for_years() -> None:
    """What the reference does not say cannot be reckoned; what it says can."""
    found = values("He left last year, and came back on Tuesday.", "2024")
    assert {"last year": "2023", "Tuesday": None} == found


def test_published_at_is_read_to_the_day() -> None:
    """A moment with time and offset counts as its own day there."""
    published = Timestamp(
        value="2024-11-13T00:30:00+09:00",
        precision=TimestampPrecision.SECOND,
        source=TimestampSource.JSON_LD,
        raw="x",
    )
    (time,) = find_times(read("The mayor resigned yesterday."), published)
    assert ("2024-11-12", "2024-11-13") == (time.value, time.anchor)


def test_the_day_at_the_top_of_the_text_is_the_day_of_writing() -> None:
    """A page published before midnight, dated the next day, speaks from the day it states."""
    found = values("Monday, 18 November 2024\nThe league met yesterday.", "2024-11-17")
    assert {"Monday, 18 November 2024": "2024-11-18", "yesterday": "2024-11-17"} == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He will visit on Tuesday and Wednesday.", ["2024-11-12", "2024-11-13"]),
        ("He will visit on Monday and Tuesday.", ["2024-11-18", "2024-11-19"]),
        ("He visited on Monday and Tuesday.", ["2024-11-11", "2024-11-12"]),
        ("He visited on Thursday and Friday.", ["2024-11-07", "2024-11-08"]),
    ],
)
def test_two_weekdays_are_one_stretch(text: str, expected: list[str]) -> None:
    """Days named together stay together: a visit under way is the one meant, else the tense decides."""
    assert expected == list(values(text).values())


def test_a_range_shares_its_year() -> None:
    """The year at the end of a range holds for its beginning, and a range goes forward."""
    assert ["2011-03", "2011-08"] == list(values("It ran from March to August 2011.").values())
    assert ["2025-01-23", "2025-03-09"] == list(values("It will run from Jan. 23 to March 9.").values())


def test_a_date_that_is_near_needs_no_tense() -> None:
    """A day of the next weeks is not last year's because the sentence is in the past."""
    assert {"Nov. 20": "2024-11-20"} == values("The club printed posters for Nov. 20.")


def test_today_in_a_quotation_is_the_day_of_speaking() -> None:
    """Words quoted from the day before call that day today."""
    found = values('The minister resigned on Tuesday. "Today I go," she said.')
    assert {"Tuesday": "2024-11-12", "Today": "2024-11-12"} == found
    assert TimeReason.DAY_SPOKEN in {
        time.reason
        for time in find_times(read('She resigned on Tuesday. "Today I go," she said.'), WEDNESDAY)
    }


def test_what_follows_refers_to_what_was_named() -> None:
    """Words like "that year" and "two years later" are reckoned from the time named before."""
    found = values("He was born in 1866. Two years later they moved. That year a war began, in March 1868.")
    assert {"1866": "1866", "Two years later": "1868", "That year": "1868", "March 1868": "1868-03"} == found


def test_a_biography_goes_by_its_own_years() -> None:
    """A text of old years and no days of its own takes a month's year from the telling."""
    found = values("In January 1831 he was jailed. On 14 July he was freed. He wrote in 1832, 1833 and 1840.")
    assert "1831-07-14" == found["14 July"]


def test_a_guide_says_it_of_every_year() -> None:
    """A long text tied to no day and no year speaks of habits."""
    text = "The bay is calm and boats are cheap. " * 50 + "It is sunny in July."
    time = one(text)
    assert ("--07", TimeReason.EVERY_YEAR) == (time.value, time.reason)


def test_the_choice_is_explained() -> None:
    """Each value says what decided it and what it was reckoned from."""
    reasons = {
        "He left on Friday.": (TimeReason.PAST, WEDNESDAY),
        "He will leave on Friday.": (TimeReason.FUTURE, WEDNESDAY),
        "He is here on Friday.": (TimeReason.PRESENT, WEDNESDAY),
        "Fire on Friday": (TimeReason.PAST_BY_DEFAULT, WEDNESDAY),
        "He left last month.": (TimeReason.REFERENCE, WEDNESDAY),
        "He left in May 2020.": (TimeReason.STATED, None),
    }
    for text, expected in reasons.items():
        time = one(text)
        assert expected == (time.reason, time.anchor)


def test_the_model_case() -> None:
    """A report of Tuesday published on Wednesday: its days, its month, and the visit that has begun."""
    if not SAMPLE.is_file():
        pytest.skip("no ../shared beside the repository")
    lines = [line.strip() for line in SAMPLE.read_text(encoding="utf-8").splitlines() if len(line) > 120]
    text = "\n\n".join(lines[2:])
    times = find_times(read(text), WEDNESDAY)
    assert [
        ("Tuesday", "2024-11-12"),
        ("Today", "2024-11-12"),
        ("Tuesday", "2024-11-12"),
        ("Wednesday", "2024-11-13"),
        ("June", "2024-06"),
    ] == [(time.text, time.value) for time in times]
    assert [
        TimeReason.PAST,
        TimeReason.DAY_SPOKEN,
        TimeReason.PRESENT,
        TimeReason.PRESENT,
        TimeReason.PAST,
    ] == [time.reason for time in times]
