"""The article's pictures: those its metadata names, then those shown above one of its captions."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from schemas import BlockKind, Image
from service.clean.blocks import LabelledBlock
from service.clean.metadata.folding import matching_key
from service.clean.metadata.pictures import ImageCandidate, Picture
from service.clean.metadata.urls import absolute_url

MAX_IMAGES = 20
CAPTION_KEY_CHARS = 80
"""Letters of a caption by which it is known again below a picture."""
MIN_CAPTION_KEY_CHARS = 6
SIZE_QUERY = re.compile(r"(\.(?:jpe?g|png|webp|gif|avif))\?.*", re.IGNORECASE)
"""What follows a picture's file name: the size and crop asked for."""


def choose_images(
    stated: Iterable[ImageCandidate],
    pictures: Sequence[Picture],
    blocks: Iterable[LabelledBlock],
    base: str | None,
) -> Iterator[Image]:
    """Yield each picture once; a stated one takes the alternative text the page shows it with.

    Args:
        stated: what the metadata names.
        pictures: what the page shows.
        blocks: the labelled input, for its captions.
        base: address of the page.
    """
    shown = [(url, picture) for picture in pictures if (url := absolute_url(picture.url, base))]
    alts = {_file(url): picture.alt for url, picture in reversed(shown) if picture.alt}
    keys = [
        matching_key(labelled.block.text)[:CAPTION_KEY_CHARS]
        for labelled in blocks
        if labelled.kind is BlockKind.CAPTION and labelled.kept
    ]
    captions = [key for key in keys if len(key) >= MIN_CAPTION_KEY_CHARS]
    named = ((absolute_url(image.url, base), image.alt) for image in stated)
    captioned = (
        (url, picture.alt)
        for url, picture in shown
        if picture.below and _is_any_in(captions, matching_key(picture.below))
    )
    seen: set[str] = set()
    for is_shown, (url, alt) in islice(
        chain(((False, one) for one in named), ((True, one) for one in captioned)), MAX_IMAGES
    ):
        if url is None or url in seen or (is_shown and _file(url) in seen):
            continue
        seen |= {url, _file(url)}
        yield Image(url=url, alt=alt or alts.get(_file(url)))


def _is_any_in(captions: Iterable[str], below: str) -> bool:
    return any(caption in below for caption in captions)


def _file(url: str) -> str:
    """Return an address without what asks for a size, where it names a file."""
    return SIZE_QUERY.sub(r"\1", url)
