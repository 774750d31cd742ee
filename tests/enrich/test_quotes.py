"""Who said what: direct and reported speech with its speaker, in the supported languages."""

import re
from pathlib import Path

import pytest

from schemas import Entity, Quote, Span
from service.enrich.quotes import LANGUAGES, find_quotes
from service.enrich.reading import Reading, Stretch

KOREA = Path(__file__).parents[3] / "shared" / "samples" / "korea-joongang-daily.txt"


def quotes_of(text: str, language: str | None = "en", entities: list[Entity] | None = None) -> list[Quote]:
    """Find the quotes of a text whose lines are its paragraphs."""
    paragraphs = [Stretch(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text)]
    return find_quotes(Reading(text, language, paragraphs), entities or [])


def told(text: str, language: str | None = "en") -> list[tuple[str, str | None]]:
    """Give the words and the speaker's name of each quote."""
    return [
        (quote.text, quote.speaker.name if quote.speaker else None) for quote in quotes_of(text, language)
    ]


CASES = {
    "before": ("en", 'Mara Quill said: "We lost the roof."', [('"We lost the roof."', "Mara Quill")]),
    "after": ("en", '"We lost the roof," Mara Quill said.', [('"We lost the roof,"', "Mara Quill")]),
    "inverted": (
        "en",
        "“We lost the roof,” said Mara Quill, 43, a baker.",
        [("“We lost the roof,”", "Mara Quill")],
    ),
    "addressee": (
        "en",
        'Mara Quill told reporters on Monday: "We lost the roof."',
        [('"We lost the roof."', "Mara Quill")],
    ),
    "apposition": (
        "en",
        "In a letter, Mara Quill, head of the bakery, said the roof was lost.",
        [("the roof was lost.", "Mara Quill")],
    ),
    "split": (
        "en",
        '"We lost the roof," Mara Quill said, "and we want it back."',
        [('"We lost the roof,"', "Mara Quill"), ('"and we want it back."', "Mara Quill")],
    ),
    "going on": (
        "en",
        '"We lost the roof," Mara Quill said. "It flew away."',
        [('"We lost the roof,"', "Mara Quill"), ('"It flew away."', "Mara Quill")],
    ),
    "name after an office": (
        "en",
        "“We lost the roof,” the finance minister, Mara Quill, said on Monday.",
        [("“We lost the roof,”", "Mara Quill")],
    ),
    "name after whose sister she is": (
        "en",
        "“We lost the roof,” Tom Reed’s sister, Mara Quill, wrote on her page.",
        [("“We lost the roof,”", "Mara Quill")],
    ),
    "whose brother, after the verb": (
        "en",
        '"We lost the roof," said Tom Reed\'s brother.',
        [('"We lost the roof,"', "Tom Reed's brother")],
    ),
    "participle with who is addressed": (
        "en",
        "Mara Quill spoke in Leeds, telling the crowd: “We lost the roof.”",
        [("“We lost the roof.”", "Mara Quill")],
    ),
    "told to somebody named": (
        "en",
        "And as Mara Quill, the owner of the bakery, told the Post's Anna Reed: “We lost the roof.”",
        [("“We lost the roof.”", "Mara Quill")],
    ),
    "quoted by a paper": (
        "en",
        '"We lost the roof of the bakery," the Post quoted Mara Quill as saying.',
        [('"We lost the roof of the bakery,"', "Mara Quill")],
    ),
    "question": ("en", '"Where is it?" Mara Quill asked.', [('"Where is it?"', "Mara Quill")]),
    "single marks": ("en", "‘We lost the roof,’ said Mara Quill.", [("‘We lost the roof,’", "Mara Quill")]),
    "over paragraphs": (
        "en",
        "“We lost the roof.\n\n“It flew away,” Mara Quill said.",
        [("“We lost the roof.\n\n“It flew away,”", "Mara Quill")],
    ),
    "cue in its own paragraph": (
        "en",
        'Mara Quill wrote on her page:\n\n"We have lost the whole roof."',
        [('"We have lost the whole roof."', "Mara Quill")],
    ),
    "dash": ("en", '"We lost the roof." — Mara Quill', [('"We lost the roof."', "Mara Quill")]),
    "reported": (
        "en",
        "The bakers' union announced on Monday that it would strike.",
        [("that it would strike.", "The bakers' union")],
    ),
    "trailing": ("en", "Prices will rise, officials said on Monday.", [("Prices will rise,", "officials")]),
    "according to": (
        "en",
        "According to police, the driver fled.",
        [("the driver fled.", "police")],
    ),
    "two clauses": (
        "en",
        "Mara Quill said the roof was lost and added that it was old.",
        [("the roof was lost", "Mara Quill"), ("that it was old.", "Mara Quill")],
    ),
    "words within a reported clause": (
        "en",
        'Mara Quill said the roof was "gone with the wind".',
        [('the roof was "gone with the wind".', "Mara Quill"), ('"gone with the wind"', "Mara Quill")],
    ),
    "low marks": ("de", "„Das Dach ist weg“, sagte Mara Quill.", [("„Das Dach ist weg“", "Mara Quill")]),
    "guillemets turned in": (
        "de",
        "»Das Dach ist weg«, erklärte die Sprecherin der Bäcker, Mara Quill.",
        [("»Das Dach ist weg«", "Mara Quill")],
    ),
    "verb second": (
        "de",
        "Am Montag sagte Ministerin Mara Quill, das Dach sei weg.",
        [("das Dach sei weg.", "Mara Quill")],
    ),
    "verb last": (
        "de",
        "Die Ministerin hat am Montag gesagt, dass das Dach weg ist.",
        [("dass das Dach weg ist.", "Ministerin")],
    ),
    "so": (
        "de",
        "„Das Dach“, so Mara Quill, „ist weg.“",
        [("„Das Dach“", "Mara Quill"), ("„ist weg.“", "Mara Quill")],
    ),
    "zufolge": (
        "de",
        "Der Polizei zufolge ist der Fahrer geflohen.",
        [("ist der Fahrer geflohen.", "Polizei")],
    ),
    "guillemets": (
        "fr",
        "« Le toit est parti », a déclaré Mara Quill.",
        [("« Le toit est parti »", "Mara Quill")],
    ),
    "joined pronoun": (
        "fr",
        "La maire, Mara Quill, est venue. « Le toit est parti », a-t-elle dit.",
        [("« Le toit est parti »", "Mara Quill")],
    ),
    "inserted": (
        "fr",
        "« Le toit, a dit Mara Quill, est parti hier. »",
        [("« Le toit, a dit Mara Quill, est parti hier. »", "Mara Quill")],
    ),
    "selon": ("fr", "Selon la police, le conducteur a fui.", [("le conducteur a fui.", "la police")]),
    "office first": (
        "fr",
        '"Le toit est parti", affirme le patron de la boulangerie, Marc Quill.',
        [('"Le toit est parti"', "Marc Quill")],
    ),
    "Spanish inverted": (
        "es",
        "«Se fue el techo», dijo Mara Quill a los periodistas.",
        [("«Se fue el techo»", "Mara Quill")],
    ),
    "dropped pronoun": (
        "es",
        "«Se fue el techo», dijo Mara Quill. Añadió que era viejo.",
        [("«Se fue el techo»", "Mara Quill"), ("que era viejo.", "Mara Quill")],
    ),
    "Spanish fronted": (
        "es",
        "El lunes señaló el portavoz que no habrá cambios.",
        [("que no habrá cambios.", "el portavoz")],
    ),
    "según": ("es", "Según la policía, el conductor huyó.", [("el conductor huyó.", "la policía")]),
}


