"""Signatures to names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.clean.metadata.authors import Signature, read_signature
from service.clean.metadata.folding import matching_key

NAMES = [
    ("Jane Doe", ["Jane Doe"]),
    ("By Jane Doe", ["Jane Doe"]),
    ("by: Jane Doe", ["Jane Doe"]),
    ("By Jane Doe and John Smith", ["Jane Doe", "John Smith"]),
    ("By Jane Doe, John Smith & Ann Lee", ["Jane Doe", "John Smith", "Ann Lee"]),
    ("Written by Jane Doe, Staff Writer", ["Jane Doe"]),
    ("By JANE DOE POLITICAL EDITOR", ["JANE DOE"]),
    ("Senior Reporter Jane Doe", ["Jane Doe"]),
    ("Jane Doe | Chief Correspondent", ["Jane Doe"]),
    ("Jane Doe, Special to The Example Times", ["Jane Doe"]),
    ("By Jane Doe for The Example Times", ["Jane Doe"]),
    ("By Jane Doe And John Smith For The Example On Sunday", ["Jane Doe", "John Smith"]),
    ("By Jane Doe in Paris", ["Jane Doe"]),
    ("By Jane Doe @janedoe", ["Jane Doe"]),
    ("By Jane Doe jane.doe@news.example", ["Jane Doe"]),
    ("Jane Doe (jane@news.example)", ["Jane Doe"]),
    ("By Jane Doe, 13 November 2024, 9:41", ["Jane Doe"]),
    ("Jane Doe 13.11.2024", ["Jane Doe"]),
    ("Post author By Jane Doe", ["Jane Doe"]),
    ("Theresa May", ["Theresa May"]),
    ("Jane White", ["Jane White"]),
    ("Dr. Jane Doe", ["Dr. Jane Doe"]),
    ("Martin Luther King Jr.", ["Martin Luther King Jr."]),
    ("Jane O'Mahony-Smith", ["Jane O'Mahony-Smith"]),
    ("Doe, Jane", ["Jane Doe"]),
    ("Doe, Jane A.", ["Jane A. Doe"]),
    ("JANE DOE; JOHN SMITH", ["JANE DOE", "JOHN SMITH"]),
    ("Jane Doe, Jane Doe", ["Jane Doe"]),
    ("Von Anna Müller", ["Anna Müller"]),
    ("Von Anna Müller, Ben Schulz und Carla Weiß", ["Anna Müller", "Ben Schulz", "Carla Weiß"]),
    ("Ein Gastbeitrag von Anna Müller", ["Anna Müller"]),
    ("Autorin: Anna Müller", ["Anna Müller"]),
    ("Anna Müller, Redakteurin", ["Anna Müller"]),
    ("Anna Müller aus Berlin", ["Anna Müller"]),
    ("Von Anna Müller, Lille", ["Anna Müller"]),
    ("Karl von Hohenberg", ["Karl von Hohenberg"]),
    ("Par Élise Martin et Jean Dupont", ["Élise Martin", "Jean Dupont"]),
    ("Propos recueillis par Élise Martin", ["Élise Martin"]),
    ("Por María José García de la Torre", ["María José García de la Torre"]),
    ("Por Ana Ruiz y Luis Gil", ["Ana Ruiz", "Luis Gil"]),
    ("Di Paolo Verdi", ["Paolo Verdi"]),
    ("A cura di Paolo Verdi e Lia Neri", ["Paolo Verdi", "Lia Neri"]),
    ("Door Jan de Vries", ["Jan de Vries"]),
    ("Av Kari Nordmann og Ola Hansen", ["Kari Nordmann", "Ola Hansen"]),
    ("Tekst: Kari Nordmann", ["Kari Nordmann"]),
    ("Автор: Иван Петров", ["Иван Петров"]),
    ("文/张三", ["张三"]),
    ("记者：张三、李四", ["张三", "李四"]),
    ("記者 山田太郎", ["山田太郎"]),
    ("김철수 기자", ["김철수"]),
    ("Penulis: Budi Santoso", ["Budi Santoso"]),
    ("By Jane Amelia Doe Feb 8, 2020 5 min read", ["Jane Amelia Doe"]),
    ("By Jane Doe Follow", ["Jane Doe"]),
    ("by Jane Doe Last updated 4 June 2020", ["Jane Doe"]),
    ("Von Anna Müller Veröffentlicht am 3. Mai", ["Anna Müller"]),
    ("Von anna.mueller am Samstag, 19. Oktober", ["anna.mueller"]),
    ("Author: Rover7 am 29.12.2010, 13:36 Uhr", ["Rover7"]),
]


@pytest.mark.parametrize(("raw", "names"), NAMES)
def test_names(raw: str, names: list[str]) -> None:
    """A signature gives its people, in order, and keeps itself as the raw value."""
    people = read_signature(raw).people
    assert names == [author.name for author in people]
    assert {raw} >= {author.raw for author in people}


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "admin",
        "Administrator",
        "No Author",
        "Staff Writer",
        "By",
        "https://www.facebook.com/example",
        "jane@news.example",
        "@janedoe",
        "13 November 2024",
        "105092",
        "null",
    ],
)
def test_nobody(raw: str) -> None:
    """Accounts, jobs, addresses and dates sign for nobody."""
    signature = read_signature(raw)
    assert Signature((), (), None) == signature


@pytest.mark.parametrize(
    ("raw", "desk"),
    [
        ("Example News Desk", "Example News Desk"),
        ("Harbour staff reporter", "Harbour staff reporter"),
        ("Redaktion Beispiel", "Redaktion Beispiel"),
        ("By The Example Times", "The Example Times"),
        ("beispiel.de", "beispiel.de"),
        ("Beispiel GmbH", "Beispiel GmbH"),
        ("Newsdesk", "Newsdesk"),
    ],
)
def test_desks(raw: str, desk: str) -> None:
    """Newsrooms and companies are kept apart from people."""
    signature = read_signature(raw)
    assert ((), [desk]) == (signature.people, [one.name for one in signature.desks])


def test_site_is_a_desk() -> None:
    """Who signs with the site's own name is the newsroom."""
    signature = read_signature("Morgen Kurier", {matching_key("Morgenkurier")})
    assert ([], ["Morgen Kurier"]) == (list(signature.people), [one.name for one in signature.desks])


