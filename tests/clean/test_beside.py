"""What stands above, beside and below an article goes to its field or goes away, and takes no text along."""

from collections.abc import Callable

import pytest

from schemas import BlockKind, ErrorCode, ParagraphKind
from service.clean import Cleaned
from service.errors import CleanError

K = BlockKind
CleanText = Callable[..., Cleaned]
KindsOf = Callable[[Cleaned], dict[str, BlockKind]]
STORY = (
    "<p>The bakers of the harbour street opened their ovens at four on Monday, as for a century.</p>"
    "<p>Their guild counted nine shops in the spring, two fewer than a year ago, and it blames the rent.</p>"
    "<p>Whoever wants to see them at work may come before dawn, and some do so with their children.</p>"
    "<p>“We will stay as long as the flour comes by boat,” said the oldest of them, who is eighty-one.</p>"
)
LINES = STORY.replace("<p>", "").replace("</p>", "\n")
TEXT = LINES.strip().replace("\n", "\n\n")


def page(body: str, head: str = "") -> str:
    """Put a body round a headline's page."""
    return (
        f"<html><head><title>Bakers stay in the harbour street</title>{head}</head><body>{body}</body></html>"
    )


@pytest.fixture
def story(clean: CleanText) -> Callable[..., Cleaned]:
    """Clean a page with the story and blocks around it: ``story(above=, inside=, below=)``."""

    def run(above: str = "", inside: str = "", below: str = "") -> Cleaned:
        first, rest = STORY.split("</p>", 1)
        text = f"<div class=story>{first}</p>{inside}{rest}</div>"
        body = f"<main><h1>Bakers stay in the harbour street</h1>{above}{text}</main>{below}"
        return clean(page(body), html=True)

    return run


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Sections</h1><p>© 2024 Example Quay Publishing Company Limited. All rights reserved.</p>",
        "<h1>Welcome</h1><p>All that happens in our town, every day.</p>"
        + "".join(f"<a href=/{n}>News of the {n} quarters of town</a><br><br>" for n in range(9)),
    ],
    ids=["copyright line", "greeting"],
)
def test_links_and_a_line_are_no_article(clean: CleanText, body: str) -> None:
    """A menu does not become an article by its copyright line or by a greeting."""
    with pytest.raises(CleanError) as caught:
        clean(page(body), html=True)
    assert caught.value.code is ErrorCode.NO_ARTICLE


def test_a_signed_sentence_among_links_is_an_article(clean: CleanText) -> None:
    """A date in the page's metadata makes one sentence an article, whatever stands around it."""
    head = '<meta property="article:published_time" content="2024-05-06T07:00:00Z">'
    links = "".join(f"<a href=/{n}>News of the {n} quarters of town</a><br><br>" for n in range(9))
    body = f"<h1>Bakers stay</h1><p>The bakers stay in their street.</p>{links}"
    assert clean(page(body, head), html=True).article.text == "The bakers stay in their street."


def test_repeated_caption_is_no_headline(clean: CleanText) -> None:
    """Headline and caption said twice each: the credit tells the caption."""
    headline, caption = "Bakers stay in the harbour street", "A baker lifts a loaf at dawn. [LENA OKAFOR]"
    content = f"{headline}\nHome > Town\n{headline}\n\n{caption}\n\n{caption}\n\n{LINES}"
    article = clean(content).article
    assert headline == article.headline
    assert [("A baker lifts a loaf at dawn.", "LENA OKAFOR")] == [
        (c.text, c.credit) for c in article.captions
    ]


def test_cutline_is_a_caption(story: Callable[..., Cleaned]) -> None:
    """An element named a cutline holds a caption, not the deck."""
    cleaned = story(above="<div class=cutline>A baker at dawn on Monday. (Lena Okafor/AFP)</div>")
    (caption,) = cleaned.article.captions
    assert (caption.text, caption.credit) == ("A baker at dawn on Monday.", "Lena Okafor/AFP")
    assert cleaned.article.deck is None


