"""Section paths: bread crumbs and stated sections, without "Home" and without the headline."""

import re
from collections.abc import Iterable, Iterator, Sequence

from schemas import BlockKind
from service.clean.blocks import LabelledBlock
from service.clean.metadata.folding import fold, matching_key, phrases
from service.clean.metadata.markup import Markup, SectionPath

SEPARATOR = re.compile(r"\s*(?:[>›»→▸▶❯＞\n]|\s[-–—/|｜•·]\s|::)\s*")
MAX_NAME_CHARS = 50
MAX_NAMES = 6
MAX_TRAIL = 8
"""Most names of a visible trail, the front page and the headline included; more are a menu."""

HOME = frozenset(
    map(
        matching_key,
        phrases("""
    home|homepage|home page|front page|main page|main|start|startseite|startpage|accueil|à la une|inicio|
    portada|início|página principal|página inicial|principal|capa|hem|hjem|forside|forsíða|etusivu|
    strona główna|główna|úvod|úvodní strana|domů|domov|naslovnica|naslovna|početna|címlap|főoldal|kezdőlap|
    acasă|prima pagina|главная|главная страница|головна|начало|αρχική|αρχική σελίδα|anasayfa|ana sayfa|
    beranda|trang chủ|首页|首頁|トップ|ホーム|トップページ|홈|메인|الرئيسية|דף הבית|ראשי|होम|หน้าแรก|
    you are here|sie sind hier|vous êtes ici
"""),
    )
)
"""Names of the front page, as matching keys: the trail begins after them."""


def choose_section(
    markup: Markup | None, blocks: Sequence[LabelledBlock], headline: str | None, sites: Iterable[str]
) -> tuple[list[str], str | None]:
    """Return the path of sections, the widest first, and its origin; empty and null where none is known."""
    drop = {matching_key(name) for site in sites for name in (site, f"www.{site}")}
    title = matching_key(headline or "")
    paths = list(markup.sections) if markup else []
    trails = [path for path in paths if "readcrumb" in path.origin]
    stated = [path for path in paths if path not in trails]
    for path in [
        *trails,
        *_visible(blocks, BlockKind.BREADCRUMB),
        *stated,
        *_visible(blocks, BlockKind.SECTION),
    ]:
        if names := _clean(path.names, title, drop):
            return names, path.origin
    return [], None


def _visible(blocks: Sequence[LabelledBlock], kind: BlockKind) -> Iterator[SectionPath]:
    names = [
        part
        for labelled in blocks
        if labelled.kind is kind
        for part in SEPARATOR.split(labelled.block.text[:500])
    ]
    if names and len(names) <= MAX_TRAIL:
        yield SectionPath(tuple(names), f"visible {kind.value} block")


def _clean(names: Iterable[str], title: str, sites: set[str]) -> list[str]:
    kept: list[str] = []
    seen: set[str] = set()
    for name in names:
        text = fold(name).strip(" >›»/|·•:-–—")
        key = matching_key(text)
        if not key or key in seen or len(text) > MAX_NAME_CHARS or "://" in text:
            continue
        seen.add(key)
        is_headline = bool(title) and (key == title or (len(key) > 20 and title.startswith(key[:-3])))  # noqa: PLR2004
        if key not in HOME and key not in sites and not is_headline:
            kept.append(text)
    return kept[:MAX_NAMES]
