"""The numbers of a text with what bounds them, their unit and what they count."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from benchmarks.enrichment.quantities import FIELDS, is_seen, predict, score
from schemas import Quantity, TimeExpression
from service.enrich.quantities import LANGUAGES, find_quantities
from service.enrich.reading import Reading, Stretch

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "quantity_cases.jsonl").read_text(encoding="utf-8").splitlines()
]
SAMPLE = Path(__file__).parents[2] / ".." / "shared" / "samples" / "korea-joongang-daily.txt"


def find(text: str, language: str | None = "en", times: tuple[TimeExpression, ...] = ()) -> list[Quantity]:
    """Find the quantities of one paragraph."""
    return find_quantities(Reading(text, language, [Stretch(0, len(text))]), times)


def told(text: str, language: str = "en") -> list[tuple[float, str | None, str | None]]:
    """State value, unit and what of every quantity."""
    return [(quantity.value, quantity.unit, quantity.what) for quantity in find(text, language)]


@pytest.mark.parametrize(
    "case", [case for case in CASES if is_seen(case)], ids=lambda case: case["text"][:60]
)
def test_seen_half_of_the_table(case: dict[str, Any]) -> None:
    """Every sentence that rules were written for is right in every field."""
    assert case["quantities"] == predict(case)["quantities"]


def test_unseen_half_of_the_table() -> None:
    """Nine quantities of ten are right in every field in sentences nobody wrote rules for."""
    unseen = [case for case in CASES if not is_seen(case)]
    assert score(unseen)["f1"] >= 0.9


def test_table_is_large_and_in_all_languages() -> None:
    """The table holds at least 150 different sentences, some in every language with a lexicon."""
    assert len({case["text"] for case in CASES}) >= 150
    assert {case["language"] for case in CASES} == set(LANGUAGES)
    assert all(set(FIELDS) == set(quantity) for case in CASES for quantity in case["quantities"])


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_spans_are_the_text(language: str) -> None:
    """Every quantity points at its words, in order, none over another."""
    text = " ".join(case["text"] for case in CASES)
    found = find(text, language)
    assert [text[quantity.start : quantity.end] for quantity in found] == [
        quantity.text for quantity in found
    ]
    assert all(left.end <= right.start for left, right in pairwise(found))


@pytest.mark.parametrize("language", [None, "xx", "ko"])
def test_no_lexicon_no_quantity(language: str | None) -> None:
    """In a language without a lexicon nothing is guessed."""
    assert [] == find("Over 200 people came.", language)


def test_times_are_left_out() -> None:
    """A number inside a time is no quantity; an age there still is one."""
    text = "After three weeks, the 34-year-old left."
    times = tuple(
        TimeExpression(start=match.start(), end=match.end(), text=match[0], value=None, precision=None)
        for match in re.finditer("three weeks|34-year", text)
    )
    assert [("34-year-old", "year", "age")] == [
        (quantity.text, quantity.unit, quantity.what) for quantity in find(text, times=times)
    ]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("The harbour board paid $40m for the crane.", "USD"),
        ("The harbour board of Vancouver, Canada, paid $40m for the crane.", "$"),
        ("The harbour board paid C$40m for the crane.", "CAD"),
        ("The harbour board paid 40 million pounds for the crane.", "pound"),
        ("The harbour board paid ¥40m for the crane.", "¥"),
    ],
)
def test_currency_code_only_where_certain(text: str, unit: str) -> None:
    """A sign that several currencies share gets a code only where the text leaves no doubt."""
    assert [(40e6, unit)] == [(quantity.value, quantity.unit) for quantity in find(text)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ring +44 20 7946 0958 before noon.", "en"),
        ("The match ended 4-1, and the second leg 0-2.", "en"),
        ("They meet in room 14 on 3 May 2031 at 9:30.", "en"),
        ("An F-16 and an A380 flew over; COVID-19 did not.", "en"),
        ("It has been so since 1987, in the 1990s and in 2015.", "en"),
        ("Version 3.11.2 came out on 12.06.2031.", "en"),
        ("Das Spiel endete 2:2, die Tür von Raum 12 blieb zu.", "de"),
        ("Sie trafen sich am 3. Oktober 1990 um 15 Uhr.", "de"),
        ("Rendez-vous le 5 juin 2031 à 20h15, salle 4.", "fr"),
        ("La cita es el 2 de enero de 2031 a las 20:15.", "es"),
    ],
)
def test_what_is_no_quantity(text: str, language: str) -> None:
    """Telephone numbers, results, dates, times of day, names and versions count nothing."""
    assert [] == find(text, language)


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("It cost 1,234.5 euros.", "en", 1234.5),
        ("Es kostete 1.234,5 Euro.", "de", 1234.5),
        ("Cela a coûté 1 234,5 euros.", "fr", 1234.5),
        ("Costó 1.234,5 euros.", "es", 1234.5),
        ("It cost two and a half million euros.", "en", 2_500_000.0),
        ("Costó 2 millones y medio de euros.", "es", 2_500_000.0),
        ("Es kostete zweihundertfünfzig Euro.", "de", 250.0),
        ("Cela a coûté deux cent cinquante euros.", "fr", 250.0),
        ("Costó doscientos cincuenta euros.", "es", 250.0),
    ],
)
def test_numbers_as_each_language_writes_them(text: str, language: str, value: float) -> None:
    """Marks of groups and decimals, and number words, are the language's own."""
    assert [(value, "EUR")] == [(quantity.value, quantity.unit) for quantity in find(text, language)]


def test_change_is_no_range() -> None:
    """Two numbers after "from" are two quantities in the second one's unit."""
    assert [(3.0, "%", None), (5.0, "%", None)] == told("The share rose from 3 to 5 percent.")


def test_ages_of_months_and_in_brackets() -> None:
    """An age keeps its own unit, and is told by its place after a name too."""
    assert [(18.0, "month", "age")] == told("Their 18-month-old son slept.")
    assert [(47.0, "year", "age")] == told("Die Leiterin Petra Kunz (47) kam zu spät.", "de")


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize(
    "unit", ["1", "1 ", "9,", "1-", "$", "two ", "un ", "½", "million ", "5 à ", "0 ", "d'", "٣ ", "- 1/"]
)
def test_hostile_texts_end(language: str, unit: str) -> None:
    """A long text of one kind is read to its end, whatever it is made of."""
    text = unit * (2_000 // len(unit))
    assert all(quantity.end <= len(text) for quantity in find(text, language))


def test_long_run_of_digits_is_linear() -> None:
    """Half a million digits are looked at once, and are no number."""
    assert [] == find("7" * 500_000)


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the shared samples are not beside the repository")
def test_model_case() -> None:
    """The soldiers of the model case are counted, with what bounds their number."""
    text = SAMPLE.read_text(encoding="utf-8")
    assert ("over", "over", 10_000.0, None, "soldiers") in [
        (quantity.modifier, quantity.bound, quantity.value, quantity.unit, quantity.what)
        for quantity in find(text)
    ]
