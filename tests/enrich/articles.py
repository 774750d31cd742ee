"""Clean articles made of nothing but their text."""

from collections.abc import Sequence

from schemas import Access, Article, InputSpan, Paragraph, ParagraphKind


def article(paragraphs: Sequence[str], headline: str | None = None) -> Article:
    """Make an article of its paragraphs; nothing else is known of it."""
    stretches = []
    start = 0
    for text in paragraphs:
        end = start + len(text)
        source = InputSpan(start=start, end=end)
        stretches.append(Paragraph(start=start, end=end, kind=ParagraphKind.PARAGRAPH, source=source))
        start = end + 2
    return Article(
        url=None,
        canonical_url=None,
        site=None,
        headline=headline,
        deck=None,
        section=[],
        tags=[],
        authors=[],
        agency=None,
        dateline=None,
        published_at=None,
        modified_at=None,
        language=None,
        text="\n\n".join(paragraphs),
        paragraphs=stretches,
        captions=[],
        images=[],
        access=Access.UNKNOWN,
        word_count=sum(len(text.split()) for text in paragraphs),
    )
