"""``dateline explain --html``: one page of input, article and facts, each linked to the others."""

import re
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from service.cli.explain_page.bounds import MOST_BLOCKS, MOST_TEXT_CHARACTERS
from service.cli.explain_page.facts import ListedFact, Words
from service.cli.explain_page.marking import make_marks, nest
from tests.cli.command import Dateline, Ended

SAMPLES = Path("service/demo/samples")
ARTICLES = (
    "en-agency-flood.html",
    "de-bruecke.html",
    "ko-lighthouse.html",
    "ar-souk.html",
    "es-sequia.txt",
    "ko-bathhouse.txt",
    "fr-bac.json",
)
QUOTING = (
    "Ferry to Aran resumes after storm\n\n"
    "GALWAY, Ireland - The ferry to the Aran Islands resumed on Tuesday after four days in port, and about "
    "300 passengers boarded the first crossing, the operator said.\n\n"
    '"We told the harbour in Galway on Monday that we would sail," said Orla Deane, who runs the line. '
    '"Nobody was left behind."\n\n'
    "Share\nLog in to comment\n"
)
HOSTILE = (
    '<html lang="x&quot; onload=alert(1)"><head><title>Mayor "><img src=x onerror=alert(2)> resigns</title>'
    "</head><body><nav><a href='/'>&lt;/del&gt;&lt;script&gt;alert(3)&lt;/script&gt; Home</a></nav><article>"
    '<h1>Mayor "&gt;&lt;img src=x onerror=alert(2)&gt; resigns</h1>'
    "<p>The mayor of Galway resigned on Tuesday, "
    "&lt;/script&gt;&lt;script&gt;document.title='owned'&lt;/script&gt; "
    "the city said, after 12 years in office and a long dispute over the harbour.</p>"
    "<p>&quot;I leave with \u202egnihton\u202c regretted {{ 7 * 7 }} "
    "&lt;style&gt;body{display:none}&lt;/style&gt; here,&quot; said Orla Deane, the mayor, "
    "in a statement that was read out in Galway.</p></article></body></html>"
)


def explained(dateline: Dateline, path: object, *more: object) -> LexborHTMLParser:
    """Run the command and parse the page it writes to stdout."""
    ended = dateline("explain", "--html", path, *more)
    assert ended.code == 0, ended.err
    return LexborHTMLParser(ended.out)


def texts(page: LexborHTMLParser, selector: str) -> list[str]:
    """Return the text of each element a selector finds."""
    return [node.text() for node in page.css(selector)]


def only(page: LexborHTMLParser, selector: str) -> LexborNode:
    """Return the one element a selector finds."""
    (node,) = page.css(selector)
    return node


def attribute(node: LexborNode, name: str) -> str:
    """Return an attribute that must be there."""
    value = node.attributes[name]
    assert value is not None
    return value


@pytest.mark.parametrize("name", ARTICLES)
def test_the_page_holds_the_whole_article_and_the_whole_event(dateline: Dateline, name: str) -> None:
    """Paragraphs letter by letter, every block, the event as it is published."""
    explanation = orjson.loads(dateline("explain", SAMPLES / name, "--json").out)
    page = explained(dateline, SAMPLES / name)
    event, blocks = explanation["event"], explanation["blocks"]
    assert event["article"]["text"] == "\n\n".join(texts(page, ".paragraph > p"))
    assert orjson.loads(texts(page, "#event pre")[0]) == event
    removed = [b for b in blocks if not b["kept"] and b["kind"] != "blank"]
    assert [" ".join(b["text"].split()) for b in removed] == [
        " ".join(words.split()) for words in texts(page, ".run.removed del")
    ]
    assert sum(b["kept"] for b in blocks) == len(page.css(".run.kept .words"))


@pytest.mark.parametrize("name", ARTICLES)
def test_every_link_leads_somewhere_and_nothing_leads_out(dateline: Dateline, name: str) -> None:
    """Identifiers are unique, links and descriptions point at them, no asset is loaded."""
    page = explained(dateline, SAMPLES / name)
    ids = [attribute(node, "id") for node in page.css("[id]")]
    assert sorted(set(ids)) == sorted(ids)
    links = {attribute(node, "href") for node in page.css("[href]")}
    assert {f"#{name}" for name in ids} >= links
    described = [attribute(node, "aria-describedby").split() for node in page.css("[aria-describedby]")]
    assert set(ids) >= {name for names in described for name in names}
    assert not page.css("[src], link, img, iframe, object, form, base")


@pytest.mark.parametrize("name", ARTICLES)
def test_marks_cover_exactly_the_words_of_their_facts(dateline: Dateline, name: str) -> None:
    """What is highlighted for a fact is what the event says its words are, nested or cut or not."""
    event = orjson.loads(dateline("explain", SAMPLES / name, "--json").out)["event"]
    page = explained(dateline, SAMPLES / name)
    for kind, field in (("time", "times"), ("quantity", "quantities")):
        for number, fact in enumerate(event[field], 1):
            pieces = texts(page, f'mark[data-facts~="{kind}-{number}"]')
            assert "".join(fact["text"].split()) == "".join("".join(pieces).split())
    for number, entity in enumerate(event["entities"], 1):
        spans = [(mention["start"], mention["end"]) for mention in entity["mentions"]]
        found = texts(page, f'mark[id][data-facts~="entity-{number}"]')
        assert [event["article"]["text"][start:end] for start, end in spans] == found