def test_sentences_with_times_stay(story: Callable[..., Cleaned]) -> None:
    """A list item that names an hour is no date line."""
    points = [
        "Ovens are lit at 03:30 on all days but Mondays and Thursdays",
        "The first loaf leaves at 05:15",
    ]
    cleaned = story(inside="<ul>" + "".join(f"<li>{point}</li>" for point in points) + "</ul>")
    article = cleaned.article
    listed = [article.text[p.start : p.end] for p in article.paragraphs if p.kind is ParagraphKind.LIST]
    assert points == listed


@pytest.mark.parametrize(
    "line", ["Updated 13:41, 19 January 2025", "24. Mai 2024, 17:32 Uhr | Neu: 25.05.2024, 08:04"]
)
def test_date_lines_go(story: Callable[..., Cleaned], kinds_of: KindsOf, line: str) -> None:
    """A line of dates is one, though its stops look like sentence ends."""
    cleaned = story(inside=f"<p>{line}</p>")
    assert kinds_of(cleaned)[line] is K.PUBLISHED
    assert cleaned.article.text == TEXT


def test_key_points_above_the_text_stay(story: Callable[..., Cleaned]) -> None:
    """A list without links under the headline is text, with its heading."""
    points = "<section><h2>Key points</h2><ul><li>Nine bakers are left in the old street</li></ul></section>"
    expected = f"Key points\n\nNine bakers are left in the old street\n\n{TEXT}"
    assert expected == story(above=f"<p class=by>By Lena Okafor</p>{points}").article.text


def test_deck_needs_no_full_stop(story: Callable[..., Cleaned]) -> None:
    """The line right under the headline is the deck."""
    line = "Rent took two shops in a year; the others count on the boat"
    assert line == story(above=f"<h2 class=x>{line}</h2>").article.deck


def test_copyright_notice_of_an_agency_goes(story: Callable[..., Cleaned], kinds_of: KindsOf) -> None:
    """A notice of rights is no paragraph, though it has sentences."""
    notice = "Copyright 2024 Example Wire. All rights reserved. This may not be printed or sent on to others."
    cleaned = story(inside=f"<p>{notice}</p>")
    assert kinds_of(cleaned)[notice] is K.FOOTER
    assert cleaned.article.text == TEXT


def test_text_about_rights_stays(story: Callable[..., Cleaned]) -> None:
    """A sentence on copyright is text."""
    line = (
        "Copyright is of no use to a baker, said the guild, whose recipes anybody may read in the town hall."
    )
    assert line in story(inside=f"<p>{line}</p>").article.text


def test_pull_quote_is_told_once(story: Callable[..., Cleaned], kinds_of: KindsOf) -> None:
    """A quotation set apart that the text has too is repeated; another one stays."""
    again, other = "We will stay as long as the flour comes by boat", "A street without bread is only a road."
    quotes = "".join(f"<blockquote><p>{quote}</p></blockquote>" for quote in (again, other))
    kinds = kinds_of(story(inside=quotes))
    assert kinds[again] is K.REPEATED
    assert kinds[other] in {K.BODY, K.QUOTE}


def test_name_and_address_sign(story: Callable[..., Cleaned], kinds_of: KindsOf) -> None:
    """A line of a reporter's name and e-mail address is the byline."""
    line = "문가온 기자 gaon@quay.example"
    cleaned = story(below=f"<p>{line}</p>")
    assert kinds_of(cleaned)[line] is K.BYLINE
    assert cleaned.article.text == TEXT


@pytest.mark.parametrize("name", ["Iria Souto Varela", "문가온 기자"])
def test_name_alone_signs_a_flat_text(clean: CleanText, name: str) -> None:
    """A person's name on a line of its own after the headline is the byline."""
    cleaned = clean(f"Bakers stay in the harbour street\n{name}\n2024-05-06 07:00\n\n{LINES}")
    assert [name.removesuffix(" 기자")] == [author.name for author in cleaned.article.authors]


