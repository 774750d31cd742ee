"""The classes a token of digits belongs to: a day, an hour, a year, a clock time."""

import re

_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_DOTTED = re.compile(r"\d{1,2}\.\d{2}")
_DOT_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})")


def number_kinds(text: str) -> set[str]:
    """Name the classes a token of digits belongs to.

    ``count`` any whole number, ``day`` 1 to 31, ``monthnumber`` 1 to 12, ``hour`` 0 to 24, ``two`` two
    digits, ``three`` three or four digits, ``year`` 1000 to 2199, ``clock`` 14:30, ``dotted`` 14.30,
    ``dotdate`` 12.11.2024.
    """
    if not text.isascii():
        return set()
    if text.isdigit():
        return _integer_kinds(text)
    if _GROUPED.fullmatch(text):
        return {"count"}
    for kind, shape in (("clock", _CLOCK), ("dotdate", _DOT_DATE), ("dotted", _DOTTED)):
        if shape.fullmatch(text):
            return {kind}
    return set()


def _integer_kinds(text: str) -> set[str]:
    if len(text) > 4:  # noqa: PLR2004 - no year, day or short count
        return set()
    number = int(text)
    kinds = {"count"}
    if len(text) <= 2:  # noqa: PLR2004 - two digits
        kinds |= {
            kind
            for kind, low, high in (("day", 1, 31), ("monthnumber", 1, 12), ("hour", 0, 24))
            if low <= number <= high
        }
    if len(text) == 2:  # noqa: PLR2004
        kinds.add("two")
    if len(text) >= 3:  # noqa: PLR2004
        kinds.add("three")
    if len(text) == 4 and 1000 <= number < 2200:  # noqa: PLR2004 - as the docstring says
        kinds.add("year")
    return kinds


EXAMPLES = (
    *map(str, range(100)),
    *(f"0{digit}" for digit in range(10)),
    *("100", "0999", "1999", "9999", "12345", "1,000", "1:30", "1.30", "1.1.2000"),
)
"""One token of each combination of classes there is, and more."""
