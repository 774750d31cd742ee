"""Whole invented articles, HTML and flat, in several languages."""

from collections import Counter
from collections.abc import Callable

import pytest

from schemas import BlockKind, Caption, InputSpan, NodePath, ParagraphKind
from service.clean import Cleaned

Read = Callable[[str], str]
Kinds = Callable[[Cleaned], dict[str, BlockKind]]
PAGES = ("en.html", "de.html", "es.txt", "ko.txt", "torn.txt")
OPENINGS = {
    "en.html": [
        "The council of the harbour city",
        "The first rails are to be laid in spring, and",
        "A narrow majority",
        "Only two votes separated",
        "“We have waited long enough",
        "Why now?",
        "The state offered to pay",
        "The line will have eleven stops.",
        "It will run every six minutes.",
        "Section | Length",
        "Depot to Market | 2.1 km",
        "Shopkeepers along the route",
    ],
    "de.html": [
        "Der Stadtrat hat am Mittwoch",
        "Die Arbeiten sollen im Herbst beginnen und rund zwei Jahre dauern, wie eine Sprecherin",
        "Kritik von Anwohnern",
        "Anwohner fürchten um ihre Parkplätze",
    ],
    "es.txt": ["Las pescadoras del puerto", "Según la cooperativa", "“No queríamos", "El Gobierno regional"],
    "ko.txt": ["강변 도시 의회가", "시의회 교통위원회는", "노선 주변 상인들은"],
    "torn.txt": [
        "The old mill at Castle Bridge, closed since the flood, will open",
        "Thirty apprentices will learn",
        "The works cost less than feared, according to Paul Henning, who drew",
    ],
}


def run(clean: Callable[..., Cleaned], page: Read, name: str) -> Cleaned:
    """Clean one of the pages."""
    return clean(page(name), html=name.endswith(".html"))


@pytest.mark.parametrize("name", PAGES)
def test_text_is_the_article_and_nothing_else(clean: Callable[..., Cleaned], page: Read, name: str) -> None:
    """Every paragraph of the article is there, in order, and no other."""
    article = run(clean, page, name).article
    begins = [
        article.text[paragraph.start : paragraph.end][: len(opening)]
        for paragraph, opening in zip(article.paragraphs, OPENINGS[name], strict=True)
    ]
    assert OPENINGS[name] == begins


@pytest.mark.parametrize("name", PAGES)
def test_paragraphs_slice_back(clean: Callable[..., Cleaned], page: Read, name: str) -> None:
    """The paragraphs' offsets cut the text at its blank lines."""
    article = run(clean, page, name).article
    cut = [article.text[paragraph.start : paragraph.end] for paragraph in article.paragraphs]
    assert article.text.split("\n\n") == cut


@pytest.mark.parametrize("name", PAGES)
def test_cleaning_twice_changes_nothing(clean: Callable[..., Cleaned], page: Read, name: str) -> None:
    """A cleaned article, fed back as flat text under its headline, keeps its paragraphs."""
    first = run(clean, page, name).article
    second = clean(f"{first.headline}\n\n{first.text}").article
    assert (first.headline, first.text) == (second.headline, second.text)


@pytest.mark.parametrize("name", PAGES)
def test_the_same_input_gives_the_same_blocks(clean: Callable[..., Cleaned], page: Read, name: str) -> None:
    """Nothing of one run stays behind for the next."""
    first, second = run(clean, page, name), run(clean, page, name)
    assert first.article == second.article
    assert [block.kind for block in first.blocks] == [block.kind for block in second.blocks]


@pytest.mark.parametrize("name", ["es.txt", "ko.txt", "torn.txt"])
def test_blocks_of_flat_text_tile_it(clean: Callable[..., Cleaned], page: Read, name: str) -> None:
    """Kept and removed spans together are the input, to the character."""
    content = page(name)
    spans = [labelled.block.source for labelled in clean(content).blocks]
    assert content == "".join(content[span.start : span.end] for span in spans if isinstance(span, InputSpan))


