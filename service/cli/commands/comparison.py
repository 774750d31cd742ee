"""What Dateline keeps of a page beside what trafilatura keeps, paragraph by paragraph."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version

from service.clean import Cleaned
from service.clean.assemble import WORD
from service.clean.blocks import LabelledBlock
from service.clean.kinds import BODY_KINDS
from service.cli.commands.explanation import Explanation
from service.errors import ConfigurationError

RUN = 4
"""Words in a row that both must have for a word to count as kept by both."""

Run = tuple[str, ...]


class KeptBy(StrEnum):
    """Who keeps a paragraph: more than half of its words."""

    BOTH = "both"
    DATELINE = "dateline"
    TRAFILATURA = "trafilatura"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, and which of its words the other keeps too."""

    text: str
    words: tuple[tuple[int, int, bool], ...]
    """Start and end of each word in ``text``, and whether it is shared."""

    @property
    def shared(self) -> int:
        """How many of its words are shared."""
        return sum(shared for _, _, shared in self.words)

    @property
    def is_shared(self) -> bool:
        """Whether the other keeps most of it."""
        return 2 * self.shared > len(self.words)


@dataclass(frozen=True, slots=True)
class Row:
    """Paragraphs that stand side by side; one is null where the other has no counterpart there."""

    kept_by: KeptBy
    dateline: Paragraph | None
    trafilatura: Paragraph | None
    because: str | None = None
    """What Dateline made of text that only trafilatura keeps: a field or removed, kind and reason."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two readings of one page, side by side."""

    peer: str
    """Name and version."""
    rows: tuple[Row, ...]
    both: int
    """Words both keep."""
    only_dateline: int
    only_trafilatura: int


def compare(explanation: Explanation) -> Comparison | None:
    """Have trafilatura read the same page.

    Returns:
        Null where the record does not even hold a page.

    Raises:
        ConfigurationError: trafilatura is not installed, or the content is flat text.
    """
    try:
        from trafilatura import bare_extraction  # noqa: PLC0415 - an optional extra
    except ImportError as error:
        raise ConfigurationError(
            "--compare needs trafilatura: pip install 'dateline[compare]', or leave the option out"
        ) from error
    admitted = explanation.admitted
    if admitted is None:
        return None
    if not admitted.is_html:
        raise ConfigurationError(
            "--compare applies to HTML only, and this is flat text, which trafilatura does not read"
        )
    found = bare_extraction(admitted.raw.content, url=admitted.raw.url, include_comments=False)
    theirs = (getattr(found, "text", None) or "").splitlines()
    article = explanation.cleaned.article if explanation.cleaned else None
    ours = [article.text[one.start : one.end] for one in article.paragraphs] if article else []
    return align(ours, theirs, explanation.cleaned)


def align(ours: Sequence[str], theirs: Sequence[str], cleaned: Cleaned | None) -> Comparison:
    """Lay two sequences of paragraphs side by side, each in its order.

    Linear in the words: a word is shared where a run of ``RUN`` words it stands in is in both texts. Runs
    go across paragraphs, so that texts cut differently still agree.
    """
    left, right = _Side(ours), _Side(theirs)
    aside = [block for block in (cleaned.blocks if cleaned else ()) if block.kind not in BODY_KINDS]
    blocks = _Side([block.block.text for block in aside])

    def only_theirs(start: int, end: int) -> Iterator[Row]:
        for number in range(start, end):
            place = right.counterpart(number, blocks)
            because = None if place is None else _decision(aside[place])
            paragraph = theirs_marked[number]
            kept_by = KeptBy.BOTH if paragraph.is_shared else KeptBy.TRAFILATURA
            yield Row(kept_by, None, paragraph, None if paragraph.is_shared else because)

    ours_marked, theirs_marked = left.marked(right), right.marked(left)
    rows: list[Row] = []
    reached = 0
    for number, paragraph in enumerate(ours_marked):
        place = left.counterpart(number, right)
        beside = None
        if place is not None and place >= reached and right.counterpart(place, left) == number:
            rows += only_theirs(reached, place)
            beside, reached = theirs_marked[place], place + 1
        rows.append(Row(KeptBy.BOTH if paragraph.is_shared else KeptBy.DATELINE, paragraph, beside))
    rows += only_theirs(reached, len(theirs_marked))
    both = sum(paragraph.shared for paragraph in ours_marked)
    return Comparison(
        f"trafilatura {version('trafilatura')}",
        tuple(rows),
        both,
        sum(len(paragraph.words) for paragraph in ours_marked) - both,
        sum(len(paragraph.words) - paragraph.shared for paragraph in theirs_marked),
    )


def _decision(labelled: LabelledBlock) -> str:
    return f"{'field' if labelled.kept else 'removed'}: {labelled.kind}, {labelled.reason}"


class _Side:
    """Paragraphs as words and runs of words."""

    def __init__(self, paragraphs: Sequence[str]) -> None:
        self.paragraphs = paragraphs
        self.spans = [[match.span() for match in WORD.finditer(text)] for text in paragraphs]
        words = [
            text[start:end].casefold()
            for text, spans in zip(paragraphs, self.spans, strict=True)
            for start, end in spans
        ]
        self.owners = [number for number, spans in enumerate(self.spans) for _ in spans]
        """Word to paragraph."""
        length = max(1, min(RUN, len(words)))
        self.runs = [tuple(words[start : start + length]) for start in range(len(words) - length + 1)]
        self.places: dict[Run, int] = {}
        """Run to the paragraph in which it first begins."""
        for owner, run in zip(self.owners, self.runs, strict=False):
            self.places.setdefault(run, owner)

    def marked(self, other: "_Side") -> list[Paragraph]:
        """Give each paragraph, with the words the other side has too."""
        shared = [False] * len(self.owners)
        for start, run in enumerate(self.runs):
            if run in other.places:
                shared[start : start + len(run)] = [True] * len(run)
        flags = iter(shared)
        return [
            Paragraph(text, tuple((start, end, next(flags)) for start, end in spans))
            for text, spans in zip(self.paragraphs, self.spans, strict=True)
        ]

    def counterpart(self, number: int, other: "_Side") -> int | None:
        """Find the other's paragraph in which most runs of this one's begin; null where none does."""
        first = bisect_left(self.owners, number)
        last = bisect_right(self.owners, number)
        found = Counter(other.places[run] for run in self.runs[first:last] if run in other.places)
        return found.most_common(1)[0][0] if found else None
