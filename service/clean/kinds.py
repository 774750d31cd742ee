"""Which kinds of blocks make the article."""

from schemas import BlockKind

BODY_KINDS = frozenset(
    {
        BlockKind.BODY,
        BlockKind.SUBHEADING,
        BlockKind.LIST,
        BlockKind.QUOTE,
        BlockKind.TABLE,
        BlockKind.EMBED,
    }
)
"""Kinds that make the article's text."""
TEXT_KINDS = BODY_KINDS - {BlockKind.SUBHEADING, BlockKind.EMBED}
"""Kinds of which a document needs one to be an article."""
FIELD_KINDS = frozenset(
    {
        BlockKind.HEADLINE,
        BlockKind.DECK,
        BlockKind.BYLINE,
        BlockKind.DATELINE,
        BlockKind.AGENCY,
        BlockKind.PUBLISHED,
        BlockKind.SECTION,
        BlockKind.CAPTION,
        BlockKind.CREDIT,
    }
)
"""Kinds that reach a field of the article."""
KEPT_KINDS = BODY_KINDS | FIELD_KINDS