@pytest.mark.parametrize("name", ["en.html", "de.html"])
def test_node_paths_tell_blocks_apart(clean: Callable[..., Cleaned], page: Read, name: str) -> None:
    """No two blocks of a page stand at the same place."""
    sources = [labelled.block.source for labelled in run(clean, page, name).blocks]
    paths = Counter(source.path for source in sources if isinstance(source, NodePath))
    assert len(sources) == len(paths)


def test_paragraph_kinds_follow_the_markup(clean: Callable[..., Cleaned], page: Read) -> None:
    """Subheadings, quotes, lists and tables stay structure."""
    kinds = Counter(paragraph.kind for paragraph in run(clean, page, "en.html").article.paragraphs)
    expected = {
        ParagraphKind.PARAGRAPH: 6,
        ParagraphKind.SUBHEADING: 1,
        ParagraphKind.QUOTE: 1,
        ParagraphKind.LIST: 2,
        ParagraphKind.TABLE: 2,
    }
    assert expected == kinds


def test_fields_of_a_page(clean: Callable[..., Cleaned], page: Read) -> None:
    """Headline, deck, byline and caption reach their fields and not the text."""
    article = run(clean, page, "en.html").article
    assert article.headline == "Harbour city votes to bring back its trams"
    assert article.deck == "After forty years of buses, the council chose rails by two votes."
    assert [author.name for author in article.authors] == ["Ann Whitlock"]
    assert article.captions == [
        Caption(text="A restored tram leaves the old depot on Monday.", credit="Lena Okafor/Reuters")
    ]


def test_fields_of_a_flat_text(clean: Callable[..., Cleaned], page: Read) -> None:
    """Bread crumbs, caption and agency of a flat text reach their fields."""
    article = run(clean, page, "es.txt").article
    assert article.section == ["Economía", "Pesca"]
    assert article.agency == "EFE"
    assert article.captions == [
        Caption(
            text="Una pescadora ordena las cajas en el muelle antes del amanecer.",
            credit="Marta Ríos/EFE",
        )
    ]


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("en.html", "Home > City > Transport", BlockKind.BREADCRUMB),
        ("en.html", "Share Facebook Copy link", BlockKind.SHARE),
        ("en.html", "Why the ferry is late again", BlockKind.RELATED),
        ("en.html", "© 2024 The Example Tribune. All rights reserved.", BlockKind.FOOTER),
        ("en.html", "Comments", BlockKind.COMMENT),
        ("de.html", "Mehr zum Thema", BlockKind.RELATED),
        ("de.html", "Foto: Beispielfoto/dpa", BlockKind.CREDIT),
        ("es.txt", "Lea también", BlockKind.RELATED),
        ("es.txt", "Inicia sesión para comentar", BlockKind.LOGIN),
        ("ko.txt", "글자크기", BlockKind.TOOL),
        ("ko.txt", "댓글 0", BlockKind.COMMENT),
        ("torn.txt", "Flood wall finished at last", BlockKind.RELATED),
    ],
)
def test_furniture_gets_its_kind(  # noqa: PLR0917 - three fixtures, three columns
    clean: Callable[..., Cleaned], page: Read, kinds_of: Kinds, name: str, text: str, kind: BlockKind
) -> None:
    """What is not article is removed for what it is."""
    assert kind == kinds_of(run(clean, page, name))[text]


def test_hidden_text_and_scripts_are_not_read(clean: Callable[..., Cleaned], page: Read) -> None:
    """What a reader cannot see is no block at all."""
    texts = " ".join(labelled.block.text for labelled in run(clean, page, "en.html").blocks)
    assert "trap for readers" not in texts
    assert "Not text of the page" not in texts


def test_counts_say_what_was_removed(clean: Callable[..., Cleaned], page: Read) -> None:
    """The account counts removed blocks by kind, and no blank ones."""
    cleaned = run(clean, page, "ko.txt")
    removed = Counter(
        labelled.kind
        for labelled in cleaned.blocks
        if not labelled.kept and labelled.kind is not BlockKind.BLANK
    )
    assert cleaned.cleaning.removed == dict(removed)
    assert list(cleaned.cleaning.removed) == sorted(cleaned.cleaning.removed)
