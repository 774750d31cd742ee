"""The clean stage: an admitted article to its text, fields and removed blocks."""

from collections.abc import Mapping
from dataclasses import dataclass

from schemas import Article, Cleaning, ErrorCode
from service.admit import Admitted
from service.clean.assemble import account, assemble_captions, assemble_text, count_text_words
from service.clean.blocks import Document, Hints
from service.clean.flat import segment_flat
from service.clean.html import parse, segment_html
from service.clean.kinds import TEXT_KINDS
from service.clean.labelled import LabelledBlocks
from service.clean.labels import label
from service.clean.learned.judge import Judge
from service.clean.limits import check_blocks, check_markup, check_text
from service.clean.metadata import Markup, read_markup, resolve
from service.errors import CleanError
from service.settings import CleanSettings


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A clean article, and how it came about."""

    admitted: Admitted
    article: Article
    """``language`` is still null: naming it is the next stage's."""
    cleaning: Cleaning
    blocks: LabelledBlocks
    """The whole input in its order, kept and removed."""
    origins: Mapping[str, str]
    """Article field to where its value was read, such as ``json_ld headline`` (for explain)."""
    language_hint: str | None
    """Language the markup or the producer names, as written."""


class Clean:
    """Segment into blocks, label them, assemble the article."""

    def __init__(self, settings: CleanSettings, judge: Judge | None = None) -> None:
        """Keep the limits, and the judge: the package's own if none is given."""
        self.settings = settings
        self.judge = judge or Judge.load()

    def __call__(self, admitted: Admitted) -> Cleaned:
        """Cut the article from the content.

        Raises:
            CleanError: the content is too deep or too large to read, or holds no article.
        """
        raw = admitted.raw
        markup, document, hints = segment(admitted, self.settings)
        check_blocks(document, self.settings.max_blocks)
        blocks = label(document, hints, self.judge)
        if TEXT_KINDS.isdisjoint(blocks.places):
            raise CleanError(ErrorCode.NO_ARTICLE)
        metadata = resolve(markup, blocks, admitted)
        text, paragraphs = assemble_text(blocks)
        word_count = count_text_words(text)
        article = Article(
            url=raw.url,
            canonical_url=metadata.canonical_url,
            site=metadata.site,
            headline=metadata.headline,
            deck=metadata.deck,
            section=metadata.section,
            tags=metadata.tags,
            authors=metadata.authors,
            agency=metadata.agency,
            dateline=metadata.dateline,
            published_at=metadata.published_at,
            modified_at=metadata.modified_at,
            language=None,
            text=text,
            paragraphs=paragraphs,
            captions=assemble_captions(blocks),
            images=metadata.images,
            access=metadata.access,
            word_count=word_count,
        )
        cleaning = account(blocks, word_count, [*admitted.warnings, *metadata.warnings])
        return Cleaned(admitted, article, cleaning, blocks, metadata.origins, metadata.language_hint)


def segment(admitted: Admitted, limits: CleanSettings) -> tuple[Markup | None, Document, Hints]:
    """Cut the content into blocks, and read what is known of the article before they are judged.

    Raises:
        CleanError: the content is too deep or too large to read.
    """
    content = admitted.raw.content
    titles = [admitted.raw.title] if admitted.raw.title else []
    if not admitted.is_html:
        check_text(len(content))
        return None, segment_flat(content, limits.max_nodes), Hints(titles)
    page = admitted.utf8 or content.encode(errors="replace")
    check_markup(page, limits.max_depth, limits.max_nodes)
    tree = parse(page)
    markup = read_markup(tree)
    hints = Hints(
        [*titles, *markup.titles],
        markup.description,
        [candidate.value for candidate in markup.authors],
        is_article=_names_article(markup),
    )
    return markup, segment_html(tree, limits.max_depth, limits.max_nodes), hints


def _names_article(markup: Markup) -> bool:
    stated = any(headline.origin.startswith("json_ld") for headline in markup.headlines)
    return stated or bool(markup.authors or markup.published)