def test_a_name_inside_a_quote_is_marked_inside_it(dateline: Dateline, tmp_path: Path) -> None:
    """Marks of facts within facts stand inside one another, and the speaker belongs to the quote."""
    (tmp_path / "a.txt").write_text(QUOTING)
    page = explained(dateline, tmp_path / "a.txt", "--published-at", "2024-11-13")
    quote = next(node for node in page.css("mark.quote") if "harbour" in node.text())
    assert {"Galway", "Monday"} <= {node.text() for node in quote.css("mark")}
    (fact,) = attribute(quote, "data-facts").split()
    (speaker,) = [node for node in page.css("mark.speaker") if fact in attribute(node, "data-facts").split()]
    assert speaker.text() == "Orla Deane"


def test_a_fact_names_its_words_and_they_their_block(dateline: Dateline, tmp_path: Path) -> None:
    """From a time to its words, to the paragraph around them, to the block of the input it was made of."""
    (tmp_path / "a.txt").write_text(QUOTING)
    page = explained(dateline, tmp_path / "a.txt", "--published-at", "2024-11-13")
    fact = next(node for node in page.css(".fact.time") if "Tuesday" in node.text())
    assert "2024-11-12" in fact.text()
    link = fact.css_first(".where a")
    assert link is not None
    mark = only(page, attribute(link, "href"))
    assert mark.text() == "Tuesday"
    paragraph = next(p for p in page.css(".paragraph") if mark.mem_id in {m.mem_id for m in p.css("mark")})
    block = only(page, f"#block-{attribute(paragraph, 'data-block')}")
    start, end = (int(n) for n in re.findall(r"\d+", attribute(block, "data-place")))
    assert QUOTING[start:end].strip() == QUOTING.split("\n\n")[1]
    assert block.attributes["data-paragraph"] == attribute(paragraph, "id").removeprefix("paragraph-")


def test_removed_blocks_say_their_kind_in_words(dateline: Dateline, tmp_path: Path) -> None:
    """Colour and line are not the only sign."""
    (tmp_path / "a.txt").write_text(QUOTING)
    page = explained(dateline, tmp_path / "a.txt")
    (run,) = [node for node in page.css(".run.removed") if "Share" in node.text()]
    assert run.text().split()[:2] == ["removed:", "share"]
    assert "k-share" in attribute(run, "class").split()
    (label,) = [node.text() for node in page.css(".tally .k-share .hidden")]
    assert label == "share"


def test_the_page_is_marked_up_for_who_does_not_see_it(dateline: Dateline, tmp_path: Path) -> None:
    """A language, one main part, named regions, one first heading, tables with headers."""
    (tmp_path / "a.txt").write_text(QUOTING)
    page = explained(dateline, tmp_path / "a.txt", "--published-at", "2024-11-13")
    assert only(page, "html").attributes["lang"] == "en"
    assert only(page, ".text").attributes["lang"] == "en"
    only(page, "main")
    assert ["Ferry to Aran resumes after storm"] == texts(page, "h1")
    assert ["Input", "Article", "Facts"] == [
        only(page, f"#{attribute(node, 'aria-labelledby')}").text()
        for node in page.css("main > [aria-labelledby]")
    ]
    assert ["place", "country", "where", "GeoNames", "words"] == texts(page, "#facts th[scope=col]")
    assert "Galway" in texts(page, "#facts th[scope=row] span")


def test_other_languages_are_told(dateline: Dateline, tmp_path: Path) -> None:
    """A paragraph in another language is marked as such; what nobody looked for is told."""
    spanish = "«No sabíamos cuándo iban a volver los barcos, ni quién los pagaría», dijo la alcaldesa."
    (tmp_path / "a.txt").write_text(QUOTING.replace('"Nobody', f'\n\n{spanish}\n\n"Nobody'))
    page = explained(dateline, tmp_path / "a.txt")
    assert [spanish] == texts(page, '.paragraph[lang="es"] > p')
    assert not [text for text in texts(page, "#facts .quiet") if "no rules" in text]
    page = explained(dateline, SAMPLES / "ko-bathhouse.txt")
    assert 3 == len([text for text in texts(page, "#facts .quiet") if "no rules" in text])


