"""Charsets: said by the transport, said by the page, said wrongly, and not said at all."""

import json

import pytest

from schemas import WarningCode
from tests.admit.conftest import Deliver
from tests.admit.sentences import CHARSETS, SENTENCES

REPAIRED = (WarningCode.CHARSET_REPAIRED,)


def page(text: str, head: str = "") -> str:
    """Wrap text in a page that is mostly ASCII markup, as pages are."""
    paragraph = f'<div class="story"><p data-position="1">{text}</p></div>\n'
    return f"<!DOCTYPE html><html><head>{head}</head><body>{paragraph * 3}</body></html>"


@pytest.mark.parametrize(("language", "charset", "codec"), CHARSETS)
def test_header(deliver: Deliver, language: str, charset: str, codec: str) -> None:
    """A charset the header names is used, without a warning."""
    text = SENTENCES[language]
    admitted = deliver(text.encode(codec), content_type=f'text/plain; charset="{charset.upper()}"')
    assert (text, charset, ()) == (admitted.raw.content, admitted.charset, admitted.warnings)


@pytest.mark.parametrize(("language", "charset", "codec"), CHARSETS)
@pytest.mark.parametrize(
    "declaration",
    [
        '<meta charset="{}">',
        "<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset={}'>",
        "<!-- <meta charset=utf-7> --><meta name=x><meta charset = {}/>",
    ],
)
def test_page(deliver: Deliver, language: str, charset: str, codec: str, declaration: str) -> None:
    """A charset the page declares is used where the header says none."""
    text = page(SENTENCES[language], declaration.format(charset))
    admitted = deliver(text.encode(codec), content_type="text/html")
    assert (text, charset, ()) == (admitted.raw.content, admitted.charset, admitted.warnings)


@pytest.mark.parametrize(("language", "charset", "codec"), CHARSETS)
@pytest.mark.parametrize("wrap", [str, page])
def test_detection(deliver: Deliver, language: str, charset: str, codec: str, wrap: type[str]) -> None:
    """Where nobody says, the charset is detected from one or two sentences, flat or inside markup."""
    text = wrap(SENTENCES[language])
    admitted = deliver(text.encode(codec))
    assert (text, charset) == (admitted.raw.content, admitted.charset)


@pytest.mark.parametrize(("language", "charset", "codec"), CHARSETS)
def test_wrong_claim(deliver: Deliver, language: str, charset: str, codec: str) -> None:
    """A false claim of UTF-8 by header and page is repaired, and said."""
    text = page(SENTENCES[language], '<meta charset="utf-8">')
    admitted = deliver(text.encode(codec), content_type="text/html; charset=utf-8")
    expected = () if charset == "iso-2022-jp" else REPAIRED
    assert (text, expected) == (admitted.raw.content, admitted.warnings)


@pytest.mark.parametrize("language", ["ko", "ja", "zh-TW", "ru", "el", "he", "ar", "th"])
def test_latin_1_filled_in(deliver: Deliver, language: str) -> None:
    """The Latin-1 that HTTP clients fill in does not turn other scripts into accents."""
    codec = next(codec for known, _, codec in CHARSETS if known == language)
    text = page(SENTENCES[language])
    admitted = deliver(text.encode(codec), content_type="text/html; charset=ISO-8859-1")
    assert (text, REPAIRED) == (admitted.raw.content, admitted.warnings)


def test_latin_1_filled_in_and_page_knows(deliver: Deliver) -> None:
    """Against a header's Latin-1 the page's own declaration wins."""
    text = page(SENTENCES["pl"], "<meta charset=iso-8859-2>")
    admitted = deliver(text.encode("iso8859_2"), content_type="text/html; charset=ISO-8859-1")
    assert (text, "iso-8859-2", REPAIRED) == (admitted.raw.content, admitted.charset, admitted.warnings)


@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32-le"])
def test_unicode(deliver: Deliver, language: str, codec: str) -> None:
    """Every form of Unicode is read with and without a mark, whose place is not in the text."""
    text = f"{SENTENCES[language]} (24.11.2025)\r\n{SENTENCES[language]}\n"
    admitted = deliver(text.encode(codec))
    assert (text, ()) == (admitted.raw.content, admitted.warnings)
    assert admitted.charset.startswith("utf-")


@pytest.mark.parametrize("language", SENTENCES)
def test_utf_8_under_a_false_name(deliver: Deliver, language: str) -> None:
    """Valid UTF-8 is UTF-8 whatever the header says; a stale declaration in the page is no news."""
    text = page(SENTENCES[language], "<meta charset=euc-kr>")
    assert (text, ()) == ((admitted := deliver(text.encode())).raw.content, admitted.warnings)
    admitted = deliver(text.encode(), content_type="text/html; charset=iso-8859-1")
    assert (text, REPAIRED) == (admitted.raw.content, admitted.warnings)


@pytest.mark.parametrize("codec", ["cp1252", "cp1251", "cp949", "cp932", "utf-16", "utf-16-be"])
def test_json(deliver: Deliver, codec: str) -> None:
    """JSON in another charset than UTF-8 is read all the same."""
    text = {"cp1251": SENTENCES["ru"], "cp949": SENTENCES["ko"], "cp932": SENTENCES["ja"]}.get(
        codec, SENTENCES["de"]
    )
    carried = json.dumps({"title": text[:20], "content": text}, ensure_ascii=False)
    admitted = deliver(carried.encode(codec), content_type="application/json")
    assert (text, text[:20]) == (admitted.raw.content, admitted.raw.title)