@pytest.mark.parametrize(("language", "text", "expected"), CASES.values(), ids=list(CASES))
def test_words_are_given_to_who_says_them(
    language: str, text: str, expected: list[tuple[str, str | None]]
) -> None:
    """Each way of attributing words is understood in its language."""
    assert expected == told(text, language)


@pytest.mark.parametrize(
    "text",
    [
        'The so-called "green wall of the north" runs through the town.',
        'Her novel "The Long Way Home" was published in May.',
        'The "temporary" ban will stay.',
        'A treaty called "partnership for the ages" was signed.',
        "A laser light show that lasted an hour ended the evening.",
        "Asylum claims over the past year have risen.",
        "He was told to leave the town.",
        'It is 5\'10" tall and 3" wide.',
    ],
)
def test_titles_scare_quotes_and_nouns_are_no_quotes(text: str) -> None:
    """Words at a distance, titles, measures and nouns that look like verbs give nothing."""
    assert [] == told(text)


def test_surnames_pronouns_and_offices_give_the_full_name() -> None:
    """A speaker is named in full, whatever the mention."""
    text = (
        'Finance Minister Olga Brandt met Paul Weir. "It is paid for," Brandt said. "All of it," she added.\n'
        "The minister said the bill was sound.\n"
        '"I doubt that," Mr Weir replied.'
    )
    quotes = quotes_of(text)
    mentions = [text[q.speaker.start : q.speaker.end] for q in quotes if q.speaker]
    assert ["Olga Brandt", "Olga Brandt", "Olga Brandt", "Paul Weir"] == [
        quote.speaker.name for quote in quotes if quote.speaker
    ]
    assert ["Brandt", "she", "The minister", "Mr Weir"] == mentions
    assert ["said", "added", "said", "replied"] == [quote.cue for quote in quotes]


