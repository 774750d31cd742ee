"""Facts in short lines around the headline, whatever their label."""

import pytest

from schemas import BlockKind
from tests.metadata.conftest import Blocks, ResolvePage

K = BlockKind
HEADLINE = (K.HEADLINE, "Bridge opens to walkers")
BODY = (K.BODY, "The bridge opened on Tuesday after ten years of work.")


@pytest.mark.parametrize(
    ("lines", "authors"),
    [
        ([(K.NAVIGATION, "Posted by Jane Doe on 9 July 2023")], ["Jane Doe"]),
        ([(K.PUBLISHED, "Posted by Jane Doe on 9 July 2023")], ["Jane Doe"]),
        ([(K.OTHER, "ByJane Doe")], ["Jane Doe"]),
        ([(K.NAVIGATION, "Lucía Ortega Ruiz"), (K.PUBLISHED, "2 de mayo de 2024")], ["Lucía Ortega Ruiz"]),
        (
            [(K.NAVIGATION, "Rita Prado De Olinda (PE)"), (K.NAVIGATION, "21 de maio de 2024")],
            ["Rita Prado"],
        ),
        ([(K.NAVIGATION, "Jane Doe | 12 May 2024")], ["Jane Doe"]),
        ([(K.NAVIGATION, "한지우 기자"), (K.PUBLISHED, "입력 2024-05-02 09:12")], ["한지우"]),
        ([(K.COMMENT, "한지우 기자 입력 2024.05.02 14:20 댓글 0")], ["한지우"]),
        (
            [(K.NAVIGATION, "Jane Doe and John Smith"), (K.NAVIGATION, "12 May 2024")],
            ["Jane Doe", "John Smith"],
        ),
        ([(K.NAVIGATION, "12 May 2024"), (K.NAVIGATION, "Jane Doe")], ["Jane Doe"]),
        ([(K.PUBLISHED, "Do 12.05.24 | 14:07 Uhr | Von Anna Müller")], ["Anna Müller"]),
        (
            [(K.BREADCRUMB, "Jane Doe | John Smith"), (K.NAVIGATION, "12 May 2024")],
            ["Jane Doe", "John Smith"],
        ),
        ([(K.BLANK, ""), (K.BLANK, ""), (K.OTHER, "Erstellt von Anna Müller")], ["Anna Müller"]),
        ([(K.NAVIGATION, "Lucía Ortega Ruiz")], []),
        ([(K.NAVIGATION, "Published On"), (K.PUBLISHED, "2 May 2024")], []),
        ([(K.SECTION, "Puerto Rico"), (K.PUBLISHED, "2 May 2024")], []),
        ([(K.SHARE, "By Jane Doe")], []),
        ([(K.NAVIGATION, "By A Xy, B Yz, C Zx, D Xz and E Zy")], []),
    ],
)
def test_unmarked_signature(resolve_page: ResolvePage, lines: Blocks, authors: list[str]) -> None:
    """A line below the headline signs where it says so, or is a name with the date beside it."""
    metadata = resolve_page(blocks=[HEADLINE, *lines, BODY])
    assert authors == [author.name for author in metadata.authors]


@pytest.mark.parametrize(
    ("last", "authors"),
    [
        ("Anna Müller", ["Anna Müller"]),
        ("Autorin: Anna Müller, Projektleiterin", ["Anna Müller"]),
        ("Nobody knows.", []),
        ("For walkers only", []),
    ],
)
def test_signature_after_the_text(resolve_page: ResolvePage, last: str, authors: list[str]) -> None:
    """A name that is all of the last paragraph signs the report."""
    metadata = resolve_page(blocks=[HEADLINE, BODY, (K.BODY, last)])
    assert authors == [author.name for author in metadata.authors]


def test_byline_in_two_blocks(resolve_page: ResolvePage) -> None:
    """A byline that is "By" alone goes on in the next block."""
    blocks: Blocks = [HEADLINE, (K.BYLINE, "Text & Fotos:"), (K.OTHER, "Anna Müller"), BODY]
    assert ["Anna Müller"] == [author.name for author in resolve_page(blocks=blocks).authors]