def test_a_hostile_article_stays_text(dateline: Dateline, tmp_path: Path) -> None:
    """Markup, scripts, templates and attributes of the input are shown, not obeyed."""
    (tmp_path / "a.html").write_text(HOSTILE)
    plain = explained(dateline, SAMPLES / "de-bruecke.html")
    page = explained(dateline, tmp_path / "a.html", "--url", "javascript:alert(4)")
    assert texts(plain, "script") == texts(page, "script")
    assert texts(plain, "style") == texts(page, "style")
    assert not page.css("img, iframe, object, [onload], [onerror], [src]")
    assert "{{ 7 * 7 }}" in page.css(".text")[0].text()
    assert "</script><script>document.title='owned'</script>" in page.css(".text")[0].text()
    policy = attribute(only(page, "meta[http-equiv]"), "content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_what_turns_a_line_around_is_shown_as_its_code(dateline: Dateline, tmp_path: Path) -> None:
    """Direction overrides and controls are written out everywhere, the event and the source included."""
    (tmp_path / "a.html").write_text(HOSTILE.replace("regretted", "regretted \x07 so"))
    ended = dateline("explain", "--html", tmp_path / "a.html")
    assert not re.search("[\u202a-\u202e\x07]", ended.out)
    assert "‹U+202E›gnihton" in ended.out
    assert "‹U+0007›" in ended.out


def test_a_huge_article_is_bounded_and_the_page_says_so(dateline: Dateline, tmp_path: Path) -> None:
    """Blocks and text beyond what a browser bears are counted, not shown."""
    prose = "".join(
        f"<p>On Tuesday ward {n} wrote of its {n} wells to Galway, Cork and Dublin.</p>"
        for n in range(MOST_BLOCKS + 500)
    )
    (tmp_path / "a.html").write_text(f"<html><body><article><h1>Wells</h1>{prose}</article></body></html>")
    ended = dateline("explain", "--html", tmp_path / "a.html")
    page = LexborHTMLParser(ended.out)
    said = " ".join(texts(page, ".left-out"))
    length = len("\n\n".join(texts(page, ".paragraph > p")))
    assert len(ended.out) < 5_000_000
    assert MOST_TEXT_CHARACTERS >= length > MOST_TEXT_CHARACTERS - 100
    assert len(page.css(".block")) == MOST_BLOCKS
    for what in ("blocks", "characters of text", "highlights", "times", "characters"):
        assert f"more {what} not shown here" in said


def test_the_page_is_written_where_output_says(dateline: Dateline, tmp_path: Path) -> None:
    """-o names the file; the same bytes every time."""
    pages = [tmp_path / "1.html", tmp_path / "2.html"]
    ended = [dateline("explain", "--html", SAMPLES / "es-sequia.txt", "-o", page) for page in pages]
    assert [Ended(0, "", "")] * 2 == ended
    assert pages[0].read_bytes() == pages[1].read_bytes()
    assert pages[0].read_text("utf-8").startswith("<!doctype html>")


def test_a_rejected_article_has_a_page_too(dateline: Dateline, tmp_path: Path) -> None:
    """It says why, what to do, and shows the input; the exit code says so as well."""
    (tmp_path / "a.txt").write_text("Home\nSport\nLog in\n")
    ended = dateline("explain", "--html", tmp_path / "a.txt")
    page = LexborHTMLParser(ended.out)
    assert ended.code == 4
    assert "Rejected: no_article" in only(page, "[role=alert]").text()
    assert "Home\nSport\nLog in\n" == only(page, "#input pre").text()
    assert not page.css("#article, #facts, #event")
    assert {"#input"} == {attribute(node, "href") for node in page.css("[href]")}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--html", "--json"], "--html goes alone"),
        (["--html", "--compare"], "--html goes alone"),
        (["-o", "page.html"], "--output is where --html writes its page"),
        (["--html", "-o", "article.txt"], "article.txt is the article itself"),
        (["--html", "-o", "missing/page.html"], "cannot write missing/page.html"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    dateline: Dateline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], message: str
) -> None:
    """One line says what to do, and the article is never written over."""
    monkeypatch.chdir(tmp_path)
    Path("article.txt").write_text(QUOTING)
    ended = dateline("explain", "article.txt", *options)
    assert (2, "") == (ended.code, ended.out)
    assert ended.err.startswith(f"dateline: {message}")
    assert Path("article.txt").read_text() == QUOTING


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=12)


@given(spans=SPANS, start=st.integers(0, 20), length=st.integers(0, 20))
def test_crossing_spans_nest(spans: list[tuple[int, int]], start: int, length: int) -> None:
    """Whatever the spans: marks close in order, the words stay, each mark covers its own words only."""
    text = "".join(chr(0x4E00 + n) for n in range(41))
    facts = [ListedFact(f"time-{n}", "", (), (Words(a, b, "time"),)) for n, (a, b) in enumerate(spans)]
    marks, _ = make_marks(facts, len(text))
    end = start + length
    touching = [mark for mark in marks if mark.start < end and start < mark.end]
    opened: list[int] = []
    covered = {mark.number: "" for mark in touching}
    words = ""
    for piece in nest(text, start, end, touching):
        if piece.opens:
            opened.append(piece.opens.number)
        elif piece.text:
            words += piece.text
            for number in opened:
                covered[number] += piece.text
        else:
            opened.pop()
    assert not opened
    assert text[start:end] == words
    assert covered == {mark.number: text[max(start, mark.start) : min(end, mark.end)] for mark in touching}