@pytest.mark.parametrize(
    ("raw", "names", "agency"),
    [
        ("Reuters", [], "Reuters"),
        ("By Associated Press", [], "AP"),
        ("dpa/AFP", [], "dpa"),
        ("Jane Doe (Reuters)", ["Jane Doe"], "Reuters"),
        ("Anna Müller, dpa", ["Anna Müller"], "dpa"),
        ("Agencia EFE", [], "EFE"),
        ("Jane Doe and Reuters", ["Jane Doe"], "Reuters"),
        ("연합뉴스", [], "Yonhap"),
    ],
)
def test_agencies(raw: str, names: list[str], agency: str) -> None:
    """An agency in a signature is the agency, not an author."""
    signature = read_signature(raw)
    assert (names, agency) == ([author.name for author in signature.people], signature.agency)


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("By Associated Press", ["Associated Press"]),
        ("dpa/AFP", ["dpa", "AFP"]),
        ("Agencia EFE", ["Agencia EFE"]),
        ("Jane Doe and Reuters", []),
    ],
)
def test_agencies_as_they_sign(raw: str, names: list[str]) -> None:
    """Where nobody but agencies signs, their names are kept as they write them."""
    assert names == [agency.name for agency in read_signature(raw).agencies]


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("Politics", []),
        ("capital", []),
        ("and stay up to date", []),
        ("By Madonna", ["Madonna"]),
        ("Jane Doe", ["Jane Doe"]),
    ],
)
def test_visible_signatures(raw: str, names: list[str]) -> None:
    """On the page a lone word signs only after "By"."""
    assert names == [author.name for author in read_signature(raw, visible=True).people]


@given(st.text(max_size=900), st.booleans())
def test_any_text(raw: str, visible: bool) -> None:
    """Any text is read without an error, and names are never blank."""
    signature = read_signature(raw, visible=visible)
    assert all(author.name.strip() for author in (*signature.people, *signature.desks))


@given(
    st.lists(
        st.sampled_from(
            [
                "By",
                "von",
                "and",
                ",",
                ";",
                "(",
                ")",
                "@a",
                "a@b.c",
                "A",
                "b",
                "·",
                "http://",
                "|",
                "Jane",
                "Doe",
                "12",
                "–",
                ":",
                "/",
                "The",
            ]
        ),
        max_size=200,
    )
)
def test_signature_like_text(pieces: list[str]) -> None:
    """Text made of the parts of signatures is read without an error."""
    read_signature(" ".join(pieces))
