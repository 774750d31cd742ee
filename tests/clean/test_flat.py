"""Flat text to blocks: they tile the input, and lines cut at inline tags are joined again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import ErrorCode, InputSpan
from service.clean.flat import segment_flat
from service.errors import CleanError

LINES = st.text(st.sampled_from("aB1 .,\u00a0\u200b\t\r\n\u2028\x0b\x85*#[](>|가。"), max_size=60)
GLUED = st.lists(
    st.sampled_from(
        ["다리가 무너졌다. ", "Abc abc.", "橋が落ちた。", "\u200b", " ", "\n", "and so on ", "“"]
    ),
    min_size=40,
    max_size=300,
).map("".join)
"""Texts of lines long enough to be cut."""


def texts(content: str) -> list[str]:
    """Return the visible texts of the blocks."""
    return [block.text for block in segment_flat(content, 1000).blocks if block.text]


@given(
    st.one_of(
        st.text(), LINES, GLUED, st.lists(st.text(min_size=190, max_size=260), max_size=3).map("\n".join)
    )
)
def test_spans_of_blocks_rebuild_the_input(content: str) -> None:
    """Blank blocks included, the spans have no gap and no overlap."""
    spans = [block.source for block in segment_flat(content, 10_000).blocks]
    assert content == "".join(content[span.start : span.end] for span in spans if isinstance(span, InputSpan))


@given(st.one_of(st.text(), LINES, GLUED))
def test_text_is_folded(content: str) -> None:
    """No block's text has white space at its ends or twice in a row."""
    for text in texts(content):
        assert " ".join(text.split()) == text


@given(st.one_of(st.text(), LINES))
def test_a_space_is_a_space(content: str) -> None:
    """No-break spaces, tabs and what other programs take for ends of lines part words, and nothing else."""
    plain = "".join(" " if mark.isspace() and mark not in "\r\n\u2028\u2029" else mark for mark in content)
    assert [(block.text, block.span) for block in segment_flat(content, 1000).blocks] == [
        (block.text, block.span) for block in segment_flat(plain, 1000).blocks
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("One line.\n\u00a0\nAnother line.\n", ["One line.", "Another line."]),
        ("The mayor of\nOld Town\nsaid no.", ["The mayor of Old Town said no."]),
        ("They met in\nCastle Bridge\n, as planned.", ["They met in Castle Bridge, as planned."]),
        ("News\nSport\nWeather", ["News", "Sport", "Weather"]),
        ("home\nnews\nsport", ["home", "news", "sport"]),
        ("A long headline stands here\nBy Ida Brandt", ["A long headline stands here", "By Ida Brandt"]),
        ("Soft\u00adhyphen and zero\u200bwidth", ["Softhyphen and zerowidth"]),
        ("", []),
        (" \n\t\n", []),
    ],
)
def test_lines_become_blocks(content: str, expected: list[str]) -> None:
    """A sentence cut over lines is one block; labels under each other are not."""
    assert expected == texts(content)


def test_glued_paragraphs_are_cut_apart() -> None:
    """A long line with no space after a full stop was two paragraphs."""
    first = "The first paragraph says what happened to the bridge during the storm of last winter."
    second = "The second paragraph says who will pay for it, and when the works are going to begin at last."
    assert [first, second, first] == texts(first + second + first)


def test_a_text_without_lines_is_cut_into_its_parts() -> None:
    """Where paragraphs are glued, so are labels, dates and subheadings; names with capitals stay whole."""
    content = (
        "HarbourNewsSportWeatherNew ferry leaves in springThe new ferry to the islands leaves in April, "
        "the harbour office said on Friday.It carries two hundred cars and is built by LinkedIn users of the "
        "town.Share of costs: who paysThe county pays for half of it, the passengers for the rest."
        "Published 3 May 2024The next boat is the SeabirdLine, and the SeabirdLine is older.«We wait»Nobody "
        "knows when it comes."
    )
    expected = [
        "Harbour",
        "News",
        "Sport",
        "Weather",
        "New ferry leaves in spring",
        "The new ferry to the islands leaves in April, the harbour office said on Friday.",
        "It carries two hundred cars and is built by LinkedIn users of the town.",
        "Share of costs: who pays",
        "The county pays for half of it, the passengers for the rest.",
        "Published 3 May 2024",
        "The next boat is the SeabirdLine, and the SeabirdLine is older.",
        "«We wait»",
        "Nobody knows when it comes.",
    ]
    assert expected == texts(content)


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("Der Rat der Stadt hat am Montag beschlossen, die alte Brücke zu sperren. ", 20),
        ("市議会は月曜日に古い橋を閉鎖することを決めた。", 30),
        ("قرر مجلس المدينة يوم الاثنين إغلاق الجسر القديم أمام السيارات. ", 25),
    ],
)
def test_a_line_longer_than_any_paragraph_is_cut_into_sentences(sentence: str, count: int) -> None:
    """A page flattened to one line leaves nothing else to cut at."""
    assert [sentence.strip()] * count == texts(sentence * count)


