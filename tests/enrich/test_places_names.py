"""How names are folded and taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.enrich.places.candidates import Found, candidates
from service.enrich.places.gazetteer import Gazetteer, Kind, Naming
from service.enrich.places.names import fold, without_article, without_generic


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Saint-Denis", "St. Denis"),
        ("São Paulo", "SAO PAULO"),
        ("U.S.", "US"),
        ("Sana’a", "Sanaa"),
        ("London's", "London"),
        ("Mount Vernon", "Mt. Vernon"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    """Ways to write one name have one key."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Kursk Oblast", "kursk"),
        ("Provincia de Salta", "salta"),
        ("Kanton Zürich", "zurich"),
        ("Province", ""),
        ("Salzburg", "salzburg"),
    ],
)
def test_words_for_kinds_of_areas(name: str, stem: str) -> None:
    """What is left of a name without them."""
    assert stem == without_generic(fold(name))


def test_article() -> None:
    """A leading article goes, a name that is one stays."""
    assert "hague" == without_article("the hague")
    assert "the" == without_article("the")


@given(st.text(max_size=60))
def test_folding_twice(name: str) -> None:
    """A key that is folded again stays, up to what accents leave behind."""
    assert fold(fold(name)) == fold(fold(fold(name)))


@pytest.mark.parametrize(
    ("mention", "name", "found", "naming"),
    [
        ("Ohio", "Ohio", Found.WHOLE, Naming.NAME),
        ("northern Ohio", "Ohio", Found.WITHOUT_SIDE, Naming.NAME),
        ("Bostonians", "Boston", Found.STEM, Naming.NAME),
        ("University of Iowa", "Iowa", Found.PART, Naming.NAME),
        ("Calif.", "California", Found.WHOLE, Naming.ABBREVIATION),
        ("Peruvians", "Peru", Found.WHOLE, Naming.DEMONYM),
        ("Allemagne", "Germany", Found.WHOLE, Naming.NAME),
    ],
)
def test_ways_to_find_a_name(mention: str, name: str, found: Found, naming: Naming) -> None:
    """A mention is looked up whole, then in parts."""
    gazetteer = Gazetteer.load()
    named = {(gazetteer.name(c.row), c.found, c.naming) for c in candidates(gazetteer, mention)}
    assert (name, found, naming) in named


@pytest.mark.parametrize("mention", ["", " ", "!", "x" * 100_000, "\ud800", "𓀀" * 40])
def test_no_name(mention: str) -> None:
    """What is no name gives no candidates."""
    assert () == candidates(Gazetteer.load(), mention)


def test_gazetteer_positions() -> None:
    """Every place lies on the earth, and identifiers are positive or null."""
    gazetteer = Gazetteer.load()
    assert float(abs(gazetteer.lat).max()) <= 90
    assert float(abs(gazetteer.lon).max()) <= 180
    assert {int(kind) for kind in Kind} == set(gazetteer.kinds.tolist())
    rows = range(0, len(gazetteer.kinds), 997)
    assert all((gazetteer.geonames_id(row) or 1) > 0 and gazetteer.name(row) for row in rows)
