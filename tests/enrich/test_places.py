"""What an article's place names are resolved to."""

import re
from pathlib import Path

import pytest

from schemas import Entity, Place, Span
from service.enrich.places import PlaceResolver
from service.enrich.reading import Reading, Stretch

SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "korea-joongang-daily.txt"


@pytest.fixture(scope="module")
def resolver() -> PlaceResolver:
    """One resolver for all tests: it keeps nothing of a document."""
    return PlaceResolver()


def entities_of(text: str, *names: str, kind: str = "location") -> list[Entity]:
    """Make one entity a name, with all places where it stands."""
    return [
        Entity(
            id=f"e{number}",
            type=kind,
            name=name,
            country=None,
            aliases=[],
            mentions=[Span(start=m.start(), end=m.end()) for m in re.finditer(re.escape(name), text)],
        )
        for number, name in enumerate(names)
    ]


def places_of(
    resolver: PlaceResolver,
    text: str,
    *names: str,
    home: str | None = None,
    host: str | None = None,
) -> list[Place]:
    """Resolve names of a text."""
    return resolver(Reading(text, None, [Stretch(0, len(text))]), entities_of(text, *names), home, host)


def countries_of(
    resolver: PlaceResolver, text: str, *names: str, home: str | None = None, host: str | None = None
) -> dict[str, str | None]:
    """Return the country of each name of a text that is resolved."""
    return {
        text[span.start : span.end]: place.country
        for place in places_of(resolver, text, *names, home=home, host=host)
        for span in place.mentions
    }


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        (
            "Trains between Köln and Frankfurt stood still; Bayern was spared.",
            {"Köln": "DE", "Frankfurt": "DE", "Bayern": "DE"},
        ),
        (
            "El tren une Valencia con Zaragoza y Barcelona.",
            {"Valencia": "ES", "Zaragoza": "ES", "Barcelona": "ES"},
        ),
        ("À Vienne, comme à Lyon et Grenoble, il neige.", {"Vienne": "FR", "Lyon": "FR", "Grenoble": "FR"}),
        ("Поезд из Москва в Курск опоздал.", {"Москва": "RU", "Курск": "RU"}),
        ("平壌と東京の間で", {"平壌": "KP", "東京": "JP"}),
        ("Schüsse fielen in Kabul und der Provinz Herat.", {"Kabul": "AF", "Herat": "AF"}),
    ],
)
def test_names_in_their_own_language(resolver: PlaceResolver, text: str, countries: dict[str, str]) -> None:
    """Places are found by the names their language and others give them."""
    assert countries == countries_of(resolver, text, *countries)


def test_area_said_after_the_name(resolver: PlaceResolver) -> None:
    """The state after a comma decides which of many namesakes is meant, for later mentions too."""
    text = "PARIS, Texas - A tornado hit Paris on Monday, officials in Paris said."
    found = places_of(resolver, text, "PARIS", "Paris", "Texas")
    assert [("Paris", "US", 3), ("Texas", "US", 1)] == [(p.name, p.country, len(p.mentions)) for p in found]


def test_two_namesakes_in_one_text(resolver: PlaceResolver) -> None:
    """A name said to lie in two areas is two places, each with its own mentions."""
    text = "Flights from Portland, Oregon, to Portland, Maine, were cancelled."
    found = [place for place in places_of(resolver, text, "Portland") if place.name == "Portland"]
    assert [[13], [34]] == [[span.start for span in place.mentions] for place in found]
    assert abs(found[0].lon - found[1].lon) > 50


def test_neighbours_decide(resolver: PlaceResolver) -> None:
    """The same name is a country among its cities and a state among others."""
    caucasus = "Troops left Gori and Tbilisi; Georgia, Armenia and Azerbaijan protested."
    south = "Atlanta and Savannah lie in Georgia, Birmingham in Alabama."
    assert "GE" == countries_of(resolver, caucasus, "Gori", "Tbilisi", "Georgia", "Armenia")["Georgia"]
    assert {"US"} == set(countries_of(resolver, south, "Atlanta", "Savannah", "Georgia", "Alabama").values())


def test_home_of_the_publisher(resolver: PlaceResolver) -> None:
    """Where nothing in the text tells, the country of the publisher does: by argument, else by its host."""
    text = "A lorry overturned in Cambridge this morning. Police closed the road to Newport."
    names = ("Cambridge", "Newport")
    assert {"GB"} == set(countries_of(resolver, text, *names, home="GB").values())
    assert {"GB"} == set(countries_of(resolver, text, *names, host="www.example.co.uk").values())


def test_area_words(resolver: PlaceResolver) -> None:
    """A word for the kind of area leads to the area, in any of several languages."""
    text = "Fighting in Kursk Oblast; a flood in Herat Province; snow in the Canton of Bern."
    names = ("Kursk Oblast", "Herat Province", "Canton of Bern")
    assert dict(zip(names, ("RU", "AF", "CH"), strict=True)) == countries_of(resolver, text, *names)


def test_demonyms_are_no_places(resolver: PlaceResolver) -> None:
    """A people is no place, though it helps to tell which place is meant."""
    text = "Georgian troops and Russian drones were seen near Gori."
    assert {"Gori": "GE"} == countries_of(resolver, text, "Georgian", "Russian", "Gori")


def test_nothing_made_up(resolver: PlaceResolver) -> None:
    """A name the gazetteer does not have gives no place, not that of its neighbours."""
    text = "Between Xyzzwick and Leeds a bridge fell; Bradford sent help."
    assert {"Leeds", "Bradford"} == set(countries_of(resolver, text, "Xyzzwick", "Leeds", "Bradford"))


