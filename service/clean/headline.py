"""Which block is the headline."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from service.clean.blocks import PROSE_LINKS, UNSPACED, Block, Document, Hints
from service.clean.captions import split_credit
from service.clean.metadata.authors import SURE_LEAD_IN
from service.clean.phrases import phrase_kind

HEADING_SCORES = {"h1": 3.0, "h2": 1.0, "h3": 0.5}
MAX_WORDS = 45
"""A longer block is no headline."""
TITLE_WORDS = range(4, 30)
"""Words of a usual headline."""
TITLE_REACH = 20
"""Blocks after the first running text among which a title may still stand without a heading's tag."""
MIN_SHARED = 12
"""Letters under which a text inside a title says nothing."""
LEAST_BY_MARKUP = 2.0
LEAST_BY_LINES = 4.0
MOST_BY_WORDS = 3.5
"""What ``_shared_score`` gives at most."""
MOST_LIKE = 3.0
"""What ``_likeness`` gives at most."""
LINE_SCORES = {"h1": 5.0, "h2": 2.0, "h3": 1.5, "h4": 1.5}
MOST_LINES = 60
"""Most lines above the text that are looked at."""
MOST_TOLD = 20
"""Most blocks of the text that are looked at: what a headline says is told early."""
LINES_BELOW = 4
"""Lines from the first running text on that may still be the headline: it can read like a sentence."""
LINES_AFTER = 4
ENOUGH_SHARED = 6
"""Words shared with the text beyond which more say nothing."""
USUAL_WORDS = range(6, 21)
LABEL_WORDS = 2
MAX_SIGNED_CHARS = 160
MAX_TOLD_CHARS = 2_000
MOST_PLACES = 50
"""A text where a word stands inside others more often is cut into all its words at once."""
LONG_WORD = re.compile(r"[^\W\d_]{4,}")
BULLETS = "*+-•·>#|/"
DATED = re.compile(r"(?<!\d)(?:(?:19|20)\d\d(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2}|\d{1,2}:\d{2}(?!\d))")
DIGIT = re.compile(r"\d")
LETTERS = re.compile(r"[^\W_]+")
NO_LETTERS = bytes(code for code in range(0x80) if not chr(code).isalnum())
"""Bytes of the plain characters a key drops; most texts have no others to drop."""
SEPARATORS = re.compile("[>»›→/|:]")
"""What ``BREADCRUMB`` needs; cheap to look for."""
BREADCRUMB = re.compile(r"\S\s*(?:[>»›→/|]|::)\s*\S")


def key(text: str) -> str:
    """Fold a text to what two copies of it share: letters and digits, case folded."""
    joined = text.casefold().encode(errors="ignore").translate(None, NO_LETTERS).decode()
    return joined if joined.isalnum() else "".join(LETTERS.findall(joined))


def find_headline(document: Document, hints: Hints, first_prose: int) -> int | None:
    """Return the index of the block that is the headline; null where none can be told.

    Args:
        document: the blocks.
        hints: candidate titles.
        first_prose: index of the first running text of the article; the number of blocks for none.
    """
    titles = [title for title in map(key, hints.titles) if title]
    if document.is_html:
        return _find_by_markup(document.blocks, titles, first_prose)
    return _find_by_lines(document.blocks, titles, first_prose)


def _find_by_markup(blocks: Sequence[Block], titles: Sequence[str], first_prose: int) -> int | None:
    """Judge headings, and blocks that say a title of the page; ones above the text first.

    Headings come first: few others are asked what they say once one of them says a title.
    """
    most_like = MOST_LIKE * bool(titles)
    headings = [index for index, block in enumerate(blocks) if block.tag in HEADING_SCORES]
    others = [
        index
        for index, block in enumerate(blocks[: first_prose + TITLE_REACH])
        if block.tag not in HEADING_SCORES
    ]
    best, found = LEAST_BY_MARKUP, None
    for index in (*headings, *others):
        block = blocks[index]
        heading = HEADING_SCORES.get(block.tag, 0.0)
        cost = 1.5 * (index > first_prose) + 1.5 * (block.link_share > PROSE_LINKS)
        bonus = 0.5 * (block.words in TITLE_WORDS)
        if heading + most_like - cost + bonus < best:
            continue
        score = heading + _likeness(block, titles)
        if not score:
            continue
        score = score - cost + bonus
        if score > best or (score == best and (found is None or index < found)):
            best, found = score, index
    return found