def test_what_nobody_sees_after_the_last_cut_is_no_block() -> None:
    """A mark without width at the end of a long line stays with its last sentence."""
    sentence = "비가 많이 내린 마을에서 주민들이 다리를 다시 세웠다. "
    content = f"{sentence * 50}\u200b\nand so it goes on in the town\n"
    assert [*[sentence.strip()] * 50, "and so it goes on in the town"] == texts(content)
    blocks = segment_flat(content, 1000).blocks
    assert content == "".join(content[slice(*block.span)] for block in blocks if block.span)


def test_a_long_line_of_a_text_with_lines_keeps_its_names() -> None:
    """Capitals inside words are no glue where nothing else is glued."""
    line = "The maker of the RiverBoat and the TownBus said on Monday that it would sell both of them. " * 3
    assert [line.strip()] == texts(line)


def test_wrapped_lines_are_joined() -> None:
    """A text whose long lines are all full was wrapped; its paragraphs and bullets stay apart."""
    content = (
        "The bridge over the river has been closed since the storm of last winter, and\n"
        "the mayor of the town said on Monday that it would stay closed for one more\n"
        "year. Nobody knows who will pay for the works that are needed, he told the\n"
        "Council of the Region at its meeting, which lasted for more than four hours\n"
        "and had no result.\n\n"
        "* The first bullet says that the works begin in the month of May, if at all,\n"
        "and end in June.\n"
        "* The second bullet says nothing.\n"
    )
    expected = [
        " ".join(content.partition("\n\n")[0].split("\n")),
        "* The first bullet says that the works begin in the month of May, if at all, and end in June.",
        "* The second bullet says nothing.",
    ]
    assert expected == texts(content)


def test_markdown_residue_is_undone() -> None:
    """Links, images, headings and bullets lose their signs; a link counts as one."""
    content = (
        "# Headline here\n\n![a ship](/s.png)\n\n"
        "* [More about ships](/ships)\n\nThe **old** [ship](/s) left.\n"
    )
    document = segment_flat(content, 100)
    blocks = [(block.tag, block.text, block.link_share) for block in document.blocks if block.text]
    expected = [
        ("h1", "Headline here", 0.0),
        ("li", "More about ships", 1.0),
        ("", "The old ship left.", 4 / 18),
    ]
    assert expected == blocks


def test_markdown_of_other_writers_is_undone() -> None:
    """References, bare addresses, rows of tables, and links and emphasis torn over lines."""
    content = (
        "## Ferry\n\nSee [the plan][1] or <https://example.org/plan> today.\n\n"
        "[\nNews of the day\n](/news)\n\n**Only half bold\n\n"
        "| Year | Cars |\n\n[1]: https://example.org/plan\n"
    )
    document = segment_flat(content, 100)
    blocks = [(block.tag, block.text, block.link_share) for block in document.blocks if block.text]
    expected = [
        ("h2", "Ferry", 0.0),
        ("", "See the plan or https://example.org/plan today.", 32 / 47),
        ("", "News of the day", 1.0),
        ("", "Only half bold", 0.0),
        ("tr", "Year Cars", 0.0),
        ("", "[1]: https://example.org/plan", 1.0),
    ]
    assert expected == blocks


@pytest.mark.parametrize(
    "piece", ["abcD", "ab.Cd", "[a](", "](", "**a", "|", "Aa1.1", "“", "。", "<http", "(a)"]
)
def test_long_hostile_lines_are_cut_or_kept_whole(piece: str) -> None:
    """Hundreds of thousands of half constructs in one line end as blocks that rebuild it."""
    content = "[a](b) [a](b)\n" + piece * (200_000 // len(piece))
    spans = [block.source for block in segment_flat(content, len(content)).blocks]
    assert content == "".join(content[span.start : span.end] for span in spans if isinstance(span, InputSpan))


def test_too_many_pieces_of_one_line_are_refused() -> None:
    """A line of glued sentences counts as its pieces."""
    with pytest.raises(CleanError) as caught:
        segment_flat("Abc abc.Abc abc." * 30, 20)
    assert caught.value.code is ErrorCode.TOO_MANY_NODES


def test_too_many_lines_are_refused() -> None:
    """More lines than the limit end with their own code."""
    with pytest.raises(CleanError) as caught:
        segment_flat("a\n" * 11, 10)
    assert caught.value.code is ErrorCode.TOO_MANY_NODES
