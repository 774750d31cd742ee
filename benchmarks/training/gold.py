"""Which blocks of a page are its article, by the benchmark's gold.

A full body labels every block of its page; the segments that must and must not appear label only the
blocks they stand in.
"""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from service.clean.blocks import INVISIBLE, UNSPACED, Block, fold

WORD = re.compile(r"\w+")
SHINGLE = 4
LONG = 8
"""A block with fewer words is part of the body only where it stands in it word for word."""
MOST = 0.5
"""Share of a long block's shingles that must stand in the body."""
SLACK = 60
"""Words by which a short block may miss the place between its neighbours."""
UNKNOWN = math.nan


def words_of(text: str) -> list[str]:
    """Cut a text into words; a character of a script without spaces is a word."""
    if not text.isascii():
        text = re.sub(f"({UNSPACED.pattern})", r" \1 ", INVISIBLE.sub("", text))
    return WORD.findall(text)


def block_labels(blocks: Sequence[Block], gold: Mapping[str, Any]) -> list[float]:
    """Label each block 1 (article), 0 (not) or NaN (unknown).

    Args:
        blocks: the blocks of one page.
        gold: the page's gold: ``body``, or ``with`` and ``without``.
    """
    if gold.get("body"):
        return _by_body(blocks, words_of(gold["body"]))
    return _by_segments(blocks, gold.get("with") or [], gold.get("without") or [])


def _by_body(blocks: Sequence[Block], body: Sequence[str]) -> list[float]:
    texts = [words_of(block.text) for block in blocks]
    spans = _long_spans(texts, body)
    said = {tuple(texts[index]) for index in spans}
    starts: dict[str, list[int]] = {}
    for place, word in enumerate(body):
        starts.setdefault(word, []).append(place)
    firsts = _spans_below(spans, len(blocks), len(body))
    labels = [float(index in spans) for index in range(len(blocks))]
    last = None
    for index, text in enumerate(texts):
        if index in spans:
            last = spans[index][1]
        elif not text or len(text) >= LONG or tuple(text) in said or not spans:
            continue
        else:
            room = range((last or 0) - SLACK, firsts[index] + SLACK + 1)
            found = [start for start in starts.get(text[0], ()) if start in room]
            if any(list(body[start : start + len(text)]) == text for start in found):
                labels[index] = 1.0
                said.add(tuple(text))
    return labels


def _long_spans(texts: Sequence[list[str]], body: Sequence[str]) -> dict[int, tuple[int, int]]:
    """Find the first and last place in the body of each long block that stands in it, told once."""
    places: dict[tuple[str, ...], int] = {}
    for place in range(len(body)):
        places.setdefault(tuple(body[place : place + SHINGLE]), place)
    spans: dict[int, tuple[int, int]] = {}
    said: set[tuple[str, ...]] = set()
    for index, text in enumerate(texts):
        if len(text) < LONG or tuple(text) in said:
            continue
        shingles = [tuple(text[at : at + SHINGLE]) for at in range(len(text) - SHINGLE + 1)]
        found = [places[shingle] for shingle in shingles if shingle in places]
        if len(found) >= MOST * len(shingles):
            said.add(tuple(text))
            spans[index] = min(found), max(found)
    return spans


def _spans_below(spans: Mapping[int, tuple[int, int]], count: int, end: int) -> list[int]:
    """Return for each block where in the body the next long block begins."""
    firsts = [end] * count
    for index in range(count - 1, -1, -1):
        if index in spans:
            end = spans[index][0]
        firsts[index] = end
    return firsts


def _by_segments(blocks: Sequence[Block], wanted: Sequence[str], unwanted: Sequence[str]) -> list[float]:
    keep = [fold(segment) for segment in wanted]
    drop = [fold(segment) for segment in unwanted]
    labels = []
    for block in blocks:
        text = fold(block.text)
        kept = any(segment in text for segment in keep if segment)
        dropped = any(segment in text for segment in drop if segment)
        labels.append(UNKNOWN if kept == dropped else float(kept))
    return labels