def _likeness(block: Block, titles: Sequence[str]) -> float:
    """Score how far a block says a title: 3 for the first title itself, less for a part of one."""
    if not titles or block.words > MAX_WORDS:
        return 0.0
    if len(block.text) <= MIN_SHARED and all(len(title) > len(block.text) for title in titles):
        return 0.0
    own = key(block.text)
    if not own:
        return 0.0
    if own in titles:
        return max(1.0, 3.0 - 0.5 * titles.index(own))
    for title in titles:
        longer, shorter = (own, title) if len(own) > len(title) else (title, own)
        if len(shorter) > MIN_SHARED and shorter in longer:
            return 2.0 * len(shorter) / len(longer)
    return 0.0


def _find_by_lines(blocks: Sequence[Block], titles: Sequence[str], first_prose: int) -> int | None:
    """Judge the lines down to the first running text, and the line the text opens with.

    A headline says what the text below it says, is no sentence, stands apart, and is followed by a
    date, a signature or the text itself. Often the text opens with it and the site's name.
    """
    lines = [index for index, block in enumerate(blocks) if block.text]
    if not lines:
        return None
    opening = lines[0]
    last = bisect_left(lines, first_prose)
    near = range(max(1, last - MOST_LINES), min(len(lines), last + LINES_BELOW))
    candidates = [place for place in (0, *near) if blocks[lines[place]].words <= MAX_WORDS]
    below = {*range(1, LINES_AFTER + 1), *range(near.start, near.stop + LINES_AFTER)}
    below.intersection_update(range(len(lines)))
    prose = {place for place in below if blocks[lines[place]].is_prose}
    signed = {place for place in below - prose if _is_signed(blocks[lines[place]].text)}
    prose.discard(len(lines) - 1)  # nothing follows it
    above_signed = {place - offset for place in signed for offset in range(1, LINES_AFTER + 1)}
    above_prose = {place - offset for place in prose for offset in range(1, LINES_AFTER)}
    keys = {
        place: key(text)
        for place in candidates
        if len(text := blocks[lines[place]].text) > MIN_SHARED or not text.isascii()  # else its key is short
    }
    seen = Counter(keys.values())
    opening_key = key(blocks[opening].text)
    ranked: list[tuple[float, int]] = []
    for place in candidates:
        index = lines[place]
        block = blocks[index]
        score = _line_score(block)
        if place in above_signed:
            score += 2.0
        if place in above_prose:
            score += 1.5
        if index >= first_prose:
            score -= 6.0
        if not place:
            score += 1.5
        if index and not blocks[index - 1].text:
            score += 1.0
        if index + 1 < len(blocks) and not blocks[index + 1].text:
            score += 1.0
        own = keys.get(place, "")
        if len(own) > MIN_SHARED:
            score += (seen[own] > 1) + 4.0 * (place > 0 and own in opening_key)
        ranked.append((score, index))
    texts = [block.text for block in blocks[first_prose : first_prose + MOST_TOLD] if block.is_prose]
    return _best_by_words(blocks, titles, ranked, texts)


def _best_by_words(
    blocks: Sequence[Block], titles: Sequence[str], ranked: Sequence[tuple[float, int]], texts: Sequence[str]
) -> int | None:
    """Choose among lines by what their words say too; null where none scores enough.

    What is dear to tell is asked only of lines it may lift above the others, the best first, and what
    the text below says only where it decides.

    Args:
        blocks: the blocks.
        titles: folded candidate titles.
        ranked: what each line scores by its place and looks, and its index.
        texts: the running texts below.
    """
    most_by_words = MOST_BY_WORDS + MOST_LIKE * bool(titles)
    bar = LEAST_BY_LINES
    left: list[tuple[float, float, int, AbstractSet[str]]] = []
    for score, index in sorted(ranked, reverse=True):
        if score + most_by_words < bar:
            break
        block = blocks[index]
        own = _telling_words(block.text)
        least = score + _listed_score(block.text) - block.link_share + _likeness(block, titles)
        by_words = _shared_score(len(own), own)
        if least + by_words >= bar:
            least -= _furniture_score(block)
            bar = max(bar, least)
            left.append((least + by_words, least, index, own))
    left = [line for line in left if line[0] >= bar]
    if len(left) == 1 and bar > LEAST_BY_LINES:
        return left[0][2]
    if not left:
        return None
    told = _told_words(texts, {word for line in left for word in line[3]})
    best, found = max((least + _shared_score(len(own & told), own), -index) for _, least, index, own in left)
    return -found if best > LEAST_BY_LINES else None