def test_xml_declaration(deliver: Deliver) -> None:
    """An XHTML page says its charset in the XML declaration."""
    text = f'<?xml version="1.0" encoding="iso-8859-2"?>\n<html><body><p>{SENTENCES["pl"]}</p></body></html>'
    assert text == deliver(text.encode("iso8859_2")).raw.content


def test_cut_in_the_middle_of_a_character(deliver: Deliver) -> None:
    """UTF-8 cut off inside its last character keeps all others."""
    admitted = deliver("Le café a fermé à né".encode()[:-1])
    assert ("Le café a fermé à n\N{REPLACEMENT CHARACTER}", (WarningCode.CHARACTERS_REPLACED,)) == (
        admitted.raw.content,
        admitted.warnings,
    )


@pytest.mark.parametrize(("language", "codec"), [("fr", "utf-8"), ("ko", "cp949"), ("ja", "euc-jp")])
def test_few_damaged_characters(deliver: Deliver, language: str, codec: str) -> None:
    """One damaged byte in a page costs that character and leaves a warning."""
    text = page(SENTENCES[language] * 9)
    value = text.replace("</body>", "&", 1).encode(codec).replace(b"&", b"\xff</body>")
    admitted = deliver(value, content_type=f"text/html; charset={codec.replace('cp949', 'euc-kr')}")
    assert (
        text.replace("</body>", "\N{REPLACEMENT CHARACTER}</body>"),
        (WarningCode.CHARACTERS_REPLACED,),
    ) == (
        admitted.raw.content,
        admitted.warnings,
    )


def test_surrogate_pairs_written_as_utf_8(deliver: Deliver) -> None:
    """CESU-8, which some Java programs write, is put right."""
    admitted = deliver("Fährhafen ".encode() + b"\xed\xa0\xbd\xed\xba\xa2 wieder offen")
    assert ("Fährhafen \N{SHIP} wieder offen", REPAIRED) == (admitted.raw.content, admitted.warnings)


@pytest.mark.parametrize(
    "label", ["utf-7", "replacement", "no-such-charset", "x-user-defined", "", "ünïcode"]
)
def test_unknown_label(deliver: Deliver, label: str) -> None:
    """A label nobody knows is no claim."""
    text = SENTENCES["de"]
    assert text == deliver(text.encode(), content_type=f"text/plain; charset={label}").raw.content


def misreadings() -> list[tuple[str, str]]:
    """List the sentences and the charsets that UTF-8 can be taken for without an error."""
    found = []
    for language, text in SENTENCES.items():
        for codec in ("latin-1", "cp1252"):
            try:
                text.encode().decode(codec)
            except UnicodeDecodeError:
                continue
            found.append((language, codec))
    return found


@pytest.mark.parametrize(("language", "codec"), misreadings())
def test_mojibake(deliver: Deliver, language: str, codec: str) -> None:
    """UTF-8 that somebody read as Latin-1 is repaired, beside text that is right, and line ends stay."""
    text = SENTENCES[language]
    broken = text.encode().decode(codec)
    content = f"<p>Ça va. L’été.</p>\r\n<p>{broken}</p>"
    admitted = deliver(json.dumps({"content": content, "title": broken}).encode())
    assert (f"<p>Ça va. L’été.</p>\r\n<p>{text}</p>", text) == (admitted.raw.content, admitted.raw.title)
    assert (WarningCode.MOJIBAKE_REPAIRED,) == admitted.warnings


@pytest.mark.parametrize("language", SENTENCES)
def test_no_false_mojibake(deliver: Deliver, language: str) -> None:
    """Right text stays as it is, capitals too."""
    for text in (SENTENCES[language], SENTENCES[language].upper()):
        admitted = deliver(text.encode())
        assert (text, ()) == (admitted.raw.content, admitted.warnings)


def test_capitals_with_tilde(deliver: Deliver) -> None:
    """Portuguese capitals look like misread lead bytes and are none."""
    text = "SÃO PAULO – A POPULAÇÃO NÃO TERÁ ÔNIBUS NESTA SEGUNDA"
    assert (text, ()) == ((admitted := deliver(text.encode())).raw.content, admitted.warnings)


def test_text_is_kept_to_the_character(deliver: Deliver) -> None:
    """Line ends, tabs, decomposed accents and odd spaces stay: offsets point into this text."""
    text = "\tE\u0301te\u0301\r\n\r\n \u00a0\u2003Fin\u00ad.\r\v\f\u2028\x85end \n"
    assert text == deliver(text.encode()).raw.content


@pytest.mark.parametrize("language", ["ko", "zh-TW"])
def test_detection_over_damage(deliver: Deliver, language: str) -> None:
    """A damaged byte does not hide a charset nobody named."""
    codec = next(codec for known, _, codec in CHARSETS if known == language)
    text = page(SENTENCES[language] * 9)
    value = text.replace("</p>", "&", 1).encode(codec).replace(b"&", b"\xff</p>")
    admitted = deliver(value)
    assert (WarningCode.CHARSET_REPAIRED, WarningCode.CHARACTERS_REPLACED) == admitted.warnings
    assert text.replace("</p>", "\N{REPLACEMENT CHARACTER}</p>", 1) == admitted.raw.content