def test_bread_crumbs_of_one_name_a_line(clean: CleanText) -> None:
    """Lines between the front page's name and the headline are the section; a longer menu is not."""
    trail = clean(f"Inicio\n>\nCiudad\n>\nPuerto\nBakers stay in the harbour street\n\n{LINES}")
    menu = clean(f"Home\nNews\nSport\nTown\nWeather\nBakers stay in the harbour street\n\n{LINES}")
    assert trail.article.section == ["Ciudad", "Puerto"]
    assert menu.article.section == []


def test_bulleted_titles_are_no_captions(clean: CleanText) -> None:
    """A related title with the word photos before a colon makes no caption."""
    lines = LINES.splitlines()
    related = "RELATED\n\n  * Mill closes its doors\n  * Photos: The flour, from above"
    article = clean(
        "\n\n".join(["Bakers stay in the harbour street", *lines[:2], related, *lines[2:]])
    ).article
    assert article.captions == []
    assert article.text == TEXT


def test_subheading_after_related_titles_stays(clean: CleanText) -> None:
    """The last line under a related label heads the text if it says the same."""
    lines = LINES.splitlines()
    related = "Related articles\nMill closes its doors\nFerry strike ends\nWork before dawn, with children"
    article = clean("\n".join(["Bakers stay in the harbour street", *lines[:2], related, *lines[2:]])).article
    kept = [article.text[p.start : p.end] for p in article.paragraphs if p.kind is ParagraphKind.SUBHEADING]
    assert kept == ["Work before dawn, with children"]


@pytest.mark.parametrize(
    ("markup", "text", "kind"),
    [
        ('<div role="banner"><p>Quay Post of the day</p></div>', "Quay Post of the day", K.NAVIGATION),
        ('<div role="contentinfo"><p>Quay Post house</p></div>', "Quay Post house", K.FOOTER),
        ('<aside class="newsletter"><p>The quay at six</p></aside>', "The quay at six", K.APPEAL),
        (
            "<p><a href=/p>Partager</a><a href=/t>Tweeter</a><a>Imprimer</a></p>",
            "PartagerTweeterImprimer",
            K.SHARE,
        ),
        ("<h3>Vos réactions</h3>", "Vos réactions", K.COMMENT),
        ("<h4>مواضيع ذات صلة</h4>", "مواضيع ذات صلة", K.RELATED),
        ("<p>thumb_up 3</p>", "thumb_up 3", K.ICON),
    ],
)
def test_furniture_has_its_kind(
    story: Callable[..., Cleaned], kinds_of: KindsOf, markup: str, text: str, kind: BlockKind
) -> None:
    """Landmarks, boxes, bars and labels are named for what they are."""
    cleaned = story(below=markup)
    assert kinds_of(cleaned)[text] is kind
    assert cleaned.article.text == TEXT


def test_short_line_above_the_headline_is_no_footer(clean: CleanText, kinds_of: KindsOf) -> None:
    """A line nobody can name is other, not navigation or footer."""
    body = f"<div>21° and cloudy</div><h1>Bakers stay in the harbour street</h1><div>{STORY}</div>"
    assert kinds_of(clean(page(body), html=True))["21° and cloudy"] is K.OTHER


def test_only_names_of_sections_are_bread_crumbs(clean: CleanText, kinds_of: KindsOf) -> None:
    """A button and the date among them, above the headline of a flat text, are what they say."""
    above = "Home\nTown\nTrade\nLog in\n12 March 2026\n"
    cleaned = clean(f"{above}Bakers stay in the harbour street\nBy Mara Lindqvist\n{LINES}")
    kinds = kinds_of(cleaned)
    assert [kinds[name] for name in ("Home", "Town", "Trade")] == [K.BREADCRUMB] * 3
    assert (K.LOGIN, K.PUBLISHED) == (kinds["Log in"], kinds["12 March 2026"])
    assert cleaned.article.section == ["Town", "Trade"]
    assert cleaned.article.published_at is not None
    assert cleaned.article.published_at.value == "2026-03-12"
