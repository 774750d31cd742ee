"""Section paths: bread crumbs and stated sections, without "Home" and without the headline."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from schemas import BlockKind
from service.clean.labelled import LabelledBlocks
from service.clean.metadata.authors import SURE_LEAD_IN
from service.clean.metadata.dates import DIGIT, find_stamps
from service.clean.metadata.folding import fold, matching_key, phrases
from service.clean.metadata.markup import Markup, SectionPath
from service.clean.metadata.stamps import Reading, normalise
from service.clean.metadata.urls import folders_of

SEPARATOR = re.compile(r"\s*(?:[>›»→▸▶❯＞\n]|\s[-–—/|｜•·]\s|::)\s*")
MAX_NAME_CHARS = 50
MAX_NAMES = 6
MAX_TRAIL = 8
"""Most names of a visible trail, the front page and the headline included; more are a menu."""
MAX_TRAIL_CHARS = 500
MAX_ABOVE = 12
"""Most blocks above the headline in which a trail is looked for."""
MAX_UNSEPARATED = 3
"""Most names of a trail without separators, the front page included."""
KICKER_BLOCKS = 2
ARROWS = " >›»/→▸▶❯＞"
"""Separators of a trail."""
MARKS = ARROWS + "|·•*:-–—"
"""Separators and bullets around a name."""

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
    markup: Markup | None,
    blocks: LabelledBlocks,
    headline: str | None,
    sites: Iterable[str],
    url: str | None = None,
) -> tuple[list[str], str | None]:
    """Return the path of sections, the widest first, and its origin; empty and null where none is known."""
    drop = {matching_key(site) for site in sites}
    drop |= {f"www{key}" for key in drop}
    title = matching_key(headline or "")
    paths = list(markup.sections) if markup else []
    trails = [path for path in paths if "readcrumb" in path.origin]
    stated = [path for path in paths if path not in trails]
    for path in chain(
        trails,
        _visible(blocks, BlockKind.BREADCRUMB),
        _trail_above(blocks),
        stated,
        _visible(blocks, BlockKind.SECTION),
        _kicker(blocks, url),
    ):
        if names := _clean(path.names, title, drop):
            return names, path.origin
    return [], None


def _visible(blocks: LabelledBlocks, kind: BlockKind) -> Iterator[SectionPath]:
    """Yield each run of blocks of a kind as one path, the nearest above the headline first."""
    headline = blocks.headline
    runs: list[tuple[int, list[str]]] = []
    for index in blocks.places.get(kind, ()):
        if _is_dated(text := blocks[index].block.text[:MAX_TRAIL_CHARS]):
            continue
        if runs and runs[-1][0] == index - 1:
            runs[-1] = (index, [*runs[-1][1], *SEPARATOR.split(text)])
        else:
            runs.append((index, SEPARATOR.split(text)))
    for _, names in sorted(runs, key=lambda run: (run[0] > headline, abs(run[0] - headline))):
        if len(names) <= MAX_TRAIL:
            yield SectionPath(tuple(names), f"visible {kind.value} block")


def _trail_above(blocks: LabelledBlocks) -> Iterator[SectionPath]:
    """Yield the trail that begins with the front page above the headline, whatever its label.

    It stands in one line, in lines with separators between them, or, in a flat text, in the few lines
    right above the headline.
    """
    headline = blocks.headline
    above = [labelled.block for labelled in blocks[max(0, headline - MAX_ABOVE) : max(0, headline)]]
    for index in range(len(above) - 1, -1, -1):
        if not (text := above[index].text[:MAX_TRAIL_CHARS].strip(MARKS)):
            continue
        names = [name for name in SEPARATOR.split(text) if name]
        if not names or matching_key(names[0]) not in HOME:
            continue
        if len(names) == 1:
            below = [block.text for block in above[index + 1 :]]
            separated = any(not text.strip(ARROWS) for text in below)
            names += (name for text in below if (name := text.strip(MARKS)))
            if not separated and (above[index].element is not None or len(names) > MAX_UNSEPARATED):
                return
        if 1 < len(names) <= MAX_TRAIL and all(len(name) <= MAX_NAME_CHARS for name in names):
            yield SectionPath(tuple(names), "visible line above the headline")
        return


def _kicker(blocks: LabelledBlocks, url: str | None) -> Iterator[SectionPath]:
    """Yield a line right above the headline that the address names as a folder."""
    if not (folders := folders_of(url)):
        return
    headline = blocks.headline
    for labelled in reversed(blocks[max(0, headline - KICKER_BLOCKS) : max(0, headline)]):
        if len(labelled.block.text) <= MAX_NAME_CHARS and matching_key(labelled.block.text) in folders:
            yield SectionPath((labelled.block.text,), "visible line above the headline")
            return


def _is_dated(text: str) -> bool:
    """Tell whether a line names a day: it is no trail, though bars may part it like one."""
    return DIGIT.search(text) is not None and any(
        found.stamp.day is not None for found in find_stamps(normalise(text), Reading())
    )


def _clean(names: Iterable[str], title: str, sites: set[str]) -> list[str]:
    kept: list[str] = []
    seen: set[str] = set()
    for name in names:
        text = fold(name).strip(MARKS)
        key = matching_key(text)
        if not key or key in seen or len(text) > MAX_NAME_CHARS or "://" in text:
            continue
        if SURE_LEAD_IN.match(text) or _is_dated(text):
            continue
        seen.add(key)
        is_headline = bool(title) and (key == title or (len(key) > 20 and title.startswith(key[:-3])))  # noqa: PLR2004
        if key not in HOME and key not in sites and not is_headline:
            kept.append(text)
    return kept[:MAX_NAMES]