def test_names_within_quotations_are_not_who_he_is() -> None:
    """A pronoun after a quotation means the speaker before, not a name the quotation holds."""
    text = 'Ivo Marsh spoke first. "We moved to Upper Kent," Marsh said.\n"Then to Lower Kent," he added.'
    assert ["Ivo Marsh", "Ivo Marsh"] == [q.speaker.name for q in quotes_of(text) if q.speaker]


def test_a_speaker_among_the_entities_has_their_name_and_identifier() -> None:
    """The entity under the mention, or under what a pronoun stands for, is referred to."""
    text = '"We lost the roof," Quill said. She added that it was old. "No," said a clerk.'
    start = text.index("Quill")
    entity = Entity(
        id="e1",
        type="person",
        name="Mara Quill",
        country=None,
        aliases=["Quill"],
        mentions=[Span(start=start, end=start + 5)],
    )
    quotes = quotes_of(text, entities=[entity])
    assert [("Mara Quill", "e1"), ("Mara Quill", "e1"), ("a clerk", None)] == [
        (quote.speaker.name, quote.speaker.entity_id) for quote in quotes if quote.speaker
    ]


def test_a_spokesman_is_not_the_company() -> None:
    """The company under "the spokesman for Acme" is not the speaker."""
    text = 'A spokesman for Acme said: "We are sorry for this."'
    start = text.index("Acme")
    entity = Entity(
        id="e1",
        type="organisation",
        name="Acme",
        country=None,
        aliases=[],
        mentions=[Span(start=start, end=start + 4)],
    )
    (quote,) = quotes_of(text, entities=[entity])
    assert quote.speaker is not None
    assert ("A spokesman for Acme", None) == (quote.speaker.name, quote.speaker.entity_id)


def test_a_lone_quotation_has_no_speaker() -> None:
    """A quoted sentence that nobody is said to speak keeps its words and a null speaker."""
    (quote,) = quotes_of('It rained.\n"Nobody saw this coming in our village."')
    assert (True, None, None) == (quote.direct, quote.cue, quote.speaker)


@pytest.mark.parametrize("language", [None, "zu"])
def test_languages_without_a_vocabulary_give_nothing(language: str | None) -> None:
    """Where the words of saying are unknown, nobody is put words into the mouth."""
    assert [] == told('"We lost the roof," Mara Quill said.', language)


def test_every_vocabulary_can_tell_who_speaks() -> None:
    """The four languages are there, each with verbs, pronouns and a way to say according to."""
    assert {"de", "en", "es", "fr"} <= set(LANGUAGES)
    assert all(v.speech and v.report and v.pronouns and v.according for v in LANGUAGES.values())


PIECES = [
    '"',
    '" ',
    "said ",
    "he said ",
    '"a" said he, ',
    'said "a b c d" ',
    "“ ",
    "‘",
    "Anna Smith said ",
    "«a» ",
]
PIECES += [
    "“a\n\n",
    "he said that it was bad and ",
    "according to ",
    "The minister said. ",
    "X of ",
    "said Anna, ",
    "he said x, ",
]


@pytest.mark.parametrize("piece", PIECES)
def test_hostile_texts_stay_linear_and_small(piece: str) -> None:
    """Repeats of one kind cost linear time, and the quotes hold no more than a few times the text."""
    text = piece * (100_000 // len(piece))
    quotes = quotes_of(text)
    assert all(quote.text == text[quote.start : quote.end] for quote in quotes)
    assert 10 * len(text) > sum(len(quote.text) for quote in quotes)


@pytest.mark.skipif(not KOREA.exists(), reason="the shared samples are not beside the repository")
def test_the_model_case() -> None:
    """All direct quotations are by one spokesperson; words at a distance and a treaty's name are none."""
    direct = [quote for quote in quotes_of(KOREA.read_text(encoding="utf-8")) if quote.direct]
    assert {"Vedant Patel"} == {quote.speaker.name for quote in direct if quote.speaker}
    assert ['"We are', '"Today, I', '"Some of', '"The United'] == [
        " ".join(q.text.split()[:2]) for q in direct
    ]
