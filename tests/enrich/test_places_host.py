"""What a publisher's host name says of its home."""

import pytest

from service.enrich.places.host import beginnings, domain_country, names_in


@pytest.mark.parametrize(
    ("host", "country"),
    [
        ("www.example.co.uk", "GB"),
        ("zeitung.example.de", "DE"),
        ("example.com", None),
        ("example.tv", None),
        ("localhost", None),
        ("", None),
    ],
)
def test_country_of_a_domain(host: str, country: str | None) -> None:
    """National domains name a country, those sold to everybody none."""
    assert country == domain_country(host)


def test_name_before_a_newspaper_word() -> None:
    """What stands before a word newspapers are called by may be a place, the longest first."""
    assert "springfield" in beginnings("www.springfieldherald.com")
    assert "springfield" in beginnings("thisisspringfield.co.uk")
    assert [] == beginnings("www.com")


def test_names_of_the_text_in_the_host() -> None:
    """Names of several words are found though a host writes them as one."""
    keys = {"new castle", "leeds", "york"}
    assert {"new castle"} == names_in("www.newcastle-courier.com", keys)
