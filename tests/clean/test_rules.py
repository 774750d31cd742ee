"""Tables for the parts the rules are made of: phrases, credits, headlines."""

import pytest

from schemas import BlockKind
from service.clean.assemble import count_text_words
from service.clean.blocks import count_words, has_sentence
from service.clean.captions import split_credit
from service.clean.phrases import phrase_kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Log in", BlockKind.LOGIN),
        ("Jetzt anmelden", BlockKind.LOGIN),
        ("로그인", BlockKind.LOGIN),
        ("Leave a comment", BlockKind.COMMENT),
        ("12 commentaires", None),
        ("Kommentare", BlockKind.COMMENT),
        ("Share this article", BlockKind.SHARE),
        ("Shareholders are angry", None),
        ("WhatsApp", BlockKind.SHARE),
        ("WhatsApp changes its rules", None),
        ("Related Article", BlockKind.RELATED),
        ("Related articles", BlockKind.RELATED),
        ("À lire aussi :", BlockKind.RELATED),
        ("Leia também", BlockKind.RELATED),
        ("関連記事", BlockKind.RELATED),
        ("Читайте также", BlockKind.RELATED),
        ("Sign up for our newsletter", BlockKind.APPEAL),
        ("Réservé aux abonnés", BlockKind.PAYWALL),
        ("Anzeige", BlockKind.ADVERTISEMENT),
        ("Accept all cookies", BlockKind.COOKIE_NOTICE),
        ("© 2024 Some Publisher", BlockKind.FOOTER),
        ("Print", BlockKind.TOOL),
        ("print dictionary print", BlockKind.TOOL),
        ("Print runs are falling", None),
        ("印刷", BlockKind.TOOL),
        ("The mayor resigned on Tuesday", None),
        ("다리가 무너졌다", None),
    ],
)
def test_phrases_name_kinds(text: str, kind: BlockKind | None) -> None:
    """A short line says what it is; the same word in a headline does not."""
    assert kind is phrase_kind(text, count_words(text))


def test_long_blocks_have_no_phrases() -> None:
    """Running text may say any of the words."""
    text = "Please log in before you read the rest of this rather long sentence about the harbour tram line."
    assert phrase_kind(text, count_words(text)) is None


@pytest.mark.parametrize(
    ("caption", "text", "credit"),
    [
        ("A tram leaves. [SCREEN CAPTURE]", "A tram leaves.", "SCREEN CAPTURE"),
        ("A tram leaves. (Photo: Lena Okafor/AFP)", "A tram leaves.", "Lena Okafor/AFP"),
        ("A tram leaves (AP Photo/Lena Okafor)", "A tram leaves", "AP Photo/Lena Okafor"),
        ("Eine Bahn fährt ab. Foto: Lena Okafor/dpa", "Eine Bahn fährt ab.", "Lena Okafor/dpa"),
        ("A tram leaves. © Reuters", "A tram leaves.", "Reuters"),
        ("전차가 출발한다. [사진 출처 = 연합뉴스]", "전차가 출발한다.", "사진 출처 = 연합뉴스"),
        ("Foto: Lena Okafor", "", "Lena Okafor"),
        ("عربة ترام تغادر المستودع (تصوير: لينا نجار)", "عربة ترام تغادر المستودع", "لينا نجار"),
        ("전차가 출발한다. 사진=문가온 기자", "전차가 출발한다.", "문가온 기자"),
        ("車庫を出る路面電車＝3日、港町、森野あかり撮影", "車庫を出る路面電車＝3日、港町", "森野あかり"),
        ("車庫を出る路面電車を市民が撮影", "車庫を出る路面電車を市民が撮影", None),
        ("Um bonde sai (3) - Lena Okafor/Folha do Cais", "Um bonde sai (3)", "Lena Okafor/Folha do Cais"),
        ("A tram leaves. | Lena Okafor/For the Quay", "A tram leaves.", "Lena Okafor/For the Quay"),
        ("Un tram part. © Le Quai – Lena Okafor", "Un tram part.", "Le Quai – Lena Okafor"),
        ("A tram leaves - and stops/starts", "A tram leaves - and stops/starts", None),
        ("A tram leaves (left) for the depot.", "A tram leaves (left) for the depot.", None),
        ("A tram leaves the depot (in the old town)", "A tram leaves the depot (in the old town)", None),
        ("A tram.", "A tram.", None),
    ],
)
def test_credits_are_split_from_captions(caption: str, text: str, credit: str | None) -> None:
    """The credit comes without brackets and label; other brackets stay."""
    assert (text, credit) == split_credit(caption)


@pytest.mark.parametrize(
    ("text", "words"), [("one two three", 3), ("", 0), ("한국어 세 단어", 3), ("日本語の文章です", 4)]
)
def test_words_are_counted_in_every_script(text: str, words: int) -> None:
    """Scripts without spaces count two characters as a word."""
    assert words == count_words(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It’s 3.5 a-b", 4),
        ("한국어 세 단어", 3),
        ("日本語の文章・です。", 8),
        ("ภาษาไทย", 7),
        ("हिन्दी समाचार पत्र।", 3),
        ("AIの話", 3),
    ],
)
def test_words_of_the_text(text: str, words: int) -> None:
    """Each letter of a script without spaces is a word; vowel signs and apostrophes end none."""
    assert words == count_text_words(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It ended.", True),
        ("It ended. Then", True),
        ("“It ended.”", True),
        ("終わった。", True),
        ("انتهى الأمر؟", True),
        ("वह चला गया।", True),
        ("No end here", False),
        ("Version 2.0 out", False),
    ],
)
def test_sentences_end_in_every_script(text: str, *, expected: bool) -> None:
    """Full stops of many scripts end a sentence, quotation marks after them included."""
    assert expected is has_sentence(text)
