"""Entities of a text: who and what is named, under all their names."""

from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest

from schemas import Entity
from service.enrich.entities import EntityTagger
from service.enrich.reading import Reading, Stretch

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT.parent / "shared" / "samples" / "korea-joongang-daily.txt"

FERRY = (
    "The ferry between Norway and Denmark will run all winter, Maria Lindqvist told Reuters in Copenhagen on "
    "Monday. Lindqvist, who leads the European Maritime Safety Board (EMSB), said the board had no choice. "
    "President Emmanuel Macron and Prime Minister Jonas Berger welcomed the plan. The EMSB meets in May.\n\n"
    "Macron said the United States had asked for it. Berger declined to comment. The U.S. is the largest "
    "customer of the line."
)

GERMAN = (
    "Bundeskanzlerin Petra Lorenz hat am Montag in Rostock Frankreichs Präsidenten Luc Garnier getroffen. "
    "„Wir müssen handeln“, sagte Lorenz. Auch Jonas Weber von der Universität Greifswald war dabei."
)
FRENCH = (
    "La ministre Claire Fontaine a rencontré jeudi à Lyon le maire de Grenoble. « C’est une erreur », a "
    "déclaré Mme Fontaine. Selon le ministère de l’Intérieur, les États-Unis ont refusé."
)
SPANISH = (
    "El presidente Andrés Villanueva viajó el lunes a Bogotá. «Es un error», dijo Villanueva. Según la "
    "Universidad de Salamanca y el Banco de España, Alemania crecerá."
)


@pytest.fixture(scope="module")
def tagger() -> EntityTagger:
    """The tagger of the package."""
    return EntityTagger()


def read(text: str, language: str | None = "en") -> Reading:
    """Read a text whose paragraphs stand apart by a blank line."""
    paragraphs, place = [], 0
    for paragraph in text.split("\n\n"):
        paragraphs.append(Stretch(place, place + len(paragraph)))
        place += len(paragraph) + 2
    return Reading(text, language, paragraphs)


def named(entities: list[Entity], name: str) -> Entity:
    """Return the one entity of a name."""
    (entity,) = [entity for entity in entities if entity.name == name]
    return entity


def mentioned(text: str, entity: Entity) -> list[str]:
    """Return the words of an entity's mentions."""
    return [text[mention.start : mention.end] for mention in entity.mentions]


def test_a_surname_joins_the_full_name(tagger: EntityTagger) -> None:
    """Somebody named in full once is one person under both names."""
    person = named(tagger(read(FERRY)), "Maria Lindqvist")
    assert (person.type, person.aliases) == ("person", ["Lindqvist"])
    assert mentioned(FERRY, person) == ["Maria Lindqvist", "Lindqvist"]


def test_titles_are_no_part_of_a_name(tagger: EntityTagger) -> None:
    """A president's name begins after the office."""
    entities = tagger(read(FERRY))
    assert mentioned(FERRY, named(entities, "Emmanuel Macron")) == ["Emmanuel Macron", "Macron"]
    assert mentioned(FERRY, named(entities, "Jonas Berger")) == ["Jonas Berger", "Berger"]


def test_initials_in_brackets_join_the_name_before_them(tagger: EntityTagger) -> None:
    """Initials are taken up where they are introduced and wherever they stand again."""
    board = named(tagger(read(FERRY)), "European Maritime Safety Board")
    assert (board.type, board.aliases) == ("organisation", ["EMSB"])
    assert mentioned(FERRY, board) == ["European Maritime Safety Board", "EMSB", "EMSB"]


def test_a_country_is_one_under_all_its_names(tagger: EntityTagger) -> None:
    """Short forms and initials of a country are the country, with its code."""
    country = named(tagger(read(FERRY)), "United States")
    assert (country.type, country.country, country.aliases) == ("location", "US", ["U.S."])


def test_the_side_of_the_world_names_a_country(tagger: EntityTagger) -> None:
    """The South is the one country of the text that is called South something; a sea is not."""
    text = (
        "South Korea will send two ships to the South China Sea. Officials in Seoul said the South had "
        "informed its neighbours. A fisherman from the south of the island saw them."
    )
    country = named(tagger(read(text)), "South Korea")
    assert mentioned(text, country) == ["South Korea", "the South"]


def test_peoples_are_no_places(tagger: EntityTagger) -> None:
    """A demonym names a people or a language, not the country."""
    text = "German farmers and Spanish growers sell to Germany. A North Korean delegation watched."
    entities = tagger(read(text))
    assert ["DE"] == [entity.country for entity in entities if entity.country]
    assert ["Germany"] == mentioned(text, named(entities, "Germany"))


def test_two_persons_of_one_surname_are_told_apart_by_who_was_named_last(tagger: EntityTagger) -> None:
    """A shared surname means whoever was named in full last before it."""
    text = (
        "Peter Hansen opened the meeting in Oslo. Hansen spoke for an hour.\n\n"
        "Then Laura Hansen took the floor in Bergen. Hansen said she disagreed."
    )
    entities = tagger(read(text))
    assert ["Peter Hansen", "Hansen"] == mentioned(text, named(entities, "Peter Hansen"))
    assert ["Laura Hansen", "Hansen"] == mentioned(text, named(entities, "Laura Hansen"))


