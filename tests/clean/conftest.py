"""What the tests of cleaning share: one article through the real admit and clean stages."""

from collections.abc import Callable
from pathlib import Path

import pytest

from schemas import BlockKind
from service.admit import Admit
from service.clean import Clean, Cleaned
from service.record import InputRecord
from service.settings import AdmitSettings, CleanSettings

CleanText = Callable[..., Cleaned]
SHARED = Path(__file__).parents[3] / "shared"


@pytest.fixture(scope="session")
def clean() -> CleanText:
    """Clean a content: ``clean(text, html=True, title=None)``; flat text unless ``html``."""
    admit, stage = Admit(AdmitSettings()), Clean(CleanSettings())

    def run(content: str, *, html: bool = False, **headers: str) -> Cleaned:
        media_type = "text/html" if html else "text/plain"
        fields = {"content-type": f"{media_type}; charset=utf-8", **headers}
        record = InputRecord(
            content.encode(), headers=tuple((name, value.encode()) for name, value in fields.items())
        )
        return stage(admit(record))

    return run


@pytest.fixture(scope="session")
def page() -> Callable[[str], str]:
    """Read one of the invented pages beside these tests."""
    folder = Path(__file__).parent / "pages"
    return lambda name: (folder / name).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of samples and benchmarks beside the repository, where it is present."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared beside the repository")
    return SHARED


@pytest.fixture
def kinds_of() -> Callable[[Cleaned], dict[str, BlockKind]]:
    """Map the text of each block to its kind; the last of equal texts wins."""
    return lambda cleaned: {labelled.block.text: labelled.kind for labelled in cleaned.blocks}