def _furniture_score(block: Block) -> float:
    """Score how far a line reads like a button or the credit of a picture; slower to tell than the rest."""
    is_phrase = phrase_kind(block.text, block.words) is not None
    return 1.0 * is_phrase + 2.5 * (split_credit(block.text)[1] is not None)


def _line_score(block: Block) -> float:
    """Score how far a line of a flat text looks like a headline: its length, its tag, its ends.

    The points of this score and the next are rounded from a linear model of the titles of the
    benchmark's flat texts.
    """
    text, words, last = block.text, block.words, block.text[-1]
    score = LINE_SCORES.get(block.tag, 0.0)
    if words in TITLE_WORDS:
        score += 1.0
    if words in USUAL_WORDS:
        score += 0.5
    elif words <= LABEL_WORDS:
        score -= 0.5
    if last in ".;,。":
        score -= 2.5
    elif last == ":":
        score -= 1.5
    if block.is_prose:
        score -= 1.0
    if text[0].isdigit():
        score -= 1.5
    elif text[0] in BULLETS:
        score -= 0.5
    return score - 1.0 if text.isupper() else score


def _shared_score(shared: int, own: AbstractSet[str]) -> float:
    """Score how far a line says what is told below it, by how many of its own words are shared."""
    return 2.5 * min(shared, ENOUGH_SHARED) / ENOUGH_SHARED + (shared / len(own) if own else 0.0)


def _listed_score(text: str) -> float:
    """Score bread crumbs and dates, which say something else than what is told below."""
    is_trail = SEPARATORS.search(text) is not None and BREADCRUMB.search(text) is not None
    is_dated = DIGIT.search(text) is not None and DATED.search(text) is not None
    return -1.5 * is_trail - 0.5 * is_dated


def _is_signed(text: str) -> bool:
    """Tell whether a short line names a day, a time or, after "By", a person."""
    return len(text) <= MAX_SIGNED_CHARS and (
        (DIGIT.search(text) is not None and DATED.search(text) is not None)
        or SURE_LEAD_IN.match(text) is not None
    )


def _told_words(texts: Sequence[str], asked: AbstractSet[str]) -> set[str]:
    """Return which of the telling words asked for are among those of running texts."""
    folded = " ".join([text[:MAX_TOLD_CHARS] for text in texts]).casefold()
    found: set[str] = set()
    for word in asked:
        is_whole = _is_whole(word, folded)
        if is_whole is None:
            found = set(LONG_WORD.findall(folded))
            break
        if is_whole:
            found.add(word)
    if not folded.isascii() and UNSPACED.search(folded):
        for text in texts:
            found.update(_telling_words(text))
    return found


def _is_whole(word: str, folded: str) -> bool | None:
    """Tell whether a word stands somewhere with no letter on either side; null after too many places."""
    place = folded.find(word)
    for _ in range(MOST_PLACES):
        if place < 0:
            return False
        beside = (folded[max(0, place - 1) : place], folded[place + len(word) : place + len(word) + 1])
        if not any(character.isalnum() and not character.isdecimal() for character in beside):
            return True
        place = folded.find(word, place + len(word))
    return None


def _telling_words(text: str) -> set[str]:
    """Return the longer words of a text; pairs of characters in scripts without spaces."""
    folded = text[:MAX_TOLD_CHARS].casefold()
    found = set(LONG_WORD.findall(folded))
    if not folded.isascii():
        characters = UNSPACED.findall(folded)
        found.update(map("".join, pairwise(characters)))
    return found
