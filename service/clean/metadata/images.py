"""The article's pictures: those its metadata names, then those shown above one of its captions."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from selectolax.lexbor import LexborNode

from schemas import BlockKind, Image
from service.clean.labelled import LabelledBlocks
from service.clean.metadata.elements import Attributes
from service.clean.metadata.folding import fold, matching_key
from service.clean.metadata.pictures import ImageCandidate, read_pictures
from service.clean.metadata.urls import absolute_url

MAX_IMAGES = 20
SHOWN = "element img"
CAPTION_KEY_CHARS = 80
"""Letters of a caption by which it is known again below a picture."""
MIN_CAPTION_KEY_CHARS = 6
SIZE_QUERY = re.compile(r"(\.(?:jpe?g|png|webp|gif|avif))\?.*", re.IGNORECASE)
"""What follows a picture's file name: the size and crop asked for."""


def choose_images(
    stated: Iterable[ImageCandidate],
    nodes: Iterable[tuple[LexborNode, Attributes]],
    blocks: LabelledBlocks,
    base: str | None,
) -> Iterator[tuple[Image, str]]:
    """Yield each picture once, with its origin; a stated one takes the alt text it is shown with.

    Args:
        stated: what the metadata names.
        nodes: the ``img`` elements of the page with their attributes.
        blocks: the labelled input, for its captions.
        base: address of the page.
    """
    named = [(url, image) for image in stated if (url := absolute_url(image.url, base))]
    keys = [
        matching_key(labelled.block.text)[:CAPTION_KEY_CHARS] for labelled in blocks.of(BlockKind.CAPTION)
    ]
    captions = [key for key in keys if len(key) >= MIN_CAPTION_KEY_CHARS]
    pictures = list(read_pictures(nodes, captioned=bool(captions))) if named or captions else []
    files = {_name(url) for url, _ in named}
    alts = {
        _file(url): shown
        for picture in reversed(pictures)
        if _name(picture.url) in files
        and (shown := fold(picture.alt))
        and (url := absolute_url(picture.url, base))
    }
    captioned = (
        (url, fold(picture.alt) or None, SHOWN)
        for picture in pictures
        if picture.below
        and _is_any_in(captions, matching_key(fold(picture.below)))
        and (url := absolute_url(picture.url, base))
    )
    seen: set[str] = set()
    first = ((url, image.alt, image.origin) for url, image in named)
    for url, alt, origin in islice(chain(first, captioned), MAX_IMAGES):
        if url in seen or (origin == SHOWN and _file(url) in seen):
            continue
        seen |= {url, _file(url)}
        yield Image(url=url, alt=alt or alts.get(_file(url))), origin


def _is_any_in(captions: Iterable[str], below: str) -> bool:
    return any(caption in below for caption in captions)


def _file(url: str) -> str:
    """Return an address without what asks for a size, where it names a file."""
    return SIZE_QUERY.sub(r"\1", url) if "?" in url else url


def _name(url: str) -> str:
    """Return the last step of an address: cheaper to compare than the whole."""
    return _file(url).rsplit("/", 1)[-1]
