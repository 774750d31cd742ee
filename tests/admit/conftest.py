"""The stage with its default limits, called as a producer would write a record."""

from typing import Protocol

import pytest

from service.admit import Admit, Admitted
from service.errors import AdmitError
from service.record import InputRecord
from service.settings import AdmitSettings


class Deliver(Protocol):
    """Admit a value with headers; an underscore in a name stands for a hyphen."""

    def __call__(self, value: bytes | None, **headers: str | bytes) -> Admitted:
        """Return what was admitted, or raise."""
        ...


class Refuse(Protocol):
    """Admit a value that must be refused."""

    def __call__(self, value: bytes | None, **headers: str | bytes) -> AdmitError:
        """Return the refusal."""
        ...


@pytest.fixture(scope="session")
def deliver() -> Deliver:
    """Admit one value."""
    stage = Admit(AdmitSettings())

    def call(value: bytes | None, **headers: str | bytes) -> Admitted:
        written = tuple(
            (name.replace("_", "-"), text.encode() if isinstance(text, str) else text)
            for name, text in headers.items()
        )
        return stage(InputRecord(value, headers=written))

    return call


@pytest.fixture(scope="session")
def refuse(deliver: Deliver) -> Refuse:
    """Admit one value and return the refusal."""

    def call(value: bytes | None, **headers: str | bytes) -> AdmitError:
        with pytest.raises(AdmitError) as caught:
            deliver(value, **headers)
        return caught.value

    return call
