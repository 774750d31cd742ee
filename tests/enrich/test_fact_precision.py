"""What is no fact: words that look like a speaker, a place, an age or an actor and are none."""

import pytest

from service.enrich.entities import EntityTagger
from service.enrich.main_event import find_main_event
from service.enrich.quantities import find_quantities
from service.enrich.quotes import find_quotes
from service.enrich.reading import Reading, Stretch
from service.enrich.times import find_times


@pytest.fixture(scope="module")
def tagger() -> EntityTagger:
    """The tagger of the package."""
    return EntityTagger()


def read(text: str, language: str) -> Reading:
    """Read one paragraph."""
    return Reading(text, language, [Stretch(0, len(text))])


def speakers(text: str, language: str) -> list[str | None]:
    """Name who speaks, quote by quote."""
    return [quote.speaker.name if quote.speaker else None for quote in find_quotes(read(text, language), [])]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I’ve found that the larger tent is much warmer than the smaller one."),
        ("en", "I’d recommend that you bring a second lamp because it is dark."),
        ("en", "Last year showed that the bridge was too narrow for buses."),
        ("es", "Se informó que la carretera estará cerrada durante dos días."),
        ("es", "El puente estará cerrado todo el mes, según informaron."),
        ("fr", "Il a cependant été confirmé que la gare était fermée."),
    ],
)
def test_nobody_speaks(language: str, text: str) -> None:
    """What the author finds, what is told in the passive or by nobody is no quote."""
    assert [] == speakers(text, language)


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("es", "El puente estará cerrado todo el mes, según confirmó el ministro.", "el ministro"),
        ("es", "«Habrá obras todo el verano en la costa», según ha adelantado Marta Roldán.", "Marta Roldán"),
        ("en", "The lake has warmed by two degrees, according to a study conducted in Norvik.", "a study"),
        (
            "de",
            "„Ich hätte nie gedacht, dass ich das einmal höre“, sagt Klimaforscherin Ute Brandner.",
            "Brandner",
        ),
    ],
)
def test_speaker_is_a_noun(language: str, text: str, speaker: str) -> None:
    """A verb between cue and speaker, or after the speaker, is no part of who speaks."""
    [name] = speakers(text, language)
    assert name is not None
    assert name.endswith(speaker)


def test_verb_of_according_is_the_cue() -> None:
    """In "según confirmó el ministro" the verb says how it was said."""
    [quote] = find_quotes(read("El puente estará cerrado todo el mes, según confirmó el ministro.", "es"), [])
    assert "confirmó" == quote.cue


def test_noun_before_a_name_is_no_part_of_it(tagger: EntityTagger) -> None:
    """What stands before a known person's name leaves the speaker's name alone."""
    text = "Am Ende gilt eine Deutung von Karin Weber. „Das wird ein langer und kalter Winter“, sagt sie."
    reading = read(text, "de")
    [quote] = find_quotes(reading, tagger(reading))
    assert "Karin Weber" == (quote.speaker.name if quote.speaker else None)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Die Kita in Hamburg bleibt bis Ende März zu, die halbe Welt schaut auf die Mitte.", {"Hamburg"}),
        ("Eine Art von Mut war das. Danach fuhr sie nach München.", {"München"}),
        ("Es sprach Jan Weber vom Verband der Gärtner.", {"Jan Weber", "Verband der Gärtner"}),
        ("Ein Roman über David erscheint im Juli Monat für Monat neu.", set()),
    ],
)
def test_german_nouns_are_no_names(tagger: EntityTagger, text: str, names: set[str]) -> None:
    """A capitalised noun is no place for being called like one, and no person's first name."""
    assert names == {entity.name for entity in tagger(read(text, "de"))}


def test_persons_names_are_no_places(tagger: EntityTagger) -> None:
    """Given names and surnames are places only after a preposition of place."""
    reading = read("Hablaron Ana Gil y Luisa Soto. Moreno calló, y Hassan también. Viven en León.", "es")
    assert {"León"} == {entity.name for entity in tagger(reading) if entity.type == "location"}


def test_contractions_and_small_words_are_no_entities(tagger: EntityTagger) -> None:
    """A contraction is nobody and "those states" no country; "US" is one, "us" is not."""
    reading = read("I’ve seen those states. The US told us that it’s over. I’d go.", "en")
    assert [("United States", "US")] == [(entity.name, entity.country) for entity in tagger(reading)]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Most goals: Jane Poole (17), Omar Tally (12) and Lee Marsh (9).", [None] * 3),
        ("Schools in Norvik (93), Estbury (93) and Wexham (93) stay shut.", [None] * 3),
        ("Jane Poole (34) and Omar Tally (41) were unhurt.", ["year"] * 2),
    ],
)
def test_ages_in_brackets(text: str, units: list[str | None]) -> None:
    """Numbers after several names are ages where all of them can be."""
    assert units == [quantity.unit for quantity in find_quantities(read(text, "en"), [])]


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("de", "Am siebten Oktober begann die Messe.", [("siebten Oktober", "2024-10-07")]),
        (
            "de",
            "Seit der Flut des siebten Oktobers 2023 ruht der Bau.",
            [("siebten Oktobers 2023", "2023-10-07")],
        ),
        ("de", "Am ersten Mai 2023 war frei.", [("ersten Mai 2023", "2023-05-01")]),
        ("fr", "Les ventes ont augmenté l’an dernier.", [("l’an dernier", "2023")]),
        ("es", "Llegó el viernes por la tarde.", [("el viernes por la tarde", "2024-11-08")]),
        ("de", "Er kam am Freitagabend.", [("Freitagabend", "2024-11-08")]),
        ("fr", "Il est venu mercredi matin.", [("mercredi matin", "2024-11-13")]),
    ],
)
def test_days_in_words(language: str, text: str, values: list[tuple[str, str]]) -> None:
    """Ordinals before a month are its day, "l'an dernier" is a year, a weekday keeps its part."""
    found = find_times(read(text, language), "2024-11-13")
    assert values == [(time.text, time.value) for time in found]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Es war ein langer Abend in der alten Halle."),
        ("en", "This old cake boasts all the sweetness that’s made it famous."),
        ("en", "It has rained for a week in the valley."),
        ("es", "Lo hizo con toda su familia en la plaza."),
        ("fr", "Cela fait partie du quotidien de la ville."),
    ],
)
def test_nobody_acts(language: str, text: str) -> None:
    """A pronoun or the rest of a clause is nobody who acts."""
    assert find_main_event(read(text, language), None, None, [], [], []).who is None


def test_many_people_act() -> None:
    """A number with "at least" before it counts who acts."""
    event = find_main_event(read("At least two people died in the flood.", "en"), None, None, [], [], [])
    assert "At least two people" == (event.who.text if event.who else None)