def test_a_part_of_a_name_is_doubted(resolver: PlaceResolver) -> None:
    """An institution is not placed in the namesake of one of its words on the other side of the world."""
    text = "Leeds, Bradford and Wakefield will share the Sydney Cooper Memorial Hall."
    assert {"GB"} == set(
        countries_of(
            resolver, text, "Leeds", "Bradford", "Wakefield", "Sydney Cooper Memorial Hall", home="GB"
        ).values()
    )


def test_other_entities_are_left_alone(resolver: PlaceResolver) -> None:
    """Only location entities are resolved."""
    text = "Paris Hilton went to Lyon."
    reading = Reading(text, "en", [Stretch(0, len(text))])
    people = entities_of(text, "Paris Hilton", kind="person")
    assert ["Lyon"] == [p.name for p in resolver(reading, [*people, *entities_of(text, "Lyon")], None)]


def test_one_place_for_all_its_names(resolver: PlaceResolver) -> None:
    """Mentions by different names join in one place, in the order of the text."""
    text = "Germany votes. Deutschland wählt. The result in Germany is open."
    (place,) = places_of(resolver, text, "Germany", "Deutschland")
    assert ("DE", 2921044, [0, 15, 48]) == (
        place.country,
        place.geonames_id,
        [m.start for m in place.mentions],
    )


def test_a_country_is_that_country(resolver: PlaceResolver) -> None:
    """Names of a country that mean a place elsewhere too, "the North", lie in the country all the same."""
    text = "Envoys of the North met in Geneva. The DPRK agreed to talks."
    names = ("the North", "DPRK")
    mentions = [Span(start=(at := text.index(name)), end=at + len(name)) for name in names]
    entity = Entity(
        id="e1", type="location", name="North Korea", country="KP", aliases=list(names), mentions=mentions
    )
    (place,) = resolver(Reading(text, "en", [Stretch(0, len(text))]), [entity], None)
    assert ("KP", mentions) == (place.country, place.mentions)


def test_other_names_of_an_entity(resolver: PlaceResolver) -> None:
    """A name that says nothing by itself lies where the entity's own name does."""
    text = "North Korea fired a missile. The DPRK denied it. Seoul warned the North."
    entity = Entity(
        id="e1",
        type="location",
        name="North Korea",
        country="KP",
        aliases=["DPRK", "the North"],
        mentions=[
            Span(start=m.start(), end=m.end()) for m in re.finditer("North Korea|DPRK|the North", text)
        ],
    )
    places = resolver(Reading(text, "en", [Stretch(0, len(text))]), [entity], None)
    assert [("KP", 3)] == [(place.country, len(place.mentions)) for place in places]


def test_waters_lie_in_no_country(resolver: PlaceResolver) -> None:
    """An ocean has a position and no country; its identifier is null where it is not known."""
    (place,) = places_of(resolver, "The ship sank in the Indian Ocean.", "Indian Ocean")
    assert ("Indian Ocean", None, None) == (place.name, place.country, place.geonames_id)


def test_same_input_same_places(resolver: PlaceResolver) -> None:
    """What was resolved before changes nothing."""
    text = "Cambridge, Boston and Salem were without power."
    names = ("Cambridge", "Boston", "Salem")
    first = places_of(resolver, text, *names)
    places_of(resolver, "Cambridge and Norwich, England.", "Cambridge", "Norwich", "England")
    assert first == places_of(PlaceResolver(), text, *names)
    assert first == places_of(resolver, text, *names)


def test_no_toponyms(resolver: PlaceResolver) -> None:
    """A text without location entities has no places."""
    assert [] == places_of(resolver, "Nothing happened.")
    assert [] == places_of(resolver, "Zzgh happened.", "Zzgh")


@pytest.mark.parametrize(
    "piece",
    ["Paris, ", "Aa, Bb and ", "( ", "A" * 7, "of the ", "\n\n", "’s ", "in in ", "é́́", "Paris County, "],
)
def test_hostile_text(resolver: PlaceResolver, piece: str) -> None:
    """Half a million characters of one kind, all of it mentions, end in bounded time with valid places."""
    text = (piece * (500_000 // len(piece)))[:500_000]
    spans = [(start, start + 5) for start in range(0, len(text) - 5, 50)] + [(0, len(text))]
    found = resolver.resolve(text, spans, None, "a" * 5_000 + ".com")
    assert all(-90 <= r.lat <= 90 and -180 <= r.lon <= 180 for r in found)


def test_a_thousand_names(resolver: PlaceResolver) -> None:
    """Of a list of places longer than any article's, the first are resolved."""
    words = [
        "Springfield",
        "Salem",
        "Georgetown",
        "Franklin",
        "Clinton",
        "Greenville",
        "Bristol",
        "Fairview",
        "Madison",
        "Washington",
    ]
    text = " ".join(f"{word}{number}" if number > 9 else word for number in range(100) for word in words)
    spans = [(m.start(), m.end()) for m in re.finditer(r"\S+", text)]
    assert len(words) <= len(resolver.resolve(text, spans, "US", None))


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the shared samples are not on this machine")
def test_model_case(resolver: PlaceResolver) -> None:
    """A news text flattened by a scraper: cities and a region to their countries."""
    text = SAMPLE.read_text(encoding="utf-8")
    names = ("Brussels", "Pyongyang", "Kursk", "Russia", "Ukraine", "North Korea", "DPRK")
    expected = dict(zip(names, ("BE", "KP", "RU", "RU", "UA", "KP", "KP"), strict=True))
    assert expected == countries_of(resolver, text, *names)
