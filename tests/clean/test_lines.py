"""What a short line says: the quick look that passes most lines over misses nothing a full one finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import BlockKind
from service.clean.blocks import Block, count_words, is_legal_notice
from service.clean.lines import LINE_WORDS, PLAIN, Line, read_line, spoken_kind
from service.clean.metadata.agencies import EXACT, LEAD_IN_WORDS, read_agency
from service.clean.phrases import SPACED, phrase_kind

PHRASES = [" ".join(phrase.words) for phrases in SPACED.values() for phrase in phrases]
WORDS = [
    "Tram",
    "the",
    "été",
    "мост",
    "橋",
    "다리",
    "2026",
    "icon",
    "arrow_up",
    "von",
    "©",
    "|",
    "5/6",
    "12:30",
]


def read(text: str) -> Line:
    """Read a text as a line."""
    line = read_line(Block(text, words=count_words(text)))
    assert line is not None
    return line


@pytest.mark.parametrize("phrase", sorted(set(PHRASES)))
def test_each_phrase_is_told(phrase: str) -> None:
    """As it is, and with a capital and a mark; in capitals where these fold back."""
    shouted = phrase.upper()
    for text in (phrase, f"{phrase.capitalize()}:", shouted if shouted.casefold() == phrase else phrase):
        assert phrase_kind(text, count_words(text)) is read(text).phrase is not None


@given(st.lists(st.sampled_from([*WORDS, *PHRASES]), min_size=1, max_size=4).map(" ".join))
def test_a_line_says_what_its_words_say(text: str) -> None:
    """Whatever else stands in the line, in whichever script."""
    words = count_words(text)
    if words < LINE_WORDS and len(text) < 200:
        assert phrase_kind(text, words) is read(text).phrase


@pytest.mark.parametrize(
    "text",
    [
        "All rights reserved",
        "Alle Rechte vorbehalten",
        "Tous droits réservés",
        "Todos los derechos reservados",
        "Todos os direitos reservados",
        "Tutti i diritti riservati",
        "Auteursrechten voorbehouden",
        "Wszelkie prawa zastrzeżone",
        "Все права защищены",
        "This material may not be published",
        "무단 전재 금지",
        "無断転載を禁じます",
        "版权所有",
        "جميع الحقوق محفوظة",
        "© The Harbour Post",
        "Copyright 2026",
        "(c) 2026 The Harbour Post",
    ],
)
def test_notices_are_told(text: str) -> None:
    """In every language whose notices are known."""
    assert is_legal_notice(text)
    sign = read(text).sign
    assert sign is not None
    assert sign.kind is BlockKind.FOOTER


@pytest.mark.parametrize(
    ("text", "kind", "as_prose"),
    [
        ("By Lena Okafor", BlockKind.BYLINE, BlockKind.BYLINE),
        ("Von Jan Reuter", BlockKind.BYLINE, BlockKind.BYLINE),
        ("Автор: Анна Ким", BlockKind.BYLINE, BlockKind.BYLINE),
        ("12 March 2026", BlockKind.PUBLISHED, None),
        ("2026年3月12日", BlockKind.PUBLISHED, None),
        ("The bridge by the harbour", None, None),
        ("Der Plan von gestern", None, None),
    ],
)
def test_lead_ins_and_dates_are_told(text: str, kind: BlockKind | None, as_prose: BlockKind | None) -> None:
    """A lead-in at the beginning alone; running text is no date."""
    for is_prose, expected in ((False, kind), (True, as_prose)):
        found = spoken_kind(read(text), is_prose=is_prose)
        assert (found and found.kind) is expected


@pytest.mark.parametrize("lead_in", ["", *LEAD_IN_WORDS])
def test_no_line_that_credits_an_agency_is_plain(lead_in: str) -> None:
    """Alone, in brackets or after a lead-in, in whichever script; else nobody would ask for the agency."""
    for spelling in EXACT:
        for text in (f"{lead_in} {spelling}".strip(), f"{lead_in}: {spelling}".lstrip(": "), f"({spelling})"):
            assert read(text) is not PLAIN or read_agency(text) is None


def test_no_line_with_an_address_is_plain() -> None:
    """The author's name and address beside the article are its byline."""
    assert read("Mara Lindqvist mara.lindqvist@harbourpost.example") is not PLAIN
