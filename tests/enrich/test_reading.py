"""Sentences and tokens of a text, in the languages enrichers read."""

import pytest

from service.enrich.reading import MAX_CHARACTERS, Reading, Stretch
from tests.enrich.articles import article

SENTENCES = {
    "army": ("en", ["He joined the U.S. Army in 1990.", "He left it in May."]),
    "country at the end": ("en", ["She grew up in the U.S.", "The family moved later."]),
    "titles": ("en", ["Dr. Jane K. Moss met Mr. Ali and Gov. Reed.", "They talked."]),
    "number": ("en", ["They live at No. 3 Oak St. in Leeds.", "The answer is no.", "The end."]),
    "company": ("en", ["Acme Inc. Chairman Bo Lee left Acme Inc.", "The shares fell."]),
    "hour": ("en", ["It began at 5 p.m. Friday and ended at 8 p.m.", "On Sunday it rained."]),
    "small word that looks shortened": ("en", ["The cat sat.", "Molly laughed.", "Come with me.", "Go."]),
    "decimal": ("en", ["Prices rose 3.5 percent.", "Wages fell 0.2 percent."]),
    "quotation": ("en", ['"We are done," he said.', '"Really?" asked Tom.', '"Yes."', "She left."]),
    "bracket": ("en", ["It rained.", "(It always does.)", "We stayed."]),
    "ordinal": ("de", ["Am 3. Oktober feiert Berlin.", "Der 2. Weltkrieg endete 1945.", "Er blieb."]),
    "day at the end": ("de", ["Sie kam am 3.", "Danach schlief sie."]),
    "German shortenings": ("de", ["Z. B. Frau Dr. Kern, d. h. die Chefin, zahlt 20 Mio. Euro.", "Gut."]),
    "German marks": ("de", ["„Das ist gut.“", "Sie ging.", "»Warum?« fragte er."]),
    "French marks": ("fr", ["« C'est fini. »", "Le maire est parti.", "« Nous restons. »"]),
    "French titles": ("fr", ["M. Petit a lu l'art. 5.", "Le texte est court."]),
    "French question": ("fr", ["« Vraiment ? » demande-t-il.", "Oui."]),
    "Spanish titles": ("es", ["El Sr. Vega vive en EE. UU.", "El clima es bueno."]),
    "Spanish marks": ("es", ["¿Quién es?", "¡No!", "«Sí», dijo.", "Viajó a EE.UU.", "La visita acabó."]),
    "unknown language": (None, ["She is in the U.K.", "The rest stayed."]),
    "Chinese": ("zh", ["北京下雨。", "上海晴天！"]),
}


@pytest.mark.parametrize(("language", "sentences"), SENTENCES.values(), ids=list(SENTENCES))
def test_sentences_end_where_readers_end_them(language: str | None, sentences: list[str]) -> None:
    """Abbreviations, initials, ordinals and quotation marks do not mislead the splitter."""
    text = ("" if language == "zh" else " ").join(sentences)
    reading = Reading(text, language, [Stretch(0, len(text))])
    assert sentences == [text[start:end] for start, end in reading.sentences]


def test_no_sentence_runs_over_a_paragraph() -> None:
    """A heading without a full stop is a sentence of its own, white space around it left out."""
    text = "A heading \n\n  Some text. More"
    reading = Reading(text, "en", [Stretch(0, 10), Stretch(12, len(text))])
    assert ["A heading", "Some text.", "More"] == [text[start:end] for start, end in reading.sentences]


def test_tokens_slice_back_to_their_words() -> None:
    """Every token carries the offsets of its own text; compounds and abbreviations stay whole."""
    text = "The U.S. won't pay €1,200.50 at 10:30 – a ten-year-old's rule..."
    tokens = Reading(text, "en", [Stretch(0, len(text))]).tokens
    assert [token.text for token in tokens] == [text[token.start : token.end] for token in tokens]
    words = [token.text for token in tokens]
    assert ["The", "U.S.", "won't", "pay", "€", "1,200.50"] == words[:6]
    assert ["at", "10:30", "–", "a", "ten-year-old's", "rule", "..."] == words[6:]


@pytest.mark.parametrize(
    "piece", [".", ". ", '."', "A. ", "No. 3 ", ". « ", "...", "'", "\n", "。", "a-", "1."]
)
def test_hostile_texts_are_read_in_linear_time(piece: str) -> None:
    """Very long texts of one kind are read through; nothing backtracks without end."""
    text = piece * (80_000 // len(piece))
    reading = Reading(text, "en", [Stretch(0, len(text))])
    assert all(start < end for start, end in reading.sentences)
    assert all(token.start < token.end for token in reading.tokens)


def test_only_the_beginning_of_a_book_is_read() -> None:
    """Offsets stay those of the whole text; what comes after the limit is not searched."""
    book = article(["word " * 24_000])
    reading = Reading.of(book)
    assert book.text.startswith(reading.text)
    assert [(0, MAX_CHARACTERS)] == list(reading.paragraphs)
    assert MAX_CHARACTERS // len("word ") == len(reading.tokens)
