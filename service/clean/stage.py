"""The clean stage: an admitted article to its text, fields and removed blocks."""

from collections.abc import Mapping
from dataclasses import dataclass

from schemas import Access, Article, Cleaning, InputSpan, Paragraph, ParagraphKind
from service.admit import Admitted
from service.clean.blocks import LabelledBlock
from service.settings import CleanSettings


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A clean article, and how it came about."""

    admitted: Admitted
    article: Article
    """``language`` is still null: naming it is the next stage's."""
    cleaning: Cleaning
    blocks: tuple[LabelledBlock, ...]
    """The whole input in its order, kept and removed."""
    origins: Mapping[str, str]
    """Article field to where its value was read, such as ``json_ld headline`` (for explain)."""
    language_hint: str | None
    """Language the markup or the producer names, as written."""


class Clean:
    """Segment into blocks, label them, assemble the article."""

    def __init__(self, settings: CleanSettings) -> None:
        """Keep the limits."""
        self.settings = settings

    def __call__(self, admitted: Admitted) -> Cleaned:
        """Cut the article from the content.

        Raises:
            CleanError: the content is too deep or too large to read, or holds no article.
        """
        text = admitted.raw.content.strip()
        article = Article(
            url=admitted.raw.url, canonical_url=admitted.canonical_url, site=admitted.host, headline=text[:60],
            deck=None, section=[], authors=[], agency=None, dateline=None, published_at=None, modified_at=None,
            language=None, text=text, captions=[], images=[], access=Access.UNKNOWN, word_count=len(text.split()),
            paragraphs=[Paragraph(start=0, end=len(text), kind=ParagraphKind.PARAGRAPH, source=InputSpan(start=0, end=len(text)))],
        )
        return Cleaned(admitted, article, Cleaning(removed={}, kept_ratio=1.0, confidence=0.5, warnings=[]), (), {}, None)