def test_initials_of_common_words_are_no_name(tagger: EntityTagger) -> None:
    """An abbreviation explained by words in small letters names nothing."""
    text = "The army lost an unmanned aerial vehicle (UAV) near Kharkiv, the Ministry of Defence said."
    assert "UAV" not in {entity.name for entity in tagger(read(text))}


def test_entities_are_numbered_as_they_are_first_named(tagger: EntityTagger) -> None:
    """Identifiers follow the text, mentions are in order and never overlap."""
    entities = tagger(read(FERRY))
    firsts = [entity.mentions[0].start for entity in entities]
    assert sorted(firsts) == firsts
    assert [f"e{number}" for number in range(1, len(entities) + 1)] == [entity.id for entity in entities]
    spans = sorted((span.start, span.end) for entity in entities for span in entity.mentions)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_the_same_text_gives_the_same_entities(tagger: EntityTagger) -> None:
    """What was read before changes nothing."""
    first = EntityTagger()(read(FERRY))
    tagger(read("Ana Petrova visited Sofia.", "en"))
    assert first == tagger(read(FERRY))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", GERMAN, {"person": ["Petra Lorenz", "Luc Garnier", "Jonas Weber"], "location": ["Rostock"]}),
        ("fr", FRENCH, {"person": ["Claire Fontaine"], "location": ["Lyon", "Grenoble", "États-Unis"]}),
        ("es", SPANISH, {"person": ["Andrés Villanueva"], "location": ["Bogotá", "Alemania"]}),
        ("de", GERMAN, {"organisation": ["Universität Greifswald"]}),
        ("fr", FRENCH, {"organisation": ["ministère de l’Intérieur"]}),
        ("es", SPANISH, {"organisation": ["Universidad de Salamanca", "Banco de España"]}),
    ],
)
def test_other_languages_are_read_by_rules(
    tagger: EntityTagger, language: str, text: str, expected: dict[str, list[str]]
) -> None:
    """Titles, given names and known names find most of what is named."""
    entities = tagger(read(text, language))
    for kind, names in expected.items():
        assert names == [entity.name for entity in entities if entity.type == kind]


def test_a_surname_is_joined_in_other_languages_too(tagger: EntityTagger) -> None:
    """Who speaks is one person."""
    text = "Bundeskanzlerin Petra Lorenz kam nach Rostock. „Wir müssen handeln“, sagte Lorenz."
    assert ["Petra Lorenz", "Lorenz"] == mentioned(text, named(tagger(read(text, "de")), "Petra Lorenz"))


def test_a_language_without_rules_of_its_own_is_read_by_the_general_ones(tagger: EntityTagger) -> None:
    """Known names are found in any language, and in none."""
    text = "Sara Nilsson åkte från Stockholm till Göteborg."
    for language in ("sv", None):
        assert "Sara Nilsson" in {entity.name for entity in tagger(read(text, language))}


def test_a_text_without_names_has_no_entities(tagger: EntityTagger) -> None:
    """Nothing is invented where there is nothing."""
    assert [] == tagger(read(""))
    assert [] == tagger(read("it rained all day and nobody came to the beach."))


@pytest.mark.parametrize(
    "stretch",
    [
        "a",
        "A",
        "Kim ",
        "Kim Jong ",
        "( X ) ",
        "the North ",
        "U.S.",
        "'s ",
        "\n\n",
        "Ana Lee (AL) ",
        "東京",
        "\ud800 ",
    ],
)
@pytest.mark.parametrize("language", ["en", "de"])
def test_hostile_texts_are_read_to_the_end(tagger: EntityTagger, stretch: str, language: str) -> None:
    """A long text of one kind costs no more a character than any other, and breaks nothing."""
    text = (stretch * 20_000)[:20_000]
    spans = [
        span
        for entity in tagger(Reading(text, language, [Stretch(0, len(text))]))
        for span in entity.mentions
    ]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


def test_the_model_card_tells_the_bytes_of_the_model() -> None:
    """Whoever makes the model anew can compare it with the card."""
    content = (ROOT / "service" / "enrich" / "entities" / "tagger.npz").read_bytes()
    row = f"| `tagger.npz` | {len(content):,} bytes | `{sha256(content).hexdigest()}` |"
    assert row in (ROOT / "docs" / "model-card.md").read_text(encoding="utf-8")


@pytest.mark.skipif(not SAMPLE.exists(), reason="needs ../shared/samples")
def test_the_model_case(tagger: EntityTagger) -> None:
    """Names, aliases and the country of a real article."""
    raw = SAMPLE.read_text(encoding="utf-8")
    body = raw[raw.index("The United States confirmed") : raw.index("Yonhap")].strip()
    entities = tagger(read(body))
    north = named(entities, "North Korea")
    assert (north.type, north.country) == ("location", "KP")
    assert {"DPRK", "Democratic People's Republic of Korea", "the North"} <= set(north.aliases)
    types = {entity.name: entity.type for entity in entities}
    persons = ["Vedant Patel", "Antony Blinken", "Kim Jong-un", "Vladimir Putin"]
    assert ["person"] * 4 == [types.get(name) for name in persons]
    organisations = ["North Atlantic Treaty Organization", "European Union", "State Department"]
    assert ["organisation"] * 3 == [types.get(name) for name in organisations]
    assert ["Vedant Patel", *["Patel"] * 4] == mentioned(body, named(entities, "Vedant Patel"))