def test_bylines_of_other_articles(resolve_page: ResolvePage) -> None:
    """Bylines that don't stand with the first sign other articles."""
    teasers: Blocks = [(K.RELATED, f"Teaser {number}") for number in range(5)]
    blocks: Blocks = [
        (K.BYLINE, "By Zoe Above"),
        HEADLINE,
        (K.BYLINE, "By Jane Doe"),
        (K.BYLINE, "By John Smith"),
        BODY,
        *teasers,
        (K.BYLINE, "By Kim Below"),
    ]
    assert ["Jane Doe", "John Smith"] == [author.name for author in resolve_page(blocks=blocks).authors]


def test_marked_signature_first(resolve_page: ResolvePage) -> None:
    """An unmarked line signs only where nothing else does."""
    blocks: Blocks = [HEADLINE, (K.NAVIGATION, "By John Smith"), BODY, (K.BYLINE, "（佐藤みどり）")]
    assert ["佐藤みどり"] == [author.name for author in resolve_page(blocks=blocks).authors]


@pytest.mark.parametrize(
    ("lines", "section"),
    [
        (["トップ > ニュース > 青森"], ["ニュース", "青森"]),
        (["الرئيسية » ثقافة"], ["ثقافة"]),
        (["Portada", ">", "Provincia", ">", "Ávila"], ["Provincia", "Ávila"]),
        (["홈", "사회", "지역"], ["사회", "지역"]),
        (["Home", "News", "Sport", "Money", "Travel"], []),
        (["Home / Metro", "Log in"], ["Metro"]),
        (["News / Sport"], []),
        (["Cidades"], ["Cidades"]),
        (["Esportes"], []),
    ],
)
def test_section_above_headline(resolve_page: ResolvePage, lines: list[str], section: list[str]) -> None:
    """A trail from the front page, or a folder of the address, names the section above the headline."""
    above: Blocks = [(K.NAVIGATION, line) for line in lines]
    metadata = resolve_page(blocks=[*above, HEADLINE, BODY], url="https://news.example/cidades/2024/bridge")
    assert section == metadata.section


def test_section_runs(resolve_page: ResolvePage) -> None:
    """The trail nearest above the headline is taken; a line with a day is none."""
    blocks: Blocks = [
        (K.BREADCRUMB, "Home / Metro / Schools"),
        HEADLINE,
        (K.BREADCRUMB, "Staff Writer | Dec 9, 2024, 4:47pm"),
        BODY,
        (K.BREADCRUMB, "0/300"),
    ]
    assert ["Metro", "Schools"] == resolve_page(blocks=blocks).section


def test_modified_in_unlabelled_line(resolve_page: ResolvePage) -> None:
    """A line that says when the article was changed is believed whatever its label."""
    blocks: Blocks = [HEADLINE, (K.COMMENT, "입력 2024.05.02 14:20 수정 2024.05.02 16:05 댓글 0"), BODY]
    metadata = resolve_page(blocks=blocks)
    assert metadata.modified_at is not None
    assert "2024-05-02T16:05" == metadata.modified_at.value


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://bote.example/2003/05/lok14.htm", "2003-05-14"),
        ("http://bote.example/2004/05/lok14.htm", None),
        ("http://bote.example/lok14.htm", None),
    ],
)
def test_opening_date(resolve_page: ResolvePage, url: str, day: str | None) -> None:
    """Without a headline, a date that opens the text counts in the month its address names."""
    blocks: Blocks = [(K.BODY, "Besucher: 00815 | Lokales, 14. Mai 2003 Brücke offen Von Jana Doll")]
    moment = resolve_page(blocks=blocks, url=url).published_at
    assert day == (moment and moment.value)


def test_dateline_and_closing_agency(resolve_page: ResolvePage) -> None:
    """Place and agency are read off the report's first and last paragraph."""
    blocks: Blocks = [
        HEADLINE,
        (K.BODY, "Buxtehude - Die Brücke ist offen."),
        (K.BODY, "Sie bleibt es. (dpa/abc)"),
    ]
    metadata = resolve_page(blocks=blocks)
    assert metadata.dateline is not None
    assert ("Buxtehude", "dpa") == (metadata.dateline.place, metadata.agency)


def test_site_before_title(resolve_page: ResolvePage) -> None:
    """The site's name before a title is cut where the host tells it."""
    html = "<title>Elbbote online: Brücke für Fußgänger offen</title>"
    assert "Brücke für Fußgänger offen" == resolve_page(html, url="http://elbbote.example/a.htm").headline
